from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.masking.detectors.cirrus import ABOVE, excess


def ground(height=150, width=200):
    generator = np.random.default_rng(0)
    b10 = 0.0015 + 0.0002 * generator.random((height, width), dtype=np.float32)
    return b10, np.full_like(b10, 0.1), np.full_like(b10, 0.3)


def test_a_cloud_stands_out_and_its_ground_does_not():
    b10, green, infrared = ground()
    b10[60:80, 90:120] += 0.008
    found = excess(b10, green, infrared)
    assert (found[62:78, 92:118] > ABOVE).all()
    assert found[:57].max() < ABOVE / 2 and (found >= 0).all()


def test_the_darkest_around_equals_a_plain_minimum_filter():
    ndimage = pytest.importorskip("scipy.ndimage")
    generator = np.random.default_rng(1)
    b10 = (0.001 + 0.0019 * generator.random((90, 140))).astype(np.float32)
    smooth = ndimage.uniform_filter(b10, 5, mode="nearest")
    lowest = ndimage.minimum_filter(smooth, 129, mode="nearest")
    expected = np.maximum(ndimage.uniform_filter(b10, 3, mode="nearest") - lowest, 0)
    np.testing.assert_allclose(excess(b10, b10 + 0.1, b10 + 0.2), expected, atol=1e-6)


def test_dry_air_snow_and_missing_cells_tell_nothing():
    b10, green, infrared = ground()
    b10[60:80, 90:120] += 0.008
    assert excess(b10 + 0.003, green, infrared).max() == 0
    assert excess(b10, green + 0.6, infrared).max() == 0
    assert excess(np.full_like(b10, -1), green, infrared).max() == 0
    b10[:, :40] = -1
    found = excess(b10, green, infrared)
    assert (found[:, :40] == 0).all() and (found[62:78, 92:118] > ABOVE).all()
    assert found[:57].max() < ABOVE / 2
