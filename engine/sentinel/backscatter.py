"""In what units backscatter is stored, and of which quantity: by names where these say so, else by the values."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.sentinel.values import fill_value

DECIBELS, LINEAR, AMPLITUDE = "dB", "linear", "amplitude"
UNITS = (DECIBELS, LINEAR, AMPLITUDE)
QUANTITIES = ("sigma0", "gamma0")

SNAP_GRAPH = "resources/snap/sentinel1_grd_to_sigma0_db.xml"

_PLAUSIBLE = (-60.0, 10.0)
_MOSTLY, _HARDLY = 0.5, 0.02
_MOST_MEDIAN = 1.5
"""Linear backscatter and its amplitude have medians below; digital numbers have one far above."""

_MOST_VH_POWER = 0.1
"""Median of VH as power, -10 dB: no land scatters more of it, so more than this is amplitude."""

_LEAST_VH_AMPLITUDE = 0.05
_MOST_POWER_RATIO = 0.33
"""VH is a third of VV in amplitude, and a tenth in power."""

_MOST_VV, _MOST_VH = 3.0, -6.0
"""Medians in dB above those of any ground, dense cities included: of 84 real scenes the highest are -7.9 and -15.3."""

_UNSTATED_VV, _UNSTATED_VH = 0.6, 0.3
"""Medians of amplitude (-4.4 and -10.5 dB) above which values from 0 to 1 that nothing names are taken for scaled."""

_LEAST_SPECKLE = 0.6
_SWAPPED = 0.8
_HYP3 = re.compile(r"_RTC\d+_[A-Z]_([gs])([pad])[uw][nf][ec][dm]", re.IGNORECASE)
"""ASF's names say quantity (gamma0, sigma0) and scale (power, amplitude, decibel)."""


def stated_quantity(texts: Iterable[str]) -> str:
    """Return "sigma0" or "gamma0" as names of bands and files say, "" where they do not."""
    text = " ".join(texts)
    hyp3 = _HYP3.search(text)
    if hyp3:
        return "gamma0" if hyp3.group(1).lower() == "g" else "sigma0"
    return next((name for name in QUANTITIES if name[:-1] in text.lower()), "")


def stated_units(texts: Iterable[str]) -> str:
    """Return one of UNITS as names of bands and files say, "" where they do not."""
    text = " ".join(texts)
    hyp3 = _HYP3.search(text)
    if hyp3:
        return {"p": LINEAR, "a": AMPLITUDE, "d": DECIBELS}[hyp3.group(2).lower()]
    words = set(re.split(r"[^a-z]+", text.lower()))
    if words & {"amplitude", "amp"}:
        return AMPLITUDE
    if words & {"db", "decibel", "decibels"}:
        return DECIBELS
    return LINEAR if words & {"linear", "power", "intensity"} else ""


def measured(stored: np.ndarray) -> np.ndarray:
    """Return the values [n] of one band that are measurements: finite, not 0, not what it is filled with."""
    values = stored[np.isfinite(stored) & (stored != 0)].astype(np.float64)
    fill = fill_value(values, 1.0, 0.0)
    return values if fill is None else values[values != fill]


def units_of(path: str, vv: np.ndarray, vh: np.ndarray, stated: str = "") -> str:
    """Return the units of measured values [n] of both polarisations; stated: what names say, believed where it can be.

    Raises:
        UnveilError: the values are no backscatter, or could be in more than one of UNITS.
    """
    _check_both(path, vv, vh)
    units = _units_of_values(path, vv, vh, stated)
    co, cross = (_median_db(values, units) for values in (vv, vh))
    if co > _MOST_VV or cross > _MOST_VH:
        raise UnveilError(
            f"The values of {path} would be {co:.1f} dB in VV and {cross:.1f} dB in VH, more than any ground scatters: "
            "they seem to be scaled, or other logarithms; give sigma0 in dB or as power."
        )
    return units


def _check_both(path: str, vv: np.ndarray, vh: np.ndarray) -> None:
    """Refuse polarisations of which one is empty, a copy of the other, or stored in other units (UnveilError)."""
    if bool(vv.size) != bool(vh.size):
        raise UnveilError(f"{'VH' if vv.size else 'VV'} of the radar raster {path} has no valid pixel.")
    if vv.size == vh.size and vv.size and np.mean(vv == vh) > _MOSTLY and vv.min() < vv.max():
        raise UnveilError(f"VV and VH of {path} hold the same values; give both polarisations (1SDV).")
    if vv.size and abs(float(np.mean(vv < 0)) - float(np.mean(vh < 0))) > _MOSTLY:
        raise UnveilError(f"VV and VH of {path} differ in sign, as in different units; store both as sigma0 in dB.")


