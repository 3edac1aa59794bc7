"""Sums over squares."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter

from unveil.engine.ground.box_sums import box_sum


def test_sums_over_squares_are_those_of_scipy():
    plane = np.random.default_rng(1).random((20, 30))
    expected = uniform_filter(plane, 7, mode="constant") * 49
    assert np.allclose(box_sum(plane, 3), expected)
