"""Shadow is found and lit up: made scenes of which all is known."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.veil_scenes import L2A, made_ground, psnr, smooth_field

from unveil.engine.feedback import Feedback
from unveil.engine.ground.plain import SIGHT, Sight
from unveil.engine.ground.shade import Lighting
from unveil.engine.ground.shade_search import find_shade
from unveil.engine.ground.veil_cells import SceneCells
from unveil.engine.masking import classes
from unveil.engine.raster.filters import any_within
from unveil.models.card import BANDS

SIDE = 192
AIR = dict(zip(BANDS, (0.105, 0.075, 0.045, 0.03, 0.02, 0.02, 0.02, 0.018, 0.015, 0.01, 0.001, 0.005, 0.004)))
GROWTH = 6


def shaded(ground: np.ndarray, names: tuple[str, ...], depth: np.ndarray) -> np.ndarray:
    """Return DN [bands, h, w] of the ground in shadow of a depth [h, w], in air that the sun reaches."""
    passing = np.exp(-depth)
    air = 10000 * np.array([AIR[name] for name in names])[:, None, None]
    return (ground * passing + air * (1 - passing)).astype(np.float32)


def blots(seed: int, share: float) -> np.ndarray:
    """Return [h, w] bool, shapes that cover a share of the scene."""
    field = smooth_field((SIDE, SIDE), 14, np.random.default_rng(seed))
    return field > np.quantile(field, 1 - share)


def codes_of(shadow: np.ndarray) -> np.ndarray:
    return np.where(any_within(shadow, GROWTH), classes.SHADOW, classes.CLEAR).astype(np.uint8)


def search(dn: np.ndarray, codes: np.ndarray, names: tuple[str, ...] = BANDS, rows: int = 64):
    with SceneCells(names, *codes.shape) as cells:
        for start in range(0, len(codes), rows):
            part = slice(start, start + rows)
            cells.add((start, 0), dn[:, part], np.ones_like(codes[part], dtype=bool), codes[part])
        return find_shade(cells, "L1C" if "B10" in names else "L2A", Feedback())


def sight_of(dn: np.ndarray, codes: np.ndarray, corner: tuple[int, int] = (0, 0)) -> Sight:
    return Sight(*corner, dn, np.ones_like(codes, bool), codes, np.zeros((32, *codes.shape), np.float32))


def lit(shade, dn: np.ndarray, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the scene with its shadows lit up, set against the mean of its clear ground, and the trust."""
    ground = np.broadcast_to(dn[:, codes == classes.CLEAR].mean(axis=1)[:, None, None], dn.shape)
    image, trust = Lighting(shade, tuple(range(len(dn))))(sight_of(dn, codes), ground)
    plain = np.where(codes == classes.CLEAR, dn, ground)
    return plain + trust * (image - plain), trust


@pytest.mark.parametrize("names", [BANDS, L2A, L2A[1:8] + L2A[10:]], ids=["13 bands", "12 bands", "9 bands"])
def test_a_shadow_is_lit_up(names) -> None:
    ground, shadow = made_ground(names, SIDE, 1), blots(2, 0.2)
    dn = shaded(ground, names, 0.9 * shadow)
    codes = codes_of(shadow)
    shade = search(dn, codes, names)
    image, trust = lit(shade, dn, codes)
    inner = shadow & ~any_within(~shadow, 4)
    assert trust[shadow].mean() > 0.9
    assert psnr(image[:, inner], ground[:, inner]) > (38 if len(names) == 13 else 35)
    assert psnr(image[:, codes > 0], ground[:, codes > 0]) > psnr(dn[:, codes > 0], ground[:, codes > 0]) + 10
    plain = np.broadcast_to(dn[:, codes == 0].mean(axis=1)[:, None], image[:, codes > 0].shape)
    assert psnr(image[:, codes > 0], ground[:, codes > 0]) > psnr(plain, ground[:, codes > 0]) + 3


def test_the_edge_of_a_shadow_leaves_no_rim() -> None:
    ground, shadow = made_ground(BANDS, SIDE, 3), blots(4, 0.2)
    dn = shaded(ground, BANDS, 0.8 * shadow)
    codes = codes_of(shadow)
    image, _ = lit(search(dn, codes), dn, codes)
    edge = any_within(shadow, 1) & any_within(~shadow, 1)
    error = (image - ground)[:, edge] / 10000
    assert np.sqrt((error**2).mean()) < 0.03
    assert abs(error[7].mean()) < 0.015


