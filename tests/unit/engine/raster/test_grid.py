from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.raster.grid import Grid, Tiling, Window, any_in_squares, extent, reflect


def test_a_window_grows_and_is_clipped_to_the_raster():
    window = Window(2, 5, 4, 4).grow(3)
    assert window == Window(-1, 2, 10, 10)
    assert window.clip(6, 8) == Window(0, 2, 6, 6)
    assert Window(9, 0, 2, 2).clip(6, 8).height == 0


def test_tiles_are_as_few_as_cover_the_raster_and_hang_over_evenly():
    tiling = Tiling(height=256, width=700, tile=256, overlap=64)
    assert tiling.row_starts == (0,)
    assert tiling.column_starts == (-66, 126, 318, 510)
    assert tiling.count == 4


def test_a_raster_smaller_than_a_tile_has_one_tile_round_it():
    assert Tiling(1, 100, 256, 64).row_starts == (-127,)
    assert Tiling(1, 100, 256, 64).column_starts == (-78,)


@pytest.mark.parametrize("length", [1, 5, 64, 65, 127, 128, 1000])
@pytest.mark.parametrize("overlap", [0, 1, 16, 32])
def test_every_pixel_lies_in_a_tile_and_in_two_rows_of_tiles_at_most(length, overlap):
    tiling = Tiling(length, length, 64, overlap)
    cover = np.zeros(length, int)
    for start in tiling.row_starts:
        cover[max(start, 0) : start + 64] += 1
    assert cover.min() >= 1 and cover.max() <= 2


@pytest.mark.parametrize("values", [(0, 5, 64, 16), (5, 5, 64, 33), (5, 5, 64, -1), (5, 5, 0, 0)])
def test_impossible_tilings_are_refused(values):
    with pytest.raises(ValueError):
        Tiling(*values)


@pytest.mark.parametrize("length", [1, 2, 3, 7, 50])
def test_reflection_is_numpys_reflection_however_far_it_reaches(length):
    padded = np.pad(np.arange(length), 60, mode="reflect")
    np.testing.assert_array_equal(reflect(-60, length + 60, length), padded)


def test_a_grid_knows_where_pixels_lie():
    grid = Grid(100, 50, (600000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), "")
    assert grid.place(2, 3) == (600020.0, 4999970.0)
    assert grid.window_transform(Window(3, 2, 5, 5)) == (600020.0, 10.0, 0.0, 4999970.0, 0.0, -10.0)
    assert grid.pixel_size == (10.0, 10.0)


def test_grids_are_aligned_when_all_corners_agree_to_a_hundredth_of_a_pixel():
    grid = Grid(100, 50, (600000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), "")
    assert grid.is_aligned(Grid(100, 50, (600000.05, 10.0, 0.0, 5000000.0, 0.0, -10.0), "other"))
    assert not grid.is_aligned(Grid(100, 50, (600001.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), ""))
    assert not grid.is_aligned(Grid(100, 50, (600000.0, 10.01, 0.0, 5000000.0, 0.0, -10.0), ""))
    assert not grid.is_aligned(Grid(99, 50, (600000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), ""))


def test_the_extent_reaches_from_the_first_to_the_last_that_is_chosen():
    assert extent(np.array([False, True, False, True, False])) == slice(1, 4)
    assert extent(np.array([True])) == slice(0, 1)


def test_squares_hold_what_any_of_their_pixels_is_and_may_be_cut_off():
    chosen = np.zeros((5, 7), dtype=bool)
    chosen[1, 2] = chosen[4, 6] = True
    expected = [
        [chosen[row : row + 3, column : column + 3].any() for column in range(0, 7, 3)] for row in range(0, 5, 3)
    ]
    np.testing.assert_array_equal(any_in_squares(chosen, 3), expected)
    np.testing.assert_array_equal(any_in_squares(chosen, 1), chosen)
