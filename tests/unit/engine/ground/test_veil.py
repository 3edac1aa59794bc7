"""Thin cloud is found and taken off: made scenes of which all is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures.log import Log
from fixtures.veil_scenes import CIRRUS, HAZE, L2A, below, made_ground, psnr, search, smooth_field, uncovered

from unveil.engine.errors import Cancelled
from unveil.engine.ground import veil_solver
from unveil.engine.ground.box_sums import box_sum
from unveil.engine.ground.cell_blocks import Place, part_round
from unveil.engine.ground.plain import Sight
from unveil.engine.ground.veil import Unveiling
from unveil.engine.ground.veil_model import KINDS
from unveil.engine.masking import classes
from unveil.models.card import BANDS

SIDE = 192


def part_of_a_veil(seed: int, most: float) -> np.ndarray:
    """Return optical depth [h, w], 0 over about half of the scene."""
    field = smooth_field((SIDE, SIDE), 24, np.random.default_rng(seed))
    rise = np.clip((field - np.median(field)) / (1 - np.median(field)), 0, 1)
    return most * rise * rise * (3 - 2 * rise)


def codes_of(depth: np.ndarray) -> np.ndarray:
    return np.where(depth > 0.004, classes.THIN_CLOUD, classes.CLEAR).astype(np.uint8)


@pytest.mark.parametrize("names", [BANDS, L2A, L2A[1:8] + L2A[10:]], ids=["13 bands", "12 bands", "9 bands"])
def test_haze_is_taken_off(names) -> None:
    ground, depth = made_ground(names, SIDE, 1), part_of_a_veil(2, 0.6)
    cloudy = below(ground, names, depth, HAZE, 1.0)
    codes = codes_of(depth)
    veil = search(cloudy, codes, names)
    rows, columns = np.nonzero(codes)
    truth = ground[:, rows, columns]
    seen = uncovered(veil, cloudy, rows, columns)
    assert psnr(seen, truth) > 33
    assert psnr(seen, truth) > psnr(cloudy[:, rows, columns], truth) + 8
    assert psnr(seen, truth) > psnr(veil.expected(rows, columns), truth) + 4
    assert veil.trust_at(rows, columns).mean() > 0.9


@pytest.mark.parametrize("names", [BANDS, L2A], ids=["13 bands", "12 bands"])
def test_cirrus_is_taken_off_where_each_band_saw_it(names) -> None:
    drift = (8, -3)
    ground, depth = made_ground(names, SIDE, 3), part_of_a_veil(4, 0.5)
    cloudy = below(ground, names, depth, CIRRUS, 0.0, drift)
    moving = np.max([np.roll(depth, (int(8 * s), int(-3 * s)), (0, 1)) for s in np.arange(0, 2.7, 0.2)], axis=0)
    codes = codes_of(moving)
    veil = search(cloudy, codes, names)
    assert names != BANDS or veil.layer.kind == "cirrus"
    found = 4 * veil.drift[:, 0, 0]
    assert np.abs(found - drift).max() <= 1.5
    rows, columns = np.nonzero(codes)
    seen = uncovered(veil, cloudy, rows, columns)
    assert psnr(seen, ground[:, rows, columns]) > 33


def test_clear_ground_that_is_taken_for_thin_cloud_stays_as_it_is() -> None:
    ground = made_ground(BANDS, SIDE, 5)
    codes = codes_of(part_of_a_veil(6, 0.5))
    veil = search(ground, codes, BANDS)
    rows, columns = np.nonzero(codes)
    assert psnr(uncovered(veil, ground, rows, columns), ground[:, rows, columns]) > 50


def test_nothing_is_found_where_nothing_is_cloud() -> None:
    ground = made_ground(BANDS, 64, 7)
    assert search(ground, np.zeros((64, 64), dtype=np.uint8), BANDS) is None


def test_a_search_that_is_stopped_solves_nothing_more(monkeypatch) -> None:
    sought = []
    monkeypatch.setattr(veil_solver, "find_drift", lambda *_: sought.append(1) or (0.0, 0.0))
    ground, depth = made_ground(BANDS, SIDE, 8), part_of_a_veil(9, 0.5)
    with pytest.raises(Cancelled):
        search(below(ground, BANDS, depth, HAZE, 0.6), codes_of(depth), BANDS, feedback=Log(stop=True))
    assert not sought


def test_the_answer_does_not_depend_on_how_the_scene_is_read() -> None:
    ground, depth = made_ground(BANDS, SIDE, 8), part_of_a_veil(9, 0.5)
    cloudy = below(ground, BANDS, depth, HAZE, 0.6)
    first, second = (search(cloudy, codes_of(depth), BANDS, rows) for rows in (16, SIDE))
    for one, other in ((first.depth, second.depth), (first.trust, second.trust), (first.covariance, second.covariance)):
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-9)


def test_a_window_shows_what_the_whole_scene_does() -> None:
    ground, depth = made_ground(BANDS, SIDE, 10), part_of_a_veil(11, 0.5)
    cloudy, codes = below(ground, BANDS, depth, HAZE, 0.6), codes_of(depth)
    unveiling = Unveiling(search(cloudy, codes, BANDS), tuple(range(13)))
    features = np.zeros((12, SIDE, SIDE), dtype=np.float32)
    valid = np.ones_like(codes, dtype=bool)
    whole, trust = unveiling(Sight(0, 0, cloudy, valid, codes, features), ground)
    part = (slice(40, 120), slice(64, 190))
    window = Sight(40, 64, cloudy[(slice(None), *part)], valid[part], codes[part], features[(slice(None), *part)])
    image, own = unveiling(window, ground[(slice(None), *part)])
    np.testing.assert_array_equal(own, trust[part])
    inner = (slice(None), slice(6, -6), slice(6, -6))
    np.testing.assert_allclose(image[inner], whole[(slice(None), *part)][inner], rtol=1e-5)


def test_thick_cloud_is_not_looked_through() -> None:
    ground = made_ground(BANDS, SIDE, 12)
    depth = np.where(part_of_a_veil(13, 1.0) > 0.2, 6.0, 0.0)
    cloudy = below(ground, BANDS, depth, {**HAZE, "white": 0.8}, 0.0)
    codes = np.where(depth > 0, classes.CLOUD, classes.CLEAR).astype(np.uint8)
    veil = search(cloudy, codes, BANDS)
    rows, columns = np.nonzero(codes)
    assert veil is None or veil.trust_at(rows, columns).mean() < 0.02


def test_what_a_mask_calls_thick_beside_thin_cloud_is_seen_through_only_where_it_is_faint() -> None:
    ground = made_ground(L2A, SIDE, 8)
    depth = part_of_a_veil(8, 0.5)
    dn = below(ground, L2A, depth, HAZE, 0.9)
    thin = codes_of(depth)
    binary = np.where(thin, classes.CLOUD, 0).astype(np.uint8)
    told = thin.copy()
    told[96:][thin[96:] > 0] = classes.CLOUD
    alone, both = search(dn, binary, L2A), search(dn, told, L2A)
    lower, upper = np.zeros((2, 48, 48), dtype=bool)
    lower[27:], upper[:20] = True, True
    deep = both.depth > 0.3
    faint = (both.depth > 0.01) & (both.depth < 0.08)
    assert (lower & deep).sum() > 20
    assert (upper & deep).sum() > 20
    assert alone.trust[lower & deep].mean() > 0.9
    assert both.trust[lower & deep].mean() < 0.1
    assert both.trust[upper & deep].mean() > 0.9
    assert both.trust[lower & faint].mean() > 0.9


def cumulus_below_cirrus(names) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ground, the scene below cirrus all over with an opaque cloud, and all of it masked."""
    ground = made_ground(names, SIDE, 20)
    high = below(ground, names, np.full((SIDE, SIDE), 0.02), CIRRUS, 0.0)
    cloudy = high.copy()
    white = np.float32(7500) * (np.array(names) != "B10") + np.float32(100) * (np.array(names) == "B10")
    cloudy[:, :40, :40] = white[:, None, None]
    return ground, cloudy, np.full((SIDE, SIDE), classes.THIN_CLOUD, dtype=np.uint8)


