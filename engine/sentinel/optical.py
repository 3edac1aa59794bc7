"""A Sentinel-2 raster as networks and detectors need it: bands by name, digital numbers, valid pixels."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Band, Raster, Reader
from unveil.engine.sentinel.bands import find_optical_bands, optical_name
from unveil.engine.sentinel.fill import FILLABLE, complete

QUANTIFICATION = 10000.0
"""DN of reflectance 1."""

_MOST_REFLECTANCE = 20.0
"""No Sentinel-2 scene in DN keeps its bright pixels below this; one in reflectance never rises above it."""

_OFFSET_FLOOR = 900.0
"""Without the +1000 of processing baseline 04.00 the cirrus band's floor lies near 10 DN."""


@dataclass(frozen=True)
class Optical:
    """A Sentinel-2 raster, its bands by name with their 1-based positions, and DN = stored * scale + offset.

    wanted: what a network takes, in its order, where the raster lacks some of it; else empty.
    """

    raster: Raster
    names: tuple[str, ...]
    positions: tuple[int, ...]
    scale: float = 1.0
    offset: float = 0.0
    wanted: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """The place of each band among those that a network takes."""
        return tuple((self.wanted or self.names).index(name) for name in self.names)

    @property
    def filled(self) -> tuple[str, ...]:
        """Bands that a network takes and the raster does not have."""
        return tuple(name for name in self.wanted if name not in self.names)

    def complete(self, dn: np.ndarray) -> np.ndarray:
        """Return DN [bands, ...] of the raster as a network takes it, with what is missing filled."""
        return complete(dn, self.names, self.wanted or self.names)

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


def open_optical(raster: Raster, wanted: tuple[str, ...], fill: bool = False) -> Optical:
    """Find the wanted bands and the coding of an optical raster; `fill`: do without bands that can be filled.

    From its description alone, except where named bands of floating-point numbers state no coding: a look at the values
    tells reflectance (0 to about 1), as EO Browser and Sentinel Hub export it, from DN.

    Raises:
        UnveilError: bands are missing or ambiguous, there is no CRS, or its data type cannot hold DN.
    """
    there = _without_fillable(raster, wanted) if fill else wanted
    positions = find_optical_bands(raster, there)
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
    lacking = wanted if there != wanted else ()
    if scale is None and offset is None:
        optical = Optical(raster, there, positions, wanted=lacking)
        return replace(optical, scale=QUANTIFICATION) if _holds_reflectance(optical) else optical
    # A file that states its coding gives reflectance: reflectance = stored * scale + offset.
    factor = (1.0 if scale is None else scale) * QUANTIFICATION
    return Optical(raster, there, positions, factor, (offset or 0.0) * QUANTIFICATION, lacking)


def _without_fillable(raster: Raster, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the wanted bands less those that a raster with named bands lacks and that can be filled."""
    names = {optical_name(name) for name in raster.names} - {None}
    if not names:
        return wanted
    return tuple(name for name in wanted if name in names or name not in FILLABLE)


def _holds_reflectance(optical: Optical) -> bool:
    raster = optical.raster
    named = all(optical_name(raster.names[position - 1]) for position in optical.positions)
    if not named or not np.issubdtype(np.dtype(raster.dtype), np.floating):
        return False
    with Reader(raster) as reader:
        parts = [reader.read(window, optical.positions) for window in sample_windows(raster.grid)]
    stored = np.concatenate([part.reshape(len(part), 1, -1) for part in parts], axis=-1)
    values = stored[:, optical.valid(stored)]
    return bool(values.size) and is_reflectance(values)


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
