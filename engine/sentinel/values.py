"""What measured values of Sentinel-2 can be, and what gives away values that no sensor measures.

Everything here works on samples; DN are reflectance x 10000.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from unveil.engine.errors import UnveilError

QUANTIFICATION = 10000.0
"""DN of reflectance 1."""

MOST_REFLECTANCE = 20.0
"""No Sentinel-2 scene in DN keeps its bright pixels below this; one in reflectance never rises above it."""

OFFSET_FLOOR = 900.0
"""Without the +1000 of processing baseline 04.00 the cirrus band's floor lies near 10 DN."""

POSSIBLE = (-5000.0, 25000.0)
"""DN between which measurements lie: the detectors saturate below 2.5, and corrections overshoot by less than 0.5."""

_FILLS = (65535.0, 32767.0, -32768.0, -32767.0, -9999.0, -10000.0, -99999.0)
"""What software fills rasters with."""

_WRAPPED = 5000.0
"""How far below the top of an unsigned type values wrap to that were small before something was subtracted."""

_SURELY_NEGATIVE = -50.0
_FEWEST_FILLED = 16
_LEAST_FILLED = 1e-4

_WRAPPED_SHARE = 2e-4
_MOST_NEGATIVE = -300.0
_NEGATIVE_PERCENT = 2.0
_BRIGHTEST = 20000.0
_DARKEST = 150.0
"""DN that the brightest pixels and bands of any scene by day exceed."""

_DIM = 1600.0
"""DN that the brightest thousandth of a scene exceeds in some band, unless it is open water: of 102 scenes without B10
that of all but one, which is water, lies above 3200, and cloud of reflectance x 1000 reaches 1400."""

_LEAST_BLUE = 300.0
"""DN of B2 that air alone scatters up to the satellite, and more: the darkest tenth of each of 167 scenes has 690."""

_AIR, _BLUER = 600.0, 1.3
"""DN of B2 that air alone exceeds, and how much brighter it is there than in B4 above ground in shadow."""

_FLAT = 2.0
"""With less between the medians of two bands they are told from one another by nothing. Of 164 real scenes B10 has 0.44
of the darkest of B1 to B8A at most, and 0.65 of B11 and B12 where it is above 150 DN."""

_ICE = 8.0
"""Times B12 that B10 may be: ice absorbs at 2.2 um, so high cloud over open water is darker there than at 1.4 um."""

_NEAR_INFRARED = ("B8", "B8A", "B7", "B6")


def is_reflectance(dn: np.ndarray) -> bool:
    """Tell whether measured values of any shape are reflectance (0 to about 1) rather than DN."""
    return bool(np.percentile(dn, 99.9) < MOST_REFLECTANCE)


def has_offset(floors: Mapping[Any, float]) -> bool:
    """Tell from the 1st percentile of each band, in DN, whether the +1000 of baseline 04.00 is still in all of them.

    Of 235 real scenes and patches, the three with the offset have floors of 1005 and more, the others of 768 at most.
    """
    return min(floors.values()) >= OFFSET_FLOOR


def is_fill(stored: np.ndarray, gain: float, bias: float) -> np.ndarray:
    """Return where stored values of one band are fill: one of the usual numbers, where DN of it are impossible."""
    result = np.zeros(stored.shape, dtype=bool)
    for value in _FILLS:
        if not POSSIBLE[0] <= value * gain + bias <= POSSIBLE[1]:
            result |= stored == value
    if np.issubdtype(stored.dtype, np.floating):
        result |= np.abs(stored) > 1e30
    return result


def fill_of(stored: np.ndarray, gain: float, bias: float) -> np.ndarray:
    """Return [...] bool of stored values [bands, ...]: pixels where all bands hold one and the same impossible value.

    Negative values count as impossible here but for the least ones, as no ground has the same negative reflectance in
    all bands.
    """
    first = stored[0]
    if _is_possible(first, gain, bias):
        return np.zeros(first.shape, dtype=bool)
    with np.errstate(over="ignore", invalid="ignore"):
        dn = first.astype(np.float64) * gain + bias
        odd = (first == -1) | (dn <= _SURELY_NEGATIVE) | (dn > POSSIBLE[1])
    if len(stored) < 2 or not odd.any():
        return odd & is_fill(first, gain, bias)
    return odd & (stored == first).all(axis=0)


