"""What clear ground usually looks like over many places: its spectrum, and how much it differs within a scene."""

from __future__ import annotations

import warnings

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.training.data.datasets import TrainingScene
from unveil.models.card import BANDS

DETAIL = 0.02
"""Reflectance by which ground differs from a constant that has the right colour: about 34 dB, on real triplets."""

_LEAST_PIXELS = 1000
_LEAST_DEVIATION = 5e-4
_LEAST_INFRARED, _SNOW = 0.05, 0.25
"""Reflectance in B8 of sea, and in B2 of snow."""

_ROUNDS, _STEP = 300, 1e-5


def typical_spectrum(scenes: tuple[TrainingScene, ...]) -> np.ndarray:
    """Return [13] reflectance of L1C, the constant that errs least over places in decibels; snow and sea left out.

    A place counts by the mean of its scenes, in the bands that were measured. Decibels are logarithms of squares, so
    places far from all others hardly count: deserts and fresh meadows do not draw the spectrum to themselves.

    Raises:
        UnveilError: some band was measured over no land.
    """
    by_place: dict[str, list[np.ndarray]] = {}
    for scene in scenes:
        if scene.usable.any():
            pixels = scene.clear[:, scene.usable]
            blue, infrared = (float(np.median(pixels[BANDS.index(name)])) for name in ("B2", "B8"))
            if infrared > _LEAST_INFRARED and blue < _SNOW:
                by_place.setdefault(scene.place, []).append(np.where(_told(scene), pixels.mean(axis=1), np.nan))
    places = np.array([_mean(spectra) for spectra in by_place.values()]).reshape(-1, len(BANDS))
    missing = [name for name, plane in zip(BANDS, places.T) if np.isnan(plane).all()]
    if missing:
        raise UnveilError(
            f"No training scene over clear land has the bands {', '.join(missing)} of L1C; add some (s1s2_clear, "
            "s2_clear)."
        )
    spectrum = _centre(places)
    # It sees cirrus in some, and ground in none.
    spectrum[BANDS.index("B10")] = np.nanmedian(places[:, BANDS.index("B10")])
    return spectrum


def typical_deviations(scenes: tuple[TrainingScene, ...]) -> np.ndarray:
    """Return [13] reflectance: the median over places of their scenes' standard deviations, of bands measured there.

    At least 5 DN, which the sensor itself makes.
    """
    by_place: dict[str, list[np.ndarray]] = {}
    for scene in scenes:
        if np.count_nonzero(scene.usable) > _LEAST_PIXELS:
            deviation = scene.clear[:, scene.usable].std(axis=1)
            by_place.setdefault(scene.place, []).append(np.where(scene.present, deviation, np.nan))
    with warnings.catch_warnings():
        # A place may lack a band altogether.
        warnings.simplefilter("ignore", RuntimeWarning)
        places = [np.nanmedian(deviations, axis=0) for deviations in by_place.values()]
        return np.maximum(np.nan_to_num(np.nanmedian(places, axis=0)), _LEAST_DEVIATION)


def _told(scene: TrainingScene) -> np.ndarray:
    """Return [13] bool: the bands of a scene that tell of L1C."""
    told = scene.present.copy()
    if not told[BANDS.index("B10")]:
        # L2A has no vapour in B9, and nothing but B10 tells the levels apart for certain.
        told[BANDS.index("B9")] = False
    return told


def _mean(spectra: list[np.ndarray]) -> np.ndarray:
    """Return the mean [13] of spectra, NaN where none has a band."""
    known = ~np.isnan(spectra)
    number = known.sum(axis=0)
    return np.where(number > 0, np.nansum(spectra, axis=0) / np.maximum(number, 1), np.nan)


def _centre(places: np.ndarray) -> np.ndarray:
    """Return the spectrum [13] that errs least in the mean over places [n, 13] of decibels, of all that are found from
    each place and from their median by weighted means, the weights being one over the squares.
    """
    known = ~np.isnan(places)
    median = np.nanmedian(places, axis=0)
    found = []
    for spectrum in (median, *np.where(known, places, median)):
        for _ in range(_ROUNDS):
            weights = known / (_squares(spectrum, places) * known.sum(axis=1))[:, None]
            before, spectrum = spectrum, np.nansum(weights * places, axis=0) / weights.sum(axis=0)
            if np.abs(spectrum - before).max() < _STEP:
                break
        found.append((float(np.log(_squares(spectrum, places)).sum()), spectrum))
    return min(found, key=lambda each: each[0])[1]


def _squares(spectrum: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return [n] the mean square error of a constant on ground of places [n, 13], over the bands measured there."""
    return np.nanmean((places - spectrum) ** 2, axis=1) + DETAIL**2
