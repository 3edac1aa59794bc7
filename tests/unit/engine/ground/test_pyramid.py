from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.pyramid import evidence, spread_cells


def test_near_cells_count_most_and_far_ones_where_there_are_no_near_ones():
    counts = np.zeros((20, 30))
    counts[:, :3] = counts[:, -3:] = 1024
    sums = np.zeros((1, 20, 30))
    sums[:, :, :3], sums[:, :, -3:] = 100 * 1024, 200 * 1024
    spread = spread_cells(sums, counts, 32)
    field = spread[0] / spread[1]
    assert field[10, 0] == pytest.approx(100, abs=8) and field[10, -1] == pytest.approx(200, abs=8)
    assert field[10, 12:18] == pytest.approx(150, abs=35)
    assert (np.diff(field[10]) > -2).all()


def test_cells_weigh_what_is_known_in_them():
    counts = np.full((8, 8), 1024.0)
    spread = spread_cells(np.full((2, 8, 8), 1024.0) * np.array([3, 5])[:, None, None], counts, 32)
    np.testing.assert_allclose(spread[:2] / spread[2], np.broadcast_to([[[3]], [[5]]], (2, 8, 8)))
    assert (spread_cells(np.zeros((1, 8, 8)), np.zeros((8, 8)), 32) == 0).all()


def test_evidence_is_the_weight_of_ground_that_is_clear_all_over():
    counts = np.full((6, 9), 1024.0)
    everywhere = spread_cells(np.zeros((1, 6, 9)), counts, 32)[-1]
    assert evidence(counts, 32) == pytest.approx(everywhere, rel=0.1)
    one = np.zeros((6, 9))
    one[2, 3] = 10.0
    assert (spread_cells(np.zeros((1, 6, 9)), one, 32)[-1] > 4 * evidence(one, 32)).all()
