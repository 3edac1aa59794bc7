"""What is seen through cloud counts where its texture is that of ground."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.veil_texture import REACH, _median, like_ground

WEIGHT = np.ones((40, 50), dtype=np.float32)
PLACES = np.arange(WEIGHT.size)
DEVIATION = np.array([0.002, 0.003, 0.005], dtype=np.float32)
COVARIANCE = np.diag(DEVIATION.astype(np.float64) ** 2)
TOGETHER = 0.05**2 * (0.99 + 0.01 * np.eye(3))


def texture(strength, seed=0):
    noise = np.random.default_rng(seed).standard_normal((3, WEIGHT.size)).astype(np.float32)
    return strength * noise * DEVIATION[:, None]


def test_texture_of_ground_is_believed_and_that_of_ragged_cloud_is_not():
    assert like_ground(texture(2.0), PLACES, WEIGHT, COVARIANCE)[0].min() == pytest.approx(1.0, abs=1e-6)
    assert like_ground(texture(9.0), PLACES, WEIGHT, COVARIANCE)[0].max() == pytest.approx(0.0, abs=1e-6)


def test_one_band_of_three_does_not_decide_how_strong_texture_is():
    fine = texture(2.0)
    fine[0] *= 10
    assert like_ground(fine, PLACES, WEIGHT, COVARIANCE)[0].min() == pytest.approx(1.0, abs=1e-6)


def test_bands_that_differ_as_ground_does_are_believed_however_strong_they_do():
    common = np.random.default_rng(0).standard_normal(WEIGHT.size).astype(np.float32)
    whole, own = like_ground(0.1 * np.tile(common, (3, 1)), PLACES, WEIGHT, TOGETHER)
    assert whole.min() == pytest.approx(1.0, abs=1e-6)
    assert own.min() == pytest.approx(1.0, abs=1e-6)


def test_bands_that_differ_each_for_itself_are_not_ground_of_which_they_go_together():
    noise = np.random.default_rng(0).standard_normal((3, WEIGHT.size)).astype(np.float32)
    whole, own = like_ground(0.05 * noise, PLACES, WEIGHT, TOGETHER)
    assert whole.min() == pytest.approx(1.0, abs=1e-6)
    assert own.mean() < 0.05


def test_a_cut_window_gives_the_same_inside_its_border():
    fine = texture(4.5)
    cut = fine.reshape(3, *WEIGHT.shape)[:, 5:, 8:]
    wholes = like_ground(fine, PLACES, WEIGHT, COVARIANCE)
    parts = like_ground(cut.reshape(3, -1), np.arange(cut[0].size), WEIGHT[5:, 8:], COVARIANCE)
    assert 0.1 < wholes[0].mean() < 0.9
    for whole, part in zip(wholes, parts):
        whole, part = whole.reshape(WEIGHT.shape), part.reshape(cut[0].shape)
        np.testing.assert_allclose(whole[5 + REACH :, 8 + REACH :], part[REACH:, REACH:], atol=1e-5)


@pytest.mark.parametrize("number", [1, 2, 3, 10, 12, 13])
def test_medians_are_those_of_numpy(number):
    rows = np.random.default_rng(number).random((number, 10000)).astype(np.float32)
    expected = np.median(rows, axis=0)
    assert np.allclose(_median(rows), expected, rtol=1e-6)
