"""Running a detector over a scene of any size and writing the class raster.

Two looks at the scene at most: one for detectors that need to know of the whole, one for evidence and classes. Classes
of the cells go to a scratch file, are refined there, and are written on the raster's own pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, fields, replace

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.masking import classes
from unveil.engine.masking.cells import CellGrid, cell_grid, cell_means
from unveil.engine.masking.choose import choose
from unveil.engine.masking.clean_up import MOST, Cleaning, Found, refine, strips
from unveil.engine.masking.detectors.detection import Detection, Request
from unveil.engine.masking.detectors.registry import find_detector
from unveil.engine.masking.levels import level_of
from unveil.engine.masking.morphology import dilate_classes, disc_mean
from unveil.engine.masking.palette import MASK_CLASSES
from unveil.engine.masking.readings import MaskScene, open_for_masking
from unveil.engine.masking.scratch import Plane, Scratch
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.raster.ground import ground_sampling_distance, pixels
from unveil.engine.raster.rows import RowFeed, whole_rows
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band, Raster, Reader
from unveil.engine.raster.style import grey_style
from unveil.engine.version import version

_STRIP_PIXELS = 2_000_000
_UNTOLD = ("method", "sun", "spectral", "level", "lone_shadows", "form", "probability", "scarce_dilation")
"""Settings that are no numbers, or are told otherwise."""
_SCARCE, _ENOUGH, _AMPLE = 0.1, 0.045, 0.5
"""Share of a scene that must stay clear, or a mask is grown by less; what must stay clear then, for of less than that
nothing is learnt; and what is clear before any growth where nobody asks."""

_FEED_ROWS = 32
"""Rows of cells that are read at once."""


@dataclass(frozen=True)
class MaskSummary:
    """How many pixels of a scene fell into each class, which detector said so, and how far clouds grew, in metres."""

    counts: dict[int, int]
    detector: str = ""
    dilation: float = 0.0

    @property
    def valid(self) -> int:
        return sum(number for code, number in self.counts.items() if code != classes.NODATA)

    @property
    def cloud_cover(self) -> float:
        """Cloud and thin cloud in percent of the valid pixels; NaN where there are none."""
        cloudy = self.counts.get(classes.CLOUD, 0) + self.counts.get(classes.THIN_CLOUD, 0)
        return 100 * cloudy / self.valid if self.valid else math.nan

    @property
    def shadow_cover(self) -> float:
        """Shadow in percent of the valid pixels; NaN where there are none."""
        return 100 * self.counts.get(classes.SHADOW, 0) / self.valid if self.valid else math.nan


def detect_clouds(
    raster: Raster,
    output: str,
    feedback: Feedback,
    settings: MaskSettings = MaskSettings(),  # noqa: B008
) -> MaskSummary:
    """Write the classes of a Sentinel-2 raster to `output`, and the cloud score where the settings want it.

    Both lie on the raster's own pixels. Products and what a user names go through
    `scene.detection.mask_scene`, which checks outputs. The result does not depend on how the scene is cut into strips.

    Raises:
        UnveilError: the raster is not what the detector needs, is all nodata, a package that the detector needs is
            missing, or an output cannot be written.
        Cancelled: the user stopped it; neither output exists.
    """
    probability = settings.probability
    settings = choose(settings, raster, feedback)
    detector = find_detector(settings.method)
    if probability and not detector.score:
        raise UnveilError(f"The detector '{detector.name}' knows classes only; leave the probability raster out.")
    level = settings.level or level_of(raster)
    bands = detector.find_bands(raster, level)
    scene = open_for_masking(raster, bands, feedback)
    cells = cell_grid(raster.grid, settings.resolution or detector.resolution)
    metadata = _metadata(settings, cells)
    distance = ground_sampling_distance(cells.grid)
    request = Request(bands, level, distance, settings.threshold, settings.spectral)
    with closing(detector.start(request)) as detection, Scratch() as scratch, Reader(raster) as reader:
        run = _Run(scene, cells, settings, _Tools(reader, detection, scratch))
        looked = 0.25 if detection.looks_first else 0.0
        run.look(Step(feedback, 0.0, looked))
        with ExitStack() as stack:
            score = None
            if probability:
                band = Band(detector.score, math.nan)
                style, form = grey_style(0, 1), settings.form
                score = stack.enter_context(
                    Sink(probability, raster.grid, Content("float32", [band], metadata, style=style), form)
                )
            found = run.classify(score, Step(feedback, looked, 0.85))
            plane = refine(found, settings, Cleaning(cells, run.rows, scratch, feedback))
            settings = run.grown_less(plane, feedback)
            metadata = _metadata(settings, cells)
            band = Band("class", classes.NODATA)
            sink = stack.enter_context(
                Sink(output, raster.grid, Content("uint8", [band], metadata, MASK_CLASSES), settings.form)
            )
            counts = run.write(plane, settings, sink, Step(feedback, 0.85, 1.0))
    return MaskSummary(counts, detector.name, settings.dilation)


@dataclass(frozen=True)
class _Tools:
    """What a detection works with: the raster, open, the detector, and a file for planes."""

    reader: Reader
    detection: Detection
    scratch: Scratch


class _Run:
    """One detection over one scene, strip by strip of cells."""

    def __init__(self, scene: MaskScene, cells: CellGrid, settings: MaskSettings, tools: _Tools):
        self._scene = scene
        self._cells = cells
        self._settings = settings
        self._reader = tools.reader
        self._detection = detection = tools.detection
        self._scratch = tools.scratch
        self._valid = _Validity(cells, tools.scratch)
        self.rows = max(1, max(64, _STRIP_PIXELS // cells.pixels.width) // cells.factor)
        self._evidence_rows = min(self.rows, max(1, detection.most_cells // cells.width))

    def look(self, feedback: Feedback) -> None:
        """Show the whole scene to a detector that needs it."""
        if not self._detection.looks_first:
            return
        with self._source() as source:
            for start, stop in strips(self._cells.height, self.rows, feedback):
                self._detection.look(*self._read_cells(source, start, stop))
                feedback.progress(stop / self._cells.height)

    def classify(self, score: Sink | None, feedback: Feedback) -> Found:
        """Return the classes of the cells, and write the score.

        Raises:
            UnveilError: nothing is valid.
        """
        cells, halo = self._cells, pixels(self._settings.averaging, self._cells.grid)
        plane = self._scratch.plane(cells.height, cells.width)
        cores = self._scratch.plane(cells.height, cells.width) if self._detection.has_cores else None
        cast = self._detection.tells_shadow and self._settings.sun is not None
        shadow = self._scratch.plane(cells.height, cells.width) if cast else None
        with self._source() as source, self._cell_feed(source) as cell_feed, self._evidence(cell_feed) as feed:
            for start, stop in strips(cells.height, max(self._evidence_rows, 2 * halo), feedback):
                first, last = max(start - halo, 0), min(stop + halo, cells.height)
                rows = feed.rows(first, last)
                known = self._valid.cells(first, last)
                inner = slice(start - first, stop - first)
                evidence = np.stack([disc_mean(each, known, halo)[inner] for each in rows])
                codes = self._detection.classes(evidence)
                codes[~known[inner]] = classes.NODATA
                plane.write(start, codes)
                if cores is not None:
                    cores.write(start, self._detection.cores(evidence))
                if shadow is not None:
                    shadow.write(start, np.round(self._detection.shadow(evidence) * MOST).astype(np.uint8))
                if score is not None:
                    there = self._valid.pixels(start, stop)
                    shown = np.where(there, cells.as_pixels(evidence[0], start), np.float32(np.nan))
                    score.write_rows(shown[None])
                feedback.progress(stop / cells.height)
        if self._valid.count == 0:
            path = self._scene.optical.raster.path
            raise UnveilError(f"The optical raster {path} has no valid pixel: everything in it is nodata.")
        return Found(plane, cores, shadow)

    def grown_less(self, plane: Plane, feedback: Feedback) -> MaskSettings:
        """Return the settings, with the dilation for scarce ground where the usual one leaves hardly any clear."""
        settings, scarce = self._settings, self._settings.scarce_dilation
        if scarce is None or scarce >= settings.dilation:
            return settings
        if self._clear(plane, 0.0, feedback) >= _AMPLE or self._clear(plane, settings.dilation, feedback) >= _SCARCE:
            return settings
        enough = self._clear(plane, scarce, feedback) >= _ENOUGH
        return replace(settings, dilation=scarce) if enough else settings

    def _clear(self, plane: Plane, dilation: float, feedback: Feedback) -> float:
        """Return the share of the known cells that stays clear when clouds are grown so far."""
        counts = np.zeros(256, dtype=np.int64)
        for _, _, codes in self._grown(plane, replace(self._settings, dilation=dilation), feedback):
            counts += np.bincount(codes.ravel(), minlength=256)
        known = counts.sum() - counts[classes.NODATA]
        return float(counts[classes.CLEAR] / known) if known else 1.0

    def _grown(self, plane: Plane, settings: MaskSettings, feedback: Feedback) -> Iterator[tuple[int, int, np.ndarray]]:
        """Yield strips of grown classes: first row, the row after the last, and the cells of both."""
        grid, height = self._cells.grid, self._cells.height
        radius = pixels(settings.dilation, grid)
        shadow = radius if settings.shadow_dilation is None else pixels(settings.shadow_dilation, grid)
        halo = max(radius, shadow)
        for start, stop in strips(height, max(self.rows, 2 * halo), feedback):
            first = max(start - halo, 0)
            codes = plane.read(first, min(stop + halo, height))
            yield start, stop, dilate_classes(codes, radius, shadow)[start - first : stop - first]

    def write(self, plane: Plane, settings: MaskSettings, sink: Sink, feedback: Feedback) -> dict[int, int]:
        """Grow the classes, write them on the raster's pixels, and count these."""
        cells = self._cells
        counts = np.zeros(256, dtype=np.int64)
        for start, stop, codes in self._grown(plane, settings, feedback):
            there = self._valid.pixels(start, stop)
            result = np.where(there, cells.as_pixels(codes, start), np.uint8(classes.NODATA))
            counts += np.bincount(result.ravel(), minlength=256)
            sink.write_rows(result[None])
            feedback.progress(stop / cells.height)
        return {code: int(number) for code, number in enumerate(counts) if number}

    def _source(self) -> RowFeed:
        raster = self._scene.optical.raster
        read = whole_rows(self._reader, self._scene.optical.positions)
        return RowFeed(read, raster.grid.height, raster.block_height)

    def _cell_feed(self, source: RowFeed) -> RowFeed:
        # Detectors that look at tiles ask for many rows, some of them twice, and cells take less memory than pixels.
        def read(start: int, stop: int) -> np.ndarray:
            values, valid = self._read_cells(source, start, stop)
            return np.concatenate([values, valid[None].astype(np.float32)])

        return RowFeed(read, self._cells.height, _FEED_ROWS, _FEED_ROWS)

    def _evidence(self, cell_feed: RowFeed) -> RowFeed:
        # Evidence is made in a thread of its own while the rows before are averaged, written and compressed.
        height = self._cells.height

        def cells(start: int, stop: int) -> tuple[np.ndarray, np.ndarray]:
            rows = cell_feed.rows(start, stop)
            return rows[:-1], rows[-1] > 0

        def read(start: int, stop: int) -> np.ndarray:
            return self._detection.evidence(cells, start, stop, height)

        return RowFeed(read, height, self._evidence_rows, self._evidence_rows)

    def _read_cells(self, source: RowFeed, start: int, stop: int) -> tuple[np.ndarray, np.ndarray]:
        first, last = self._cells.rows_of_pixels(start, stop)
        values, valid = self._scene.values(source.rows(first, last))
        self._valid.add(first, valid)
        return cell_means(values, valid, self._cells.factor)


