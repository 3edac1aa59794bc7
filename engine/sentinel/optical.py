"""A Sentinel-2 raster as networks and detectors need it: bands by name, digital numbers, valid pixels."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import Band, Raster
from unveil.engine.sentinel.bands import find_optical_bands

QUANTIFICATION = 10000.0
"""DN of reflectance 1."""

_MOST_REFLECTANCE = 20.0
"""No Sentinel-2 scene in DN keeps its bright pixels below this; one in reflectance never rises above it."""

_OFFSET_FLOOR = 900.0
"""Without the +1000 of processing baseline 04.00 the cirrus band's floor lies near 10 DN."""


@dataclass(frozen=True)
class Optical:
    """A Sentinel-2 raster, the wanted bands with their 1-based positions, and DN = stored * scale + offset."""

    raster: Raster
    names: tuple[str, ...]
    positions: tuple[int, ...]
    scale: float = 1.0
    offset: float = 0.0

    @property
    def bands(self) -> tuple[Band, ...]:
        return tuple(self.raster.bands[position - 1] for position in self.positions)

    def dn(self, stored: np.ndarray) -> np.ndarray:
        """Return stored values of any shape as DN (reflectance x 10000), float32."""
        values = stored.astype(np.float32)
        if (self.scale, self.offset) != (1.0, 0.0):
            values = values * np.float32(self.scale) + np.float32(self.offset)
        return values

    def stored(self, dn: np.ndarray) -> np.ndarray:
        """Return DN as the raster stores them, float32; rounding to its data type is the caller's."""
        if (self.scale, self.offset) == (1.0, 0.0):
            return dn
        return (dn - np.float32(self.offset)) / np.float32(self.scale)

    def valid(self, stored: np.ndarray) -> np.ndarray:
        """Return [h, w] bool: pixels that hold a measurement in every band, from stored values of `bands` [n, h, w].

        A pixel that is 0 in every band is nodata even where the file does not say so, as in Sentinel-2 products.
        Nodata in B10 alone does not make a pixel invalid: 0 is a possible value of the cirrus band.
        """
        valid = np.zeros(stored.shape[1:], dtype=bool)
        for plane in stored:
            valid |= plane != 0
        for name, band, plane in zip(self.names, self.bands, stored):
            if np.issubdtype(plane.dtype, np.floating):
                valid &= np.isfinite(plane)
            if band.nodata is not None and not math.isnan(band.nodata) and name != "B10":
                valid &= plane != band.nodata
        return valid


def open_optical(raster: Raster, wanted: tuple[str, ...]) -> Optical:
    """Find the wanted bands and the coding of an optical raster, from its description alone.

    Raises:
        UnveilError: bands are missing or ambiguous, there is no CRS, or its data type cannot hold DN.
    """
    positions = find_optical_bands(raster, wanted)
    if not raster.grid.crs:
        raise UnveilError(
            f"The optical raster {raster.path} has no coordinate reference system; set it for the layer in QGIS, "
            "or in the file with: gdal_edit.py -a_srs EPSG:<code> <file>."
        )
    if raster.dtype in ("uint8", "int8"):
        raise UnveilError(
            f"The optical raster {raster.path} holds 8-bit values, a picture rather than a measurement; "
            "give the product's digital numbers (reflectance x 10000)."
        )
    codings = {(raster.bands[position - 1].scale, raster.bands[position - 1].offset) for position in positions}
    if len(codings) > 1:
        raise UnveilError(f"The bands of {raster.path} have different scales or offsets; store them alike.")
    scale, offset = codings.pop()
    if scale is None and offset is None:
        return Optical(raster, wanted, positions)
    # A file that states its coding gives reflectance: reflectance = stored * scale + offset.
    factor = (1.0 if scale is None else scale) * QUANTIFICATION
    return Optical(raster, wanted, positions, factor, (offset or 0.0) * QUANTIFICATION)


def is_reflectance(dn: np.ndarray) -> bool:
    """Tell whether measured values of any shape are reflectance (0 to about 1) rather than DN."""
    return bool(np.percentile(dn, 99.9) < _MOST_REFLECTANCE)


def has_offset(floors: Mapping[object, float]) -> bool:
    """Tell from the 1st percentile of each band, in DN, whether the +1000 of baseline 04.00 is still in all of them.

    Of 235 real scenes and patches, the three with the offset have floors of 1005 and more, the others of 768 at most.
    """
    return min(floors.values()) >= _OFFSET_FLOOR


def check_optical_values(optical: Optical, stored: np.ndarray) -> None:
    """Refuse values that no network was trained on, from a sample [bands, n, m] of stored values.

    Raises:
        UnveilError: reflectance 0..1 instead of DN, or the offset of processing baseline 04.00 still in.
    """
    valid = optical.valid(stored)
    if not valid.any():
        return
    dn = optical.dn(stored)[:, valid]
    if is_reflectance(dn):
        raise UnveilError(
            f"The values of {optical.raster.path} look like reflectance (up to {dn.max():.3g}), and digital numbers "
            "(reflectance x 10000) are expected; multiply by 10000, or store the band scale with the file."
        )
    floors = np.percentile(dn, 1, axis=1)
    if has_offset(dict(zip(optical.names, floors))):
        raise UnveilError(
            f"Every band of {optical.raster.path} has a floor near 1000 (lowest: {floors.min():.0f}): the radiometric "
            "offset of processing baseline 04.00 is still in; subtract 1000 from all bands (RADIO_ADD_OFFSET)."
        )
