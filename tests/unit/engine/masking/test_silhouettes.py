from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.masking.silhouettes import Suspicion, silhouettes
from unveil.engine.masking.sun import Sun
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import describe

SOUTH = Sun(180, 45)
"""Shadows fall up, towards north."""


@pytest.fixture
def grid(raster_file) -> Grid:
    found = describe(raster_file("g.tif", np.zeros((1, 90, 90), np.uint8))).grid
    x, _, rx, y, ry, _ = found.transform
    return Grid(90, 90, (x, 60.0, rx, y, ry, -60.0), found.crs)


def shape(*corners) -> np.ndarray:
    found = np.zeros((90, 90), bool)
    for row, column in corners:
        found[row : row + 8, column : column + 8] = True
        found[row + 8 : row + 12, column : column + 3] = True
    return found


def suspicion(cloud, shaded, faint=0.15) -> Suspicion:
    generator = np.random.default_rng(0)
    shadow = np.where(shaded, faint, 0.02) + generator.uniform(0, 0.02, cloud.shape)
    return Suspicion(cloud, np.where(cloud, np.nan, shadow).astype(np.float32))


def test_an_outline_falls_where_the_ground_looks_like_its_shadow(grid):
    cloud, shaded = shape((60, 40)), shape((40, 40))
    found = silhouettes(suspicion(cloud, shaded), SOUTH, grid)
    assert found[shaded].all()
    assert found.sum() < 2 * shaded.sum() and not found[:36].any() and not found[60:].any()


def test_clouds_of_two_heights_have_outlines_of_their_own(grid):
    cloud = shape((70, 10), (70, 60))
    shaded = shape((60, 10), (30, 60)) & ~cloud
    found = silhouettes(suspicion(cloud, shaded), SOUTH, grid)
    assert found[shaded].mean() > 0.95
    assert not found[25:50, :30].any() and not found[50:68, 58:].any()


def test_what_suits_the_others_decides_between_two_heights_that_suit_a_cloud_alike(grid):
    cloud = shape((70, 10), (70, 40), (70, 70))
    shaded = shape((50, 10), (50, 40), (50, 70), (25, 70))
    found = silhouettes(suspicion(cloud, shaded), SOUTH, grid)
    assert found[shape((50, 70))].all() and not found[20:40].any()
    alone = shape((70, 70))
    far = silhouettes(suspicion(alone, shape((25, 70))), SOUTH, grid)
    assert far[shape((25, 70))].all()


def test_a_cloud_whose_shadow_shows_nowhere_tells_nothing(grid):
    cloud = shape((70, 10), (70, 70))
    found = silhouettes(suspicion(cloud, shape((50, 10))), SOUTH, grid)
    assert found[:, :30].any() and not found[:, 60:].any()


def test_dark_ground_on_the_side_of_the_sun_is_no_outline(grid):
    cloud, dark = shape((20, 40)), shape((50, 40))
    assert not silhouettes(suspicion(cloud, dark), SOUTH, grid)[32:].any()


def test_nothing_falls_without_cloud_or_without_ground(grid):
    none = np.zeros((90, 90), bool)
    assert not silhouettes(suspicion(none, shape((40, 40))), SOUTH, grid).any()
    assert not silhouettes(Suspicion(~none, np.full((90, 90), np.nan, np.float32)), SOUTH, grid).any()


def test_a_shadow_beyond_the_border_is_left_there(grid):
    cloud = np.zeros((90, 90), bool)
    cloud[:3, 30:60] = True
    found = silhouettes(suspicion(cloud, np.zeros_like(cloud)), SOUTH, grid)
    assert not found[10:].any()
