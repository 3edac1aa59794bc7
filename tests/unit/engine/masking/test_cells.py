from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.masking.cells import cell_grid, cell_means
from unveil.engine.raster.source import describe


@pytest.mark.parametrize("size", [(12, 18), (13, 20), (5, 4), (1, 1)])
@pytest.mark.parametrize("factor", [1, 2, 6])
def test_cells_hold_the_mean_of_their_valid_pixels(size, factor):
    generator = np.random.default_rng(factor)
    values = generator.random((3, *size)).astype(np.float32)
    valid = generator.random(size) > 0.4
    means, there = cell_means(values, valid, factor)
    assert means.shape == (3, -(-size[0] // factor), -(-size[1] // factor)) and means.dtype == np.float32
    for row in range(means.shape[1]):
        for column in range(means.shape[2]):
            place = np.s_[row * factor : (row + 1) * factor, column * factor : (column + 1) * factor]
            assert there[row, column] == valid[place].any()
            expected = values[:, place[0], place[1]][:, valid[place]].mean(axis=1) if valid[place].any() else 0
            np.testing.assert_allclose(means[:, row, column], expected, rtol=1e-5)


def test_cells_lie_on_the_raster_and_go_back_to_its_pixels(raster_file):
    grid = describe(raster_file("g.tif", np.zeros((1, 13, 20), np.uint8))).grid
    cells = cell_grid(grid, 60)
    assert (cells.factor, cells.height, cells.width) == (6, 3, 4)
    assert cells.grid.place(2, 1) == grid.place(12, 6)
    numbers = np.arange(12).reshape(3, 4)
    pixels = cells.as_pixels(numbers[1:], 1)
    assert pixels.shape == (7, 20)
    assert (pixels[:6, 6:12] == 5).all() and (pixels[6, 18:] == 11).all()
    np.testing.assert_array_equal(cells.any_of(np.ones((13, 20), bool)), np.ones((3, 4), bool))
    assert cell_grid(grid, 3).factor == 1
