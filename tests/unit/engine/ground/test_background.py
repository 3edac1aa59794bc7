from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from unveil.engine.ground import plate, strength
from unveil.engine.ground.background import Parts, ground_sums
from unveil.engine.ground.membrane import HALO, NEAR
from unveil.engine.ground.plain import scene_chain, scene_sight
from unveil.engine.ground.radar_features import REACH, radar_features
from unveil.engine.ground.radar_relation import relation
from unveil.engine.ground.scene_sums import SceneSums

PRIOR = np.array([1000.0, 1500.0])


@pytest.fixture(scope="module")
def scene():
    """Fields of two crops in a scene of 256 x 300 pixels: brighter in VH, darker in the first band; a hidden middle."""
    generator = np.random.default_rng(5)
    crop = np.kron(generator.random((16, 19)) < 0.5, np.ones((16, 16)))[:256, :300]
    crop = gaussian_filter(crop, 0.7)
    radar = np.stack([-12 + 0 * crop, -19 + 5 * crop]) + generator.normal(0, 1.5, (2, 256, 300))
    dn = np.stack([900 + 0 * crop - 300 * crop, 1400 + 900 * crop]) + generator.normal(0, 20, (2, 256, 300))
    clear = np.ones((256, 300), bool)
    clear[60:200, 70:230] = False
    return SimpleNamespace(
        dn=dn.astype(np.float32), radar=radar.astype(np.float32), clear=clear, seen=clear.astype(np.float32)
    )


def sight_of(scene, **changes):
    given = {**vars(scene), **changes}
    valid = given.get("valid", np.ones_like(scene.clear))
    return scene_sight(given["dn"], np.where(given["clear"], 0, 1), valid, given["radar"])


def image(scene, **changes):
    """Return the ground of the whole scene, hidden or not."""
    sight = sight_of(scene, **changes)
    return scene_chain(sight, PRIOR, None).ground(sight)


def plain(scene):
    return image(scene, radar=np.full_like(scene.radar, np.nan))


def error(scene, made):
    return np.sqrt(((made - scene.dn)[:, ~scene.clear] ** 2).mean())


def test_radar_draws_hidden_fields_as_the_clear_ground_shows_them(scene):
    made = image(scene)
    assert error(scene, made) < 0.6 * error(scene, plain(scene))
    hidden = ~scene.clear
    for band in range(2):
        assert np.corrcoef(made[band][hidden], scene.dn[band][hidden])[0, 1] > 0.8


def test_ground_joins_what_is_seen_at_the_rim_of_the_cloud(scene):
    for made in (image(scene), plain(scene)):
        whole = np.where(scene.clear, scene.dn, made)
        at_the_rim = np.abs(whole[:, 59] - whole[:, 60])[:, 70:230].mean()
        assert at_the_rim < 0.1 * scene.dn.std() + 2 * np.abs(np.diff(scene.dn, axis=1)).mean()


def test_hidden_ground_has_the_colour_of_the_ground_that_is_near_it(scene):
    slope = np.linspace(0, 2000, 300)
    ground = SimpleNamespace(**{**vars(scene), "dn": (scene.dn + slope).astype(np.float32)})
    left, right = (np.median(plain(ground)[0][60:200, part]) for part in (slice(70, 90), slice(210, 230)))
    assert left == pytest.approx(np.median(ground.dn[0][60:200, 70:90]), abs=250)
    assert right == pytest.approx(np.median(ground.dn[0][60:200, 210:230]), abs=250)


def test_radar_that_says_nothing_of_the_ground_changes_hardly_anything(scene):
    noise = np.random.default_rng(9).normal(-15, 3, scene.radar.shape).astype(np.float32)
    made = image(scene, radar=noise)
    assert error(scene, made) == pytest.approx(error(scene, plain(scene)), rel=0.03)
    assert (made - plain(scene)).std() < 0.1 * scene.dn.std()


def test_where_nothing_is_seen_the_prior_is_all_there_is(scene):
    nothing = np.zeros_like(scene.clear)
    # Bright, so that not even haze lets the ground be seen.
    sight = sight_of(scene, clear=nothing, dn=scene.dn + 9000)
    made = scene_chain(sight, PRIOR, 1).ground(sight)
    np.testing.assert_allclose(made, np.broadcast_to(PRIOR[:, None, None], made.shape), rtol=1e-5)


def test_where_radar_ends_the_field_goes_on_and_beside_it_nothing_is_cast(scene):
    # Away from the level at which features are 0, so that missing ones would count as some.
    radar = scene.radar + 5
    whole = image(scene, radar=radar)
    cut = radar.copy()
    cut[:, :, :120] = np.nan
    made = image(scene, radar=cut)
    # Beyond the end of the radar only what is spread from where there is some differs.
    assert np.abs(made - plain(scene))[:, :, :100].mean() < 0.02 * scene.dn.mean()
    hidden = ~scene.clear
    hidden[:, :120] = False
    for band in range(2):
        bias = [float((picture - scene.dn)[band][hidden].mean()) for picture in (made, whole)]
        assert bias[0] == pytest.approx(bias[1], abs=0.1 * scene.dn[band].std())
    errors = [np.sqrt(((picture - scene.dn)[:, hidden] ** 2).mean()) for picture in (made, whole, plain(scene))]
    assert errors[0] < 1.1 * errors[1] < 0.7 * errors[2]


