"""The typical spectrum is that of land as most places have it, and errs least in decibels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.training.data.datasets import TrainingScene, read_scenes
from unveil.engine.training.data.spectra import DETAIL, typical_spectrum
from unveil.models.card import BANDS

LAND = np.array([0.14, 0.12, 0.11, 0.09, 0.12, 0.18, 0.21, 0.21, 0.23, 0.07, 0.002, 0.16, 0.1])


def scene(place, spectrum, present=None, date=""):
    clear = np.broadcast_to(np.asarray(spectrum, dtype=np.float32)[:, None, None], (13, 4, 4))
    whole = np.ones(13, dtype=bool)
    return TrainingScene(f"{place}{date}", place, clear, whole if present is None else present, np.ones((4, 4), bool))


def decibels(spectrum, places):
    return np.mean([10 * np.log10(np.mean((spectrum - place) ** 2) + DETAIL**2) for place in places])


def test_it_is_that_of_land(training_folder) -> None:
    spectrum = typical_spectrum(read_scenes(training_folder))
    assert spectrum[BANDS.index("B8")] == pytest.approx(0.23, abs=0.04)


def test_it_errs_less_in_decibels_than_mean_and_median() -> None:
    places = [LAND, LAND * 1.1, LAND * 0.95, LAND * 1.9, LAND * 2.1, LAND * 2.2, LAND * 0.5]
    found = typical_spectrum(tuple(scene(str(number), place) for number, place in enumerate(places)))
    assert decibels(found, places) < min(decibels(centre(places, axis=0), places) for centre in (np.mean, np.median))
    np.testing.assert_allclose(found, LAND, rtol=0.12)


def test_a_place_counts_once_however_many_dates_it_has() -> None:
    many = tuple(scene("one", LAND * 1.3, date=str(date)) for date in range(9))
    few = typical_spectrum((many[0], scene("two", LAND), scene("three", LAND * 1.02)))
    np.testing.assert_allclose(typical_spectrum((*many, scene("two", LAND), scene("three", LAND * 1.02))), few)


def test_snow_and_sea_are_left_out() -> None:
    land = (scene("a", LAND), scene("b", LAND))
    np.testing.assert_array_equal(
        typical_spectrum((*land, scene("snow", np.full(13, 0.6)), scene("sea", np.full(13, 0.04)))),
        typical_spectrum(land),
    )


def test_b9_counts_only_beside_b10_and_missing_bands_not_at_all() -> None:
    surface = np.ones(13, dtype=bool)
    surface[[BANDS.index("B1"), BANDS.index("B10")]] = False
    dry = LAND.copy()
    dry[BANDS.index("B9")], dry[BANDS.index("B1")] = 0.25, 0.9
    found = typical_spectrum((scene("a", LAND), scene("dry", dry, surface)))
    np.testing.assert_allclose(found, LAND, rtol=1e-4)


def test_cirrus_over_one_place_is_no_ground() -> None:
    veiled = LAND.copy()
    veiled[BANDS.index("B10")] = 0.04
    found = typical_spectrum((scene("a", LAND), scene("b", LAND), scene("veiled", veiled)))
    assert found[BANDS.index("B10")] == pytest.approx(0.002)


def test_bands_that_were_measured_nowhere_are_named() -> None:
    present = np.ones(13, dtype=bool)
    present[BANDS.index("B12")] = False
    with pytest.raises(UnveilError, match="bands B12 of L1C"):
        typical_spectrum((replace(scene("a", LAND), present=present),))
