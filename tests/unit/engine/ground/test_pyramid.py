from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.pyramid import HALO, evidence, spread_cells, spread_pixels


@pytest.fixture
def planes():
    generator = np.random.default_rng(2)
    known = (generator.random((200, 180)) < 0.3).astype(np.float32)
    known[60:130, 50:140] = 0
    return generator.normal(size=(3, 200, 180)).astype(np.float32), known


def nothing(planes, shape):
    return np.zeros((len(planes) + 1, *shape), np.float32)


def test_one_value_is_spread_as_it_is(planes):
    values, known = planes
    values[:] = 7
    made = spread_pixels(
        values, known, (0, 0), nothing(values, known.shape) + 1e-6 * np.array([7, 7, 7, 1])[:, None, None]
    )
    np.testing.assert_allclose(made, 7, rtol=1e-4)


def test_what_is_known_joins_what_fills_the_gap():
    row = np.linspace(0, 1000, 128, dtype=np.float32)
    values = np.broadcast_to(row, (1, 128, 128)).copy()
    known = np.ones((128, 128), np.float32)
    known[:, 50:78] = 0
    made = spread_pixels(values, known, (0, 0), nothing(values, known.shape))
    step = np.abs(np.diff(np.where(known > 0, values[0], made[0])[64]))
    assert step.max() < 6 * 1000 / 127
    assert np.abs(made[0] - values[0])[:, 50:78].max() < 0.12 * 1000


@pytest.mark.parametrize("origin", [(0, 0), (13, 7), (64, 33)])
def test_a_window_gives_what_the_whole_gives(planes, origin):
    values, known = planes
    whole = spread_pixels(values, known, (0, 0), nothing(values, known.shape))
    part = (slice(origin[0], origin[0] + 120), slice(origin[1], origin[1] + 130))
    window = spread_pixels(values[(slice(None), *part)], known[part], origin, nothing(values, known[part].shape))
    inner = (slice(None), slice(HALO, -HALO), slice(HALO, -HALO))
    np.testing.assert_array_equal(window[inner], whole[(slice(None), *part)][inner])


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


def test_broad_clear_ground_does_not_drown_a_narrow_rim_on_the_other_side():
    known = np.zeros((64, 96), np.float32)
    known[:, :40], known[:, 60:62] = 1, 1
    values = np.where(np.arange(96) < 50, np.float32(100), np.float32(200)) * np.ones((1, 64, 1), np.float32)
    made = spread_pixels(values, known, (0, 0), nothing(values, known.shape))
    # 124 where a square counts by the share of it that is known.
    assert made[0, 32, 48] > 132 and made[0, 32, 44] < 106


def test_evidence_is_the_weight_of_ground_that_is_clear_all_over():
    counts = np.full((6, 9), 1024.0)
    everywhere = spread_cells(np.zeros((1, 6, 9)), counts, 32)[-1]
    assert evidence(counts, 32) == pytest.approx(everywhere, rel=0.1)
    one = np.zeros((6, 9))
    one[2, 3] = 10.0
    assert (spread_cells(np.zeros((1, 6, 9)), one, 32)[-1] > 4 * evidence(one, 32)).all()
