"""Clear ground that a mask holds is told from cloud, haze and shadow: made scenes of which all is known."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.veil_scenes import HAZE, L2A, below, made_ground, smooth_field

from unveil.engine.feedback import Feedback
from unveil.engine.ground.kept import Kept, find_kept
from unveil.engine.ground.likeness import find_likeness
from unveil.engine.ground.veil_cells import SceneCells
from unveil.engine.ground.veil_search import find_veil
from unveil.engine.masking import classes
from unveil.engine.masking.morphology import dilate
from unveil.models.card import BANDS

SIDE = 192


def blots(seed: int, share: float) -> np.ndarray:
    """Return [h, w] bool, shapes that cover a share of the scene."""
    field = smooth_field((SIDE, SIDE), 14, np.random.default_rng(seed))
    return field > np.quantile(field, 1 - share)


def kept_of(dn: np.ndarray, codes: np.ndarray, names: tuple[str, ...] = BANDS, rows: int = 64) -> Kept:
    level = "L1C" if "B10" in names else "L2A"
    with SceneCells(names, *codes.shape) as cells:
        for start in range(0, len(codes), rows):
            part = slice(start, start + rows)
            cells.add((start, 0), dn[:, part], np.ones_like(codes[part], dtype=bool), codes[part])
        likeness = find_likeness(cells, cells.ground(level), level)
        cells.take_clear(likeness.clear)
        return find_kept(cells, likeness, find_veil(cells, level, Feedback()))


def stays(kept: Kept, codes: np.ndarray) -> np.ndarray:
    """Return [h, w], how far masked pixels stay, in 0..1."""
    whole = kept.codes(codes, 0, classes.CLEAR) == classes.CLEAR
    share = 1 - kept.replaced(codes, (0, 0))
    np.testing.assert_array_equal(share[whole & (codes != classes.CLEAR)], 1)
    return np.where(codes != classes.CLEAR, share, 0)


def whole(kept: Kept, codes: np.ndarray) -> np.ndarray:
    return (kept.codes(codes, 0, classes.CLEAR) == classes.CLEAR) & (codes != classes.CLEAR)


@pytest.mark.parametrize("code", [classes.CLOUD, classes.THIN_CLOUD, classes.SHADOW])
@pytest.mark.parametrize("names", [BANDS, L2A], ids=["L1C", "L2A"])
def test_clear_ground_that_is_taken_for_cloud_or_shadow_stays(names, code) -> None:
    ground, wrong = made_ground(names, SIDE, 1), blots(2, 0.3)
    codes = np.where(wrong, np.uint8(code), np.uint8(classes.CLEAR))
    kept = kept_of(ground, codes, names)
    assert stays(kept, codes)[wrong].mean() > 0.9
    assert kept.pixels == np.count_nonzero(whole(kept, codes))


@pytest.mark.parametrize("names", [BANDS, L2A], ids=["L1C", "L2A"])
def test_the_growth_of_a_mask_stays_and_the_cloud_does_not(names) -> None:
    ground, cloud = made_ground(names, SIDE, 3), blots(4, 0.2)
    dn = np.where(cloud, np.float32(6500), ground)
    codes = np.where(dilate(cloud, 16), np.uint8(classes.CLOUD), np.uint8(classes.CLEAR))
    found = stays(kept_of(dn, codes, names), codes)
    assert not found[dilate(cloud, 1)].any()
    away = (codes != classes.CLEAR) & ~dilate(cloud, 12)
    assert away.sum() > 200
    assert found[away].mean() > 0.85
    # From what stays to what is replaced it goes in small steps.
    for axis in (0, 1):
        beside = np.take(codes, range(1, SIDE), axis) & np.take(codes, range(SIDE - 1), axis)
        assert np.abs(np.diff(found, axis=axis))[beside > 0].max() < 0.3


def test_haze_and_shadow_do_not_stay() -> None:
    ground, part = made_ground(BANDS, SIDE, 5), blots(6, 0.2)
    hazy = below(ground, BANDS, 0.35 * part, HAZE, 0.8)
    codes = np.where(part, np.uint8(classes.THIN_CLOUD), np.uint8(classes.CLEAR))
    assert stays(kept_of(hazy, codes), codes)[part].mean() < 0.02
    air = 10000 * np.array([0.105, 0.075, 0.045, 0.03, 0.02, 0.02, 0.02, 0.018, 0.015, 0.01, 0.001, 0.005, 0.004])
    dark = np.where(part, 0.4 * ground + 0.6 * air[:, None, None], ground).astype(np.float32)
    codes = np.where(part, np.uint8(classes.SHADOW), np.uint8(classes.CLEAR))
    assert stays(kept_of(dark, codes), codes)[part].mean() < 0.1


def test_snow_stays_where_the_scene_shows_snow() -> None:
    ground = made_ground(BANDS, SIDE, 7)
    snow = np.array([0.75, 0.75, 0.74, 0.73, 0.72, 0.71, 0.70, 0.68, 0.66, 0.3, 0.002, 0.06, 0.05]) * 10000
    white = blots(8, 0.5)
    dn = np.where(white, snow[:, None, None].astype(np.float32), ground)
    codes = np.where(white & blots(9, 0.4), np.uint8(classes.CLOUD), np.uint8(classes.CLEAR))
    assert stays(kept_of(dn, codes), codes)[codes != classes.CLEAR].mean() > 0.8


@pytest.mark.parametrize("names", [BANDS, L2A], ids=["L1C", "L2A"])
def test_a_few_bright_pixels_of_a_cell_do_not_stay(names) -> None:
    ground = made_ground(names, SIDE, 14)
    cloud = np.zeros((SIDE, SIDE), dtype=bool)
    cloud[60:100, 43:101] = True
    cloud[80:82, 42] = True
    dn = np.where(cloud, np.float32(9000), ground)
    for mask in (cloud, dilate(cloud, 1)):
        codes = np.where(mask, np.uint8(classes.CLOUD), np.uint8(classes.CLEAR))
        assert not stays(kept_of(dn, codes, names), codes)[cloud].any()


@pytest.mark.parametrize("names", [BANDS, L2A], ids=["L1C", "L2A"])
def test_single_cells_make_no_squares(names) -> None:
    ground, hazy = made_ground(names, SIDE, 15), np.zeros((SIDE, SIDE), dtype=bool)
    hazy[32:160, 32:160] = True
    cells = np.random.default_rng(3).random((SIDE // 4, SIDE // 4)) < 0.25
    like = np.repeat(np.repeat(cells, 4, 0), 4, 1)
    dn = np.where(hazy & ~like, ground + 900, ground).astype(np.float32)
    codes = np.where(hazy, np.uint8(classes.CLOUD), np.uint8(classes.CLEAR))
    found = stays(kept_of(dn, codes, names), codes)
    assert found[48:144, 48:144].max() < 0.2


def test_snow_stays_where_the_mask_holds_all_of_it() -> None:
    ground, white = made_ground(BANDS, SIDE, 16), blots(17, 0.3)
    snow = np.array([0.75, 0.75, 0.74, 0.73, 0.72, 0.71, 0.70, 0.68, 0.66, 0.3, 0.002, 0.06, 0.05]) * 10000
    cloud = np.array([0.75, 0.75, 0.74, 0.73, 0.72, 0.71, 0.70, 0.68, 0.66, 0.3, 0.002, 0.45, 0.35]) * 10000
    codes = np.where(white, np.uint8(classes.CLOUD), np.uint8(classes.CLEAR))
    found = [
        stays(kept_of(np.where(white, each[:, None, None].astype(np.float32), ground), codes), codes)[white].mean()
        for each in (snow, cloud)
    ]
    assert found[0] > 0.75 and found[1] == 0


def test_what_is_left_is_what_a_run_restores() -> None:
    ground, cloud = made_ground(BANDS, SIDE, 10), blots(11, 0.2)
    dn = np.where(cloud, np.float32(6500), ground)
    codes = np.where(dilate(cloud, 10), np.uint8(classes.CLOUD), np.uint8(classes.CLEAR))
    kept = kept_of(dn, codes)
    left = classes.to_restore(kept.codes(codes, 0)).reshape(SIDE // 8, 8, SIDE // 8, 8).any(axis=(1, 3))
    np.testing.assert_array_equal(kept.left_patches(8), left)
    np.testing.assert_array_equal(kept.codes(codes[40:90], 40), kept.codes(codes, 0)[40:90])


def test_the_answer_does_not_depend_on_how_the_scene_is_read() -> None:
    ground, cloud = made_ground(BANDS, SIDE, 12), blots(13, 0.2)
    dn = np.where(cloud, np.float32(6500), ground)
    codes = np.where(dilate(cloud, 10), np.uint8(classes.CLOUD), np.uint8(classes.CLEAR))
    one, other = (kept_of(dn, codes, rows=rows) for rows in (16, SIDE))
    np.testing.assert_array_equal(one.cells, other.cells)
