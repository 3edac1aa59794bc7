"""Detail of hidden ground is as fine as radar tells, and as strong as clear ground says."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.radar_relation import Relation
from unveil.engine.ground.relation_sums import FLOOR
from unveil.engine.ground.strength import (
    ALONE,
    COARSER,
    ENERGY,
    FINEST,
    REACH,
    STRONGEST,
    UNTOLD,
    WITH_NETWORK,
    around,
    by_pixels,
    raised_by,
    strengthen,
    strengthened,
)

SHAPE = (90, 160)


def wave(length):
    """A wave along the columns; length in pixels."""
    return np.broadcast_to(np.sin(2 * np.pi * np.arange(SHAPE[1]) / length), SHAPE).astype(np.float32)


def gain(length, more):
    """How strong a wave is afterwards, far from the borders, by its amplitude before."""
    inner = (slice(20, -20), slice(20, -20))
    before = wave(length)[inner]
    return float(
        (strengthened(wave(length), np.full(SHAPE, more, np.float32))[inner] * before).sum() / (before**2).sum()
    )


def relation_of(drawn, fine):
    return Relation(np.zeros((len(drawn), 4)), np.zeros(len(drawn)), np.array(drawn), np.array(fine))


@pytest.mark.parametrize("more", [0.0, UNTOLD, 1.5, 2.0])
def test_the_finest_is_smoothed_and_the_rest_is_raised_but_for_what_is_coarse(more) -> None:
    for length in (2.5, 4, 6, 12, 20, 60):
        fine, coarse = (
            (np.sin(np.pi * side / length) / (side * np.sin(np.pi / length))) ** 2 for side in (FINEST, COARSER)
        )
        assert gain(length, more) == pytest.approx(fine + more * (fine - coarse), abs=0.03)
    assert abs(gain(2.5, more)) < 0.1 * (1 + more)
    assert gain(60, more) == pytest.approx(1, abs=0.2)


def test_where_nothing_is_told_detail_keeps_about_its_strength() -> None:
    assert gain(8, UNTOLD) == pytest.approx(1, abs=0.1) and gain(10, UNTOLD) == pytest.approx(1.2, abs=0.05)


def test_the_stronger_clear_ground_is_drawn_the_less_it_is_raised() -> None:
    mean = np.array([1000.0, 2000.0])
    energies = np.array([2.0, 0.8, 0.4, 0.2, 0.001, 0.0])
    times = [1 + raised_by(relation_of([own, own], [1.0, 1.0]), mean, ALONE) for own in energies]
    np.testing.assert_allclose(times[1:4], np.sqrt(ENERGY / energies[1:4]), atol=1e-9)
    assert times[0] == 1 and times[4] == times[5] == STRONGEST


def test_beside_a_network_it_is_raised_to_its_share_of_the_energy() -> None:
    for own in (0.3, 0.01):
        alone, beside = (
            1 + raised_by(relation_of([own], [1.0]), np.zeros(1), share) for share in (ALONE, WITH_NETWORK)
        )
        assert beside == pytest.approx(alone * np.sqrt(WITH_NETWORK))


def test_bands_count_as_much_as_their_detail_does_in_reflectance() -> None:
    mean = np.array([1000.0, 3000.0])
    weight = (mean + FLOOR) ** 2
    energy = (weight @ [0.6, 0.4]) / (weight @ [1.0, 2.0])
    made = raised_by(relation_of([0.6, 0.4], [1.0, 2.0]), mean, ALONE)
    assert made == pytest.approx(np.sqrt(ENERGY / energy) - 1)


def test_without_a_relation_detail_of_a_network_keeps_its_strength() -> None:
    assert raised_by(None, np.zeros(13), WITH_NETWORK) == UNTOLD


def test_a_window_gives_what_the_whole_does_inside_its_reach() -> None:
    plane = np.random.default_rng(1).normal(size=SHAPE).astype(np.float32)
    hidden = np.random.default_rng(4).random(SHAPE) < 0.7
    window = (slice(20, 80), slice(30, 130))
    whole = strengthened(plane, by_pixels(hidden, 2.0))
    part = strengthened(plane[window], by_pixels(hidden[window], 2.0))
    cut = (slice(REACH, -REACH), slice(REACH, -REACH))
    np.testing.assert_allclose(part[cut], whole[window][cut], atol=1e-5)


def test_only_what_is_hidden_is_made_stronger_and_clear_ground_beside_it_counts_as_it_is_seen() -> None:
    generator = np.random.default_rng(2)
    ground, dn = (generator.normal(1000, 200, (2, *SHAPE)).astype(np.float32) for _ in range(2))
    known, hidden = np.zeros(SHAPE, bool), np.zeros(SHAPE, bool)
    known[:, :60], hidden[:, 60:140] = True, True
    made = ground.copy()
    strengthen(made, (dn, known), hidden, 1.5)
    np.testing.assert_array_equal(made[:, ~hidden], ground[:, ~hidden])
    more = by_pixels(hidden, 1.5)
    expected = np.stack([strengthened(np.where(known, *pair), more) for pair in zip(dn, ground)])
    np.testing.assert_allclose(made[:, hidden], np.maximum(expected, 0)[:, hidden], rtol=1e-5)


def test_stronger_detail_is_nowhere_below_nothing() -> None:
    ground = np.abs(np.random.default_rng(3).normal(0, 20, (1, *SHAPE))).astype(np.float32)
    everywhere = np.ones(SHAPE, bool)
    strengthen(ground, (ground.copy(), ~everywhere), everywhere, 2.0)
    assert ground.min() == 0


def test_beside_ground_that_is_seen_less_is_added() -> None:
    hidden = np.zeros(SHAPE, bool)
    hidden[:, 50:] = True
    more = by_pixels(hidden, 2.0)
    np.testing.assert_allclose(more[0, 50:54], [2 * 6 / 9, 2 * 8 / 9, 2, 2], rtol=1e-5)


def test_what_is_wanted_depends_on_its_reach_as_far_as_the_window_goes() -> None:
    wide, inner = around((slice(3, 20), slice(30, 90)), (25, 120))
    assert wide == (slice(0, 25), slice(30 - REACH, 90 + REACH))
    assert inner == (slice(3, 20), slice(REACH, REACH + 60))
