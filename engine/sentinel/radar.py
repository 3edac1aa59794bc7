"""A Sentinel-1 raster as networks need it: VV and VH, backscatter in dB."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import Raster
from unveil.engine.sentinel.bands import find_radar_bands

_LEAST_NEGATIVE = 0.05
"""Backscatter in dB is below zero almost everywhere; linear power never is."""


@dataclass(frozen=True)
class Radar:
    """A Sentinel-1 raster and the 1-based positions of VV and VH."""

    raster: Raster
    positions: tuple[int, int]


def open_radar(raster: Raster) -> Radar:
    """Find VV and VH in a radar raster, from its description alone; UnveilError where they or the CRS are missing."""
    positions = find_radar_bands(raster)
    if not raster.grid.crs:
        raise UnveilError(
            f"The radar raster {raster.path} has no coordinate reference system; terrain-correct it first, "
            "or set the CRS with: gdal_edit.py -a_srs EPSG:<code> <file>."
        )
    return Radar(raster, positions)


def check_radar_values(radar: Radar, decibels: np.ndarray) -> None:
    """Refuse values that are no backscatter in dB, from a sample of any shape with NaN where there is none.

    Raises:
        UnveilError: the values are linear power, amplitude or digital numbers.
    """
    values = decibels[np.isfinite(decibels)]
    if values.size and np.mean(values < 0) < _LEAST_NEGATIVE:
        raise UnveilError(
            f"The values of {radar.raster.path} are hardly ever negative (median {np.median(values):.3g}), so they are "
            "not backscatter in dB; convert linear sigma0 with 10 * log10(value) and try again."
        )
