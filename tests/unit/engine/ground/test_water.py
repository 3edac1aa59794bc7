from __future__ import annotations

from dataclasses import replace
from functools import reduce

import numpy as np
import pytest
from scipy.ndimage import uniform_filter

from unveil.engine.ground.background import Parts, ground_sums, make_background
from unveil.engine.ground.field import Cells, cell_statistics
from unveil.engine.ground.plain import PlainChain, Sight, scene_chain, scene_sight
from unveil.engine.ground.radar_features import NUMBER, radar_features
from unveil.engine.ground.radar_relation import relation
from unveil.engine.ground.relation_sums import seen_ground
from unveil.engine.ground.water import LAND, WATER, water_share, water_sums
from unveil.engine.masking import classes

TYPICAL = np.array([1000.0, 1500.0])
HEIGHT, WIDTH = 256, 288
LAKE, DRY = np.array([300.0, 100.0]), np.array([700.0, 2500.0])


def lakes():
    """Return where water is: a lake that is clear, one below the cloud, and one that is half below it."""
    row, column = np.mgrid[:HEIGHT, :WIDTH]
    return reduce(
        np.logical_or, [(row - y) ** 2 + (column - x) ** 2 < 26**2 for y, x in ((40, 40), (150, 150), (64, 190))]
    )


def seen_through(water, decibels=(-10.0, -15.0), smooth=(-19.0, -27.0), lake=LAKE):
    """Return the scene below a square cloud as a sight, and its ground, DN [2, h, w]."""
    generator = np.random.default_rng(3)
    ground = np.where(water, lake[:, None, None], DRY[:, None, None]) + generator.normal(0, 20, (2, HEIGHT, WIDTH))
    radar = np.where(water, *(np.array(level)[:, None, None] for level in (smooth, decibels)))
    radar = radar + generator.normal(0, 1, radar.shape)
    codes = np.zeros((HEIGHT, WIDTH), np.uint8)
    codes[64:230, 70:240] = classes.CLOUD
    dn = np.where(codes == classes.CLOUD, 8000, ground).astype(np.float32)
    return scene_sight(dn, codes, np.ones((HEIGHT, WIDTH), bool), radar.astype(np.float32)), ground


def sums_of(dn, known, features):
    return water_sums(dn, known, features, cell_statistics(dn, known))


def undivided(sight, **changes):
    """Return the image that spreads colours over all ground alike; changes: of its background, besides."""
    chain = scene_chain(sight, TYPICAL)
    assert chain.background.apart is not None
    ground = replace(chain.background, apart=None, **changes).image((0, 0), (sight.dn, sight.known > 0), sight.features)
    return np.where(sight.restore, ground, sight.dn)


def test_a_lake_below_cloud_has_the_colour_of_lakes_and_its_shore_that_of_land():
    water = lakes()
    sight, ground = seen_through(water)
    image = scene_chain(sight, TYPICAL).image(sight)
    deep, dry = uniform_filter(water.astype(float), 15) > 0.999, uniform_filter(water.astype(float), 15) < 0.001
    for place, colour in ((deep, LAKE), (dry, DRY)):
        hidden = place & sight.restore
        assert hidden.sum() > 500
        np.testing.assert_allclose(image[:, hidden].mean(axis=1), colour, rtol=0.05, atol=20)
    bare = replace(scene_chain(sight, TYPICAL).background, raised=None)
    drawn = PlainChain(bare).image(sight), undivided(sight, raised=None)
    error, before = (np.abs(made - ground)[:, sight.restore].mean() for made in drawn)
    assert error < 0.8 * before


@pytest.mark.parametrize(
    "other",
    [
        {"smooth": (-10.0, -15.0)},  # No ground sends back so little.
        {"lake": DRY * 0.9},  # What does is as bright as land, as sand is.
        {"lake": np.array([1000.0, 100.0])},  # What does is dark in one band, and bright as haze in the other.
        {"decibels": (-19.0, -27.0)},  # All does.
    ],
)
def test_ground_of_one_kind_is_spread_undivided(other):
    sight, _ = seen_through(lakes(), **other)
    assert scene_chain(sight, TYPICAL).background.apart is None


def test_without_radar_there_is_neither_water_nor_land():
    sight, _ = seen_through(lakes())
    nothing = Sight(0, 0, sight.dn, sight.valid, sight.codes, np.zeros_like(sight.features))
    sums = sums_of(nothing.dn, nothing.known, nothing.features)
    assert sums.land.counts.sum() == sums.water.counts.sum() == 0
    assert scene_chain(nothing, TYPICAL).background.apart is None


def test_pixels_without_radar_are_filled_from_all_ground():
    water = lakes()
    sight, _ = seen_through(water)
    features = sight.features.copy()
    features[:, 128:] = 0
    half = Sight(0, 0, sight.dn, sight.valid, sight.codes, features)
    np.testing.assert_array_equal(
        scene_chain(half, TYPICAL).image(half)[:, 128:], undivided(half)[:, 128:].astype(np.float32)
    )


