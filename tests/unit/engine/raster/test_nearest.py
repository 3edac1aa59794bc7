"""Distances to the nearest set pixel are exact."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import distance_transform_edt

from unveil.engine.raster.nearest import distance_to, row_distance


@pytest.mark.parametrize("share", [0.001, 0.05, 0.5, 1.0])
@pytest.mark.parametrize("shape", [(1, 40), (40, 1), (50, 300)])
def test_distances_are_scipys_up_to_the_most_that_counts(shape, share):
    mask = np.random.default_rng(3).random(shape) < share
    mask.flat[7] = True
    exact = distance_transform_edt(~mask)
    np.testing.assert_allclose(distance_to(mask, 400), exact, rtol=1e-15)
    np.testing.assert_allclose(distance_to(mask, 5.5), np.where(exact > 5.5, np.inf, exact), rtol=1e-15)


def test_without_a_set_pixel_all_is_infinitely_far():
    assert np.isinf(distance_to(np.zeros((3, 5), dtype=bool), 10)).all()


def test_along_a_row_only_the_row_counts():
    mask = np.array([[0, 0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0]], dtype=bool)
    np.testing.assert_array_equal(row_distance(mask, 3), [[2, 1, 0, 1, 2, 3, 3], [3] * 7])
