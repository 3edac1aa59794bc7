from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from unveil.engine.ground.radar_features import NUMBER, REACH, SIDES, radar_features


@pytest.fixture(scope="module")
def radar():
    generator = np.random.default_rng(0)
    return generator.normal([[[-11]], [[-17]]], 3, (2, 120, 140)).astype(np.float32)


def test_even_backscatter_has_a_level_and_its_square_and_nothing_else():
    features = radar_features(np.stack([np.full((40, 50), -9.4), np.full((40, 50), -20.35)]))
    assert features.shape == (32, 40, 50) == (NUMBER, 40, 50)
    np.testing.assert_allclose(features[:16, 20, 20], [0, 0, 0, 1, 0, 1] + 10 * [0], atol=1e-4)
    np.testing.assert_allclose(features[16:, 20, 20], [0, 0, 0, -1, 0, 1] + 10 * [0], atol=1e-4)


def test_slopes_and_curvatures_are_those_of_a_quadratic_surface():
    y, x = np.indices((60, 70)) / 10
    surface = -12.5 + 3.1 * (0.5 * x - 0.3 * y + 0.02 * x**2 - 0.03 * y**2 + 0.04 * x * y)
    features = radar_features(np.stack([surface, surface]))
    at = (30, 40)
    slopes = 0.5 + 0.04 * 4.0 + 0.04 * 3.0, -0.3 - 0.06 * 3.0 + 0.04 * 4.0
    for first, step in ((6, 0.1), (11, 0.2)):
        found = features[(slice(first, first + 5), *at)]
        expected = [2 * step * slopes[0], 2 * step * slopes[1], 0.04 * step**2, -0.06 * step**2, 4 * 0.04 * step**2]
        np.testing.assert_allclose(found, expected, atol=2e-5)


def test_scales_are_near_gaussians_of_1_2_4_and_8_pixels(radar):
    scaled = (radar[0].astype(np.float64) + 12.5) / 3.1
    features = radar_features(radar)
    for index, sigmas in enumerate(((1, 2), (2, 4), (4, 8))):
        fine, coarse = (gaussian_filter(scaled, sigma, mode="nearest") for sigma in sigmas)
        assert np.corrcoef(features[index].ravel(), (fine - coarse).ravel())[0, 1] > 0.9


def test_a_reflector_and_the_noise_of_the_sensor_are_limited():
    radar = np.full((2, 40, 40), -60, np.float32)
    radar[:, 20, 20] = 40
    features = radar_features(radar)
    assert features[3].min() == pytest.approx((-25 + 12.5) / 3.1, abs=1e-3)
    assert features[0].max() < (25 / 3.1) / SIDES[0]


def test_where_there_is_no_radar_all_is_0_and_its_edge_is_no_feature(radar):
    level = np.full_like(radar, -12.5)
    level[0, 30:60, 40:90] = np.nan
    features = radar_features(level)
    assert (features[:, 30:60, 40:90] == 0).all()
    features[:, 30:60, 40:90] = features[:, :1, :1]
    np.testing.assert_allclose(features[:3], 0, atol=1e-3)
    np.testing.assert_allclose(features[6:16], 0, atol=1e-3)
    assert (radar_features(np.full((2, 9, 9), np.nan)) == 0).all()


def test_a_window_with_its_reach_has_the_features_of_the_scene(radar):
    whole = radar_features(radar)
    part = radar_features(radar[:, 30 - REACH : 80 + REACH, 40 - REACH : 100 + REACH])
    np.testing.assert_allclose(part[:, REACH:-REACH, REACH:-REACH], whole[:, 30:80, 40:100], atol=2e-5)
