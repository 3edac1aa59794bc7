"""What of another date is not relied on."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.references.guards import (
    BRIGHT,
    CHANGED,
    SNOW,
    limits_of,
    of_another_orbit,
    proven_limits,
    refusal,
)
from unveil.engine.references.sample import Colours, Sample


def limits(spread=0.8, shares=None, places=None):
    random = np.random.default_rng(0)
    dn = random.uniform(500, 3000, (5000, 4)).astype(np.float32)
    change = random.normal(1.0, spread, (5000, 2)).astype(np.float32)
    radar = np.tile(np.array([-11.0, -17.0], np.float32), (5000, 1))
    return limits_of(Colours(dn, dn, change, np.zeros(len(dn), np.uint8)), radar, shares, places)


RADAR = np.full((2, 60, 60), -14, np.float32)


def image(change=1.0):
    """A window of usual ground with its radar changed by `change` dB in a square of 20 pixels."""
    dn = np.full((4, 60, 60), 1500, np.float32)
    radar = np.random.default_rng(1).normal(1.0, 0.8, (2, 60, 60)).astype(np.float32)
    radar[:, 20:40, 20:40] += np.float32(change - 1.0)
    return dn, radar


@pytest.mark.parametrize("change", [-5.0, 6.0])
def test_a_change_that_radar_saw_is_refused_there_and_hardly_elsewhere(change):
    reasons = limits().reasons(*image(change), RADAR)
    changed = (reasons & CHANGED) > 0
    assert changed[22:38, 22:38].mean() > 0.95
    assert changed[:18].mean() < 0.01 and changed[42:].mean() < 0.01


def test_what_changed_everywhere_is_no_change():
    assert not limits().reasons(*image(1.0), RADAR).any()


def test_a_flood_is_refused_below_the_limit_of_other_changes():
    dn, radar = image()
    wide = limits(spread=1.3)
    radar[0, 20:40, 20:40] -= 3.6
    assert (wide.reasons(dn, radar, RADAR)[22:38, 22:38] & CHANGED).mean() > 0.6


def test_without_radar_nothing_is_seen_to_change():
    dn, radar = image(-9.0)
    assert not limits().reasons(dn, np.full_like(radar, np.nan), RADAR).any()


def test_snow_is_refused_where_the_scene_has_none():
    dn, radar = image()
    dn[1, :10], dn[3, :10] = 6000, 700
    own = limits(shares=(0.0, 0.1), places=(1, 3))
    assert ((own.reasons(dn, radar, RADAR)[:10] & SNOW) > 0).all()
    assert not limits(shares=(0.5, 0.6), places=(1, 3)).reasons(dn, radar, RADAR).any()


def test_what_is_brighter_than_all_clear_ground_is_refused():
    dn, radar = image()
    dn[:, :5] = 4200
    assert ((limits().reasons(dn, radar, RADAR)[:5] & BRIGHT) > 0).all()


def test_radar_of_another_orbit_differs_all_over():
    assert of_another_orbit(limits(spread=4.5)) and not of_another_orbit(limits(spread=1.5))


def test_a_reference_that_tells_less_than_the_surroundings_is_refused():
    assert "tells less than" in refusal(np.array([300.0, 200]), np.array([250.0, 210]), None)
    assert refusal(np.array([100.0, 90]), np.array([250.0, 210]), None) == ""


def test_snow_on_one_date_only_is_named():
    assert refusal(np.ones(2), np.full(2, 9.0), (0.02, 0.8)) == "snow lies on 80 % of it and on 2 % of the scene"


def test_wind_on_open_water_is_no_change():
    dn, radar = image(9.0)
    water = np.stack([np.full((60, 60), -18, np.float32), np.full((60, 60), -26, np.float32)])
    water[:, :20] += 20
    radar[1, 20:40, 20:40] = 2.0
    found = limits().reasons(dn, radar, water)
    assert not found.any()
    assert limits().reasons(dn, radar, RADAR)[22:38, 22:38].all()


def known_sample(error_of_changed):
    """Clear ground of which a tenth changed by 5 dB, and the errors of a reference there and elsewhere."""
    random = np.random.default_rng(2)
    number = 6000
    change = random.normal(0, 0.6, (number, 2)).astype(np.float32)
    change[:600, 1] += 5
    dn = random.uniform(500, 3000, (number, 4)).astype(np.float32)
    colours = Colours(dn, dn, change, np.zeros(len(dn), np.uint8))
    radar = np.tile(np.array([-11.0, -17.0], np.float32), (number, 1))
    around = dn + random.normal(0, 300, dn.shape).astype(np.float32)
    nowhere, far = np.zeros((number, 2), int), np.full(number, 4)
    sample = Sample(nowhere, nowhere[:, 0], dn, around, radar, far, (colours,))
    missed = random.normal(0, 100, dn.shape)
    missed[:600] *= error_of_changed / 100
    return sample, colours, missed


def test_changes_that_the_reference_gets_right_on_clear_ground_are_not_refused():
    sample, colours, missed = known_sample(120)
    usual = limits_of(colours, sample.radar, None, None)
    assert usual.gone[1] < 5.5
    assert proven_limits(usual, sample, colours, missed).gone[1] > 5.5


def test_changes_that_it_gets_wrong_are():
    sample, colours, missed = known_sample(600)
    usual = limits_of(colours, sample.radar, None, None)
    assert proven_limits(usual, sample, colours, missed) is usual
