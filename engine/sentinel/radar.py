"""A Sentinel-1 raster as networks need it: VV and VH, backscatter in dB."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Raster, Reader, describe
from unveil.engine.sentinel.backscatter import (
    DECIBELS,
    check_quantity,
    is_swapped,
    measured,
    stated_quantity,
    stated_units,
    units_of,
)
from unveil.engine.sentinel.bands import find_radar_bands

GAMMA0 = (
    "The radar holds gamma0, and the models were trained on sigma0, which is lower by 10 log10 of the cosine of the "
    "incidence angle (0.7 to 1.6 dB)."
)
SWAPPED = "VH is stronger than VV nearly everywhere in {}: the two seem to be swapped; see to the order of its bands."


@dataclass(frozen=True)
class Radar:
    """A Sentinel-1 raster and the 1-based positions of VV and VH; the raster knows its units.

    notes: what was found out about the values; warnings: what looks wrong with them, in sentences. given: False where
    it stands for the radar of a scene that has none, and holds nothing.
    """

    raster: Raster
    positions: tuple[int, int]
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    given: bool = True


def find_radar(raster: Raster) -> Radar:
    """Find VV and VH in a radar raster, from its description alone; UnveilError where they or the CRS are missing."""
    positions = find_radar_bands(raster)
    if not raster.grid.crs:
        raise UnveilError(
            f"The radar raster {raster.path} has no coordinate reference system; terrain-correct it first, "
            "or set the CRS with: gdal_edit.py -a_srs EPSG:<code> <file>."
        )
    return Radar(raster, positions)


def describe_radar(path: str) -> Raster:
    """Read what a radar raster is; UnveilError for products, which have to be brought to a grid first."""
    name = path.replace("\\", "/").rstrip("/").rpartition("/")[2].lower()
    if os.path.isdir(path) or name.endswith((".zip", ".dim", ".safe")):
        raise UnveilError(
            f"{path} is a radar product and no raster; bring it to the optical raster's grid first: unveil prepare-s1, "
            "or Prepare Sentinel-1 in the toolbox."
        )
    return describe(path)


def open_radar(raster: Raster) -> Radar:
    """Return `find_radar` after a look at windows spread over the raster, with the units in which it is stored.

    Raises:
        UnveilError: as `find_radar`, and where the values are no backscatter.
    """
    radar = find_radar(raster)
    vv, vh = sample(raster, radar.positions)
    texts = (*raster.names, PurePosixPath(raster.path.replace("\\", "/")).stem)
    check_quantity(raster.path, texts)
    notes, warnings, units = [], [], DECIBELS
    co, cross = measured(vv), measured(vh)
    if co.size or cross.size:
        units = units_of(raster.path, co, cross, stated_units(texts))
    if units != DECIBELS:
        notes.append(f"The radar holds {'linear power' if units == 'linear' else units}; it is converted to dB.")
    if stated_quantity(texts) == "gamma0":
        warnings.append(GAMMA0)
    if is_swapped(vv, vh):
        warnings.append(SWAPPED.format(raster.path))
    if any(band.scale is not None for band in raster.bands) and units == DECIBELS:
        notes.append("The scale that the radar raster states is applied.")
    in_units = raster if units == DECIBELS else replace(raster, units=units)
    return replace(radar, raster=in_units, notes=tuple(notes), warnings=tuple(warnings))


def sample(raster: Raster, positions: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the values [n] of two bands in windows spread over a raster, scaled as it states, NaN for its nodata."""
    with Reader(raster) as reader:
        parts = [reader.read(window, positions).reshape(len(positions), -1) for window in sample_windows(raster.grid)]
    first, second = (
        _scaled(plane, raster, position) for plane, position in zip(np.concatenate(parts, axis=1), positions)
    )
    return first, second


def _scaled(stored: np.ndarray, raster: Raster, position: int) -> np.ndarray:
    band = raster.bands[position - 1]
    values = stored.astype(np.float64)
    if band.nodata is not None and not np.isnan(band.nodata):
        values[stored == band.nodata] = np.nan
    if (band.scale, band.offset) != (None, None):
        empty = values == 0
        values = values * (1.0 if band.scale is None else band.scale) + (band.offset or 0.0)
        values[empty] = 0
    return values