def test_beside_opaque_cloud_ground_is_seen_where_b10_shows_how_thin_the_cirrus_is() -> None:
    ground, cloudy, codes = cumulus_below_cirrus(BANDS)
    veil = search(cloudy, codes, BANDS)
    assert veil.layer.seen_in_b10
    beside = (slice(60, 90), slice(60, 90))
    rows, columns = (place[beside].ravel() for place in np.mgrid[:SIDE, :SIDE])
    assert veil.trust_at(rows, columns).mean() > 0.7
    assert psnr(uncovered(veil, cloudy, rows, columns), ground[:, rows, columns]) > 33
    assert veil.trust_at(*(np.full(1, 20),) * 2)[0] < 0.02
    # Without B10 nothing tells cirrus from the rim of the cloud.
    place = [BANDS.index(name) for name in L2A]
    blind = search(cloudy[place], codes, L2A)
    assert not blind.layer.seen_in_b10 and blind.trust_at(rows, columns).mean() < 0.3


def test_a_scrap_of_low_cloud_below_cirrus_is_not_taken_for_ground() -> None:
    _, cloudy, codes = cumulus_below_cirrus(BANDS)
    scrap = (slice(64, 72), slice(64, 72))
    thick = np.zeros((SIDE, SIDE))
    thick[scrap] = 0.4
    low = below(cloudy, BANDS, thick, HAZE, 0.0)
    low[BANDS.index("B10")] = cloudy[BANDS.index("B10")]
    rows, columns = (place[scrap].ravel() for place in np.mgrid[:SIDE, :SIDE])
    before, veil = (search(image, codes, BANDS).trust_at(rows, columns).mean() for image in (cloudy, low))
    assert before > 0.7 and veil < 0.05


