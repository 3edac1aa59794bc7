"""Simulated clouds are repeatable, stay in range, and differ between bands as light does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.simulation.clouds import draw_cloud, fractal_field, simulate_clouds
from unveil.models.card import BANDS

LEVELS = np.array([0.14, 0.12, 0.10, 0.085, 0.11, 0.19, 0.22, 0.23, 0.25, 0.07, 0.002, 0.16, 0.09], dtype=np.float32)


@pytest.fixture
def clear() -> np.ndarray:
    return np.repeat(LEVELS, 64 * 80).reshape(13, 64, 80)


def test_one_seed_is_one_cloud(clear) -> None:
    first, second, other = (simulate_clouds(clear, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.cloudy, second.cloudy)
    np.testing.assert_array_equal(first.opacity, second.opacity)
    assert not np.array_equal(first.cloudy, other.cloudy)


@pytest.mark.parametrize("seed", range(12))
def test_stays_in_range(clear, seed: int) -> None:
    result = simulate_clouds(clear, np.random.default_rng(seed))
    assert result.cloudy.shape == clear.shape
    assert result.cloudy.dtype == result.opacity.dtype == result.shadow.dtype == np.float32
    for field in (result.opacity, result.shadow):
        assert field.shape == clear.shape[1:]
        assert field.min() >= 0 and field.max() <= 1
    assert np.isfinite(result.cloudy).all()
    assert result.cloudy.min() >= 0 and result.cloudy.max() < 2


@pytest.mark.parametrize("cover", [0.1, 0.5, 0.9])
def test_meets_the_cover(clear, cover: float) -> None:
    cloud = draw_cloud(clear.shape[1:], np.random.default_rng(5), cover=cover)
    assert np.mean(cloud.opacity > 0) == pytest.approx(cover, abs=0.02)


def test_no_cover_is_the_clear_image(clear) -> None:
    result = simulate_clouds(clear, np.random.default_rng(0), cover=0.0, noise=0.0)
    np.testing.assert_allclose(result.cloudy, clear, atol=1e-6)
    assert not result.opacity.any() and not result.shadow.any()


def test_full_cover_leaves_nothing_clear(clear) -> None:
    assert (simulate_clouds(clear, np.random.default_rng(0), cover=1.0).opacity > 0).all()


def test_opaque_cloud_hides_the_ground() -> None:
    generator = np.random.default_rng(3)
    cloud = draw_cloud((64, 64), generator, cover=1.0, thickness=1.0)
    cloud = replace(cloud, drift=(0.0, 0.0))
    opaque = cloud.opacity >= 1
    assert opaque.any()
    dark, bright = (cloud.over(np.full((13, 64, 64), level, np.float32)) for level in (0.0, 0.9))
    others = [index for index, name in enumerate(BANDS) if name != "B9"]
    np.testing.assert_allclose(dark[others][:, opaque], bright[others][:, opaque], atol=1e-5)


def test_the_higher_a_cloud_the_less_vapour_darkens_its_b9(clear) -> None:
    vapour, infrared = BANDS.index("B9"), BANDS.index("B8A")
    drawn = draw_cloud((64, 80), np.random.default_rng(3), cover=1.0, thickness=1.0)
    still = replace(drawn, drift=(0.0, 0.0), tint=None, veil=np.zeros((64, 80), np.float32))
    opaque = still.opacity >= 1
    low, middle, high = (
        np.median((image[vapour] / image[infrared])[opaque])
        for image in (replace(still, height=height).over(clear) for height in (0.0, 0.5, 1.0))
    )
    assert low == pytest.approx(LEVELS[vapour] / LEVELS[infrared], abs=1e-4) and low < middle < high < 1


def test_haze_lets_more_pass_at_longer_wavelengths() -> None:
    nothing = np.zeros((64, 64), np.float32)
    cloud = draw_cloud((64, 64), np.random.default_rng(0), cover=0.9, thickness=0.5)
    cloud = replace(cloud, shadow=nothing, veil=nothing, alpha=1.0)
    thin = (cloud.opacity > 0.1) & (cloud.opacity < 0.5)
    dark, bright = (cloud.over(np.full((13, 64, 64), level, np.float32)) for level in (0.0, 0.1))
    passing = (bright - dark)[:, thin].mean(axis=1)
    blue, infrared, short = (passing[BANDS.index(name)] for name in ("B2", "B8", "B12"))
    assert blue < infrared < short


def test_shadow_is_bluer_than_light() -> None:
    ground = np.full((13, 96, 96), 0.2, np.float32)
    cloud = draw_cloud((96, 96), np.random.default_rng(11), cover=0.4, thickness=1.0)
    cloud = replace(cloud, drift=(0.0, 0.0), veil_drift=(0.0, 0.0))
    dark = (cloud.shadow > 0.3) & (cloud.opacity < 0.01) & (cloud.veil == 0)
    assert dark.any()
    image = cloud.over(ground)[:, dark].mean(axis=1)
    assert image[BANDS.index("B2")] > image[BANDS.index("B4")] > image[BANDS.index("B12")]


def test_later_bands_see_a_high_cloud_elsewhere() -> None:
    """The last band, B9, looks 2.586 s after the first, B2."""
    nothing = np.zeros((64, 64), np.float32)
    opacity = nothing.copy()
    opacity[20:30, 20:30] = 1
    cloud = draw_cloud((64, 64), np.random.default_rng(2), cover=0.5, thickness=1.0)
    cloud = replace(cloud, opacity=opacity, shadow=nothing, veil=nothing, tint=None, drift=(4.0, -2.0))
    image = cloud.over(np.zeros((13, 64, 64), np.float32))
    seen = {name: np.argwhere(image[BANDS.index(name)] > 0.01).min(axis=0).tolist() for name in ("B2", "B4", "B9")}
    assert seen == {"B2": [20, 20], "B4": [24, 18], "B9": [30, 15]}


def test_thickened_cloud_has_narrow_rims_and_no_less_than_asked() -> None:
    cloud = draw_cloud((96, 96), np.random.default_rng(5), cover=0.6, thickness=1.0)
    thick = cloud.thickened(0.0)
    half = (cloud.opacity > 0.2) & (cloud.opacity < 0.5)
    assert half.any() and (thick.opacity[half] > cloud.opacity[half] - 0.2).all()
    assert (thick.opacity[cloud.opacity >= 0.5] == 1).all() and (thick.opacity[cloud.opacity <= 0.2] == 0).all()
    assert cloud.thickened(1.0).opacity.min() == 1


def test_bands_of_a_subset_equal_those_of_all(clear) -> None:
    names = ("B2", "B8", "B11")
    picked = clear[[BANDS.index(name) for name in names]]
    whole = simulate_clouds(clear, np.random.default_rng(4), noise=0.0)
    part = simulate_clouds(picked, np.random.default_rng(4), bands=names, noise=0.0)
    np.testing.assert_allclose(part.cloudy, whole.cloudy[[BANDS.index(name) for name in names]], atol=1e-6)


def test_fractal_spectrum_falls_with_its_exponent() -> None:
    generator = np.random.default_rng(0)
    power = np.mean([np.abs(np.fft.fft2(fractal_field((256, 256), 3.0, generator))) ** 2 for _ in range(8)], axis=0)
    frequency = np.hypot(np.fft.fftfreq(256)[:, None], np.fft.fftfreq(256)[None, :])
    rings = [(0.04, 0.06), (0.16, 0.24)]
    near, far = (power[(frequency > low) & (frequency < high)].mean() for low, high in rings)
    # Four times the frequency, two octaves: the slope lies near the exponent; the cut edges leak some power.
    assert 2.0 < np.log2(near / far) / 2 < 3.3


def test_refuses_bands_that_do_not_fit(clear) -> None:
    with pytest.raises(UnveilError, match="2 bands named"):
        simulate_clouds(clear, np.random.default_rng(0), bands=("B2", "B3"))
    with pytest.raises(UnveilError, match="B99"):
        simulate_clouds(clear[:1], np.random.default_rng(0), bands=("B99",))


def test_refuses_a_cover_beyond_all(clear) -> None:
    with pytest.raises(UnveilError, match="cover is 1.5"):
        simulate_clouds(clear, np.random.default_rng(0), cover=1.5)


def test_the_seen_opacity_holds_every_band_that_shows_the_cloud() -> None:
    generator = np.random.default_rng(4)
    cloud = replace(draw_cloud((90, 70), generator, 0.4, 1.0), drift=(4.0, -3.0), veil_drift=(9.0, 0.0))
    clear = np.full((3, 90, 70), 0.05, np.float32)
    clear[2] = 0.3
    bands = ("B2", "B8A", "B11")
    untouched = cloud.seen_opacity(bands) == 0
    shaded = cloud.shadow > 0
    assert (cloud.seen_opacity(("B2",)) == cloud.total_opacity()).all()
    assert 0.05 < untouched.mean() < (cloud.total_opacity() == 0).mean()
    same = np.abs(cloud.over(clear, bands) - clear).max(axis=0) < 1e-6
    assert same[untouched & ~shaded].all() and not same[~untouched & ~shaded].any()
