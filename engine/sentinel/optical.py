"""A Sentinel-2 raster as networks and detectors need it: bands by name, digital numbers, valid pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Band, Raster, Reader, metadata_of
from unveil.engine.sentinel.bands import find_optical_bands, optical_names
from unveil.engine.sentinel.fill import FILLABLE, complete
from unveil.engine.sentinel.level import level_of
from unveil.engine.sentinel.order import is_sorted_by_number
from unveil.engine.sentinel.values import (
    QUANTIFICATION,
    check_measurements,
    check_offset,
    check_stored,
    fill_of,
    has_offset,
    is_reflectance,
)

__all__ = ["OFFSET_KEY", "QUANTIFICATION", "Optical", "find_optical", "has_offset", "is_reflectance",
           "open_optical"]  # fmt: skip

OFFSET_KEY = "UNVEIL_OFFSET_REMOVED"
"""Where rasters that Unveil prepared state the offset that was removed; there is none left in them."""

_SPECTRUM = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B11", "B12", "B10")
"""Bands by wavelength but B10, which is like no other."""


@dataclass(frozen=True)
class Optical:
    """A Sentinel-2 raster, its bands by name with their 1-based positions, and DN = stored * scale + offset.

    wanted: what a network takes, in its order, where the raster lacks some of it; else empty. level: "L1C", "L2A" or
    "". notes: what was found out about the values, in sentences for the log.
    """

    raster: Raster
    names: tuple[str, ...]
    positions: tuple[int, ...]
    scale: float = 1.0
    offset: float = 0.0
    wanted: tuple[str, ...] = ()
    level: str = ""
    notes: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """The place of each band among those that a network takes."""
        return tuple((self.wanted or self.names).index(name) for name in self.names)

    def only(self, names: tuple[str, ...]) -> Optical:
        """Return the raster with some of its bands."""
        positions = tuple(self.positions[self.names.index(name)] for name in names)
        return replace(self, names=names, positions=positions, wanted=())

    @property
    def likely_level(self) -> str:
        """`level`, or what the bands make likely: L2A has no B10."""
        return self.level or "L2A"

    @property
    def filled(self) -> tuple[str, ...]:
        """Bands that a network takes and the raster does not have."""
        return tuple(name for name in self.wanted if name not in self.names)

    def complete(self, dn: np.ndarray) -> np.ndarray:
        """Return DN [bands, ...] of the raster as a network takes it, with what is missing filled."""
        return complete(dn, self.names, self.wanted or self.names, self.level)

    @property
    def bands(self) -> tuple[Band, ...]:
        return tuple(self.raster.bands[position - 1] for position in self.positions)

    def dn(self, stored: np.ndarray) -> np.ndarray:
        """Return stored values of any shape as DN (reflectance x 10000), float32."""
        values = stored.astype(np.float32)
        if (self.scale, self.offset) != (1.0, 0.0):
            # What fills no data may be too large for it.
            with np.errstate(over="ignore", invalid="ignore"):
                values = values * np.float32(self.scale) + np.float32(self.offset)
        return values

    def stored(self, dn: np.ndarray) -> np.ndarray:
        """Return DN as the raster stores them, float32; rounding to its data type is the caller's."""
        if (self.scale, self.offset) == (1.0, 0.0):
            return dn
        return (dn - np.float32(self.offset)) / np.float32(self.scale)

    def valid(self, stored: np.ndarray) -> np.ndarray:
        """Return [h, w] bool: pixels that hold a measurement in every band, from stored values of `bands` [n, h, w].

        A pixel that is 0 in every band, or one and the same impossible value, is nodata even where the file does not
        say so. Nodata in B10 alone does not make a pixel invalid: 0 is a possible value of the cirrus band, and what
        is no number there is estimated.
        """
        valid = ~fill_of(stored, self.scale, self.offset)
        valid &= self._any_measured(stored)
        for name, missing in self._missing(stored):
            if name != "B10":
                valid &= ~missing
        return valid

    def restorable(self, stored: np.ndarray) -> np.ndarray:
        """Return [h, w] bool: `valid`, and pixels that lack a measurement in less than half of the bands."""
        there = ~fill_of(stored, self.scale, self.offset) & self._any_measured(stored)
        lacking = np.zeros(stored.shape[1:], dtype=np.uint8)
        for _, missing in self._missing(stored):
            lacking += missing
        return there & (2 * lacking < max(len(self.names), 2))

    def repaired(self, stored: np.ndarray) -> np.ndarray:
        """Return stored values in which a band without a measurement holds that of the band nearest in the spectrum."""
        gaps = {name: missing for name, missing in self._missing(stored) if missing.any()}
        if not gaps:
            return stored
        result = stored.copy()
        for name, missing in gaps.items():
            plane = result[self.names.index(name)]
            open_still = missing.copy()
            for other in sorted(self.names, key=lambda each: _distance(each, name)):
                if other == name or not open_still.any():
                    continue
                usable = open_still & ~gaps[other] if other in gaps else open_still
                plane[usable] = stored[self.names.index(other)][usable]
                open_still = open_still & ~usable
        return result

    def examined(self, stored: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return `valid`, `restorable` and `repaired` of the same values, looked at once where no band has gaps."""
        if any(missing.any() for _, missing in self._missing(stored)):
            return self.valid(stored), self.restorable(stored), self.repaired(stored)
        there = ~fill_of(stored, self.scale, self.offset) & self._any_measured(stored)
        return there, there, stored

    def _any_measured(self, stored: np.ndarray) -> np.ndarray:
        measured = np.zeros(stored.shape[1:], dtype=bool)
        for plane in stored:
            measured |= plane != 0
            if measured.all():
                break
        return measured

    def _missing(self, stored: np.ndarray) -> list[tuple[str, np.ndarray]]:
        """Return (band, where it lacks a measurement that the file says or shows to lack) of bands that can."""
        found = []
        for name, band, plane in zip(self.names, self.bands, stored):
            missing = None
            if np.issubdtype(plane.dtype, np.floating):
                missing = ~np.isfinite(plane)
            if band.nodata is not None and not math.isnan(band.nodata) and name != "B10":
                empty = plane == band.nodata
                missing = empty if missing is None else missing | empty
            if missing is not None:
                found.append((name, missing))
        return found


def _distance(name: str, other: str) -> int:
    if "B10" in (name, other):
        return len(_SPECTRUM)
    return abs(_SPECTRUM.index(name) - _SPECTRUM.index(other))


def find_optical(raster: Raster, wanted: tuple[str, ...], fill: bool = False) -> Optical:
    """Find the wanted bands and the stated coding of an optical raster; `fill`: do without bands that can be filled.

    From its description alone, but for 13 bands without names, whose values tell their order.

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
    optical = Optical(raster, there, positions, wanted=lacking)
    if scale is None and offset is None:
        return optical
    # A file that states its coding gives reflectance: reflectance = stored * scale + offset.
    factor = (1.0 if scale is None else scale) * QUANTIFICATION
    return replace(optical, scale=factor, offset=(offset or 0.0) * QUANTIFICATION)


def open_optical(raster: Raster, wanted: tuple[str, ...], fill: bool = False, offset_matters: bool = True) -> Optical:
    """Return `find_optical` after a look at windows spread over the raster: its coding, gaps and what is impossible.

    offset_matters: refuse where every band has a high floor; without it such a scene passes (all cloud, no B10).

    Raises:
        UnveilError: as `find_optical`, and for values that no sensor measures.
    """
    optical = find_optical(raster, wanted, fill)
    optical = replace(optical, level=level_of(raster, optical.names))
    stored = optical_sample(optical)
    optical, notes = _coded(optical, stored), []
    if _is_unnamed(raster) and is_sorted_by_number(raster):
        notes.append("The bands have no names; by their values they lie in the order B1 ... B8, B9 ... B12, B8A.")
    notes += list(optical.notes)
    _check(optical, stored, offset_matters)
    fills = fill_of(stored, optical.scale, optical.offset)
    if fills.any():
        value = stored[0][fills].ravel()[0]
        notes.append(f"{100 * fills.mean():.1f} % of the pixels looked at are {value:g} in all bands; that is no data.")
    return replace(optical, notes=tuple(dict.fromkeys(notes)))


def with_coding(optical: Optical) -> Optical:
    """Return the raster with reflectance told from DN by its values, and nothing checked."""
    return _coded(optical, optical_sample(optical))


def optical_sample(optical: Optical) -> np.ndarray:
    """Return stored values [bands, 1, n] of windows spread over the raster."""
    with Reader(optical.raster) as reader:
        windows = sample_windows(optical.raster.grid)
        parts = [reader.read(window, optical.positions) for window in windows]
    return np.concatenate([part.reshape(len(part), 1, -1) for part in parts], axis=-1)


def measured_dn(optical: Optical, stored: np.ndarray) -> dict[str, np.ndarray]:
    """Return the DN of each band where a sample [bands, n, m] is valid; empty where nothing is."""
    valid = optical.valid(stored)
    if not valid.any():
        return {}
    return dict(zip(optical.names, optical.dn(stored)[:, valid]))


def _check(optical: Optical, stored: np.ndarray, offset_matters: bool) -> None:
    path = optical.raster.path
    dn = measured_dn(optical, stored)
    if not dn:
        return
    valid = optical.valid(stored)
    check_stored(path, optical.raster.dtype, dict(zip(optical.names, stored[:, valid])))
    values = {}
    for name, band, plane in zip(optical.names, optical.bands, stored[:, valid]):
        # B10 has gaps of its own.
        kept = np.isfinite(dn[name]) if band.nodata is None else np.isfinite(dn[name]) & (plane != band.nodata)
        if kept.any():
            values[name] = dn[name][kept]
    if not values:
        raise UnveilError(
            f"The scale and offset that {path} states ({optical.bands[0].scale}, {optical.bands[0].offset}) turn its "
            "values into no numbers; set them anew."
        )
    if is_reflectance(np.concatenate(list(values.values()))):
        most = max(band.max() for band in values.values())
        raise UnveilError(
            f"The values of {path} look like reflectance (up to {most:.3g}), and digital numbers (reflectance x 10000) "
            "are expected; multiply by 10000, or store the band scale with the file."
        )
    prepared = is_prepared(optical.raster)
    check_measurements(path, values, optical.level, prepared)
    if offset_matters and not prepared:
        check_offset(path, values)


def is_prepared(raster: Raster) -> bool:
    """Tell whether Unveil wrote the raster, and settled whether an offset had to be removed."""
    return OFFSET_KEY in metadata_of(raster)


def _coded(optical: Optical, stored: np.ndarray) -> Optical:
    """Return the raster with reflectance in floating-point numbers (0 to about 1) taken for what it is.

    A stated scale that would turn reflectance into next to nothing is left over from whole numbers.
    """
    raster = optical.raster
    if not np.issubdtype(np.dtype(raster.dtype), np.floating):
        return optical
    bare = replace(optical, scale=1.0, offset=0.0)
    values = stored[:, bare.valid(stored)]
    values = values[np.isfinite(values)]
    if not values.size or not is_reflectance(values):
        return optical
    is_stated = any((band.scale, band.offset) != (None, None) for band in optical.bands)
    if is_stated and not is_reflectance(optical.dn(values)):
        return optical
    if not is_stated and _is_unnamed(raster):
        return optical  # nothing says that this is Sentinel-2 at all
    note = "The optical raster holds reflectance (0 to about 1); it is taken times 10000."
    if is_stated:
        note = f"{note} The scale that the file states is left over from whole numbers and is not applied."
    return replace(optical, scale=QUANTIFICATION, offset=0.0, notes=(*optical.notes, note))


def _is_unnamed(raster: Raster) -> bool:
    return not any(optical_names(raster))


def _without_fillable(raster: Raster, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the wanted bands less those that a raster with named bands lacks and that can be filled."""
    names = set(optical_names(raster)) - {None}
    if not names:
        return wanted
    return tuple(name for name in wanted if name in names or name not in FILLABLE)
