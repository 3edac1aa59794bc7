"""How much cloud varies in the short-wave infrared is told from what is left over."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.veil_absorption import sums, varies
from unveil.engine.ground.veil_model import KINDS, Layer
from unveil.engine.ground.veil_precision import Precision

NAMES = ("B2", "B3", "B4", "B8", "B8A", "B11", "B12")
LAYER = Layer(NAMES, "cirrus", KINDS[-1].colour(NAMES)[0].astype(np.float32), KINDS[-1].exponents(NAMES), 0.0)
COVARIANCE = 0.01**2 * (0.5 * np.eye(len(NAMES)) + 0.5)
SHAPE = (40, 50)
DEPTH = np.full(SHAPE, 0.25, dtype=np.float32)
TRUST = np.ones(SHAPE, dtype=np.float32)


def left_over(share, bands=("B11", "B12"), seed=0):
    """Ground, and the light of cloud that varies by a share of it in some bands."""
    generator = np.random.default_rng(seed)
    ground = np.linalg.cholesky(COVARIANCE) @ generator.standard_normal((len(NAMES), DEPTH.size))
    light = LAYER.colour * (np.exp(0.25) - 1) * np.array([name in bands for name in NAMES])
    cloud = share * light[:, None] * generator.standard_normal(DEPTH.size)
    return (ground + cloud).reshape(-1, *SHAPE).astype(np.float32)


def found(left, trust=TRUST):
    return varies(sums(left, DEPTH, trust, Precision(COVARIANCE, LAYER)))


def test_cloud_of_one_colour_over_ground_does_not_vary():
    assert found(left_over(0.0)) == 0.0


def test_cloud_of_several_colours_does_by_about_half_of_its_variance():
    assert found(left_over(0.4)) == pytest.approx(0.4 * np.sqrt(0.5), rel=0.3)


def test_what_other_bands_leave_over_as_much_is_no_sign_of_it():
    assert found(left_over(0.4, NAMES)) < 0.1


def test_nothing_is_told_where_no_ground_is_seen_or_few_cells_are():
    assert found(left_over(0.4), np.zeros_like(TRUST)) == 0.0
    few = np.zeros_like(TRUST)
    few[:4, :8] = 1
    assert found(left_over(0.4), few) == 0.0


def test_blocks_add_up():
    left, precision = left_over(0.3), Precision(COVARIANCE, LAYER)
    parts = [sums(left[:, rows], DEPTH[rows], TRUST[rows], precision) for rows in (slice(0, 15), slice(15, 40))]
    assert varies(parts[0] + parts[1]) == pytest.approx(found(left), rel=1e-3)


def test_bands_that_are_missing_tell_nothing():
    names = NAMES[:5]
    layer = Layer(names, "cirrus", LAYER.colour[:5], LAYER.exponents[:5], 0.0)
    total = sums(left_over(0.4)[:5], DEPTH, TRUST, Precision(COVARIANCE[:5, :5], layer))
    assert varies(total) == 0.0
