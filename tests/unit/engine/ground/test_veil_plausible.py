"""What is seen through cloud counts where its contrast is that of ground."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import uniform_filter

from unveil.engine.ground.veil_contrast import _median, box_sum, plausible

SEEN = np.ones((40, 50), dtype=bool)
DEVIATION = np.array([0.02, 0.03, 0.05], dtype=np.float32)


def ground(strength, seed=0):
    noise = np.random.default_rng(seed).standard_normal((3, *SEEN.shape)).astype(np.float32)
    return strength * noise * DEVIATION[:, None, None]


def test_contrast_of_ground_is_believed_and_that_of_ragged_cloud_is_not():
    assert plausible(ground(0.5), SEEN, DEVIATION).min() == pytest.approx(1.0, abs=1e-6)
    assert plausible(ground(3.0), SEEN, DEVIATION).max() == pytest.approx(0.0, abs=1e-6)


def test_one_band_of_three_does_not_decide():
    detail = ground(0.5)
    detail[0] *= 10
    assert plausible(detail, SEEN, DEVIATION).min() == pytest.approx(1.0, abs=1e-6)


def test_a_cut_window_gives_the_same_six_pixels_inside_its_border():
    detail = ground(1.0)
    whole, part = plausible(detail, SEEN, DEVIATION), plausible(detail[:, 5:, 8:], SEEN[5:, 8:], DEVIATION)
    assert np.allclose(whole[11:, 14:], part[6:, 6:], atol=1e-5)


def test_sums_over_squares_are_those_of_scipy():
    plane = np.random.default_rng(1).random((20, 30))
    expected = uniform_filter(plane, 7, mode="constant") * 49
    assert np.allclose(box_sum(plane, 3), expected)


@pytest.mark.parametrize("number", [1, 2, 3, 10, 12, 13])
def test_medians_are_those_of_numpy(number):
    rows = np.random.default_rng(number).random((number, 10000)).astype(np.float32)
    expected = np.median(rows, axis=0)
    assert np.allclose(_median(rows), expected, rtol=1e-6)
