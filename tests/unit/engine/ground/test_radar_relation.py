from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.radar_relation import relation
from unveil.engine.ground.relation_sums import FLOOR, cell_groups, relation_sums, seen_ground

CELL = 16
SIDE = 128


@pytest.fixture
def features():
    return np.random.default_rng(1).standard_normal((5, SIDE, SIDE)).astype(np.float32)


def found(features, dn, seen):
    groups = cell_groups(SIDE // CELL, SIDE // CELL)
    return relation(relation_sums(features, dn, seen, groups, int(groups.max()) + 1, CELL))


def weights_of(*given):
    made = found(*given)
    return np.zeros((len(given[1]), len(given[0]))) if made is None else made.weights


def test_ground_that_follows_the_radar_is_found_as_least_squares_find_it(features):
    true = np.array([[0.2, 0, -0.1, 0, 0.05], [0, 0.1, 0, 0, 0]])
    noise = np.random.default_rng(2).normal(0, 0.1, (2, SIDE, SIDE))
    detail = np.einsum("bn,nhw->bhw", true, features) + noise
    dn = 1000 + (1000 + FLOOR) * detail
    weights = weights_of(features, dn, np.ones((SIDE, SIDE), np.float32))
    design = features.reshape(5, -1).T
    expected = np.linalg.lstsq(design, detail.reshape(2, -1).T, rcond=None)[0].T
    np.testing.assert_allclose(weights, expected, atol=0.01)
    np.testing.assert_allclose(weights, true, atol=0.01)


def test_what_is_explained_is_the_share_of_the_variance(features):
    noise = np.random.default_rng(4).standard_normal((2, SIDE, SIDE))
    detail = np.stack([0.1 * features[0] + 0.1 * noise[0], 0.1 * features[1] + 0.2 * noise[1]])
    made = found(features, 1000 + (1000 + FLOOR) * detail, np.ones((SIDE, SIDE), np.float32))
    np.testing.assert_allclose(made.explained, [1 / 2, 1 / 5], atol=0.02)


def test_how_strong_fine_detail_is_drawn_is_told_of_clear_ground(features):
    noise = np.random.default_rng(5).standard_normal((2, SIDE, SIDE))
    detail = 0.05 * features[:2] + 0.1 * noise
    made = found(features, 1000 + (1000 + FLOOR) * detail, np.ones((SIDE, SIDE), np.float32))
    drawn = np.tensordot(made.weights, features, axes=1)
    for told, planes in ((made.drawn, drawn), (made.fine, detail)):
        blocks = planes.reshape(2, SIDE // 8, 8, SIDE // 8, 8)
        within = ((blocks - blocks.mean(axis=(2, 4), keepdims=True)) ** 2).sum(axis=(1, 2, 3, 4))
        np.testing.assert_allclose(told, within, rtol=0.02)


def test_ground_that_has_nothing_to_do_with_the_radar_gets_nothing_of_it(features):
    dn = 1000 + 200 * np.random.default_rng(3).standard_normal((3, SIDE, SIDE))
    weights = weights_of(features, dn, np.ones((SIDE, SIDE), np.float32))
    explained = np.einsum("bn,nhw->bhw", weights, features).std(axis=(1, 2))
    assert (explained < 0.01 * 200 / (1000 + FLOOR)).all()


def test_a_relation_that_turns_round_from_cell_to_cell_is_not_trusted(features):
    turned = np.kron(np.indices((SIDE // CELL, SIDE // CELL)).sum(axis=0) % 2 * 2 - 1, np.ones((CELL, CELL)))
    dn = 1000 + 300 * (turned * features[0])[None]
    weights = weights_of(features, dn, np.ones((SIDE, SIDE), np.float32))
    assert np.abs(weights).max() < 0.02


def test_haze_brightens_ground_without_a_relation_of_its_own(features):
    haze = np.zeros((SIDE, SIDE))
    haze[:, ::2] = 500
    dn = (1000 + 240 * features[0] + haze)[None]
    seen = np.where(haze > 0, 0.3, 1).astype(np.float32)
    weights = weights_of(features, dn, seen)
    assert weights[0, 0] == pytest.approx(0.2, rel=0.1)


def test_with_too_little_ground_there_is_no_relation(features):
    seen = np.zeros((SIDE, SIDE), np.float32)
    seen[:CELL, : 3 * CELL] = 1
    dn = (1000 + 200 * features[0])[None]
    assert found(features, dn, seen) is None
    assert found(features, dn, np.zeros_like(seen)) is None


def test_clear_ground_counts_most_then_haze_and_shadow_and_cloud_not_at_all():
    blue = np.full((20, 20), 800.0)
    blue[10, 10] = 2001
    clear, valid = np.zeros((20, 20), bool), np.ones((20, 20), bool)
    clear[:, :4], valid[0] = True, False
    seen = seen_ground(blue, valid, clear & valid)
    assert seen[5, 2] == 1 and seen[5, 15] == np.float32(0.3) and seen[0].max() == 0
    assert (seen[7:14, 7:14] == 0).all() and seen[6, 10] > 0


def test_groups_are_single_cells_in_a_small_scene_and_a_bounded_number_in_a_whole_tile():
    assert cell_groups(3, 4).tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
    groups = cell_groups(344, 344)
    used = groups[groups >= 0]
    assert used.max() < 32 * 32 and np.bincount(used).max() <= 16
    assert len(used) > 10_000