@pytest.mark.parametrize(("row", "column"), [(0, 70), (45, 120)])
def test_a_window_with_the_radar_near_its_middle_has_the_ground_of_the_scene(scene, row, column):
    sight = sight_of(scene)
    chain = scene_chain(sight, PRIOR, None)
    assert chain.background.reach == NEAR + strength.REACH < chain.margin == HALO + strength.REACH
    bare = replace(chain.background, raised=None)
    assert bare.reach == NEAR < bare.halo == HALO
    window = slice(row, row + 180), slice(column, column + 175)
    margin, reach = chain.margin, chain.background.reach
    box = slice(margin if row else 0, 180 - margin), slice(margin, 175 - margin)
    place = tuple(slice(max(part.start - reach, 0), part.stop + reach) for part in box)
    features = sight.features[(slice(None), *window)][(slice(None), *place)]
    part = replace(sight.without_radar().part(*window), features=features)
    inner = tuple(slice(own.start - cut.start, own.stop - cut.start) for own, cut in zip(box, place))
    made = chain.ground(part, Parts(place, inner))
    there = tuple(slice(own.start + cut.start, own.stop + cut.start) for own, cut in zip(box, window))
    whole = chain.ground(sight)
    np.testing.assert_allclose(made, whole[(slice(None), *there)], rtol=1e-5)


@pytest.mark.parametrize("radar", ["whole", "missing", "none"])
@pytest.mark.parametrize("wanted", [(slice(0, 91), slice(37, 300)), (slice(101, 102), slice(3, 9))])
def test_a_part_that_is_wanted_has_the_ground_of_the_whole(scene, radar, wanted):
    decibels = scene.radar.copy()
    decibels[:, :, : {"whole": 0, "missing": 150, "none": 300}[radar]] = np.nan
    sight = sight_of(scene, radar=decibels)
    chain = scene_chain(sight, PRIOR, None)
    made = chain.ground(sight, Parts((slice(0, 256), slice(0, 300)), wanted))
    np.testing.assert_array_equal(made, chain.ground(sight)[(slice(None), *wanted)])


def test_where_some_radar_is_missing_all_of_a_window_is_asked_for(scene):
    cut = scene.radar.copy()
    cut[:, :, :3] = np.nan
    assert scene_chain(sight_of(scene, radar=cut), PRIOR, None).background.reach == HALO + strength.REACH
    none = scene_chain(sight_of(scene, radar=np.full_like(cut, np.nan)), PRIOR, None).background
    assert none.reach == none.halo == plate.HALO


def window_sums(scene, top, left, filled):
    """Return the sums of 64 x 160 pixels with the radar round them, and the groups of these."""
    right = min(left + 160, 300)
    above, below, before, behind = min(REACH, top), min(REACH, 192 - top), min(REACH, left), min(REACH, 300 - right)
    inner = (slice(top, top + 64), slice(left, right))
    features = radar_features(scene.radar[:, top - above : top + 64 + below, left - before : right + behind])
    own, local = filled.groups(slice(top // 32, top // 32 + 2), slice(left // 32, left // 32 + 5))
    sums = ground_sums(
        scene.dn[(slice(None), *inner)],
        scene.clear[inner],
        scene.seen[inner],
        features[:, above : above + 64, before : before + right - left],
        local,
        len(own),
    )
    return sums, own


def test_sums_of_windows_are_the_sums_of_the_scene(scene):
    whole = ground_sums(scene.dn, scene.clear, scene.seen, radar_features(scene.radar))
    filled = SceneSums(256, 300)
    for top in (128, 0, 192, 64):
        for left in (160, 0):
            filled.put((top // 32, left // 32), *window_sums(scene, top, left, filled))
    strips = filled.whole()
    np.testing.assert_allclose(strips.radar, whole.radar, rtol=1e-4, atol=1)
    np.testing.assert_allclose(strips.squares, whole.squares)
    for name in ("colours", "features"):
        part, all_of_it = getattr(strips, name), getattr(whole, name)
        np.testing.assert_allclose(part.sums, all_of_it.sums, rtol=1e-4, atol=0.1)
        np.testing.assert_array_equal(part.counts, all_of_it.counts)
    np.testing.assert_allclose(strips.relation.products, whole.relation.products, rtol=1e-4, atol=0.1)
    np.testing.assert_allclose(relation(strips.relation).weights, relation(whole.relation).weights, atol=1e-4)


def test_sums_of_ground_without_radar_are_those_of_its_colours_alone(scene):
    features = radar_features(np.full_like(scene.radar, np.nan))
    with_radar = ground_sums(scene.dn, scene.clear, scene.seen, radar_features(scene.radar))
    sums = ground_sums(scene.dn, scene.clear, scene.seen, features)
    np.testing.assert_array_equal(sums.colours.sums, with_radar.colours.sums)
    np.testing.assert_array_equal(sums.squares, with_radar.squares)
    np.testing.assert_array_equal(sums.radar, [0.0] * (len(features) + 1) + [float(scene.clear.size)])
    for none, some in (
        (sums.features, with_radar.features),
        (sums.water.land, with_radar.water.land),
        (sums.water.features, with_radar.water.features),
    ):
        assert none.sums.shape == some.sums.shape and none.counts.shape == some.counts.shape
        assert not none.sums.any() and not none.counts.any()
    assert relation(sums.relation) is None
