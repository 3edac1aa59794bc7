"""Errors are told by how far from the cloud's edge they lie."""

from __future__ import annotations

import numpy as np

from unveil.engine.evaluation.distances import DISTANCES, distance_profile, signed_distance


def test_distances_are_counted_from_the_nearest_pixel_of_the_other_kind():
    restore = np.zeros((1, 9), bool)
    restore[0, 3:6] = True
    np.testing.assert_array_equal(signed_distance(restore), [[-3, -2, -1, 1, 2, 1, -1, -2, -3]])
    assert np.isposinf(signed_distance(np.ones((2, 2), bool))).all()
    assert np.isneginf(signed_distance(np.zeros((2, 2), bool))).all()


def test_each_error_stands_in_the_class_that_ends_at_or_beyond_its_distance():
    error = np.array([[1.0, 2.0, 4.0, 8.0, np.nan]])
    found = distance_profile(error, np.array([[2.0, 3.0, -1.0, np.inf, 1.0]]))
    rest = (0,) * (len(DISTANCES) - 2)
    assert found.inside == (1, 2, *rest, 8) and found.inside_pixels == (1, 1, *rest, 1)
    assert found.outside == (4, 0, *rest, 0) and found.outside_pixels == (1, 0, *rest, 0)
