from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.masking.detectors.snowy_woods import left_clear


def cell(cloud: float, green: float, near: float, short: float) -> tuple[np.ndarray, np.ndarray]:
    probabilities = np.array([0.9 - cloud, 0.25 * cloud, 0.75 * cloud, 0.1], np.float32).reshape(4, 1, 1)
    return probabilities, np.array([green, near, short], np.float32).reshape(3, 1, 1)


def test_snow_among_trees_becomes_clear_and_shadow_stays():
    found = left_clear(*cell(0.45, 0.11, 0.16, 0.05))
    np.testing.assert_allclose(found[:, 0, 0], [0.9, 0, 0, 0.1], atol=1e-6)


@pytest.mark.parametrize(
    "cloud, green, near, short",
    [
        (0.55, 0.11, 0.16, 0.05),  # a cloud that is sure
        (0.45, 0.11, 0.24, 0.13),  # haze above trees
        (0.45, 0.11, 0.08, 0.04),  # haze above water
        (0.45, 0.05, 0.16, 0.02),  # dark forest
        (0.45, 0.09, 0.16, 0.08),  # haze above dark forest
    ],
)
def test_clouds_and_other_ground_keep_their_probability(cloud, green, near, short):
    probabilities, reflectance = cell(cloud, green, near, short)
    np.testing.assert_array_equal(left_clear(probabilities, reflectance), probabilities)


def test_cells_that_are_missing_change_nothing():
    probabilities, _ = cell(0.45, 0, 0, 0)
    np.testing.assert_array_equal(left_clear(probabilities, np.full((3, 1, 1), -1, np.float32)), probabilities)
