"""Layers of real clouds: what is known to lie over the ground is found again, and hides other ground as it should."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from unveil.engine.simulation.real_clouds import RealCloud, cloud_layer, snow
from unveil.models.card import BANDS

SIDE = 192
SPECTRUM = np.array([0.13, 0.11, 0.10, 0.09, 0.12, 0.2, 0.23, 0.24, 0.25, 0.08, 0.002, 0.2, 0.12])


def ground(seed):
    generator = np.random.default_rng(seed)
    fields = np.kron(generator.uniform(0.6, 1.4, (SIDE // 6, SIDE // 6)), np.ones((6, 6)))
    return (SPECTRUM[:, None, None] * fields).astype(np.float32)


@pytest.fixture(scope="module")
def opacity():
    """A round cloud, opaque in its middle."""
    rows, columns = np.mgrid[:SIDE, :SIDE] - SIDE / 2
    return np.clip(1.6 - np.hypot(rows, columns) / 35, 0, 1).astype(np.float32)


@pytest.fixture(scope="module")
def below(opacity):
    """Clear ground, and the same below the cloud."""
    clear = ground(1)
    light = np.where(np.arange(13) == BANDS.index("B10"), 0.02, 0.7)[:, None, None]
    return clear, (clear * (1 - opacity) + light * opacity).astype(np.float32)


@pytest.fixture(scope="module")
def layer(below):
    clear, cloudy = below
    return cloud_layer(cloudy, clear)


def test_a_layer_makes_its_own_ground_cloudy_again(layer, below) -> None:
    clear, cloudy = below
    assert np.sqrt(np.mean((layer.over(clear) - cloudy) ** 2)) < 0.02


def test_a_layer_hides_other_ground_as_much_as_its_own(layer, opacity) -> None:
    other = ground(2)
    light = np.where(np.arange(13) == BANDS.index("B10"), 0.02, 0.7)[:, None, None]
    expected = other * (1 - opacity) + light * opacity
    assert np.sqrt(np.mean((layer.over(other) - expected) ** 2)) < 0.03


def test_opaque_cloud_lets_nothing_through_and_far_away_everything_passes(layer, opacity) -> None:
    inside = gaussian_filter((opacity >= 1).astype(float), 3) > 0.99
    visible = [index for index, name in enumerate(BANDS) if name != "B10"]
    assert layer.passing[visible][:, inside].mean() < 0.1
    assert (layer.passing[:, :10, :10] > 0.99).all() and np.abs(layer.light[:, :10, :10]).max() < 0.01


def test_thinning_lets_more_through_and_gives_less_light(layer) -> None:
    thin = layer.thinned(0.5)
    assert (thin.passing >= layer.passing - 1e-6).all() and thin.light.sum() < layer.light.sum()
    assert np.allclose(layer.thinned(1.0).light, layer.light, atol=1e-6)


def test_parts_and_turns_keep_light_and_passing_together(layer) -> None:
    part = layer.turn(1, True).crop(10, 20, 30, 40)
    expected = np.rot90(layer.light[:, :, ::-1], 1, axes=(1, 2))[:, 10:40, 20:60]
    assert np.array_equal(part.light, expected) and part.passing.shape == (13, 30, 40)


def test_no_layer_is_taken_where_there_is_no_cloud(below) -> None:
    clear, _ = below
    assert cloud_layer(clear, clear) is None


def test_no_layer_is_taken_from_snow(below) -> None:
    clear, _ = below
    white = clear.copy()
    white[:9] = 0.6
    white[11:] = 0.08
    assert snow(white).all() and not snow(clear).any()
    assert cloud_layer(white, clear) is None


def test_a_layer_never_makes_reflectance_negative() -> None:
    dark = RealCloud(np.full((13, 4, 4), 0.5, np.float32), np.full((13, 4, 4), -0.2, np.float32))
    assert (dark.over(np.full((13, 4, 4), 0.1, np.float32)) == 0).all()
