"""Which band of a raster is which, by name; by position only where nothing is ambiguous; and which hold nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Band, Raster, Reader
from unveil.engine.sentinel.order import SENTINEL2, order_of
from unveil.engine.sentinel.values import POSSIBLE, QUANTIFICATION

POLARISATIONS = ("VV", "VH")


_COMMON = {
    "coastal": "B1", "coastalaerosol": "B1", "ultrablue": "B1", "blue": "B2", "green": "B3", "red": "B4",
    "rededge1": "B5", "rededge071": "B5", "vegetationrededge1": "B5",
    "rededge2": "B6", "rededge075": "B6", "vegetationrededge2": "B6",
    "rededge3": "B7", "rededge078": "B7", "vegetationrededge3": "B7",
    "nir": "B8", "broadnir": "B8", "nir08": "B8A", "nirnarrow": "B8A", "narrownir": "B8A", "rededge4": "B8A",
    "nir09": "B9", "watervapour": "B9", "watervapor": "B9", "cirrus": "B10",
    "swir16": "B11", "swir1": "B11", "swir22": "B12", "swir2": "B12",
}  # fmt: skip
"""Common names of the STAC extension eo, as catalogues and Earth Search's stacks use them, and their spellings."""


_NO_BACKSCATTER = frozenset(
    ("COH", "COHERENCE", "RATIO", "STD", "STDDEV", "VAR", "VARIANCE", "COUNT", "ANGLE", "PHASE", "MASK", "INCIDENCE")
)

_OTHER_SENSORS = {
    "Landsat": re.compile(r"S[RT]_B\d{1,2}|(L[CEOTM]0[4-9]_L\d|HLS\.L30\.).*"),
    "MODIS": re.compile(r"(NADIR_REFLECTANCE_BAND|SUR_REFL_B)\d{1,2}(_1)?|M[OCY]D\d\d[A-Z]\w*\..*"),
    "Sentinel-3": re.compile(r"O[AT]\d\d_(RADIANCE|REFLECTANCE)|S3[AB]_.*"),
}
"""Bands and files of other sensors as their archives name them: their numbers mean others than Sentinel-2's."""


def optical_name(description: str) -> str | None:
    """Return the band of SENTINEL2 that a description names ("B04", "B8A_20m", "B4, central wavelength 665 nm",
    "nir", "Narrow NIR (865 nm)").

    One that names two bands is of something derived from both ("NDVI_B8_B4"), and is none; nor is one of another
    sensor's.
    """
    if other_sensor(description):
        return None
    words = re.split(r"[^A-Za-z0-9]+", description.upper())
    codes = {f"B{match.group(1)}" for word in words if (match := re.fullmatch(r"B0?(\d{1,2}A?)", word))}
    if re.search(r"\bBAND[ _-]*8A\b", description.upper()):
        codes.add("B8A")
    known = codes & set(SENTINEL2)
    if codes:
        return known.pop() if len(known) == 1 else None
    without = [word for word in words if word != "NM" and not re.fullmatch(r"\d{3,4}(NM)?", word)]
    whole = _COMMON.get("".join(words).lower()) or _COMMON.get("".join(without).lower())
    if whole:
        return whole
    common = {_COMMON[word] for word in map(str.lower, words) if word in _COMMON}
    return common.pop() if len(common) == 1 and "EDGE" not in words else None


def other_sensor(description: str) -> str:
    """Return the sensor whose band or file a description names, where that is not Sentinel-2's; else ""."""
    name = description.strip().upper()
    return next((sensor for sensor, pattern in _OTHER_SENSORS.items() if pattern.fullmatch(name)), "")


