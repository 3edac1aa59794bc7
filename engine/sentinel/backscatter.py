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


def _could_be(negative: float) -> str:
    return "linear power or amplitude" if negative <= _HARDLY else "dB or linear"
