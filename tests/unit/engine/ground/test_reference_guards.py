"""What of another date is not relied on."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.reference_guards import BRIGHT, CHANGED, SNOW, limits_of, of_another_orbit, refusal
from unveil.engine.ground.reference_sample import Colours


def limits(spread=0.8, shares=None, places=None):
    random = np.random.default_rng(0)
    dn = random.uniform(500, 3000, (5000, 4)).astype(np.float32)
    change = random.normal(1.0, spread, (5000, 2)).astype(np.float32)
    return limits_of(Colours(dn, dn, change), shares, places)


def image(change=1.0):
    """A window of usual ground with its radar changed by `change` dB in a square of 20 pixels."""
    dn = np.full((4, 60, 60), 1500, np.float32)
    radar = np.random.default_rng(1).normal(1.0, 0.8, (2, 60, 60)).astype(np.float32)
    radar[:, 20:40, 20:40] += np.float32(change - 1.0)
    return dn, radar


@pytest.mark.parametrize("change", [-5.0, 6.0])
def test_a_change_that_radar_saw_is_refused_there_and_hardly_elsewhere(change):
    reasons = limits().reasons(*image(change))
    changed = (reasons & CHANGED) > 0
    assert changed[22:38, 22:38].mean() > 0.95
    assert changed[:18].mean() < 0.01 and changed[42:].mean() < 0.01


def test_what_changed_everywhere_is_no_change():
    assert not limits().reasons(*image(1.0)).any()


def test_a_flood_is_refused_below_the_limit_of_other_changes():
    dn, radar = image()
    wide = limits(spread=1.3)
    radar[0, 20:40, 20:40] -= 3.6
    assert (wide.reasons(dn, radar)[22:38, 22:38] & CHANGED).mean() > 0.6


def test_without_radar_nothing_is_seen_to_change():
    dn, radar = image(-9.0)
    assert not limits().reasons(dn, np.full_like(radar, np.nan)).any()


def test_snow_is_refused_where_the_scene_has_none():
    dn, radar = image()
    dn[1, :10], dn[3, :10] = 6000, 700
    own = limits(shares=(0.0, 0.1), places=(1, 3))
    assert ((own.reasons(dn, radar)[:10] & SNOW) > 0).all()
    assert not limits(shares=(0.5, 0.6), places=(1, 3)).reasons(dn, radar).any()


def test_what_is_brighter_than_all_clear_ground_is_refused():
    dn, radar = image()
    dn[:, :5] = 4200
    assert ((limits().reasons(dn, radar)[:5] & BRIGHT) > 0).all()


def test_radar_of_another_orbit_differs_all_over():
    assert of_another_orbit(limits(spread=4.5)) and not of_another_orbit(limits(spread=1.5))


def test_a_reference_that_tells_less_than_the_surroundings_is_refused():
    assert "tells less than" in refusal(np.array([300.0, 200]), np.array([250.0, 210]), None)
    assert refusal(np.array([100.0, 90]), np.array([250.0, 210]), None) == ""


def test_snow_on_one_date_only_is_named():
    assert refusal(np.ones(2), np.full(2, 9.0), (0.02, 0.8)) == "snow lies on 80 % of it and on 2 % of the scene"
