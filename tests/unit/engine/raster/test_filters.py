"""Means and growth over neighbourhoods are those of scipy.ndimage."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import correlate1d, gaussian_filter, maximum_filter, uniform_filter

from unveil.engine.raster.filters import any_within, box_mean, correlate, gaussian_mean, tent_mean

SHAPES = [(1, 1), (1, 9), (7, 1), (3, 4), (90, 133)]


def plane(shape, dtype=np.float32):
    return np.random.default_rng(0).random(shape).astype(dtype)


@pytest.mark.parametrize("border", ["nearest", "reflect", "constant"])
@pytest.mark.parametrize("shape", SHAPES)
def test_means_over_squares_are_scipys_at_every_border(shape, border):
    for side in (1, 2, 3, 4, 21, 65):
        for dtype, closeness in ((np.float32, 1e-6), (np.float64, 1e-13)):
            values = plane(shape, dtype)
            found = box_mean(values, side, border)
            assert found.dtype == dtype
            np.testing.assert_allclose(found, uniform_filter(values, side, mode=border), rtol=0, atol=closeness)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("sigma", [0.5, 2.0, 8.0])
def test_means_by_a_gaussian_are_scipys(shape, sigma):
    expected = gaussian_filter(plane(shape), sigma, mode="constant", truncate=3.0)
    found = gaussian_mean(plane(shape), sigma)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=0, atol=3e-7)


@pytest.mark.parametrize("border", ["mirror", "reflect", "nearest", "constant"])
@pytest.mark.parametrize("shape", SHAPES)
def test_weighted_sums_are_scipys_and_need_not_be_symmetric(shape, border):
    weights, values = np.random.default_rng(1).random(11), plane(shape, np.float64)
    expected = correlate1d(correlate1d(values, weights, axis=0, mode=border), weights, axis=1, mode=border)
    np.testing.assert_allclose(correlate(values, weights, border), expected, rtol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("reach", [0, 1, 8, 150])
def test_a_mask_grows_by_a_square_as_scipys_does(shape, reach):
    mask = plane(shape) < 0.02
    before = mask.copy()
    np.testing.assert_array_equal(any_within(mask, reach), maximum_filter(mask, size=2 * reach + 1))
    np.testing.assert_array_equal(mask, before)


@pytest.mark.parametrize(("shape", "side"), [((70, 40), 5), ((5, 300), 3), ((9, 9), 7), ((2000, 30), 5)])
def test_means_of_means_are_those_over_both_squares(shape, side):
    values = np.random.default_rng(0).normal(3000, 500, shape).astype(np.float32)
    found = tent_mean(values, side)
    expected = box_mean(box_mean(values.astype(np.float64), side), side)
    inner = (slice(side - 1, 1 - side), slice(side - 1, 1 - side))
    np.testing.assert_allclose(found[inner], expected[inner], rtol=1e-6)
    assert found.shape == shape and np.abs(found - 3000).max() < 1000
