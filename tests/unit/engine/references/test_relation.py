"""The relation between dates is found again where it is known."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.references.features import find_palette
from unveil.engine.references.moments import Moments
from unveil.engine.references.relation import between, design, make_nodes
from unveil.engine.references.sample import Blocks, Colours, Gathering, Sample

SIZE = 160
BLOCKS = Blocks(SIZE, SIZE)


def sample(number=6000, noise=20.0, hazy=0.0, references=1, seed=0):
    """Pixels whose four bands follow from five bands of the first reference; others are noise."""
    random = np.random.default_rng(seed)
    places = random.integers(0, SIZE, (number, 2))
    colours = [random.normal(2000, 400, (number, 5)).astype(np.float32) for _ in range(references)]
    gain = np.random.default_rng(99).normal(0, 0.4, (5, 4))
    target = colours[0] @ gain + 500 + random.normal(0, noise, (number, 4))
    target[: int(hazy * number)] += 3000
    nothing = np.full((number, 2), np.nan, np.float32)
    return Sample(
        places,
        BLOCKS.of(places[:, 0], places[:, 1]),
        target.astype(np.float32),
        np.full((number, 4), np.nan, np.float32),
        nothing,
        np.full(number, 4, np.uint8),
        tuple(Colours(dn, dn, nothing, np.zeros(len(dn), np.uint8)) for dn in colours),
    )


def moments(own, members=(0,)):
    palettes = [find_palette(reference.dn[reference.seen]) for reference in own.references]
    return Moments(own, members, palettes, BLOCKS), palettes


def predicted(own, fitted, palettes, members=(0,)):
    weights = fitted.relation(make_nodes(SIZE, SIZE), fitted.held_out())[0, 0]
    colours = [(own.references[m].dn.T, own.references[m].near.T, own.references[m].change.T) for m in members]
    return weights.T @ design(colours, own.radar.T, [palettes[m] for m in members])


def test_the_error_left_out_is_the_noise():
    fit = moments(sample(noise=30.0))[0].held_out()
    np.testing.assert_allclose(fit.error, 30, rtol=0.05)
    assert (fit.explained > 0.9).all()


def test_new_pixels_are_predicted():
    fitted, palettes = moments(sample(noise=10.0))
    fresh = sample(noise=0.0, seed=5)
    missed = predicted(fresh, fitted, palettes) - fresh.target.T
    assert np.sqrt(np.mean(missed**2)) < 4


def test_haze_that_nobody_masked_hardly_counts():
    fitted, palettes = moments(sample(noise=10.0, hazy=0.05))
    fresh = sample(noise=0.0, seed=5)
    missed = predicted(fresh, fitted, palettes) - fresh.target.T
    # Least squares would be off by 5 % of 3000 DN.
    assert np.abs(missed.mean(axis=1)).max() < 40


def test_a_reference_that_tells_nothing_explains_nothing():
    own = sample(references=2)
    fit = moments(own, (1,))[0].held_out()
    np.testing.assert_allclose(fit.error, own.target.std(axis=0), rtol=0.05)
    assert fit.explained.max() < 0.05


def test_the_part_of_one_member_is_its_own_relation():
    own = sample(references=2)
    both, _ = moments(own, (0, 1))
    alone, _ = moments(own, (0,))
    np.testing.assert_allclose(both.held_out(both.columns_of(0)).error, alone.held_out().error, rtol=0.02)


def test_only_pixels_that_all_members_show_count():
    own = sample(references=2)
    own.references[1].dn[:2500] = np.nan
    assert moments(own, (0, 1))[0].pixels == len(own) - 2500


@pytest.mark.parametrize(("first", "stop"), [(0, 1), (0, 300), (0, 749), (740, 751), (100, 5000), (1200, 1300)])
def test_shares_of_nodes_are_linear_between_them(first, stop):
    nodes = make_nodes(stop, 40).rows
    pixels = np.arange(first, stop)
    parts = between(nodes, pixels)
    assert sum(len(share) for _, share in parts) == len(pixels)
    behind = np.append(nodes, nodes[-1])
    drawn = [behind[node] + share * (behind[node + 1] - behind[node]) for node, share in parts]
    np.testing.assert_allclose(np.concatenate(drawn), np.clip(pixels + 0.5, nodes[0], nodes[-1]), atol=1e-3)
    assert all(share.min() >= 0 and share.max() <= 1 for _, share in parts)
    assert len(nodes) == max(1, round(stop / 500))


def test_a_relation_that_changes_over_the_scene_is_followed():
    blocks = Blocks(4000, 4000)
    random = np.random.default_rng(0)
    places = random.integers(0, 4000, (60_000, 2))
    dn = random.normal(2000, 400, (len(places), 4)).astype(np.float32)
    slope = places[:, 1] / 4000
    target = (dn[:, :1] * slope[:, None]).astype(np.float32)
    nothing = np.full((len(places), 2), np.nan, np.float32)
    own = Sample(
        places,
        blocks.of(*places.T),
        target,
        target * np.nan,
        nothing,
        np.full(len(places), 4, np.uint8),
        (Colours(dn, dn, nothing, np.zeros(len(dn), np.uint8)),),
    )
    palettes = [find_palette(dn)]
    fitted = Moments(own, (0,), palettes, blocks)
    weights = fitted.relation(make_nodes(4000, 4000), fitted.usual_fit())
    brighter = dn[:1].T + np.array([[400], [0], [0], [0]], np.float32)
    step = design([(brighter, brighter, nothing[:1].T)], nothing[:1].T, palettes)
    step -= design([(dn[:1].T, dn[:1].T, nothing[:1].T)], nothing[:1].T, palettes)
    left, right = (float((weights[4, column].T @ step)[0, 0]) / 400 for column in (1, 6))
    assert left < 0.3 and right > 0.7


def test_the_choice_of_pixels_does_not_depend_on_the_windows():
    blocks = Blocks(600, 600)
    usable = np.random.default_rng(3).random((600, 600)) > 0.3

    def gathered(side):
        gathering = Gathering(blocks)
        for row in range(0, 600, side):
            for column in range(0, 600, side):
                part = usable[row : row + side, column : column + side]
                places = gathering.choice(part, row, column) + (row, column)
                values = places.astype(np.float32)
                gathering.add(Sample(places, blocks.of(*places.T), values, values, values, values[:, 0], ()))
        return gathering.sample()

    first, second = (kept.places[np.lexsort(kept.places.T)] for kept in (gathered(600), gathered(150)))
    np.testing.assert_array_equal(first, second)
    assert len(first) <= blocks.number * blocks.most


def test_a_relation_of_few_pixels_knows_how_much_too_good_it_looks():
    few, many = (moments(sample(number=number, noise=60.0))[0] for number in (80, 20_000))
    for own, low, high in ((few, 1.05, 10.0), (many, 1.0, 1.02)):
        assert low <= own.optimism(own.held_out()) <= high


def test_few_pixels_are_given_few_features():
    """The target bends a little with the reference, which only many pixels can show above the noise."""
    widths = []
    for number in (100, 20_000):
        own = sample(number=number, noise=600.0)
        own.target[:] += ((own.references[0].dn[:, :1] - 2000) / 400) ** 2 * 30
        fitted, _ = moments(own)
        widths.append((len(fitted.held_out().features), fitted.width))
    assert widths[0][0] < widths[0][1]
    assert widths[1][0] == widths[1][1]