class _Validity:
    """Which pixels are valid, as rows come in; one bit a pixel."""

    def __init__(self, cells: CellGrid, scratch: Scratch):
        self._cells = cells
        self._bits = scratch.plane(cells.pixels.height, -(-cells.pixels.width // 8))
        self._written = 0
        self.count = 0

    def add(self, start: int, valid: np.ndarray) -> None:
        """Take rows of pixels from `start` on; those that were taken before are left out."""
        fresh = valid[max(self._written - start, 0) :]
        if len(fresh):
            self._bits.write(self._written, np.packbits(fresh, axis=1))
            self.count += int(np.count_nonzero(fresh))
            self._written += len(fresh)

    def pixels(self, start: int, stop: int) -> np.ndarray:
        """Return the pixels [n, width] bool of rows of cells."""
        bits = self._bits.read(*self._cells.rows_of_pixels(start, stop))
        return np.unpackbits(bits, axis=1, count=self._cells.pixels.width).view(bool)

    def cells(self, start: int, stop: int) -> np.ndarray:
        """Return [n, columns] bool: cells with any valid pixel."""
        return self._cells.any_of(self.pixels(start, stop))


def _metadata(settings: MaskSettings, cells: CellGrid) -> dict[str, str]:
    said = {"UNVEIL": version(), "UNVEIL_DETECTOR": settings.method, "UNVEIL_CELL_PIXELS": str(cells.factor)}
    for field in fields(settings):
        value = getattr(settings, field.name)
        if value not in (None, 0.0) and field.name not in _UNTOLD:
            said[f"UNVEIL_{field.name.upper()}"] = f"{value:g}"
    if settings.sun is not None:
        said["UNVEIL_SUN"] = f"azimuth {settings.sun.azimuth:g} elevation {settings.sun.elevation:g}"
    return said
