"""Fills change what is to be filled and nothing else, and find what they can find."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.evaluation.baselines import (
    BASELINES,
    TYPICAL,
    clear_mean,
    do_nothing,
    interpolate,
    regress_radar,
)


@pytest.fixture
def scene():
    """Ground that is a linear function of radar, with a square to be filled: (clear, cloudy, restore, known, radar)."""
    generator = np.random.default_rng(2)
    radar = np.array([-11.0, -18.0])[:, None, None] + generator.normal(0, 3, (2, 80, 90))
    slopes = np.linspace(20, 60, 13)[:, None, None]
    clear = 1500 + slopes * (radar[0] + 11) - 0.5 * slopes * (radar[1] + 18)
    restore = np.zeros((80, 90), bool)
    restore[20:50, 20:60] = True
    cloudy = np.where(restore, 7000, clear).astype(np.float32)
    return clear, cloudy, restore, ~restore, radar.astype(np.float32)


@pytest.mark.parametrize("name", list(BASELINES))
def test_only_what_is_to_be_filled_changes(scene, name, tmp_path, monkeypatch):
    _, cloudy, restore, known, radar = scene
    monkeypatch.chdir(tmp_path)
    before = cloudy.copy()
    filled = BASELINES[name](cloudy, restore, known, radar)
    assert filled.shape == cloudy.shape and filled.dtype == np.float32
    np.testing.assert_array_equal(filled[:, ~restore], cloudy[:, ~restore])
    np.testing.assert_array_equal(cloudy, before)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_nothing(scene):
    assert do_nothing(*scene[1:]) is scene[1]


def test_the_mean_is_that_of_the_known_pixels(scene):
    _, cloudy, restore, known, radar = scene
    filled = clear_mean(cloudy, restore, known, radar)
    np.testing.assert_allclose(filled[:, 30, 30], cloudy[:, known].mean(axis=1), rtol=1e-6)


def test_regression_learns_a_linear_relation_to_radar(scene):
    clear, cloudy, restore, known, radar = scene
    error = np.abs(regress_radar(cloudy, restore, known, radar) - clear)[:, restore]
    spread = np.abs(clear_mean(cloudy, restore, known, radar) - clear)[:, restore]
    assert error.mean() < 0.1 * spread.mean()


def test_regression_falls_back_on_the_mean_where_there_is_no_radar(scene):
    _, cloudy, restore, known, radar = scene
    radar = radar.copy()
    radar[:, :, 40:] = np.nan
    filled = regress_radar(cloudy, restore, known, radar)
    mean = cloudy[:, known & np.isfinite(radar).all(axis=0)]
    assert np.isfinite(filled).all()
    np.testing.assert_allclose(filled[:, 30, 50], filled[:, 40, 55])
    assert mean.min() <= filled[0, 30, 50] <= mean.max()


def test_interpolation_continues_a_ramp_between_its_rims():
    ramp = np.broadcast_to(np.arange(60, dtype=np.float32) * 50 + 500, (13, 60, 60)).copy()
    restore = np.zeros((60, 60), bool)
    restore[:, 25:35] = True
    filled = interpolate(np.where(restore, 9000, ramp).astype(np.float32), restore, ~restore, np.zeros((2, 60, 60)))
    assert np.abs(filled - ramp).max() < 260
    assert (np.diff(filled[0, 30]) > -1).all()


@pytest.mark.parametrize("name", ["clear mean", "gdal.FillNodata", "radar regression"])
def test_where_all_is_cloud_a_usual_spectrum_is_painted(scene, name):
    _, cloudy, restore, _, radar = scene
    everything = np.ones_like(restore)
    filled = BASELINES[name](cloudy, everything, ~everything, radar)
    np.testing.assert_allclose(filled[:, 3, 3], TYPICAL)
