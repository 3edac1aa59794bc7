"""Another date of the same place: how it is opened, masked and brought to the scene's grid, window by window."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from unveil.engine.errors import UnveilError, naming
from unveil.engine.masking import classes
from unveil.engine.masking.detectors.methods import AUTO as METHOD_AUTO
from unveil.engine.masking.detectors.methods import SCENE_CLASSIFICATION
from unveil.engine.prepare.optical import as_prepared, described
from unveil.engine.raster.align import Aligned, AlignedPower, Planes, covering_window, covers, is_on_grid
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.source import Raster, Reader, describe
from unveil.engine.scene.door import mask_of, prepared
from unveil.engine.scene.mask import Masking, MaskReading, describe_mask, lies_on
from unveil.engine.scene.part import windowed
from unveil.engine.scene.polygons import Polygons
from unveil.engine.sentinel.bands import SENTINEL2, optical_names
from unveil.engine.sentinel.dates import acquisition_date
from unveil.engine.sentinel.optical import Optical, find_optical, open_optical, optical_sample
from unveil.engine.sentinel.products import is_product, open_product
from unveil.engine.sentinel.radar import Radar, open_radar
from unveil.engine.workplace import Workplace

_LEAST_BANDS = 3
_SURROUNDINGS = 256
"""Pixels of a reference beside the scene that its clouds are looked for in: they throw shadows."""


@dataclass(frozen=True)
class GivenReference:
    """What a user gives of another date: its optical raster, and where there are any its radar and its mask."""

    optical: Raster
    radar: Raster | None = None
    mask: Raster | Polygons | None = None


def given_references(
    optical: Sequence[str], radar: Sequence[str] = (), masks: Sequence[str] = ()
) -> tuple[GivenReference, ...]:
    """Return references by their paths; "" stands for no radar, or no mask, of one of them.

    Raises:
        UnveilError: a file cannot be read, or there are not as many of a kind as references.
    """
    for files, kind in ((radar, "radar rasters"), (masks, "masks")):
        if files and len(files) != len(optical):
            raise UnveilError(
                f"There are {len(optical)} references and {len(files)} {kind} for them; give one for each reference, "
                "in the same order, or none."
            )
    rasters = []
    for number, path in enumerate(optical):
        beside = radar[number] if radar else ""
        mask = masks[number] if masks else ""
        rasters.append(
            GivenReference(described(path), describe(beside) if beside else None, describe_mask(mask) if mask else None)
        )
    return tuple(rasters)


@dataclass(frozen=True)
class Reference:
    """Another date, opened. name: for messages; mask: class codes on its grid; day: None where nothing tells."""

    name: str
    optical: Optical
    mask: Raster
    radar: Radar | None
    day: date | None


def check_reference(given: GivenReference, scene: Raster) -> Optical:
    """Return the bands of a reference, from its description and a few values only.

    Raises:
        UnveilError: it is the scene itself, has too few bands, or lies elsewhere.
    """
    prepared = as_prepared(given.optical)
    called = _name(given.optical)
    if _same_file(given.optical.path, scene.path):
        raise UnveilError(f"The reference {called} is the scene itself; give another date of the same place.")
    names = set(optical_names(prepared)) - {None}
    bands = tuple(name for name in SENTINEL2 if name in names) if names else SENTINEL2
    optical = find_optical(prepared, bands)
    if len(bands) < _LEAST_BANDS:
        raise UnveilError(
            f"The reference {called} has {len(bands)} band of Sentinel-2; give one with at least {_LEAST_BANDS}."
        )
    if not covers(prepared.grid, scene.grid):
        raise UnveilError(
            f"The reference {called} does not overlap the optical raster; give another date of the same place."
        )
    if given.radar is not None:
        open_radar(given.radar)
    return optical


def open_reference(given: GivenReference, scene: Optical, masking: Masking, work: Workplace) -> Reference:
    """Return a reference with its mask, made in `work` where none is given; products are prepared there.

    Raises:
        UnveilError: as `check_reference`, or its values, its mask or its radar cannot be used.
        Cancelled: the user stopped it.
    """
    check_reference(given, scene.raster)
    raster, name, day = given.optical, _name(given.optical), acquisition_date(given.optical)
    work.feedback.info(f"Reference {name}: it is opened, and its clouds are looked for.")
    # A scene classification belongs to one product; a reference may have none.
    method = masking.method
    if method == SCENE_CLASSIFICATION and not _has_classification(raster):
        method = METHOD_AUTO
    reading = MaskReading(dilation=masking.reading.dilation, use="left out")
    raster, masking = prepared(raster, Masking(given.mask, method, reading), work.step(0, 0.5))
    day = day or acquisition_date(raster)
    found = check_reference(GivenReference(raster, given.radar), scene.raster)
    raster, masking = _near(raster, masking, scene.raster.grid, work.folder)
    with naming(given.optical.path, raster.path):
        optical = open_optical(raster, found.names)
        for note in optical.notes:
            work.feedback.info(f"Reference {name}: {note}")
        _check_other(name, optical, scene)
        mask = mask_of(raster, masking, work.step(0.5, 1))
    clear = 100 * mask.counts.get(classes.CLEAR, 0) / (raster.grid.width * raster.grid.height)
    if day is None:
        work.feedback.info(f"Reference {name}: {clear:.0f} % of it is clear.")
    else:
        work.feedback.info(f"Reference {name} of {day.isoformat()}: {clear:.0f} % of it is clear.")
    return Reference(name, optical, mask.raster, None if given.radar is None else open_radar(given.radar), day)


def _has_classification(raster: Raster) -> bool:
    """Tell whether a raster is a product with a scene classification."""
    return is_product(raster.path) and open_product(raster.path).classification is not None


def _near(raster: Raster, masking: Masking, grid: Grid, folder: str) -> tuple[Raster, Masking]:
    """Return what of a reference, and of its mask, lies on a smaller scene and round it."""
    window = None if is_on_grid(raster.grid, grid) else covering_window(raster.grid, grid)
    if window is None:
        return raster, masking
    window = window.grow(_SURROUNDINGS).clip(raster.grid.height, raster.grid.width)
    if isinstance(masking.given, Raster) and lies_on(masking.given, raster.grid):
        masking = replace(masking, given=windowed(masking.given, window, folder))
    return windowed(raster, window, folder), masking


class ReferenceReader:
    """A reference on the scene's grid, window by window. Use as a context manager.

    accepted: classes of its mask whose pixels it shows the ground in. readers: of its files, once it is entered.
    """

    readers: tuple[Reader, ...] = ()

    def __init__(self, reference: Reference, grid: Grid, accepted: tuple[int, ...] = (classes.CLEAR,)):
        self._reference = reference
        self._grid = grid
        self._accepted = accepted
        self._stack = ExitStack()

    def __enter__(self) -> ReferenceReader:
        reference, optical = self._reference, self._reference.optical
        self._reader = self._stack.enter_context(Reader(optical.raster))
        self._mask_reader = self._stack.enter_context(Reader(reference.mask))
        self._colours = Aligned(optical.raster, self._grid, Planes(self._dn, len(optical.names)), "cubic")
        self._hidden = Aligned(optical.raster, self._grid, Planes(self._codes, 1), "nearest")
        self._power = None
        self.readers = (self._reader, self._mask_reader)
        if reference.radar is not None:
            reader = self._stack.enter_context(Reader(reference.radar.raster))
            self._power = AlignedPower(reader, reference.radar.positions, self._grid)
            self.readers = (*self.readers, reader)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def colours(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return DN [bands, h, w] float32, NaN where the reference shows no ground, and its classes [h, w] uint8."""
        dn = self._colours.read(window)
        codes = self._hidden.read(window)[0]
        codes = np.where(np.isfinite(codes), codes, np.float32(classes.NODATA)).astype(np.uint8)
        gone = ~np.isfinite(dn).all(axis=0) | ~np.isin(codes, self._accepted)
        dn[:, gone] = np.nan
        return dn, codes

    def radar(self, window: Window) -> np.ndarray | None:
        """Return backscatter [2, h, w] in dB, NaN where there is none; None where the reference has no radar."""
        return None if self._power is None else self._power.read(window)

    def forget_blocks(self) -> None:
        """Give back what GDAL caches for this thread's handles."""
        for reader in self.readers:
            reader.forget_blocks()

    def _dn(self, window: Window) -> np.ndarray:
        optical = self._reference.optical
        stored = self._reader.read(window, optical.positions)
        dn = optical.dn(stored).astype(np.float32)
        dn[:, ~optical.valid(stored)] = np.nan
        return dn

    def _codes(self, window: Window) -> np.ndarray:
        codes = self._mask_reader.read(window, (1,))
        return np.where(codes == classes.NODATA, np.float32(np.nan), codes.astype(np.float32))


def _check_other(name: str, optical: Optical, scene: Optical) -> None:
    """Refuse a copy of the scene under another name (UnveilError)."""
    if optical.raster.grid != scene.raster.grid:
        return
    shared = [band for band in optical.names if band in scene.names]
    mine, theirs = (
        each.dn(optical_sample(each))[[each.names.index(band) for band in shared]] for each in (optical, scene)
    )
    if shared and np.array_equal(mine, theirs):
        raise UnveilError(f"The reference {name} holds the scene itself; give another date of the same place.")


def _name(raster: Raster) -> str:
    return raster.path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _same_file(first: str, second: str) -> bool:
    return first == second or os.path.exists(first) and os.path.exists(second) and os.path.samefile(first, second)
