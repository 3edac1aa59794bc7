"""Ground that is seen through thin cloud, set against what other dates show there: both see the pixel.

What passes the cloud is weighed against the date by their errors (`ground/veil.py`), as it is against the plain ground
where there is no date: through haze the scene's own day is nearly all, through a thick veil the date. What lies between
them over the scene tells how far each is to be trusted (`ground/veil_errors.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.ahead import Crew
from unveil.engine.ground.plain import SIGHT, Sight
from unveil.engine.ground.veil import SEEN, Unveiling, Veil
from unveil.engine.ground.veil_cells import CELL
from unveil.engine.ground.veil_errors import error_ratio
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.source import Reader
from unveil.engine.references.ground import FULL, ReferenceGround
from unveil.engine.removal.reference_rows import Joined, KnownGround
from unveil.engine.removal.strip import Strip
from unveil.engine.scene.scene import Scene
from unveil.engine.sentinel.optical import Optical

_COLUMNS = 512


_WINDOW, _MOST_WINDOWS = 256, 12
"""Pixels along a side of the windows, and how many, in which both are compared."""

_LEAST_PIXELS = 400


@dataclass(frozen=True)
class SeenDates:
    """Brings what is seen of hidden ground into what other dates show of it. optical: of the scene."""

    unveil: Unveiling
    optical: Optical

    def join(self, strip: Strip, known: KnownGround, rows: slice, crew: Crew) -> KnownGround:
        """Return what dates show with what is seen in `rows` of the strip brought into it.

        known: of these rows and `SIGHT` more above and below, as far as the strip goes. crew: shares the columns.
        """
        starts = range(0, strip.valid.shape[1], _COLUMNS)
        found = crew.each(lambda start: self._joined(strip, known, (rows, start)), starts)
        return replace(known, joined=tuple(each for each in found if each is not None))

    def _joined(self, strip: Strip, known: KnownGround, place: tuple[slice, int]) -> Joined | None:
        """Return what both tell in rows of the strip and `_COLUMNS` from a first one on; None where nothing is seen."""
        height, width = strip.valid.shape
        rows, start = place
        columns = slice(start, min(start + _COLUMNS, width))
        wide = _grown(rows, height), _grown(columns, width)
        codes, valid = strip.codes[wide], strip.valid[wide]
        corner = strip.first + wide[0].start, wide[1].start
        if not self.unveil.veil.trusted(codes, valid, corner).any():
            return None
        own = np.where(valid, self.optical.dn(strip.stored(*wide)), np.float32(0))
        sight = Sight(*corner, own, valid, codes, np.empty((0, *codes.shape), dtype=np.float32))
        shown = known.dn(_moved(wide[0], strip.first), wide[1])
        image, trust = self.unveil(sight, shown)
        down, across = (
            slice(part.start - grown.start, part.stop - grown.start) for part, grown in zip((rows, columns), wide)
        )
        # What is seen depends on more than the pixel itself, but not by the ground that it is set against.
        shown += trust * (image - shown)
        return Joined(_moved(rows, strip.first), columns, shown[:, down, across].copy())


def seen_dates(scene: Scene, known: ReferenceGround, veil: Veil) -> SeenDates | None:
    """Return what brings both together, with their errors as they are found on this scene; None for too little to tell.

    Raises:
        UnveilError: a file cannot be read.
    """
    found = _between(scene, known, veil)
    if found is None:
        return None
    errors = known.errors / 10000
    errors = errors * np.sqrt(error_ratio(*found, veil.about(errors)))
    return SeenDates(Unveiling(veil, tuple(range(len(errors))), errors), scene.optical)


def _between(scene: Scene, known: ReferenceGround, veil: Veil) -> tuple[np.ndarray, np.ndarray] | None:
    """Return what is seen less what dates show [bands, n], reflectance, and the cloud's depth [n]; None for little."""
    optical = scene.optical
    layers = tuple(range(1, len(known.raster.bands) - 1))
    between, depths = [], []
    with Reader(optical.raster) as reader, Reader(scene.mask) as mask, Reader(known.raster) as dates:
        for window in _windows(veil, scene.grid):
            shown = dates.read(window, layers)
            stored = reader.read(window, optical.positions)
            trust = veil.trusted(mask.read(window, (1,))[0], optical.valid(stored), (window.row, window.column))
            rows, columns = np.nonzero((trust > SEEN) & (shown[-1] == FULL))
            if not len(rows):
                continue
            passed, depth = veil.passed(
                optical.dn(stored[:, rows, columns]), rows + window.row, columns + window.column
            )
            between.append(passed - shown[:-1, rows, columns] / np.float32(10000))
            depths.append(depth)
    if sum(map(len, depths)) < _LEAST_PIXELS:
        return None
    return np.concatenate(between, axis=1), np.concatenate(depths)


def _windows(veil: Veil, grid: Grid) -> list[Window]:
    """Return the windows in which most is seen through cloud."""
    found = [
        Window(row, column, min(_WINDOW, grid.height - row), min(_WINDOW, grid.width - column))
        for row in range(0, grid.height, _WINDOW)
        for column in range(0, grid.width, _WINDOW)
    ]
    cells = _WINDOW // CELL
    seen = [
        np.count_nonzero(
            veil.trust[
                window.row // CELL : window.row // CELL + cells, window.column // CELL : window.column // CELL + cells
            ]
            > SEEN
        )
        for window in found
    ]
    order = np.argsort(-np.array(seen), kind="stable")[:_MOST_WINDOWS]
    return [found[place] for place in order if seen[place]]


def _moved(part: slice, by: int) -> slice:
    return slice(part.start + by, part.stop + by)


def _grown(part: slice, length: int) -> slice:
    return slice(max(part.start - SIGHT, 0), min(part.stop + SIGHT, length))
