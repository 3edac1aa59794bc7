from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground import plate
from unveil.engine.ground.membrane import HALO, NEAR
from unveil.engine.removal.plain_blocks import boxes


def covered(found, shape):
    inside = np.zeros(shape, dtype=bool)
    for box in found:
        inside[box] = True
    return inside


@pytest.mark.parametrize("margin", [NEAR, HALO, plate.HALO])
@pytest.mark.parametrize("seed", range(20))
def test_boxes_hold_all_that_is_hidden_and_take_no_more_than_one_round_everything(seed, margin):
    generator = np.random.default_rng(seed)
    hidden = np.zeros(generator.integers(1, 520, 2), dtype=bool)
    for _ in range(generator.integers(1, 6)):
        row, column = (int(generator.integers(length)) for length in hidden.shape)
        height, width = (int(size) for size in generator.integers(1, 90, 2))
        hidden[row : row + height, column : column + width] = True
    found = boxes(hidden, margin)
    assert covered(found, hidden.shape)[hidden].all()
    rows, columns = (np.flatnonzero(hidden.any(axis=axis)) for axis in (1, 0))
    most = (np.ptp(rows) + 1 + 2 * margin) * (np.ptp(columns) + 1 + 2 * margin)
    areas = [
        (down.stop - down.start + 2 * margin) * (across.stop - across.start + 2 * margin) for down, across in found
    ]
    assert sum(areas) <= most


def test_clouds_in_far_corners_have_boxes_of_their_own_and_near_ones_share_one():
    hidden = np.zeros((256, 512), dtype=bool)
    hidden[3:20, 5:30] = hidden[200:230, 480:500] = True
    assert boxes(hidden, HALO) == [(slice(3, 20), slice(5, 30)), (slice(200, 230), slice(480, 500))]
    hidden[25:30, 40:50] = True
    assert boxes(hidden, HALO)[0] == (slice(3, 30), slice(5, 50))
    assert boxes(np.zeros((4, 4), dtype=bool), HALO) == []