def optical_names(raster: Raster) -> tuple[str | None, ...]:
    """Return the Sentinel-2 band of each band of a raster, None for others; bands that are only numbered have no names.

    Bands that were found to hold no measurement are none either. b1, b2 ... b13 are what Earth Engine and rasterio call
    any bands: after B8 Sentinel-2 has B8A.
    """
    numbers = [re.fullmatch(r"(?:BAND[ _]?|B)0?(\d{1,2})", name.strip().upper()) for name in raster.names]
    numbered = [int(match.group(1)) for match in numbers if match]
    if len(raster.bands) > 8 and numbered[: len(raster.bands)] == list(range(1, len(raster.bands) + 1)):
        return (None,) * len(raster.bands)
    # FORCE has a BROADNIR (B8) beside its NIR, which then is the narrow one.
    narrow = any(re.sub(r"[^A-Z]", "", name.upper()) == "BROADNIR" for name in raster.names)
    named = ("B8A" if narrow and name.strip().upper() == "NIR" else optical_name(name) for name in raster.names)
    return tuple(None if band.unmeasured else name for band, name in zip(raster.bands, named))


def found_names(raster: Raster) -> tuple[str | None, ...]:
    """Return `optical_names`, or where there are none the order in which 13 unnamed bands lie, as their values tell.

    Raises:
        UnveilError: they are not 13, their values fit no known order, or their names are another sensor's.
    """
    file = raster.path.replace("\\", "/").rpartition("/")[2]
    foreign = [name for name in (*raster.names, file) if other_sensor(name)]
    if foreign:
        raise UnveilError(
            f"The bands of {raster.path} are {other_sensor(foreign[0])}'s by name ({', '.join(foreign[:3])}); give a "
            "Sentinel-2 scene."
        )
    names = optical_names(raster)
    if any(names):
        return names
    if any(map(polarisation_name, raster.names)):
        raise UnveilError(
            f"The optical raster {raster.path} holds radar by the names of its bands; choose the Sentinel-2 raster, "
            "and see that the two are not swapped."
        )
    if len(raster.bands) != len(SENTINEL2):
        raise UnveilError(
            f"The optical raster {raster.path} has {_bands(len(raster.bands))} without Sentinel-2 names, so they "
            "cannot be told apart; name them B1, B2 ... B12, or give the 13 bands of L1C in the order "
            f"{', '.join(SENTINEL2)}."
        )
    return order_of(raster)


def polarisation_name(description: str) -> str | None:
    """Return the polarisation that a description names ("VV", "Sigma0_VH_db"); one of both is derived, and is none.

    Nor is what is no backscatter of it: coherence, its spread over time, angles.
    """
    words = re.split(r"[^A-Za-z0-9]+", description.upper())
    if not _NO_BACKSCATTER.isdisjoint(words):
        return None
    named = [name for name in POLARISATIONS if name in words]
    return named[0] if len(named) == 1 else None


def other_polarisations(names: Iterable[str]) -> tuple[str, ...]:
    """Return which of HH and HV descriptions name."""
    words = {word for name in names for word in re.split(r"[^A-Za-z0-9]+", name.upper())}
    return tuple(name for name in ("HH", "HV") if name in words)


def find_optical_bands(raster: Raster, wanted: tuple[str, ...]) -> tuple[int, ...]:
    """Return the 1-based position of each wanted Sentinel-2 band.

    Raises:
        UnveilError: a band is missing or named twice, or there are no names and not 13 bands.
    """
    names = list(found_names(raster))
    twice = sorted({name for name in names if name is not None and names.count(name) > 1})
    if twice:
        raise UnveilError(f"The optical raster {raster.path} has more than one band named {', '.join(twice)}.")
    missing = [name for name in wanted if name not in names]
    if missing:
        hint = " (L2A products have no B10: use the L1C product)" if missing == ["B10"] else ""
        raise UnveilError(
            f"The optical raster {raster.path} lacks {', '.join(missing)}, which is needed here{hint}; "
            "give a raster with all of these bands."
        )
    return tuple(names.index(name) + 1 for name in wanted)


