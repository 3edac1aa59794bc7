from __future__ import annotations

import numpy as np
import pytest

from unveil.models.errors import ModelError
from unveil.models.scaling import LIMIT, Scaling, scene_levels


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
    np.testing.assert_array_equal(np.rint(Scaling().difference(Scaling().optical(dn))), dn)


RELATIVE = Scaling(kind="relative", deviations=(100.0, 400.0))


def levels_of(dn, **given):
    moments = np.stack([np.full(len(dn), dn[0].size), dn.sum(axis=(1, 2)), (dn**2).sum(axis=(1, 2))])
    return scene_levels(moments, np.array([1000, 2000]), np.array(RELATIVE.deviations), **given)


@pytest.fixture
def ground():
    generator = np.random.default_rng(1)
    return generator.normal([[[700]], [[3000]]], [[[150]], [[900]]], (2, 300, 300))


def test_relative_values_are_the_same_whatever_line_each_band_was_put_through(ground):
    other = ground * np.array([0.7, 1.4])[:, None, None] + np.array([300, -200])[:, None, None]
    one, two = (RELATIVE.optical(dn, levels_of(dn)) for dn in (ground, other))
    np.testing.assert_allclose(one, two, atol=0.05)
    np.testing.assert_allclose([one.mean(), one.std()], [0, 1], atol=0.02)


def test_where_little_is_clear_the_levels_are_typical_ones():
    levels = levels_of(np.full((2, 2, 2), 5000.0))
    np.testing.assert_allclose(levels.mean, [1032, 2024], atol=1)
    np.testing.assert_allclose(levels.deviation, [100, 400], rtol=0.01)


def test_ground_without_contrast_is_not_blown_up():
    levels = levels_of(np.full((2, 300, 300), 500.0))
    np.testing.assert_allclose(levels.deviation, [30, 120])


def test_relative_values_come_back_and_lacking_bands_stay(ground):
    levels = levels_of(ground, present=[True, False])
    scaled = RELATIVE.optical(ground, levels)
    assert (scaled[1] == 0).all()
    changed = RELATIVE.difference(scaled + 0.5, levels) - RELATIVE.difference(scaled, levels)
    np.testing.assert_allclose(changed[0], 0.5 * levels.deviation[0], rtol=1e-4)
    assert (changed[1] == 0).all()


def test_relative_values_are_clipped_where_the_limits_say(ground):
    levels = levels_of(ground)
    low, high = RELATIVE.limits(levels)
    scaled = RELATIVE.optical(np.stack([np.full((1, 1), -1e5), np.full((1, 1), 1e5)]), levels)
    np.testing.assert_allclose(scaled[:, 0, 0], [-LIMIT, LIMIT], rtol=1e-5)
    np.testing.assert_allclose((high - low)[:, 0, 0], 2 * LIMIT * levels.deviation)


def test_a_relative_model_needs_levels():
    with pytest.raises(ModelError, match="needs the levels of the scene"):
        RELATIVE.optical(np.zeros((2, 1, 1)))
    with pytest.raises(ModelError, match="scaling 'sideways' is not known"):
        Scaling(kind="sideways")