def _is_possible(stored: np.ndarray, gain: float, bias: float) -> bool:
    """Tell from the least and the greatest of one band alone that no value of it is odd; no numbers are."""
    if not stored.size or gain <= 0:
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        least, most = float(stored.min()), float(stored.max())
    return least > -1 and least * gain + bias > _SURELY_NEGATIVE and most * gain + bias <= POSSIBLE[1]


def fill_value(stored: np.ndarray, gain: float, bias: float) -> float | None:
    """Return the value with which one band is filled where it has no data, from measured values [n], or None.

    It stands alone at the end of what is stored, far from everything else: below zero, or above what can be measured.
    """
    if stored.size == 0:
        return None
    stored = stored.astype(np.float64)
    least, most = stored.min(), stored.max()
    for value in (least, most):
        others = stored[stored != value]
        if stored.size - others.size < max(_FEWEST_FILLED, _LEAST_FILLED * stored.size):
            continue
        dn = value * gain + bias
        if value < 0 and (not others.size or others.min() > value / 2):
            return float(value)
        if value == most and dn > POSSIBLE[1] and (not others.size or others.max() * gain + bias <= POSSIBLE[1]):
            return float(value)
    return None


def check_stored(path: str, dtype: str, stored: Mapping[str, np.ndarray]) -> None:
    """Refuse values that wrapped below zero, as an offset that is subtracted in an unsigned type makes them.

    Raises:
        UnveilError: so it is.
    """
    if not np.issubdtype(np.dtype(dtype), np.unsignedinteger):
        return
    top = float(np.iinfo(np.dtype(dtype)).max)
    if top < 10 * _WRAPPED:
        return
    for name, values in stored.items():
        high = values[values >= top - _WRAPPED]
        between = np.count_nonzero((values > top / 2) & (values < top - _WRAPPED))
        if len(high) >= max(3, _WRAPPED_SHARE * len(values)) and len(np.unique(high)) >= 3 and between < len(high):
            raise UnveilError(
                f"{name} of {path} holds values up to {high.max():g} that wrapped below zero: something, probably the "
                f"offset of 1000, was subtracted as {dtype}; subtract it again as int16 or float and set what is below "
                "1 to 1."
            )


def check_measurements(path: str, dn: Mapping[str, np.ndarray], level: str, prepared: bool = False) -> None:
    """Refuse DN of a level that are no measurement: impossible, too dark for it, or of bands with wrong names.

    prepared: they come from a product whose metadata say how they are coded.

    Raises:
        UnveilError: so it is.
    """
    _check_dn(path, dn, prepared)
    if level != "L2A":
        _check_air(path, dn)
        _check_names(path, dn)
    if not prepared:
        _check_brightness(path, dn)


def _check_dn(path: str, dn: Mapping[str, np.ndarray], prepared: bool) -> None:
    """Refuse DN that no sensor measures: below zero for much of a band, or stretched beyond what ground reflects."""
    for name, values in dn.items():
        low = float(np.percentile(values, _NEGATIVE_PERCENT))
        if low < _MOST_NEGATIVE:
            raise UnveilError(
                f"{name} of {path} lies below zero for much of the ground ({_NEGATIVE_PERCENT:g} % of it below "
                f"{low:.0f} DN): an offset seems to be subtracted twice; see to the scale and offset that the file "
                "states."
            )
    most = max(float(np.percentile(values, 99.9)) for values in dn.values())
    if most < _DARKEST:
        raise UnveilError(
            f"The values of {path} reach {most:.3g} only: no DN (reflectance x 10000) and no reflectance 0 to 1, as if "
            "they were percent; export one of these."
        )
    brightest = {name: float(np.percentile(values, 99)) for name, values in dn.items()}
    near = next((name for name in _NEAR_INFRARED if name in dn), None)
    blue = float(np.median(dn["B2"])) if "B2" in dn else None
    is_stretched = max(brightest.values()) > _BRIGHTEST
    if near and blue is not None:
        infrared = float(np.median(dn[near]))
        is_stretched |= infrared > 10000 and blue < 0.8 * infrared
    if is_stretched:
        name = max(brightest, key=lambda each: brightest[each])
        if prepared:
            raise UnveilError(
                f"{name} of {path} holds up to {brightest[name]:.0f} DN, a reflectance of "
                f"{brightest[name] / 10000:.1f} that no ground has, though the product says how its values are coded: "
                "its file seems to be damaged; download the product again."
            )
        raise UnveilError(
            f"{name} of {path} holds up to {brightest[name]:.0f} DN, a reflectance of {brightest[name] / 10000:.1f} "
            "that no ground has: the values seem to be stretched (0 to 65535); export DN (reflectance x 10000) or "
            "32-bit reflectance."
        )


