"""What of another date is not relied on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from unveil.engine.references.guards import (
    BRIGHT,
    CHANGED,
    SNOW,
    limits_of,
    of_another_orbit,
    refusal,
)
from unveil.engine.references.radar_change import proven_change, usual_change
from unveil.engine.references.sample import Colours, Sample


def sample_of(dn, change):
    """Clear ground in blocks of 100 pixels that one reference shows as it is."""
    number = len(dn)
    before = np.random.default_rng(7).normal((-11.0, -17.0), 2.0, (number, 2))
    radar = (before + change).astype(np.float32)
    nowhere, far = np.zeros((number, 2), int), np.full(number, 4)
    colours = Colours(dn, dn, change, np.zeros(number, np.uint8))
    return Sample(nowhere, np.arange(number) // 100, dn, dn, radar, far, (colours,))


def limits(spread=0.8, shares=None, places=None):
    random = np.random.default_rng(0)
    dn = random.uniform(500, 3000, (5000, 4)).astype(np.float32)
    change = random.normal(1.0, spread, (5000, 2)).astype(np.float32)
    return limits_of(sample_of(dn, change), 0, shares, places)


RADAR = np.full((2, 60, 60), -14, np.float32)


def image(change=1.0):
    """A window of usual ground, the means round its pixels, and its radar changed by `change` dB in 20 x 20 pixels."""
    dn = np.full((4, 60, 60), 1500, np.float32)
    radar = np.random.default_rng(1).normal(1.0, 0.8, (2, 60, 60)).astype(np.float32)
    radar[:, 20:40, 20:40] += np.float32(change - 1.0)
    return dn, dn.copy(), radar


@pytest.mark.parametrize("change", [-5.0, 6.0])
def test_a_change_that_radar_saw_is_refused_there_and_hardly_elsewhere(change):
    reasons = limits().reasons(*image(change), RADAR)
    changed = (reasons & CHANGED) > 0
    assert changed[22:38, 22:38].mean() > 0.95
    assert changed[:18].mean() < 0.01 and changed[42:].mean() < 0.01


def test_what_changed_everywhere_is_no_change():
    assert not limits().reasons(*image(1.0), RADAR).any()


def test_a_flood_is_refused_below_the_limit_of_other_changes():
    dn, near, radar = image()
    wide = limits(spread=1.3)
    radar[0, 20:40, 20:40] -= 3.6
    assert (wide.reasons(dn, near, radar, RADAR)[22:38, 22:38] & CHANGED).mean() > 0.6


def test_without_radar_nothing_is_seen_to_change():
    dn, near, radar = image(-9.0)
    assert not limits().reasons(dn, near, np.full_like(radar, np.nan), RADAR).any()


def test_snow_is_refused_where_the_scene_has_none():
    dn, near, radar = image()
    dn[1, :10], dn[3, :10] = 6000, 700
    own = limits(shares=(0.0, 0.1), places=(1, 3))
    assert ((own.reasons(dn, near, radar, RADAR)[:10] & SNOW) > 0).all()
    assert not limits(shares=(0.5, 0.6), places=(1, 3)).reasons(dn, near, radar, RADAR).any()


def test_what_is_brighter_than_all_clear_ground_is_refused():
    dn, near, radar = image()
    dn[:, :5] = 4200
    assert ((limits().reasons(dn, near, radar, RADAR)[:5] & BRIGHT) > 0).all()


def test_radar_of_another_orbit_differs_all_over():
    assert of_another_orbit(limits(spread=4.5)) and not of_another_orbit(limits(spread=1.5))


def test_a_reference_that_tells_less_than_the_surroundings_is_refused():
    assert "tells less than" in refusal(np.array([300.0, 200]), np.array([250.0, 210]), None)
    assert refusal(np.array([100.0, 90]), np.array([250.0, 210]), None) == ""


def test_snow_on_one_date_only_is_named():
    assert refusal(np.ones(2), np.full(2, 9.0), (0.02, 0.8)) == "snow lies on 80 % of it and on 2 % of the scene"


def test_wind_on_open_water_is_no_change():
    dn, near, radar = image(9.0)
    water = np.stack([np.full((60, 60), -18, np.float32), np.full((60, 60), -26, np.float32)])
    water[:, :20] += 20
    radar[1, 20:40, 20:40] = 2.0
    found = limits().reasons(dn, near, radar, water)
    assert not found.any()
    assert limits().reasons(dn, near, radar, RADAR)[22:38, 22:38].all()


def known_sample(error_of_changed):
    """Clear ground of which a tenth changed by 5 dB, and the errors of a reference there and elsewhere."""
    random = np.random.default_rng(2)
    number = 6000
    change = random.normal(0, 0.6, (number, 2)).astype(np.float32)
    change[:600, 1] += 5
    dn = random.uniform(500, 3000, (number, 4)).astype(np.float32)
    around = dn + random.normal(0, 300, dn.shape).astype(np.float32)
    missed = random.normal(0, 100, dn.shape)
    missed[:600] *= error_of_changed / 100
    return replace(sample_of(dn, change), around=around), missed


def test_changes_that_the_reference_gets_right_on_clear_ground_are_not_refused():
    sample, missed = known_sample(120)
    usual = usual_change(sample, 0)
    assert proven_change(usual, sample, 0, missed).gone > 1.05 * usual.gone


def test_changes_that_it_gets_wrong_are():
    sample, missed = known_sample(600)
    usual = usual_change(sample, 0)
    assert proven_change(usual, sample, 0, missed) is usual


def test_what_changes_as_its_kind_does_is_no_change():
    """Of two kinds of fields one was ploughed; what was not ploughed of it stands out, though it did not change."""
    random = np.random.default_rng(4)
    kind = np.arange(6000) // 100 % 2
    dn = (random.normal(0, 60, (6000, 4)) + 1200 + 900 * kind[:, None]).astype(np.float32)
    change = (random.normal(0, 0.5, (6000, 2)) - 5 * kind[:, None]).astype(np.float32)
    own = limits_of(sample_of(dn, change), 0, None, None)
    field = np.full((4, 60, 60), 2100, np.float32)
    ploughed = (random.normal(0, 0.5, (2, 60, 60)) - 5).astype(np.float32)
    ploughed[:, 20:40, 20:40] += 5
    changed = own.reasons(field, field, ploughed, RADAR + 0 * ploughed) & CHANGED > 0
    assert changed[22:38, 22:38].mean() > 0.95 and changed[:18].mean() < 0.05


def test_a_change_of_both_polarisations_against_their_habit_stands_out():
    random = np.random.default_rng(5)
    together = random.normal(0, 1.5, (8000, 1))
    change = (together + random.normal(0, 0.3, (8000, 2))).astype(np.float32)
    own = usual_change(sample_of(random.uniform(500, 3000, (8000, 4)).astype(np.float32), change), 0)
    ground = np.full((4, 1), 1700, np.float32)
    radar = np.array([[-11.0], [-17.0]], np.float32)
    along, against = (own.distance(np.array([[2.5], [other]], np.float32), radar, ground)[0] for other in (2.5, -1.5))
    assert along < own.farthest < own.gone < against


def test_few_pixels_are_not_regressed_on_anything():
    random = np.random.default_rng(6)
    own = usual_change(
        sample_of(random.uniform(500, 3000, (60, 4)).astype(np.float32), random.normal(0, 1, (60, 2))), 0
    )
    assert np.abs(own.weights[1:]).max() == 0 and own.farthest >= 2.5


def test_without_radar_no_distance_is_known():
    sample = sample_of(np.full((500, 4), 1000, np.float32), np.full((500, 2), np.nan, np.float32))
    own = usual_change(sample, 0)
    assert np.isnan(own.distance(np.zeros((2, 3)), np.zeros((2, 3)), np.zeros((4, 3)))).all()
    assert proven_change(own, sample, 0, np.zeros((500, 4))) is own
