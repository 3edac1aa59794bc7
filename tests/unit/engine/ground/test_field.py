from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.field import (
    cell_statistics,
    clear_ground,
    clear_share,
    resample_field,
    scene_prior,
)


def test_cells_hold_sums_and_numbers_of_clear_pixels():
    dn = np.arange(2 * 5 * 7).reshape(2, 5, 7)
    clear = np.ones((5, 7), bool)
    clear[0, 0] = False
    cells = cell_statistics(dn, clear, cell=4)
    assert cells.counts.tolist() == [[15, 12], [4, 3]]
    assert cells.sums[1, 1, 1] == dn[1, 4:, 4:].sum()
    assert cells.sums[0, 0, 0] == dn[0, :4, :4].sum() - dn[0, 0, 0]


def test_cells_of_strips_are_the_cells_of_the_scene():
    generator = np.random.default_rng(0)
    dn, clear = generator.integers(0, 9999, (3, 200, 90)), generator.random((200, 90)) > 0.4
    whole = cell_statistics(dn, clear, 32)
    strips = [cell_statistics(dn[:, row : row + 64], clear[row : row + 64], 32) for row in range(0, 200, 64)]
    np.testing.assert_array_equal(np.concatenate([strip.sums for strip in strips], axis=1), whole.sums)
    np.testing.assert_array_equal(np.concatenate([strip.counts for strip in strips]), whole.counts)


def test_the_prior_of_a_scene_is_its_own_clear_ground_as_far_as_there_is_any():
    typical = np.array([1000.0])
    dn = np.full((1, 500, 500), 2000.0)
    clear = np.zeros((500, 500), bool)
    assert scene_prior(cell_statistics(dn, clear), typical) == pytest.approx([1000])
    clear[:3, :100] = True
    assert scene_prior(cell_statistics(dn, clear), typical) == pytest.approx([1500])
    clear[:] = True
    assert scene_prior(cell_statistics(dn, clear), typical) == pytest.approx([2000], rel=0.02)


def test_the_field_is_bilinear_between_cell_centres_and_constant_outside():
    field = np.array([[[0.0, 10.0], [20.0, 30.0]]])
    at = resample_field(field, np.array([-5, 1, 3, 4, 9]), np.array([1.5, 3.5, 5.5, 99]), cell=4)
    np.testing.assert_allclose(at[0, 1], [0 + 0, 5 * 0 + 5, 10, 10], atol=2)
    np.testing.assert_allclose(
        resample_field(field, np.array([1.5]), np.array([1.5, 3.5, 5.5]), cell=4)[0, 0], [0, 5, 10]
    )
    np.testing.assert_allclose(at[0, 0], at[0, 0].clip(0, 10))
    assert at[0, 4, 3] == 30


def test_ground_beside_clouds_is_left_out():
    restore, valid = np.zeros((30, 30), bool), np.ones((30, 30), bool)
    restore[15, 15], valid[0] = True, False
    clear = clear_ground(restore, valid, buffer=3)
    expected = np.ones((30, 30), bool)
    expected[12:19, 12:19] = expected[0] = False
    np.testing.assert_array_equal(clear, expected)


def test_pixels_count_by_their_weight():
    dn, known = np.full((1, 4, 4), 10.0), np.full((4, 4), 0.25)
    dn[0, 0, 0], known[0, 0] = np.nan, 0
    cells = cell_statistics(dn, known, cell=4)
    assert cells.counts[0, 0] == 15 / 4 and cells.sums[0, 0, 0] == 150 / 4


def test_ground_beside_clouds_tells_less_and_hidden_ground_nothing():
    restore, valid = np.zeros((40, 40), bool), np.ones((40, 40), bool)
    restore[20, 20], valid[0] = True, False
    share = clear_share(restore, valid)
    assert share[20, 20] == 0 and (share[0] == 0).all()
    assert 0 < share[20, 28] < 1 == share[20, 29]
