"""What a prediction misses is carried under the cloud, alike in every window."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.residual import CELL, REACH, Field, hold_outliers


def whole_field(residual, known):
    """Return the field [bands, h, w] of a whole window."""
    field = Field(known, slice(0, known.shape[0]), slice(0, known.shape[1]))
    return np.stack([field.of(plane) for plane in residual * known])


def test_a_constant_is_carried_near_and_forgotten_far():
    known = np.ones((400, 400), bool)
    known[100:300, 100:300] = False
    field = whole_field(np.full((1, 400, 400), 50, np.float32), known)[0]
    assert field[50, 50] == pytest.approx(50, rel=0.02)
    assert field[102, 200] == pytest.approx(50, rel=0.05)
    assert abs(field[200, 200]) < 10
    assert (np.diff(field[100:200, 200]) <= 1e-3).all()


def test_the_nearest_ground_counts_most():
    known = np.ones((120, 120), bool)
    known[:, 40:80] = False
    residual = np.where(np.arange(120) < 60, 100.0, -100.0)[None, None, :] * np.ones((1, 120, 1))
    field = whole_field(residual.astype(np.float32), known)[0]
    assert field[60, 41] > 80 and field[60, 78] < -80
    assert abs(field[60, 59] + field[60, 60]) < 10


def test_a_window_gives_what_the_whole_gives():
    random = np.random.default_rng(2)
    known = random.random((600, 500)) > 0.7
    values = random.normal(0, 30, (1, 600, 500)).astype(np.float32)
    whole = whole_field(values, known)
    top, left = 60 * CELL, 40 * CELL
    window = (slice(top - REACH, top + 40 + REACH), slice(left - REACH, left + 60 + REACH))
    inner = slice(REACH, REACH + 40), slice(REACH, REACH + 60)
    field = Field(known[window], *inner)
    part = np.stack([field.of(plane) for plane in (values * known)[(slice(None), *window)]])
    np.testing.assert_allclose(part, whole[:, top : top + 40, left : left + 60], atol=0.01)


def test_outliers_are_held_in():
    residual = np.array([[5.0, -500.0, 40.0]], np.float32)
    hold_outliers(residual, 20.0)
    np.testing.assert_allclose(residual, [[5, -60, 40]])
