"""What is seen through cloud counts where its texture is that of ground."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.veil_texture import REACH, _median, like_ground

WEIGHT = np.ones((40, 50), dtype=np.float32)
PLACES = np.arange(WEIGHT.size)
DEVIATION = np.array([0.002, 0.003, 0.005], dtype=np.float32)


def texture(strength, seed=0):
    noise = np.random.default_rng(seed).standard_normal((3, WEIGHT.size)).astype(np.float32)
    return strength * noise * DEVIATION[:, None]


def test_texture_of_ground_is_believed_and_that_of_ragged_cloud_is_not():
    assert like_ground(texture(2.0), PLACES, WEIGHT, DEVIATION).min() == pytest.approx(1.0, abs=1e-6)
    assert like_ground(texture(9.0), PLACES, WEIGHT, DEVIATION).max() == pytest.approx(0.0, abs=1e-6)


def test_one_band_of_three_does_not_decide():
    fine = texture(2.0)
    fine[0] *= 10
    assert like_ground(fine, PLACES, WEIGHT, DEVIATION).min() == pytest.approx(1.0, abs=1e-6)


def test_a_cut_window_gives_the_same_inside_its_border():
    fine = texture(4.5)
    whole = like_ground(fine, PLACES, WEIGHT, DEVIATION).reshape(WEIGHT.shape)
    cut = fine.reshape(3, *WEIGHT.shape)[:, 5:, 8:]
    part = like_ground(cut.reshape(3, -1), np.arange(cut[0].size), WEIGHT[5:, 8:], DEVIATION).reshape(cut[0].shape)
    assert 0.1 < whole.mean() < 0.9
    np.testing.assert_allclose(whole[5 + REACH :, 8 + REACH :], part[REACH:, REACH:], atol=1e-5)


@pytest.mark.parametrize("number", [1, 2, 3, 10, 12, 13])
def test_medians_are_those_of_numpy(number):
    rows = np.random.default_rng(number).random((number, 10000)).astype(np.float32)
    expected = np.median(rows, axis=0)
    assert np.allclose(_median(rows), expected, rtol=1e-6)
