"""What a prediction misses is carried under the cloud, alike in every window."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.residual import CELL, REACH, residual_field, without_outliers


def test_a_constant_is_carried_near_and_forgotten_far():
    known = np.ones((400, 400), bool)
    known[100:300, 100:300] = False
    field = residual_field(np.full((1, 400, 400), 50, np.float32), known)[0]
    assert field[50, 50] == pytest.approx(50, rel=0.02)
    assert field[102, 200] == pytest.approx(50, rel=0.05)
    assert abs(field[200, 200]) < 10
    assert (np.diff(field[100:200, 200]) <= 1e-3).all()


def test_the_nearest_ground_counts_most():
    known = np.ones((120, 120), bool)
    known[:, 40:80] = False
    residual = np.where(np.arange(120) < 60, 100.0, -100.0)[None, None, :] * np.ones((1, 120, 1))
    field = residual_field(residual.astype(np.float32), known)[0]
    assert field[60, 41] > 80 and field[60, 78] < -80
    assert abs(field[60, 59] + field[60, 60]) < 10


def test_unknown_values_do_not_matter():
    known = np.random.default_rng(0).random((64, 64)) > 0.4
    values = np.random.default_rng(1).normal(0, 30, (2, 64, 64)).astype(np.float32)
    other = np.where(known, values, np.nan)
    np.testing.assert_array_equal(residual_field(values, known), residual_field(other, known))


def test_a_window_gives_what_the_whole_gives():
    random = np.random.default_rng(2)
    known = random.random((600, 500)) > 0.7
    values = random.normal(0, 30, (1, 600, 500)).astype(np.float32)
    whole = residual_field(values, known)
    top, left = 60 * CELL, 40 * CELL
    window = (slice(top - REACH, top + 40 + REACH), slice(left - REACH, left + 60 + REACH))
    part = residual_field(values[(slice(None), *window)], known[window])
    inner = part[:, REACH : REACH + 40, REACH : REACH + 60]
    np.testing.assert_allclose(inner, whole[:, top : top + 40, left : left + 60], atol=0.01)


def test_outliers_are_held_in():
    residual = np.array([[[5.0, -500.0, 40.0]]], np.float32)
    np.testing.assert_allclose(without_outliers(residual, np.array([20.0])), [[[5, -60, 40]]])
