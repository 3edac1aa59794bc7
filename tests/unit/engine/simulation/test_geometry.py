"""Lines and rectangles keep their promises: nothing overlaps, nothing is lost, distances are right."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.simulation.geometry import Canvas, Rectangle, divide, meander, rotate, smooth_line, voronoi


def test_divided_land_fills_the_whole_without_overlap():
    whole = Rectangle(0, 0, 1000, 700)
    parts = divide(whole, (10_000, 40_000), np.random.default_rng(1))
    assert sum(part.width * part.height for part in parts) == pytest.approx(700_000)
    assert max(part.width * part.height for part in parts) <= 40_000
    east, south = np.random.default_rng(2).uniform((0, 0), (1000, 700), (500, 2)).T
    hits = sum((p.left <= east) & (east < p.right) & (p.top <= south) & (south < p.bottom) for p in parts)
    assert (np.asarray(hits) == 1).all()


def test_a_gap_stays_free_between_parts():
    parts = divide(Rectangle(0, 0, 400, 300), (3_000, 6_000), np.random.default_rng(1), gap=9)
    for one in parts:
        for other in parts:
            apart = max(one.left - other.right, other.left - one.right, one.top - other.bottom, other.top - one.bottom)
            assert one is other or apart >= 9 - 1e-9


def test_distance_to_a_straight_road_is_that_of_geometry():
    canvas = Canvas(40, 5.0)
    road = smooth_line([(-50.0, 100.0), (100.0, 100.0), (250.0, 100.0)])
    _, south = canvas.places()
    distance = canvas.distance(road, 60.0)
    near = np.abs(south - 100) < 50
    np.testing.assert_allclose(distance[near], np.abs(south - 100)[near], atol=0.4)
    assert np.isinf(distance[np.abs(south - 100) > 62]).all()


def test_a_river_wanders_about_its_heading():
    river = meander((0.0, 0.0), 0.0, 3000.0, 800.0, 1.0, np.random.default_rng(3))
    assert river[-1, 0] > 3000
    assert np.ptp(river[:, 1]) > 150


def test_cells_belong_to_the_nearest_seed():
    east, south = Canvas(30, 20.0).places()
    cells, border, seeds = voronoi(east, south, 600.0, 200.0, np.random.default_rng(4))
    squared = (east[..., None] - seeds[:, 0]) ** 2 + (south[..., None] - seeds[:, 1]) ** 2
    np.testing.assert_array_equal(cells, squared.argmin(axis=-1))
    assert border.min() >= 0


def test_turning_and_turning_back_is_nothing():
    east, south = rotate(*rotate(np.array([3.0]), np.array([4.0]), 0.7), -0.7)
    np.testing.assert_allclose([east[0], south[0]], [3, 4])
