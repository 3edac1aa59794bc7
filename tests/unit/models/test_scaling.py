from __future__ import annotations

import numpy as np

from unveil.models.scaling import Scaling


def test_glf_cr_scales_optical_by_ten_thousand_and_radar_by_its_own_ranges():
    scaling = Scaling()
    np.testing.assert_allclose(scaling.optical(np.array([-5, 0, 2500, 10000, 14000])), [0, 0, 0.25, 1, 1])
    decibels = np.array([[[-30.0, -25, -12.5, 3]], [[-40.0, -32.5, -16.25, 1]]])
    np.testing.assert_allclose(scaling.radar(decibels), [[[0, 0, 0.5, 1]], [[0, 0, 0.5, 1]]])


def test_pixels_without_radar_are_zero_in_both_polarisations():
    decibels = np.full((3, 2, 2, 2), -5.0)
    decibels[1, 0, 1, 1] = np.nan
    scaled = Scaling().radar(decibels)
    assert (scaled[1, :, 1, 1] == 0).all() and (scaled == 0).sum() == 2 and scaled.dtype == np.float32


def test_what_is_scaled_comes_back():
    dn = np.arange(0, 10001, 7)
    np.testing.assert_array_equal(np.rint(Scaling().to_dn(Scaling().optical(dn))), dn)
