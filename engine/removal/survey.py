"""One look at a whole scene before anything is predicted: where the clouds are, and what the clear ground is like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from unveil.engine.ahead import done_in_threads
from unveil.engine.feedback import Feedback
from unveil.engine.ground.background import GroundSums, ground_sums
from unveil.engine.ground.field import BUFFER, CELL, clear_share
from unveil.engine.ground.radar_features import REACH, radar_features
from unveil.engine.ground.relation_sums import seen_ground
from unveil.engine.ground.scene_sums import SceneSums
from unveil.engine.ground.veil_cells import SceneCells
from unveil.engine.masking import classes
from unveil.engine.raster.grid import Tiling, any_in_squares
from unveil.engine.scene.rows import Rows, SceneRows
from unveil.engine.scene.scene import Scene
from unveil.models.threads import thread_count

PATCH = 8
"""Pixels along a side of the patches in which the survey remembers where there is cloud."""

_STRIP_ROWS = 8 * CELL
_STRIP_COLUMNS = 16 * CELL
_BLUE = "B2"
_MOST_THREADS = 4
"""Each of them takes some tens of megabytes."""


@dataclass(frozen=True)
class Survey:
    """What is known of a scene: numbers of pixels with data and to restore, patches with the latter, sums of the clear
    ground.

    patches: [ceil(height / 8), ceil(width / 8)] bool. ground: None where nobody asked for it. kept: how many pixels of
    the mask are clear ground that stays, and not to restore.
    """

    valid: int
    restore: int
    patches: np.ndarray
    ground: GroundSums | None
    kept: int = 0

    def active_tiles(self, tiling: Tiling, reach: int, keep_clear: bool = True) -> np.ndarray:
        """Return [rows of tiles, tiles in a row] bool: tiles with something to restore within `reach` pixels.

        keep_clear: half the overlap between two tiles does not count: a neighbour shows it from further inside.
        """
        inwards = tiling.overlap // 2 if keep_clear else 0
        down, across = (
            _patches_of_tiles(starts, tiling.tile, inwards, reach)
            for starts in (tiling.row_starts, tiling.column_starts)
        )
        return np.array([[bool(self.patches[rows, columns].any()) for columns in across] for rows in down])


def _patches_of_tiles(starts: tuple[int, ...], tile: int, inwards: int, reach: int) -> list[slice]:
    """Return the patches along an axis that count for each tile; the first and the last one reach to the border."""
    lows = [starts[0], *(start + inwards for start in starts[1:])]
    highs = [*(start + tile - inwards for start in starts[:-1]), starts[-1] + tile]
    return [slice(max(low - reach, 0) // PATCH, -(-(high + reach) // PATCH)) for low, high in zip(lows, highs)]


def survey_scene(scene: Scene, with_background: bool, feedback: Feedback, cells: SceneCells | None = None) -> Survey:
    """Read a scene with its mask once, from top to bottom; `scene.mask` must be there.

    cells: filled with the raster's own bands, for the search for thin cloud.

    Raises:
        UnveilError: a file cannot be read.
        Cancelled: the user stopped it.
    """
    grid = scene.grid
    sums = SceneSums(grid.height, grid.width) if with_background else None
    found = _Found(scene, sums, cells)
    valid_count = restore_count = 0
    patches = []
    with SceneRows(scene, radar_rows=_STRIP_ROWS) as rows:
        for start in range(0, grid.height, _STRIP_ROWS):
            feedback.check()
            stop = min(start + _STRIP_ROWS, grid.height)
            codes = rows.codes(start, stop, BUFFER)
            inner = slice(start - codes.first, stop - codes.first)
            restore = classes.to_restore(codes.values)
            patches.append(_any_by_patch(restore[inner]))
            known = clear_share(restore, codes.values == classes.CLEAR)[inner] if with_background else None
            radar = rows.radar(start, stop, REACH) if with_background else None
            strip = _Strip(rows.stored(start, stop), codes.values[inner], known, radar)
            for valid, hidden in found.parts(strip):
                valid_count += valid
                restore_count += hidden
            feedback.progress(stop / grid.height)
    ground = None if sums is None else sums.whole()
    return Survey(valid_count, restore_count, np.concatenate(patches), ground)


@dataclass(frozen=True)
class _Strip:
    """Rows of the scene: stored values, classes and, for the ground, how far each pixel would be clear if it were valid
    [n, width], and radar with margins.
    """

    stored: Rows
    codes: np.ndarray
    known: np.ndarray | None
    radar: Rows | None


@dataclass(frozen=True)
class _Part:
    """What one look at columns of a strip gives: numbers of pixels, sums of the ground with the groups of these."""

    valid: int
    restore: int
    ground: tuple[GroundSums, np.ndarray] | None


@dataclass(frozen=True)
class _Found:
    """What a survey fills: sums of the ground, and cells for the search for thin cloud, where they are asked for."""

    scene: Scene
    sums: SceneSums | None
    cells: SceneCells | None

    def parts(self, strip: _Strip) -> Iterator[tuple[int, int]]:
        """Look at a strip in columns, several at a time; give the numbers of pixels with data and of hidden ones."""
        lefts = range(0, self.scene.grid.width, _STRIP_COLUMNS)
        threads = min(thread_count(), _MOST_THREADS)
        with done_in_threads(lambda left: self._part(strip, left), lefts, threads) as parts:
            for left, part in zip(lefts, parts):
                if part.ground is not None and self.sums is not None:
                    self.sums.put((strip.stored.first // CELL, left // CELL), *part.ground)
                yield part.valid, part.restore

    def _part(self, strip: _Strip, left: int) -> _Part:
        optical, width = self.scene.optical, self.scene.grid.width
        columns = slice(left, min(left + _STRIP_COLUMNS, width))
        stored, codes = strip.stored.values[:, :, columns], strip.codes[:, columns]
        valid, there, repaired = optical.examined(stored)
        hidden = int(np.count_nonzero(classes.to_restore(codes) & there))
        dn = optical.dn(repaired) if self.sums is not None or self.cells is not None else None
        if self.cells is not None and dn is not None:
            self.cells.add((strip.stored.first, left), dn, valid, codes)
        ground = None
        if self.sums is not None and dn is not None:
            ground = self._ground(strip, columns, dn, valid)
        return _Part(int(np.count_nonzero(there)), hidden, ground)

    def _ground(
        self, strip: _Strip, columns: slice, dn: np.ndarray, valid: np.ndarray
    ) -> tuple[GroundSums, np.ndarray]:
        """Return the sums of columns of a strip, and which groups those of their relation to radar are of."""
        optical, sums = self.scene.optical, self.sums
        if strip.known is None or strip.radar is None or sums is None:
            raise ValueError("the strip was read without its radar")
        names, first, (height, width) = optical.wanted or optical.names, strip.stored.first, valid.shape
        known = strip.known[:, columns] * valid
        dn, clear = optical.complete(dn), known >= 1
        told = clear.astype(np.float32)
        if _BLUE in names:
            told = seen_ground(dn[names.index(_BLUE)], valid, clear)
        before, above = min(REACH, columns.start), first - strip.radar.first
        features = radar_features(strip.radar.values[:, :, columns.start - before : columns.stop + REACH])
        features = features[:, above : above + height, before : before + width]
        cells = (
            slice(start // CELL, -(-(start + length) // CELL))
            for start, length in ((first, height), (columns.start, width))
        )
        own, local = sums.groups(*cells)
        return ground_sums(dn, known, told, features, local, len(own)), own


def _any_by_patch(restore: np.ndarray) -> np.ndarray:
    return any_in_squares(restore, PATCH)
