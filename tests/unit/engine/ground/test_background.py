from __future__ import annotations

from functools import reduce
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from unveil.engine.ground.background import (
    background_image,
    ground_sums,
    make_background,
)
from unveil.engine.ground.field import background_field, cell_statistics, resample_field, scene_prior
from unveil.engine.ground.radar_features import REACH, radar_features
from unveil.engine.ground.radar_relation import cell_groups, relation
from unveil.engine.raster.grid import reflect
from unveil.engine.removal.tile_inputs import Strip, tile_inputs
from unveil.models.scaling import Scaling

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


def plain(scene):
    cells = cell_statistics(scene.dn, scene.clear)
    field = background_field(cells, scene_prior(cells, PRIOR))
    return resample_field(field, np.arange(256), np.arange(300))


def image(scene, **changes):
    given = {**vars(scene), **changes}
    return background_image(given["dn"], given["clear"], given["seen"], given["radar"], PRIOR)


def error(scene, made):
    return np.sqrt(((made - scene.dn)[:, ~scene.clear] ** 2).mean())


def test_radar_draws_hidden_fields_as_the_clear_ground_shows_them(scene):
    made = image(scene)
    assert error(scene, made) < 0.6 * error(scene, plain(scene))
    hidden = ~scene.clear
    for band in range(2):
        assert np.corrcoef(made[band][hidden], scene.dn[band][hidden])[0, 1] > 0.8


def test_without_radar_it_is_the_field_of_the_clear_ground(scene):
    np.testing.assert_allclose(image(scene, radar=np.full_like(scene.radar, np.nan)), plain(scene), rtol=1e-6)


def test_radar_that_says_nothing_of_the_ground_changes_hardly_anything(scene):
    noise = np.random.default_rng(9).normal(-15, 3, scene.radar.shape).astype(np.float32)
    made = image(scene, radar=noise)
    assert error(scene, made) == pytest.approx(error(scene, plain(scene)), rel=0.02)
    assert (made - plain(scene)).std() < 0.1 * scene.dn.std()


def test_where_nothing_is_seen_the_prior_is_all_there_is(scene):
    nothing = np.zeros_like(scene.clear)
    made = image(scene, clear=nothing, seen=nothing.astype(np.float32))
    np.testing.assert_allclose(made, np.broadcast_to(PRIOR[:, None, None], made.shape))


def test_what_the_clear_ground_has_told_already_is_not_told_again_by_the_radar(scene):
    everywhere = SimpleNamespace(**{**vars(scene), "clear": np.ones_like(scene.clear)})
    made = image(everywhere, seen=everywhere.clear.astype(np.float32))
    truth, without, with_radar = (
        cell_statistics(picture, everywhere.clear).sums / cell_statistics(picture, everywhere.clear).counts
        for picture in (scene.dn, plain(everywhere), made)
    )
    assert np.abs(with_radar - truth).mean() < 0.5 * np.abs(without - truth).mean()


def test_where_radar_ends_the_field_goes_on_and_beside_it_nothing_is_cast(scene):
    # Away from the level at which features are 0, so that missing ones would count as some.
    radar = scene.radar + 5
    whole = image(scene, radar=radar)
    cut = radar.copy()
    cut[:, :, :120] = np.nan
    made = image(scene, radar=cut)
    np.testing.assert_allclose(made[:, :, :120], plain(scene)[:, :, :120], rtol=1e-6)
    hidden = ~scene.clear
    hidden[:, :120] = False
    for band in range(2):
        bias = [float((picture - scene.dn)[band][hidden].mean()) for picture in (made, whole)]
        assert bias[0] == pytest.approx(bias[1], abs=0.1 * scene.dn[band].std())
    errors = [np.sqrt(((picture - scene.dn)[:, hidden] ** 2).mean()) for picture in (made, whole, plain(scene))]
    assert errors[0] < 1.1 * errors[1] < 0.7 * errors[2]


def window_sums(scene, top, left):
    """Return the sums of 64 x 160 pixels with the radar round them."""
    right = min(left + 160, 300)
    above, below, before, behind = min(REACH, top), min(REACH, 192 - top), min(REACH, left), min(REACH, 300 - right)
    inner = (slice(top, top + 64), slice(left, right))
    features = radar_features(scene.radar[:, top - above : top + 64 + below, left - before : right + behind])
    return ground_sums(
        scene.dn[(slice(None), *inner)],
        scene.clear[inner],
        scene.seen[inner],
        features[:, above : above + 64, before : before + right - left],
        cell_groups(8, 10)[top // 32 : top // 32 + 2, left // 32 : left // 32 + 5],
        80,
    )


def test_sums_of_windows_are_the_sums_of_the_scene(scene):
    whole = ground_sums(scene.dn, scene.clear, scene.seen, radar_features(scene.radar))
    rows = [window_sums(scene, top, 0).joined(window_sums(scene, top, 160), 1) for top in range(0, 256, 64)]
    strips = reduce(lambda upper, lower: upper.joined(lower, 0), rows)
    for name in ("colours", "features", "radar"):
        part, all_of_it = getattr(strips, name), getattr(whole, name)
        np.testing.assert_allclose(part.sums, all_of_it.sums, rtol=1e-4, atol=0.1)
        np.testing.assert_array_equal(part.counts, all_of_it.counts)
    np.testing.assert_allclose(strips.relation.products, whole.relation.products, rtol=1e-4, atol=0.1)
    np.testing.assert_allclose(relation(strips.relation).weights, relation(whole.relation).weights, atol=1e-4)


@pytest.mark.parametrize("place", [(-13, -7), (40, 100), (200, 250)])
def test_a_tile_is_fed_what_the_scene_has_there(scene, place):
    sums = ground_sums(scene.dn, scene.clear, scene.seen, radar_features(scene.radar))
    ground = make_background(sums, PRIOR, relation(sums.relation))
    rows, columns = np.arange(256), np.arange(300)
    whole = ground.image(rows, columns, radar_features(scene.radar))
    tile = 96
    top, last = max(place[0] - 1, 0), min(place[0] + tile, 256)
    first = max(top - REACH, 0)
    strip = Strip(
        top,
        scene.dn[:, top:last],
        np.ones((last - top, 300), bool),
        np.zeros((last - top, 300), np.uint8),
        scene.radar[:, first : last + REACH],
        first,
    )
    card = SimpleNamespace(tile=tile, scaling=Scaling(), inputs=("optical", "radar", "mask", "background"))
    optical = SimpleNamespace(dn=lambda stored: stored, complete=lambda dn: dn)
    fed = tile_inputs(strip, *place, (256, 300), card, optical, ground)
    at = np.ix_(reflect(place[0], place[0] + tile, 256), reflect(place[1], place[1] + tile, 300))
    np.testing.assert_allclose(fed["background"] * 10000, whole[(slice(None), *at)], atol=0.5)
    np.testing.assert_allclose(fed["radar"], Scaling().radar(scene.radar)[(slice(None), *at)])