def check_quantity(path: str, texts: Iterable[str]) -> None:
    """Refuse beta0, which names of bands and files state (UnveilError)."""
    if any(re.search(r"beta[ _]?(0|nought)", text.lower()) for text in texts):
        raise UnveilError(f"{path} holds beta0 by name, and networks need sigma0; calibrate the scene to sigma0.")


def _units_of_values(path: str, vv: np.ndarray, vh: np.ndarray, stated: str) -> str:
    values = np.concatenate([vv, vh])
    if not values.size:
        raise UnveilError(f"The radar raster {path} has no valid pixel.")
    negative, median = float(np.mean(values < 0)), float(np.median(values))
    if negative >= _MOSTLY and median < _PLAUSIBLE[0]:
        raise UnveilError(
            f"The values of {path} (median {median:.4g}) are no backscatter in dB, which lies between -60 and 10; if "
            "they are dB x 100, state the scale in the file: gdal_edit.py -scale 0.01 <file>."
        )
    if negative >= _MOSTLY and median <= _PLAUSIBLE[1]:
        return DECIBELS
    if negative <= _HARDLY and median >= _MOST_MEDIAN:
        raise UnveilError(
            f"The values of {path} (median {median:.3g}) are digital numbers or amplitudes, no calibrated backscatter; "
            f"calibrate the scene to sigma0 first (SNAP with the graph {SNAP_GRAPH})."
        )
    if negative <= _HARDLY and stated in (LINEAR, AMPLITUDE):
        return stated
    found = _power_or_amplitude(vv, vh) if negative <= _HARDLY else ""
    if found == AMPLITUDE and not _is_speckled(vv, vh):
        raise UnveilError(
            f"The values of {path} (0 to {np.percentile(values, 99):.2g}) seem to be decibels scaled to another range; "
            "give sigma0 in dB or as power, or state the units with Prepare Sentinel-1."
        )
    if found:
        return found
    raise UnveilError(
        f"The values of {path} (median {median:.3g}, {100 * negative:.0f} % negative) could be {_could_be(negative)}; "
        "state the units with Prepare Sentinel-1."
    )


def is_swapped(vv: np.ndarray, vh: np.ndarray) -> bool:
    """Tell whether VH is stronger than VV nearly everywhere, pixel by pixel, which nothing on the ground does."""
    both = np.isfinite(vv) & np.isfinite(vh)
    return bool(both.any()) and float(np.mean(vh[both] > vv[both])) > _SWAPPED


def _power_or_amplitude(vv: np.ndarray, vh: np.ndarray) -> str:
    if not vv.size or not vh.size:
        return ""
    co, cross = float(np.median(vv)), float(np.median(vh))
    ratio = cross / co if co > 0 else np.inf
    if cross > _MOST_VH_POWER or (cross > _LEAST_VH_AMPLITUDE and ratio > _MOST_POWER_RATIO):
        return AMPLITUDE
    return LINEAR if ratio <= _MOST_POWER_RATIO else ""


def _is_speckled(vv: np.ndarray, vh: np.ndarray) -> bool:
    """Tell whether values [n] in the order of the pixels vary from one to the next in proportion to their strength.

    So does speckle in power and amplitude; in decibels, scaled or not, it is alike in both polarisations. Values too
    strong for amplitude are scaled, too. Of 84 real scenes 74 pass as amplitude (3 of the others are water, which could
    be power as well), and up to 5 of the same in decibels scaled from any of five ranges to 0 ... 1.
    """
    if float(np.median(vv)) > _UNSTATED_VV or float(np.median(vh)) > _UNSTATED_VH:
        return False
    rough = [float(np.median(np.abs(np.diff(values)))) / float(np.median(values)) for values in (vv, vh)]
    return rough[1] == 0 or rough[0] / rough[1] >= _LEAST_SPECKLE


def _median_db(values: np.ndarray, units: str) -> float:
    if not values.size:
        return -np.inf
    factor = {DECIBELS: None, LINEAR: 10.0, AMPLITUDE: 20.0}[units]
    median = float(np.median(values))
    return median if factor is None else factor * float(np.log10(max(median, 1e-9)))


def _could_be(negative: float) -> str:
    return "linear power or amplitude" if negative <= _HARDLY else "dB or linear"
