"""Of what a network adds a share of the colour is taken, and what radar draws is drawn stronger."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.added import REACH, SIDE, colour_share, held_back, resolved
from unveil.engine.ground.strength import by_pixels, strengthened


@pytest.fixture
def mask():
    mask = np.zeros((120, 140), dtype=np.float32)
    mask[20:100, 30:110] = 1
    return mask


def test_an_even_colour_is_taken_by_its_share_up_to_the_rim(mask) -> None:
    added = np.stack([40 * mask, -7 * mask])
    np.testing.assert_allclose(held_back(added, mask, 0.25), 0.25 * added, atol=1e-3)


def test_detail_stays(mask) -> None:
    checks = np.where(np.indices(mask.shape).sum(axis=0) % 2, np.float32(30), np.float32(-30)) * mask
    inner = (slice(None), slice(20 + REACH, 100 - REACH), slice(30 + REACH, 110 - REACH))
    kept = held_back(checks[None], mask, 0.0)
    np.testing.assert_allclose(kept[inner], checks[None][inner], atol=30 / SIDE)


def test_outside_the_mask_nothing_changes(mask) -> None:
    added = np.random.default_rng(0).normal(size=(3, *mask.shape)).astype(np.float32)
    kept = held_back(added, mask, 0.5)
    np.testing.assert_array_equal(kept[:, mask == 0], added[:, mask == 0])
    assert held_back(added, np.zeros_like(mask), 0.5) is added


def test_a_window_gives_what_the_whole_does_inside_its_reach(mask) -> None:
    added = np.random.default_rng(1).normal(size=(2, *mask.shape)).astype(np.float32)
    whole, part = held_back(added, mask, 0.5), held_back(added[:, 10:110, 10:120], mask[10:110, 10:120], 0.5)
    cut = (slice(None), slice(REACH, -REACH), slice(REACH, -REACH))
    np.testing.assert_allclose(part[cut], whole[:, 10:110, 10:120][cut], atol=1e-5)


def test_the_share_grows_with_what_is_clear() -> None:
    shares = [colour_share(pixels) for pixels in (0, 1000, 1e7)]
    assert shares[0] == 0 and shares[1] == 0.25 and shares[2] == pytest.approx(0.5, abs=1e-3)


@pytest.fixture
def radar(mask):
    return np.full((2, *mask.shape), 0.5, dtype=np.float32)


def test_only_hidden_ground_with_radar_is_drawn_stronger(mask, radar) -> None:
    image = np.random.default_rng(2).normal(size=(3, *mask.shape)).astype(np.float32)
    radar[:, :, 70:] = 0
    drawn = (mask > 0) & (np.arange(mask.shape[1]) < 70)
    result = resolved(image, mask, radar, 1.5)
    np.testing.assert_array_equal(result[:, ~drawn], image[:, ~drawn])
    expected = np.stack([strengthened(plane, by_pixels(drawn, 1.5)) for plane in image])
    np.testing.assert_allclose(result[:, drawn], expected[:, drawn], atol=1e-5)
    for own, told in ((mask, np.zeros_like(radar)), (np.zeros_like(mask), radar)):
        assert resolved(image, own, told, 1.5) is image


def test_even_ground_stays_even(mask, radar) -> None:
    image = np.full((2, *mask.shape), 1234.0, dtype=np.float32)
    np.testing.assert_allclose(resolved(image, mask, radar, 3.0), image, atol=0.01)
