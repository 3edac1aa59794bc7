"""The mask of a scene: whatever a user gave, as class codes on the optical raster's grid, grown by one rule."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from unveil.engine.ahead import done_in_threads
from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.masking import classes
from unveil.engine.masking.codings import AUTO, CLEAR_TRUTH, PROBABILITY_THRESHOLD, MaskCoding
from unveil.engine.masking.codings import POLYGONS as POLYGON_CODING
from unveil.engine.masking.detectors.methods import AUTO as METHOD_AUTO
from unveil.engine.masking.morphology import dilate_classes
from unveil.engine.masking.recognise import class_rows, recognise_mask
from unveil.engine.raster.align import covering_window, is_on_grid
from unveil.engine.raster.gdal_calls import open_dataset
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.ground import pixels
from unveil.engine.raster.rows import ReadRows, RowFeed
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band, Raster, Reader, describe
from unveil.engine.raster.warp import overlap, warped
from unveil.engine.scene.part import windowed
from unveil.engine.scene.polygons import Polygons, burn_polygons, find_polygons
from unveil.engine.workplace import Workplace
from unveil.models.threads import thread_count

_STRIP_PIXELS = 2_000_000
_MOST_THREADS = 4
_MOST_PIXELS = 400_000_000
"""Pixels of a mask that are all read, to tell its coding; a Sentinel-2 tile has 120 million."""

_MOST_FINER = 64
"""How many pixels of a larger mask may lie in one of the scene."""

_WHOLE = 99.5
_LEAST_CLEAR = 0.05
"""Share of the known pixels that must stay clear when a mask is grown."""


RESTORED = "restored"
"""What removal does with the pixels that a mask marks."""


@dataclass(frozen=True)
class MaskReading:
    """How to read a user's mask. coding: of MASK_CODINGS; threshold: probability that is cloud; dilation: metres.

    use: what becomes of the pixels that it marks, for the sentence in the log.
    """

    coding: str = AUTO
    threshold: float = PROBABILITY_THRESHOLD
    dilation: float = 0.0
    use: str = RESTORED


@dataclass(frozen=True)
class Masking:
    """How to come by the mask of a raster: what its user gives, or the detector that makes one.

    method: of METHODS, where none is given. reading: of the one that is given; its dilation is that of both.
    """

    given: Raster | Polygons | None = None
    method: str = METHOD_AUTO
    reading: MaskReading = MaskReading()


@dataclass(frozen=True)
class SceneMask:
    """Class codes on the grid of the scene. coding: what the user's mask was taken for; counts: pixels by class.

    origin: who made it, for the metadata of the result. grown: pixels that clouds and shadows were grown by.
    """

    raster: Raster
    coding: MaskCoding = MaskCoding()
    counts: Mapping[int, int] = field(default_factory=dict)
    origin: str = ""
    grown: int = 0


def describe_mask(path: str, options: tuple[str, ...] = ()) -> Raster | Polygons:
    """Read what a mask is, a raster or polygons in a vector file; UnveilError where it is neither.

    A layer of a file may be named as QGIS does: clouds.gpkg|layername=clouds.
    """
    file, _, layer = path.partition("|layername=")
    dataset, _ = open_dataset(file, options)
    if layer or dataset is None or dataset.RasterCount == 0:
        polygons = find_polygons(file, layer.partition("|")[0])
        if polygons is not None:
            return polygons
    return describe(path, options)


def check_mask_place(mask: Raster | Polygons, grid: Grid) -> None:
    """Refuse a mask that cannot lie on the grid (UnveilError)."""
    if isinstance(mask, Polygons) or _fits(mask.grid, grid):
        return
    if not mask.grid.crs:
        raise UnveilError(
            f"The mask {mask.path} has no coordinate reference system and {mask.grid.width} x {mask.grid.height} "
            f"pixels, and the optical raster {grid.width} x {grid.height}; make the mask on the optical raster's grid "
            "(unveil:maskclouds does), or set its CRS."
        )
    if not overlap(mask.grid, grid):
        raise UnveilError(
            f"The mask {mask.path} does not overlap the optical raster; choose the one of the same place."
        )


def open_mask(mask: Raster | Polygons, grid: Grid, reading: MaskReading, work: Workplace) -> SceneMask:
    """Write what a user gave as class codes on `grid`, in `work`, grown by `reading.dilation`, and say what it is.

    A raster on another grid is brought onto this one by nearest neighbour; where it covers nothing is no data.

    Raises:
        UnveilError: the mask lies elsewhere, or its values cannot be told.
        Cancelled: the user stopped it.
    """
    check_mask_place(mask, grid)
    folder, feedback = work.folder, work.feedback
    if isinstance(mask, Polygons):
        drawn = burn_polygons(mask, grid, folder)
        coding, mask = MaskCoding(), drawn
        named = replace(coding, kind=POLYGON_CODING)
    else:
        mask = _near(mask, grid, folder)
        coding = named = recognise_mask(mask, Step(feedback, 0, 0.3), reading.threshold, reading.coding)
    for text in (named.sentence(reading.use), *named.notes()):
        feedback.info(text)
    if coding.kind == CLEAR_TRUTH and reading.coding == AUTO:
        feedback.warn("The band of the mask is called clear, so 1 is taken for clear ground; name its coding if not.")
    moved = not _fits(mask.grid, grid)
    if moved:
        codes = os.path.join(folder, "mask_codes.tif")
        _write(mask, coding, _Grown(codes, mask.grid, 0), Step(feedback, 0.3, 0.5))
        mask = warped(describe(codes), grid, os.path.join(folder, "mask_codes.vrt"), "near")
        feedback.info("The mask lies on another grid and is brought onto the optical raster's by nearest neighbour.")
        coding = MaskCoding(nodata=classes.NODATA)
    path = os.path.join(folder, "mask_of_scene.tif")
    radius = pixels(reading.dilation, grid)
    counts = _write(mask, coding, _Grown(path, grid, radius), Step(feedback, 0.5, 1))
    if radius and _clear_share(counts) < _LEAST_CLEAR:
        left = 100 * _clear_share(counts)
        feedback.info(
            f"Grown by {reading.dilation:g} m the mask would leave {left:.0f} % of the scene clear, too little to "
            "learn from; it is taken as it is."
        )
        counts = _write(mask, coding, _Grown(path, grid, 0), feedback)
        radius = 0
    if moved:
        _say_cover(counts, feedback)
    # A CRS of no place does not survive being stored.
    origin = f"given as {named.kind}, grown by {reading.dilation if radius else 0:g} m"
    return SceneMask(replace(describe(path), grid=grid), named, counts, origin, radius)


def _near(mask: Raster, grid: Grid, folder: str) -> Raster:
    """Return a mask, without what lies round the scene where it is so large that reading it takes minutes."""
    if mask.grid.width * mask.grid.height <= _MOST_PIXELS or _fits(mask.grid, grid):
        return mask
    window = covering_window(mask.grid, grid)
    mask = mask if window is None else windowed(mask, window, folder)
    most = max(_MOST_PIXELS, _MOST_FINER * grid.width * grid.height)
    if mask.grid.width * mask.grid.height > most:
        raise UnveilError(
            f"The mask {mask.path} has {mask.grid.width} x {mask.grid.height} pixels where the optical raster has "
            f"{grid.width} x {grid.height}; bring it to pixels of about that size."
        )
    return mask


def lies_on(mask: Raster | Polygons, grid: Grid) -> bool:
    """Tell whether a mask is a raster on the grid itself."""
    return isinstance(mask, Raster) and _fits(mask.grid, grid)


def _fits(mask: Grid, grid: Grid) -> bool:
    # A mask without CRS of the right size is taken to lie where the optical raster does.
    if (mask.width, mask.height) != (grid.width, grid.height):
        return False
    return not mask.crs or is_on_grid(mask, grid)


@dataclass(frozen=True)
class _Grown:
    """Where class codes go, grown by `radius` pixels."""

    path: str
    grid: Grid
    radius: int


def _write(mask: Raster, coding: MaskCoding, target: _Grown, feedback: Feedback) -> dict[int, int]:
    """Write class codes, and return the number of pixels of each."""
    path, grid, radius = target.path, target.grid, target.radius
    counts = np.zeros(256, dtype=np.int64)
    step = max(64, 2 * radius, _STRIP_PIXELS // grid.width)
    with Reader(mask) as reader, Sink(path, grid, Content("uint8", [Band("class", classes.NODATA)])) as sink:
        read: ReadRows = class_rows(reader, coding)
        with RowFeed(read, grid.height, mask.block_height) as feed:

            def strips() -> Iterator[tuple[np.ndarray, slice]]:
                for start in range(0, grid.height, step):
                    feedback.check()
                    stop, first = min(start + step, grid.height), max(start - radius, 0)
                    rows = feed.rows(first, min(stop + radius, grid.height))[0]
                    yield rows, slice(start - first, stop - first)
                    feedback.progress(stop / grid.height)

            with done_in_threads(partial(_grown_rows, radius), strips(), min(thread_count(), _MOST_THREADS)) as grown:
                for codes, number in grown:
                    counts += number
                    sink.write_rows(codes[None])
    return {code: int(number) for code, number in enumerate(counts) if number}


def _grown_rows(radius: int, strip: tuple[np.ndarray, slice]) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of a strip of class codes, grown by a radius, and the number of their pixels of each code."""
    codes, inner = strip
    grown = dilate_classes(codes, radius)[inner]
    return grown, np.bincount(grown.ravel(), minlength=256)


def _clear_share(counts: Mapping[int, int]) -> float:
    known = sum(number for code, number in counts.items() if code != classes.NODATA)
    return counts.get(classes.CLEAR, 0) / known if known else 1.0


def _say_cover(counts: Mapping[int, int], feedback: Feedback) -> None:
    total = sum(counts.values())
    covered = 100 * (total - counts.get(classes.NODATA, 0)) / total
    if covered < _WHOLE:
        feedback.warn(f"The mask holds data for {covered:.0f} % of the optical raster; elsewhere nothing is restored.")