def _check_brightness(path: str, dn: Mapping[str, np.ndarray]) -> None:
    """Refuse DN in which nothing is as bright as land is somewhere in every scene, though it is no water.

    Water is darker in the infrared than in the blue, and ground in deep shadow glows in the blue as air alone does. Of
    102 scenes without B10 and 167 with it none is refused, and of the 102 divided by 10 all but 3.
    """
    near = next((name for name in _NEAR_INFRARED if name in dn), None)
    if near is None or "B2" not in dn:
        return
    most = max(float(np.percentile(values, 99.9)) for values in dn.values())
    infrared, blue = (float(np.percentile(dn[name], 75)) for name in (near, "B2"))
    if most < _DIM and infrared > blue and not _glows(dn):
        raise UnveilError(
            f"The values of {path} reach {most:.0f} DN only, and land is brighter somewhere in every scene: they seem "
            "to be scaled (reflectance x 1000, radiance); export DN (reflectance x 10000)."
        )


def _glows(dn: Mapping[str, np.ndarray]) -> bool:
    """Tell whether blue is what air alone scatters up to the satellite, and red much less."""
    blue = dn["B2"]
    return (
        "B4" in dn and np.percentile(blue, 25) > _AIR and float(np.median(blue)) > _BLUER * float(np.median(dn["B4"]))
    )


def _check_air(path: str, dn: Mapping[str, np.ndarray]) -> None:
    """Refuse DN of L1C (with B10) that are darker in the blue than air alone."""
    if not {"B2", "B10"} <= set(dn) or np.median(dn["B10"]) <= 0:
        return
    darkest = float(np.percentile(dn["B2"], 25))
    if darkest < _LEAST_BLUE:
        raise UnveilError(
            f"A quarter of B2 of {path} lies below {darkest:.0f} DN, and at the top of the atmosphere (L1C) air alone "
            "gives more than 600: the values seem to be scaled (reflectance x 1000, radiance), or an offset "
            "subtracted twice; export DN (reflectance x 10000)."
        )


def _check_names(path: str, dn: Mapping[str, np.ndarray]) -> None:
    """Refuse DN of L1C in which another band than B10 is as dark as B10: then bands have one another's names.

    Air lets hardly any light near 1.4 um through, so over clear ground B10 is far darker than all other bands.
    """
    medians = {name: float(np.median(values)) for name, values in dn.items()}
    if "B10" not in medians or len(medians) < 3:
        return
    cirrus = medians.pop("B10")
    darkest, second = sorted(medians, key=lambda name: medians[name])[:2]
    least = _ICE if darkest in ("B11", "B12") else _FLAT
    if medians[darkest] < min(_DARKEST, medians[second] / _FLAT) and cirrus > least * max(medians[darkest], 1.0):
        raise UnveilError(
            f"{darkest} of {path} is as dark ({medians[darkest]:.0f} DN) as only B10 is over ground, and B10 is not: "
            "the bands seem to have one another's names; name them anew."
        )


def check_offset(path: str, dn: Mapping[str, np.ndarray]) -> None:
    """Refuse DN in which the offset of baseline 04.00 is still in.

    Raises:
        UnveilError: so it seems.
    """
    floors = {name: float(np.percentile(values, 1)) for name, values in dn.items()}
    if floors and has_offset(floors):
        raise UnveilError(
            f"Every band of {path} has a floor near 1000 or above (lowest: {min(floors.values()):.0f}): the "
            "radiometric offset of processing baseline 04.00 seems to be still in; subtract 1000 from all bands "
            "(RADIO_ADD_OFFSET). Prepare Sentinel-2 does it, or notes that there is none, where its offset is set to "
            "1000 or none."
        )
