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
from unveil.engine.raster.grid import Grid, Tiling, any_in_squares
from unveil.engine.raster.rows import HeldRows
from unveil.engine.scene.rows import SceneRows
from unveil.engine.scene.scene import Scene
from unveil.models.threads import thread_count

PATCH = 8
"""Pixels along a side of the patches in which the survey remembers where there is cloud."""

BLOCK = 256
"""Pixels along a side of the blocks of which it remembers whether all pixels have data."""

_STRIP_ROWS = BLOCK
_STRIP_COLUMNS = 16 * CELL
_BLUE = "B2"
_MOST_THREADS = 4
"""Each of them takes some tens of megabytes."""


@dataclass(frozen=True)
class Survey:
    """What is known of a scene: numbers of pixels with data and to restore, patches with the latter, sums of the clear
    ground.

    patches: [ceil(height / 8), ceil(width / 8)] bool. ground: None where nobody asked for it. kept: how many pixels of
    the mask are clear ground that stays, and not to restore. complete: [ceil(height / 256), ceil(width / 256)] bool,
    blocks in which every pixel has data; None where nobody looked.
    """

    valid: int
    restore: int
    patches: np.ndarray
    ground: GroundSums | None
    kept: int = 0
    complete: np.ndarray | None = None

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
    patches: list[np.ndarray] = []
    complete = np.zeros((-(-grid.height // BLOCK), -(-grid.width // BLOCK)), dtype=bool)
    with SceneRows(scene, radar_rows=_STRIP_ROWS).on_demand() as rows:
        strips = _strips(rows, grid, with_background)
        lefts = range(0, grid.width, _STRIP_COLUMNS)
        looks = ((strip, left) for strip in _watched(strips, patches, (feedback, grid.height)) for left in lefts)
        # Columns of the next strip are looked at while the last ones of a strip are.
        with done_in_threads(found.look, looks, min(thread_count(), _MOST_THREADS)) as parts:
            for part in parts:
                valid_count += part.valid
                restore_count += part.restore
                row, column = (first // BLOCK for first in part.place)
                complete[row, column : column + len(part.complete)] = part.complete
                if part.ground is not None and sums is not None:
                    sums.put((part.place[0] // CELL, part.place[1] // CELL), *part.ground)
    ground = None if sums is None else sums.whole()
    return Survey(valid_count, restore_count, np.concatenate(patches), ground, complete=complete)


def _strips(rows: SceneRows, grid: Grid, with_background: bool) -> Iterator[_Strip]:
    """Give the strips of a scene from top to bottom; most of what they hold is read when it is looked at."""
    for start in range(0, grid.height, _STRIP_ROWS):
        stop = min(start + _STRIP_ROWS, grid.height)
        codes = rows.codes(start, stop, BUFFER)
        inner = slice(start - codes.first, stop - codes.first)
        restore = classes.to_restore(codes.values)
        known = clear_share(restore, codes.values == classes.CLEAR)[inner] if with_background else None
        radar = rows.radar_held(start, stop, REACH) if with_background else None
        yield _Strip(rows.stored_held(start, stop), codes.values[inner], known, radar)


def _watched(strips: Iterator[_Strip], patches: list[np.ndarray], watched: tuple[Feedback, int]) -> Iterator[_Strip]:
    """Give strips, note which patches of theirs hold something to restore, and tell how far of a height they are."""
    feedback, height = watched
    for strip in strips:
        feedback.check()
        patches.append(_any_by_patch(classes.to_restore(strip.codes)))
        feedback.progress(strip.stored.first / height)
        yield strip


@dataclass(frozen=True)
class _Strip:
    """Rows of the scene: stored values, classes and, for the ground, how far each pixel would be clear if it were valid
    [n, width], and radar with margins.
    """

    stored: HeldRows
    codes: np.ndarray
    known: np.ndarray | None
    radar: HeldRows | None


@dataclass(frozen=True)
class _Part:
    """What one look at columns of a strip gives: their first row and column, numbers of pixels with data and of hidden
    ones, which blocks of columns have data all over, and sums of the ground with the groups of these.
    """

    place: tuple[int, int]
    valid: int
    restore: int
    complete: np.ndarray
    ground: tuple[GroundSums, np.ndarray] | None


@dataclass(frozen=True)
class _Found:
    """What a survey fills: sums of the ground, and cells for the search for thin cloud, where they are asked for."""

    scene: Scene
    sums: SceneSums | None
    cells: SceneCells | None

    def look(self, place: tuple[_Strip, int]) -> _Part:
        """Look at columns of a strip from one on."""
        (strip, left), optical, width = place, self.scene.optical, self.scene.grid.width
        columns = slice(left, min(left + _STRIP_COLUMNS, width))
        first, last = strip.stored.first, strip.stored.last
        stored, codes = strip.stored.window(slice(first, last), columns), strip.codes[:, columns]
        valid, there, repaired = optical.examined(stored)
        hidden = int(np.count_nonzero(classes.to_restore(codes) & there))
        dn = optical.dn(repaired) if self.sums is not None or self.cells is not None else None
        if self.cells is not None and dn is not None:
            self.cells.add((first, left), dn, valid, codes)
        ground = None
        if self.sums is not None and dn is not None:
            ground = self._ground(strip, columns, dn, valid)
        complete = ~any_in_squares(~there, BLOCK)[0]
        return _Part((first, left), int(np.count_nonzero(there)), hidden, complete, ground)

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
        around = slice(columns.start - before, min(columns.stop + REACH, self.scene.grid.width))
        features = radar_features(strip.radar.window(slice(strip.radar.first, strip.radar.last), around))
        features = features[:, above : above + height, before : before + width]
        cells = (
            slice(start // CELL, -(-(start + length) // CELL))
            for start, length in ((first, height), (columns.start, width))
        )
        own, local = sums.groups(*cells)
        return ground_sums(dn, known, told, features, local, len(own)), own


def _any_by_patch(restore: np.ndarray) -> np.ndarray:
    return any_in_squares(restore, PATCH)
