"""Grey areas are told from ground that differs."""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.veil_strangeness import Strangeness

NAMES = ("B1", "B2", "B4", "B8")
ROOT = np.array([(0.01, 0, 0, 0), (0.01, 0.01, 0, 0), (0.01, 0.012, 0.004, 0), (0.002, -0.01, 0.0, 0.05)])
COVARIANCE = ROOT @ ROOT.T


def ground(scale):
    noise = np.random.default_rng(1).standard_normal((4, 40 * 40)).astype(np.float32)
    return (scale * ROOT.astype(np.float32) @ noise).reshape(4, 40, 40)


def test_ground_is_not_strange_and_grey_areas_are():
    strangeness, weight = Strangeness(NAMES, COVARIANCE), np.ones((40, 40), np.float32)
    left = ground(1.0)
    assert strangeness(left, weight).max() < 1.5
    left[:, 10:30, 10:30] += 0.08
    found = strangeness(left, weight)
    assert found[13:27, 13:27].min() > 3 and found[:7, :7].max() < 1.5


def test_bands_of_60_metres_and_cells_without_weight_do_not_count():
    strangeness, weight = Strangeness(NAMES, COVARIANCE), np.ones((40, 40), np.float32)
    left = ground(1.0)
    expected = strangeness(left, weight)
    left[0] += 1
    np.testing.assert_array_equal(strangeness(left, weight), expected)
    weight[20, 20] = 0
    left[:, 20, 20] = 5
    assert strangeness(left, weight).max() < 1.6