def find_radar_bands(raster: Raster) -> tuple[int, int]:
    """Return the 1-based positions of VV and VH, by name, or as they come in a raster of two unnamed bands.

    Raises:
        UnveilError: they cannot be told.
    """
    names = [polarisation_name(name) for name in raster.names]
    if not any(names) and len(raster.bands) == len(POLARISATIONS) and not any(map(_says_something, raster.names)):
        return 1, 2
    others = other_polarisations(raster.names)
    if others and not any(names):
        raise UnveilError(
            f"The radar raster {raster.path} holds {' and '.join(others)}, and networks need VV and VH; choose a "
            "scene with these (1SDV)."
        )
    if len(names) == 1 or len(set(names) & set(POLARISATIONS)) == 1:
        stem = PurePosixPath(raster.path.replace("\\", "/")).stem
        only = next(filter(None, names), None) or polarisation_name(stem) or "one polarisation"
        raise UnveilError(
            f"The radar raster {raster.path} holds {only} only, and networks need VV and VH; give both files to "
            "Prepare Sentinel-1, or choose a dual-polarised scene (1SDV)."
        )
    if any(names.count(name) != 1 for name in POLARISATIONS):
        raise UnveilError(
            f"The radar raster {raster.path} must have one band VV and one band VH; it has {_bands(len(raster.bands))} "
            f"named {', '.join(name or 'nothing' for name in raster.names)}."
        )
    return names.index("VV") + 1, names.index("VH") + 1


def _says_something(name: str) -> bool:
    """Tell whether a band's name is more than a number ("band_1", "Band 2", "b1", "1")."""
    return bool(name) and not re.fullmatch(r"(?i)\s*(band|b|layer)?[ _]*\d*\s*", name)


def _bands(number: int) -> str:
    return "1 band" if number == 1 else f"{number} bands"


def with_bands_measured(raster: Raster, feedback: Feedback) -> Raster:
    """Return a raster in which named bands of Sentinel-2 without a measurement are marked, which is said.

    Such a band counts as missing wherever bands are told by name; 13 bands without names get theirs with it. A raster
    that has no data in any band is returned as it is.

    Raises:
        UnveilError: the raster cannot be read, or the order of 13 bands without names cannot be told.
    """
    is_named = any(optical_names(raster))
    if not is_named and len(raster.bands) != len(SENTINEL2):
        return raster
    names = {position: name for position, name in enumerate(found_names(raster), 1) if name}
    open_still = set(names)
    constant: dict[int, float] = {}
    windows = sample_windows(raster.grid)
    with Reader(raster) as reader:
        # From the middle: where every band is measured there, one window is all that is read.
        for window in sorted(windows, key=lambda each: windows.index(each) != len(windows) // 2):
            if not open_still:
                return raster
            asked = tuple(sorted(open_still))
            for position, stored in zip(asked, reader.read(window, asked)):
                values = _numbers(stored, raster.bands[position - 1], names[position])
                if values.size and not _is_filler(values, raster.bands[position - 1], constant, position):
                    open_still.discard(position)
    if not open_still or all(position in open_still for position, name in names.items() if name != "B10"):
        return raster
    feedback.info(
        f"{', '.join(names[position] for position in sorted(open_still))} of the optical raster holds no measurement "
        "anywhere and counts as missing."
    )
    bands = tuple(
        replace(band, name=band.name if is_named else names[position], unmeasured=position in open_still)
        for position, band in enumerate(raster.bands, 1)
    )
    return replace(raster, bands=bands)


def _numbers(stored: np.ndarray, band: Band, name: str) -> np.ndarray:
    """Return the values [n] that could be measurements; 0 is one of the cirrus band only."""
    there = stored != 0 if name != "B10" else np.ones(stored.shape, dtype=bool)
    if np.issubdtype(stored.dtype, np.floating):
        there &= np.isfinite(stored)
    if band.nodata is not None and not np.isnan(band.nodata):
        there &= stored != band.nodata
    return stored[there]


def _is_filler(values: np.ndarray, band: Band, constant: dict[int, float], position: int) -> bool:
    """Tell whether values [n] are one that cannot be measured, the same as in the windows before."""
    value = float(values.flat[0])
    factor = 1.0 if band.scale is None else band.scale * QUANTIFICATION
    dn = value * factor + (band.offset or 0.0) * QUANTIFICATION
    if POSSIBLE[0] <= dn <= POSSIBLE[1] or (values != values.flat[0]).any():
        return False
    return constant.setdefault(position, value) == value
