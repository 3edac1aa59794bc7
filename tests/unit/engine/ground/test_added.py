"""Of what a network adds a share of the colour is taken, and detail is no finer than radar tells."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.added import FINEST, NEXT, RAISED, REACH, SIDE, colour_share, held_back, resolved


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


def wave(shape, length):
    """A wave along the columns, [1, h, w]; length in pixels."""
    return np.broadcast_to(np.sin(2 * np.pi * np.arange(shape[1]) / length), shape).astype(np.float32)[None]


def strength(image, length):
    """How strong a wave is far inside the mask, by its amplitude before."""
    before = wave(image.shape[1:], length)
    inner = (slice(None), slice(40, 80), slice(40, 100))
    return float((image * before)[inner].sum() / (before**2)[inner].sum())


def test_what_is_finer_than_radar_tells_is_smoothed_and_coarser_detail_stays(mask, radar) -> None:
    lengths = (2.5, 4, 6, 12, 20, 60)
    gains = {length: strength(resolved(wave(mask.shape, length), mask, radar), length) for length in lengths}
    for length, gain in gains.items():
        fine, coarse = (
            (np.sin(np.pi * side / length) / (side * np.sin(np.pi / length))) ** 2 for side in (FINEST, NEXT)
        )
        assert gain == pytest.approx(fine + RAISED * (fine - coarse), abs=0.02)
    assert abs(gains[2.5]) < 0.2 and gains[4] < 0.5 < gains[6] < 0.9
    assert all(gains[length] == pytest.approx(1.0, abs=0.03) for length in (12, 20, 60))


def test_only_hidden_ground_with_radar_is_smoothed(mask, radar) -> None:
    image = np.random.default_rng(2).normal(size=(3, *mask.shape)).astype(np.float32)
    radar[:, :, 70:] = 0
    drawn = (mask > 0) & (np.arange(mask.shape[1]) < 70)
    result = resolved(image, mask, radar)
    np.testing.assert_array_equal(result[:, ~drawn], image[:, ~drawn])
    assert (result[:, drawn] != image[:, drawn]).mean() > 0.99
    assert resolved(image, mask, np.zeros_like(radar)) is image and resolved(image, np.zeros_like(mask), radar) is image


def test_even_ground_stays_even(mask, radar) -> None:
    image = np.full((2, *mask.shape), 1234.0, dtype=np.float32)
    np.testing.assert_allclose(resolved(image, mask, radar), image, atol=0.01)