@pytest.mark.parametrize(("row", "column"), [(0, 60), (37, 0), (80, 45), (150, 170)])
def test_a_window_has_the_image_of_the_scene(row, column):
    sight, _ = seen_through(lakes())
    chain = scene_chain(sight, TYPICAL)
    part = (slice(row, row + 140), slice(column, column + 130))
    cut = [array[(..., *part)] for array in (sight.dn, sight.valid, sight.codes, sight.features)]
    made, whole, margin = chain.image(Sight(row, column, *cut)), chain.image(sight)[(slice(None), *part)], chain.margin
    height, width = made.shape[1:]
    inner = (
        slice(None),
        slice(margin if row else 0, None if row + height == HEIGHT else -margin),
        slice(margin if column else 0, None if column + width == WIDTH else -margin),
    )
    np.testing.assert_allclose(made[inner], whole[inner], rtol=1e-4, atol=0.01)


@pytest.mark.parametrize("wanted", [(slice(20, 131), slice(60, 230)), (slice(66, 70), slice(71, 99))])
def test_a_part_that_is_wanted_has_the_ground_of_the_whole(wanted):
    """The first holds the rims of two lakes, the second no water."""
    sight, _ = seen_through(lakes())
    chain = scene_chain(sight, TYPICAL)
    made = chain.ground(sight, Parts((slice(0, HEIGHT), slice(0, WIDTH)), wanted))
    whole = chain.ground(sight)[(slice(None), *wanted)]
    wet = water_share(sight.features)[wanted] > 0
    assert wet.any() == (wanted[0].start == 20)
    # Water is spread in a rectangle round what is wanted of it, whose squares are taken off elsewhere.
    np.testing.assert_allclose(made, whole, rtol=1e-5)
    np.testing.assert_array_equal(made[:, ~wet], whole[:, ~wet])


def test_sums_of_windows_are_the_sums_of_the_scene():
    sight, _ = seen_through(lakes())
    whole = sums_of(sight.dn, sight.known, sight.features)

    def window(top, left):
        inner = (..., slice(top, top + 64), slice(left, left + 96))
        return sums_of(sight.dn[inner], sight.known[inner], sight.features[inner])

    windows = [[window(top, left) for left in (0, 96, 192)] for top in range(0, 256, 64)]
    for name in ("land", "water", "features"):
        for array in ("sums", "counts"):
            parts = [[getattr(getattr(each, name), array) for each in row] for row in windows]
            np.testing.assert_allclose(np.block(parts), getattr(getattr(whole, name), array))
    part = whole.part(slice(2, 4), slice(3, 6))
    np.testing.assert_array_equal(part.water.counts, whole.water.counts[2:4, 3:6])


@pytest.mark.parametrize(("vh", "share"), [(WATER - 1, 1), (WATER, 1), ((WATER + LAND) / 2, 0.5), (LAND, 0), (-12, 0)])
def test_backscatter_tells_how_far_a_pixel_is_water(vh, share):
    features = radar_features(np.stack([np.full((64, 64), -12.0), np.full((64, 64), vh)]).astype(np.float32))
    assert features.shape[0] == NUMBER
    np.testing.assert_allclose(water_share(features), share, atol=1e-4)


def test_cells_all_of_water_leave_nothing_to_the_land_not_even_what_rounding_would():
    """What is spread where nothing is known would else be made of it."""
    generator = np.random.default_rng(11)
    radar = np.stack([generator.normal(-19, 1, (96, 160)), generator.normal(-29, 0.3, (96, 160))]).astype(np.float32)
    features = radar_features(radar)
    assert (water_share(features) == 1).all()
    known = generator.choice(np.array([0, 0.2, 1], np.float32), (96, 160))
    dn = generator.uniform(50, 900, (2, 96, 160)).astype(np.float32)
    every, found = cell_statistics(features, known), sums_of(dn, known, features)
    assert (found.features.sums == every.sums).all() and (found.features.counts == every.counts).all()
    assert not found.land.counts.any() and not found.land.sums.any()


def test_what_rounding_leaves_of_the_features_of_water_is_not_spread_over_the_land():
    """Sums of a cell that add up in another order differ by as much."""
    water = np.zeros((HEIGHT, WIDTH), bool)
    water[:100] = True
    sight, _ = seen_through(water)
    clear = sight.known >= 1
    sums = ground_sums(sight.dn, sight.known, seen_ground(sight.dn[0], sight.valid, clear), sight.features)
    found = relation(sums.relation)
    assert found is not None and sums.water.apart and (sums.water.land.counts[0] == 0).any()
    wet = sums.water.features
    other = replace(sums.water, features=Cells(wet.sums * (1 + 1e-6), wet.counts * (1 - 1e-6)))
    exact, rounded = (make_background(each, TYPICAL, found).apart[0] for each in (sums, replace(sums, water=other)))
    made, same = (
        land.image((0, 0), (sight.dn, clear & ~water), sight.features)[:, sight.restore] for land in (exact, rounded)
    )
    np.testing.assert_allclose(made, same, atol=0.5)
