"""Connected parts of a mask are numbered as scipy.ndimage does."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import label as scipys

from unveil.engine.raster.connected import label


def check(mask):
    found, number = label(mask)
    expected, count = scipys(mask, structure=np.ones((3, 3)))
    assert number == count
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.45, 0.7, 1.0])
@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (2, 2), (60, 81)])
def test_random_masks_have_scipys_parts_and_numbers(shape, share):
    check(np.random.default_rng(5).random(shape) < share)


def test_a_spiral_is_one_part():
    mask = np.zeros((41, 41), dtype=bool)
    row = column = 20
    for turn, (down, across) in enumerate([(0, 1), (1, 0), (0, -1), (-1, 0)] * 9):
        for _ in range(2 * (turn // 2 + 1)):
            if 0 <= row < 41 and 0 <= column < 41:
                mask[row, column] = True
            row, column = row + down, column + across
    check(mask)
    assert label(mask)[1] == 1


def test_what_touches_only_across_the_border_of_the_raster_is_apart():
    mask = np.zeros((4, 6), dtype=bool)
    mask[0, 5] = mask[1, 0] = mask[2, 5] = mask[3, 0] = True
    check(mask)
    assert label(mask)[1] == 4
