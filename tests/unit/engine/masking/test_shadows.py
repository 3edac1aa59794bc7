from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.masking.shadows import castable, find_fall
from unveil.engine.masking.sun import Sun, shadow_step
from unveil.engine.raster.grid import Grid

METRES = 'LOCAL_CS["flat",UNIT["metre",1]]'
CELL = 60


def grid(size):
    return Grid(size, size, (600000, CELL, 0, 5000000, 0, -CELL), METRES)


def scene(size, azimuth, distance, seed=0, clouds=40):
    """Return maps of round clouds and of their shadows, `distance` metres away from the sun."""
    generator = np.random.default_rng(seed)
    cloud, shadow = (np.zeros((size, size), bool) for _ in range(2))
    across, down = (round(distance * step) for step in shadow_step(Sun(azimuth), grid(size)))
    for _ in range(clouds):
        row, column = generator.uniform(-10, size + 10, 2)
        radius = generator.uniform(2, 7)
        add_disc(cloud, row, column, radius)
        add_disc(shadow, row + down, column + across, radius)
    return cloud, shadow & ~cloud


def add_disc(plane, row, column, radius):
    """Set what lies within a radius of a place, looking at no more of the plane than can."""
    top, left = (max(int(np.ceil(place - radius)), 0) for place in (row, column))
    part = plane[top : max(int(row + radius) + 1, 0), left : max(int(column + radius) + 1, 0)]
    rows, columns = np.mgrid[: part.shape[0], : part.shape[1]]
    part |= np.hypot(rows + top - row, columns + left - column) < radius


@pytest.mark.parametrize(("azimuth", "distance"), [(30, 500), (150, 900), (180, 1500), (265, 700)])
@pytest.mark.parametrize("size", [150, 900])
def test_the_way_in_which_shadows_fall_is_found_among_other_dark_ground(size, azimuth, distance):
    cloud, shadow = scene(size, azimuth, distance, clouds=size // 3)
    rows, columns = np.mgrid[:size, :size]
    dark = np.hypot(rows - size / 3, columns - size / 4) < size / 9
    fall = find_fall(cloud, shadow | (dark & ~cloud), grid(size))
    assert abs((fall.azimuth - azimuth + 180) % 360 - 180) <= 10
    assert fall.reach >= distance


def test_dark_ground_that_clouds_have_nothing_to_do_with_falls_no_way():
    cloud, _ = scene(300, 0, 0)
    lakes, _ = scene(300, 0, 0, seed=5)
    assert find_fall(cloud, lakes & ~cloud, grid(300)) is None
    near = castable(cloud, lakes & ~cloud, grid(300), None)
    assert near[cloud].all() and near.mean() < 0.9


def test_shadows_are_believed_on_their_side_of_clouds_only():
    cloud, shadow = scene(300, 160, 900)
    opposite = np.roll(shadow, (60, -22), axis=(0, 1)) & ~cloud
    where = castable(cloud, shadow, grid(300), None)
    assert where[shadow].mean() > 0.95 and where[opposite].mean() < 0.6


def test_a_cloud_outside_the_scene_may_shade_the_strip_towards_the_sun():
    cloud = np.zeros((100, 100), bool)
    cloud[10, 50] = True
    where = castable(cloud, cloud, grid(100), Sun(180, 45))
    assert where[-8:].all() and not where[40:80].any()


@pytest.mark.parametrize("sun", [None, Sun(150, 40)])
def test_no_cloud_no_shadow(sun):
    dark = np.ones((50, 50), bool)
    assert not castable(np.zeros_like(dark), dark, grid(50), sun).any()