def test_clear_ground_that_is_taken_for_shadow_stays_as_it_is() -> None:
    ground = made_ground(BANDS, SIDE, 5)
    codes = codes_of(blots(6, 0.2))
    image, trust = lit(search(ground, codes), ground, codes)
    masked = codes > 0
    believed = masked & (trust > 0.99)
    assert believed.sum() > 0.7 * masked.sum()
    assert psnr(image[:, believed], ground[:, believed]) > 45


def test_cloud_that_is_taken_for_shadow_is_replaced() -> None:
    ground, cloud = made_ground(BANDS, SIDE, 7), blots(8, 0.2)
    dn = np.where(cloud, np.float32(6000), ground)
    _, trust = lit(search(dn, codes_of(cloud)), dn, codes_of(cloud))
    assert trust[cloud].max() < 0.02


def test_a_small_cloud_in_a_shadow_is_replaced() -> None:
    """It fills no cell."""
    ground, shadow = made_ground(BANDS, SIDE, 9), blots(10, 0.3)
    dn = shaded(ground, BANDS, 0.8 * shadow)
    rows, columns = np.nonzero(shadow & ~any_within(~shadow, 12))
    place = rows[len(rows) // 2], columns[len(rows) // 2]
    dn[:, place[0], place[1]] = 4000
    _, trust = lit(search(dn, codes_of(shadow)), dn, codes_of(shadow))
    assert trust[place] < 0.02


def test_night_is_not_lit_up() -> None:
    ground, shadow = made_ground(BANDS, SIDE, 11), blots(12, 0.3)
    dn = shaded(ground, BANDS, 4.0 * shadow)
    _, trust = lit(search(dn, codes_of(shadow)), dn, codes_of(shadow))
    assert trust[shadow & ~any_within(~shadow, 8)].mean() < 0.1


def test_nothing_is_lit_up_far_from_clear_ground() -> None:
    ground = made_ground(BANDS, SIDE, 13)
    codes = np.full((SIDE, SIDE), classes.SHADOW, dtype=np.uint8)
    shade = search(shaded(ground, BANDS, np.full((SIDE, SIDE), 0.8)), codes)
    assert not shade.trusted(codes, codes > 0, (0, 0)).any()


def test_what_is_clear_or_cloud_is_not_touched() -> None:
    ground, shadow = made_ground(BANDS, SIDE, 14), blots(15, 0.2)
    dn, codes = shaded(ground, BANDS, 0.8 * shadow), codes_of(shadow)
    codes[:60] = np.where(codes[:60] > 0, classes.THIN_CLOUD, classes.CLEAR)
    shade = search(dn, codes)
    background = np.full_like(dn, 1500)
    image, trust = Lighting(shade, tuple(range(13)))(sight_of(dn, codes), background)
    other = codes != classes.SHADOW
    assert not trust[other].any()
    np.testing.assert_array_equal(image[:, other], background[:, other])


def test_no_shadow_is_found_where_the_mask_has_none() -> None:
    assert search(made_ground(BANDS, 64, 16), np.zeros((64, 64), dtype=np.uint8)) is None


def test_the_answer_does_not_depend_on_how_the_scene_is_read() -> None:
    ground, shadow = made_ground(BANDS, SIDE, 17), blots(18, 0.2)
    dn, codes = shaded(ground, BANDS, 0.8 * shadow), codes_of(shadow)
    first, second = (search(dn, codes, rows=rows).layer for rows in (16, SIDE))
    for one, other in ((first.depth, second.depth), (first.trust, second.trust)):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_a_window_shows_what_the_whole_scene_does() -> None:
    ground, shadow = made_ground(BANDS, SIDE, 19), blots(20, 0.3)
    dn, codes = shaded(ground, BANDS, 0.8 * shadow), codes_of(shadow)
    lighting = Lighting(search(dn, codes), tuple(range(13)))
    background = np.full_like(dn, 1500)
    whole, trust = lighting(sight_of(dn, codes), background)
    part = (slice(41, 133), slice(30, 187))
    image, own = lighting(
        sight_of(dn[(slice(None), *part)], codes[part], (41, 30)),
        np.ascontiguousarray(background[(slice(None), *part)]),
    )
    inner = (slice(SIGHT, -SIGHT), slice(SIGHT, -SIGHT))
    np.testing.assert_array_equal(own[inner], trust[part][inner])
    np.testing.assert_allclose(
        image[(slice(None), *inner)], whole[(slice(None), *part)][(slice(None), *inner)], rtol=1e-5
    )