def test_thin_low_cloud_below_cirrus_is_taken_off_with_it_where_clear_ground_tells_it() -> None:
    side = 2 * SIDE
    ground = made_ground(BANDS, side, 21)
    codes = np.zeros((side, side), dtype=np.uint8)
    codes[:SIDE] = classes.THIN_CLOUD
    cloudy, mist = ground.copy(), np.zeros((side, side))
    mist[: SIDE // 2, :SIDE] = 0.15
    cloudy = below(cloudy, BANDS, mist, HAZE, 0.0)
    cloudy = below(cloudy, BANDS, 0.1 * (codes > 0), CIRRUS, 0.0)
    cloudy[BANDS.index("B10")] = below(ground, BANDS, 0.1 * (codes > 0), CIRRUS, 0.0)[BANDS.index("B10")]
    rows, columns = (place[8 : SIDE // 2 - 8, 8 : SIDE - 8].ravel() for place in np.mgrid[:side, :side])
    truth = ground[:, rows, columns]
    veil = search(cloudy, codes, BANDS)
    assert veil.layer.seen_in_b10
    with_it, without = (psnr(uncovered(each, cloudy, rows, columns), truth) for each in (veil, replace(veil, low=None)))
    assert with_it > without + 1
    # Where no ground is known, cloud is not told from bright ground, and stays.
    alone = search(cloudy[:, :SIDE], codes[:SIDE], BANDS)
    assert alone.low is None or not alone.low.depth.any()


def test_a_cloud_is_white_however_bright() -> None:
    for kind in KINDS:
        doubt = kind.doubt(BANDS)
        assert np.linalg.eigvalsh(doubt).min() > 0
        deviation = np.sqrt(np.diag(doubt))
        alike = doubt / np.outer(deviation, deviation)
        place = BANDS.index
        assert alike[place("B2"), place("B4")] > 0.9 > alike[place("B2"), place("B11")]
        assert alike[place("B11"), place("B12")] > 0.5


def test_shadow_and_clear_pixels_are_not_touched() -> None:
    ground, depth = made_ground(BANDS, SIDE, 14), part_of_a_veil(15, 0.5)
    cloudy, codes = below(ground, BANDS, depth, HAZE, 0.6), codes_of(depth)
    codes[:40] = classes.SHADOW
    unveiling = Unveiling(search(cloudy, codes, BANDS), tuple(range(13)))
    sight = Sight(0, 0, cloudy, np.ones_like(codes, bool), codes, np.zeros((12, SIDE, SIDE), np.float32))
    trust = unveiling.trust(sight)
    assert not trust[(codes == classes.SHADOW) | (codes == classes.CLEAR)].any()


def test_a_white_sheet_is_no_thin_cloud() -> None:
    """Bright in every band, even where only high cloud can be: nothing that a layer of cloud explains."""
    ground = made_ground(BANDS, SIDE, 16)
    codes = codes_of(part_of_a_veil(17, 0.5))
    white = np.where(codes > 0, np.float32(9000), ground)
    rows, columns = np.nonzero(codes)
    for code in (classes.CLOUD, classes.THIN_CLOUD):
        veil = search(white, np.where(codes > 0, np.uint8(code), codes), BANDS)
        assert veil is None or veil.trust_at(rows, columns).mean() < 0.02


def test_bands_of_60_metres_leave_no_weave_in_the_others() -> None:
    ground, depth = made_ground(BANDS, SIDE, 18), part_of_a_veil(19, 0.5)
    cloudy = below(ground, BANDS, depth, CIRRUS, 0.0)
    coarse = [BANDS.index(name) for name in ("B1", "B9", "B10")]
    blocks = cloudy[coarse].reshape(3, SIDE // 6, 6, SIDE // 6, 6).mean(axis=(2, 4))
    cloudy[coarse] = np.repeat(np.repeat(blocks, 6, 1), 6, 2)
    veil = search(cloudy, codes_of(depth), BANDS)
    rows, columns = np.nonzero(depth > 0.1)
    error = (uncovered(veil, cloudy, rows, columns) - ground[:, rows, columns])[[1, 2, 3, 7, 11]]
    for place in (rows, columns):
        # Neighbouring pixels in one block of 60 m and in two: a weave makes steps at the blocks' edges.
        weave = np.stack([error[:, place % 6 == phase].mean(axis=1) for phase in range(6)])
        assert weave.std(axis=0).max() < 6


def test_detail_is_seen_where_no_ground_is_clear() -> None:
    ground, depth = made_ground(L2A, SIDE, 25), 0.1 + part_of_a_veil(26, 0.3)
    cloudy = below(ground, L2A, depth, HAZE, 1.0)
    codes = np.full((SIDE, SIDE), classes.THIN_CLOUD, dtype=np.uint8)
    veil = search(cloudy, codes, L2A)
    sight = Sight(0, 0, cloudy, np.ones(codes.shape, dtype=bool), codes, np.zeros((0, SIDE, SIDE), np.float32))
    image, _ = Unveiling(veil, tuple(range(len(L2A))))(sight, veil.expected_in(0, 0, codes.shape))
    for band in (1, 2, 3, 7):
        made, true = (plane[band] - smoothed(plane[band]) for plane in (image, ground))
        assert np.corrcoef(made.ravel(), true.ravel())[0, 1] > 0.8
        assert made.std() > 0.6 * true.std()


def smoothed(plane: np.ndarray) -> np.ndarray:
    """Return the means over 7 x 7 pixels, [n, n]."""
    return box_sum(plane, 3) / box_sum(np.ones_like(plane), 3)


def lattice(plane: np.ndarray, step: int) -> float:
    """Return how much stronger a plane [n, n] varies at `step` pixels than at lengths near by, the worse direction."""
    worst = 0.0
    for lines in (plane, plane.T):
        waves = (np.abs(np.fft.rfft(lines - lines.mean(axis=1, keepdims=True), axis=1)) ** 2).mean(axis=0)
        place = lines.shape[1] // step
        place = min(place, len(waves) - 1)
        beside = np.r_[waves[place - 10 : place - 2], waves[place + 3 : place + 11]]
        worst = max(worst, float(waves[place] / np.median(beside)))
    return worst


@pytest.mark.parametrize(("streaks", "most", "noise"), [(4, 0.9, 3), (9, 0.8, 15)], ids=["steep", "wide"])
def test_coarse_bands_and_drift_leave_no_weave_on_flat_ground(streaks, most, noise) -> None:
    """Over ground of one colour with noise, what bands of 20 m saw of cloud must not be drawn on those of 10 m."""
    generator, drift = np.random.default_rng(23), (6, 3)
    spectrum = 10000 * np.array([0.03, 0.05, 0.04, 0.1, 0.22, 0.26, 0.28, 0.29, 0.17, 0.1])
    names = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")
    shape = (len(names), SIDE, SIDE)
    ground = (spectrum[:, None, None] * (1 + 0.15 * (smooth_field(shape[1:], 5, generator) - 0.5))).astype(np.float32)
    ground += generator.normal(0, noise, shape).astype(np.float32)
    depth = most * np.clip((smooth_field(shape[1:], streaks, generator) - 0.45) / 0.35, 0, 1) ** (1 + (streaks > 4))
    cloudy = below(ground, names, depth, CIRRUS, 0.0, drift)
    coarse = [names.index(name) for name in ("B5", "B6", "B7", "B8A", "B11", "B12")]
    blocks = cloudy[coarse].reshape(len(coarse), SIDE // 2, 2, SIDE // 2, 2).mean(axis=(2, 4))
    cloudy[coarse] = np.repeat(np.repeat(blocks, 2, 1), 2, 2)
    moving = np.max([np.roll(depth, (int(6 * s), int(3 * s)), (0, 1)) for s in np.arange(0, 2.7, 0.3)], axis=0)
    codes = codes_of(moving)
    unveiling = Unveiling(search(cloudy, codes, names), tuple(range(len(names))))
    sight = Sight(0, 0, cloudy, np.ones(codes.shape, dtype=bool), codes, np.zeros((0, SIDE, SIDE), np.float32))
    flat = np.broadcast_to(spectrum[:, None, None], shape).astype(np.float32)
    image, trust = unveiling(sight, flat)
    assert trust[moving > 0.2].mean() > 0.7
    seen = np.where(trust > 0.9, image - flat, 0)
    for name in ("B2", "B3", "B4", "B8"):
        for step in (2, 4, 8):
            found = lattice(seen[names.index(name)], step)
            assert found < 1.8, (name, step, found)


@pytest.mark.parametrize("chosen", [(0, 0), (60, 100), (127, 127)])
def test_a_part_of_a_block_lies_round_what_is_chosen_and_goes_back_to_its_place(chosen):
    place = Place(1, 1, (300, 300))
    cells = np.zeros((128, 128), dtype=bool)
    cells[chosen] = True
    part = part_round(place, cells, 8)
    assert part.rows == slice(max(80 + chosen[0] - 8, 80), min(80 + chosen[0] + 9, 208))
    assert part.columns == slice(max(80 + chosen[1] - 8, 80), min(80 + chosen[1] + 9, 208))
    np.testing.assert_array_equal(part.spread(part.cut(cells)), cells)
    assert part.spread(part.cut(cells).astype(np.float32), 1).sum() == 128 * 128 - part.cut(cells).size + 1
