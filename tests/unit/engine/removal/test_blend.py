from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.raster.grid import Tiling
from unveil.engine.removal.blend import PANEL, RollingBlend, panels, ramp


@pytest.mark.parametrize(("tile", "overlap"), [(8, 0), (8, 1), (8, 4), (64, 16), (64, 32)])
def test_weights_of_neighbours_add_up_to_one(tile, overlap):
    weights = ramp(tile, overlap)
    total = np.zeros(3 * tile)
    for index in range(3):
        start = index * (tile - overlap)
        total[start : start + tile] += weights
    np.testing.assert_allclose(total[overlap : 3 * (tile - overlap)], 1, atol=1e-6)
    assert (weights > 0).all()


def blended(tiling, tiles):
    """Blend `tiles[row of tiles][column of tiles]` and return the whole difference [bands, height, width]."""
    blend = RollingBlend(tiling, 2)
    result = np.zeros((2, tiling.height, tiling.width), np.float32)
    for index, row in enumerate(tiling.row_starts):
        if index:
            blend.advance(row)
        for column, tile in zip(tiling.column_starts, tiles[index]):
            blend.add(column, tile)
        last = index + 1 == len(tiling.row_starts)
        start, stop = max(row, 0), tiling.height if last else max(tiling.row_starts[index + 1], 0)
        for band in range(2):
            result[band, start:stop] = blend.difference(band, start, stop)
    return result


@pytest.mark.parametrize("size", [(1, 1), (20, 33), (100, 61), (64, 200)])
@pytest.mark.parametrize("overlap", [0, 5, 16])
def test_tiles_that_agree_are_reproduced(size, overlap):
    tiling = Tiling(*size, tile=32, overlap=overlap)
    truth = np.random.default_rng(0).normal(0, 1, (2, size[0] + 64, size[1] + 64)).astype(np.float32)
    tiles = [
        [truth[:, row + 32 : row + 64, column + 32 : column + 64] for column in tiling.column_starts]
        for row in tiling.row_starts
    ]
    np.testing.assert_allclose(blended(tiling, tiles), truth[:, 32 : 32 + size[0], 32 : 32 + size[1]], atol=1e-5)


def test_tiles_that_disagree_meet_without_a_step():
    tiling = Tiling(64, 208, tile=64, overlap=16)
    levels = np.random.default_rng(1).uniform(-1, 1, tiling.count)
    tiles = [[np.full((2, 64, 64), level, np.float32) for level in levels]]
    steps = np.abs(np.diff(blended(tiling, tiles)[0, 30]))
    assert steps.max() < 0.15 * np.abs(np.diff(levels)).max()


def test_tiles_that_change_nothing_add_exactly_nothing():
    tiling = Tiling(100, 100, tile=32, overlap=8)
    tiles = [[np.zeros((2, 32, 32), np.float32)] * len(tiling.column_starts)] * len(tiling.row_starts)
    assert not blended(tiling, tiles).any()


def test_a_tile_that_is_added_alone_counts_in_full():
    tiling = Tiling(64, 208, tile=64, overlap=16)
    blend = RollingBlend(tiling, 1, among_added=True)
    column = tiling.column_starts[1]
    blend.add(column, np.full((1, 64, 64), 7, np.float32))
    found = blend.difference(0, 0, 64)
    np.testing.assert_allclose(found[:, column : column + 64], 7, rtol=1e-6)
    assert not found[:, :column].any()
    assert not found[:, column + 64 :].any()


@pytest.mark.parametrize("among_added", [False, True])
def test_single_pixels_have_the_difference_of_their_window(among_added):
    tiling = Tiling(90, 2 * PANEL, 64, 16)
    blend = RollingBlend(tiling, 2, among_added)
    generator = np.random.default_rng(3)
    for column in tiling.column_starts[: len(tiling.column_starts) // 2]:
        blend.add(column, generator.normal(size=(2, 64, 64)).astype(np.float32))
    down, across = generator.integers(0, 30, 50), generator.integers(0, 400, 50)
    for left in (17, PANEL + 20):
        place = slice(3, 40), slice(left, left + 450)
        found = blend.at(place, down, across)
        for band in range(2):
            np.testing.assert_array_equal(found[band], blend.part(band, *place)[down, across])


def test_a_panel_without_tiles_takes_no_memory_and_changes_nothing():
    tiling = Tiling(64, 3 * PANEL, 64, 0)
    blend = RollingBlend(tiling, 1, among_added=True)
    blend.add(PANEL - 32, np.full((1, 64, 64), 5, np.float32))
    assert blend.touched() == panels(3 * PANEL)[:2]
    found = blend.difference(0, 0, 64)
    np.testing.assert_array_equal(found[:, PANEL - 32 : PANEL + 32], 5)
    assert np.count_nonzero(found) == 64 * 64
    np.testing.assert_array_equal(blend.part(0, slice(0, 64), panels(3 * PANEL)[2]), 0)


def test_what_a_row_of_tiles_leaves_in_a_panel_comes_back_empty_for_the_next():
    tiling = Tiling(112, PANEL, 64, 16)
    blend = RollingBlend(tiling, 1)
    blend.add(0, np.ones((1, 64, 64), np.float32))
    blend.advance(tiling.row_starts[1])
    assert blend.touched()
    np.testing.assert_array_equal(blend.difference(0, 64, 112), 0)
    blend.advance(112)
    assert not blend.touched()
