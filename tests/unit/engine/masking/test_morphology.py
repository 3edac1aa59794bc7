from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import binary_closing, binary_dilation, binary_erosion, binary_opening, convolve

from unveil.engine.masking.morphology import close_and_open, dilate, dilate_classes, disc_mean, erode


def disc(radius):
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    return x * x + y * y <= radius * radius


@pytest.mark.parametrize("shape", [(40, 50), (3, 60), (60, 1), (1, 1)])
@pytest.mark.parametrize("radius", [0, 1, 2, 3, 7, 30])
def test_growing_and_shrinking_by_a_disc_are_scipys(shape, radius):
    mask = np.random.default_rng(radius).random(shape) > 0.9
    np.testing.assert_array_equal(dilate(mask, radius), binary_dilation(mask, disc(radius)))
    np.testing.assert_array_equal(erode(~mask, radius), binary_erosion(~mask, disc(radius), border_value=1))


@pytest.mark.parametrize("radius", [1, 2, 5, 30])
def test_the_mean_over_a_disc_is_a_convolution_with_mirrored_borders(radius):
    values = np.random.default_rng(0).random((40, 33)).astype(np.float32)
    kernel = disc(radius) / disc(radius).sum()
    expected = convolve(values.astype(float), kernel, mode="reflect")
    found = disc_mean(values, np.ones(values.shape, bool), radius)
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert found.dtype == np.float32


def test_invalid_pixels_do_not_count_in_the_mean():
    values = np.full((20, 20), 0.25, np.float32)
    valid = np.ones((20, 20), bool)
    values[:, 10:], valid[:, 10:] = 9, False
    np.testing.assert_allclose(disc_mean(values, valid, 3)[:, :10], 0.25, atol=1e-6)
    assert (disc_mean(values, valid, 3)[:, 14:] == 0).all()


def test_closing_and_opening_are_scipys_on_the_cloud():
    generator = np.random.default_rng(4)
    cloud = binary_dilation(generator.random((80, 90)) > 0.99, disc(3))
    mask = cloud.astype(np.uint8)
    mask[~cloud & (generator.random((80, 90)) > 0.95)] = 3
    closed = np.pad(cloud, 20)
    closed = binary_closing(closed, disc(2))[20:-20, 20:-20]
    found = close_and_open(mask, 2, 0)[10:-10, 10:-10]
    np.testing.assert_array_equal(found == 1, ((closed & (mask != 3)) | cloud)[10:-10, 10:-10])
    opened = binary_opening(cloud, disc(3))
    found = close_and_open(mask, 0, 3)
    np.testing.assert_array_equal((found == 1)[10:-10, 10:-10], opened[10:-10, 10:-10])
    np.testing.assert_array_equal(found == 3, mask == 3)


def test_opening_removes_a_road_and_keeps_a_cloud_at_the_border_and_beside_nodata():
    mask = np.zeros((60, 60), np.uint8)
    mask[30:32] = 1
    mask[:12, :12] = 1
    mask[45:60, 20:40] = 1
    mask[45:60, 40:] = 255
    found = close_and_open(mask, 0, 4)
    assert (found[30:32] == 0).all()
    assert (found[:7, :12] == 1).all() and (found[50:60, 25:40] == 1).all() and (found[45:, 40:] == 255).all()


def test_dilation_is_a_disc_in_which_cloud_wins():
    mask = np.zeros((21, 21), np.uint8)
    mask[10, 8], mask[10, 14], mask[0, 0] = 1, 3, 255
    grown = dilate_classes(mask, 4)
    y, x = np.mgrid[:21, :21]
    cloud = (y - 10) ** 2 + (x - 8) ** 2 <= 16
    cloud[10, 14] = False
    shadow = ((y - 10) ** 2 + (x - 14) ** 2 <= 16) & ~cloud
    np.testing.assert_array_equal(grown == 1, cloud)
    np.testing.assert_array_equal(grown == 3, shadow)
    assert grown[0, 0] == 255


def test_shadow_grows_by_its_own_length():
    mask = np.zeros((31, 31), np.uint8)
    mask[15, 5], mask[15, 22] = 1, 3
    grown = dilate_classes(mask, 0, 3)
    assert (grown == 1).sum() == 1 and (grown == 3).sum() == disc(3).sum()
    grown = dilate_classes(mask, 2, 0)
    assert (grown == 1).sum() == disc(2).sum() and (grown == 3).sum() == 1
