"""One look at a whole scene before anything is predicted: where the clouds are, and what the clear ground is like."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from unveil.engine.ahead import done_in_threads
from unveil.engine.feedback import Feedback
from unveil.engine.ground.background import GroundSums, ground_sums
from unveil.engine.ground.field import BUFFER, CELL, clear_share
from unveil.engine.ground.radar_features import NUMBER, REACH, radar_features
from unveil.engine.ground.radar_relation import cell_groups, groups_of, no_sums, seen_ground
from unveil.engine.ground.veil_cells import SceneCells
from unveil.engine.masking import classes
from unveil.engine.raster.grid import Tiling
from unveil.engine.scene.rows import Rows, SceneRows
from unveil.engine.scene.scene import Scene
from unveil.models.threads import thread_count

PATCH = 8
"""Pixels along a side of the patches in which the survey remembers where there is cloud."""

_STRIP_ROWS = 8 * CELL
_STRIP_COLUMNS = 32 * CELL
_BLUE = "B2"
_MOST_THREADS = 4
"""Each of them takes some tens of megabytes."""


@dataclass(frozen=True)
class Survey:
    """What is known of a scene: numbers of pixels, patches with something to restore, sums of the clear ground.

    patches: [ceil(height / 8), ceil(width / 8)] bool. ground: None where nobody asked for it.
    """

    valid: int
    restore: int
    patches: np.ndarray
    ground: GroundSums | None

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
    grid, optical = scene.grid, scene.optical
    valid_count = restore_count = 0
    patches = []
    ground: GroundSums | None = None
    relation = _Relation(scene)
    with SceneRows(scene, radar_rows=_STRIP_ROWS) as rows:
        for start in range(0, grid.height, _STRIP_ROWS):
            feedback.check()
            stop = min(start + _STRIP_ROWS, grid.height)
            codes = rows.codes(start, stop, BUFFER)
            inner = slice(start - codes.first, stop - codes.first)
            restore = classes.to_restore(codes.values)
            patches.append(_any_by_patch(restore[inner]))
            stored = rows.stored(start, stop).values
            valid, there = optical.valid(stored), optical.restorable(stored)
            stored = optical.repaired(stored)
            valid_count += int(np.count_nonzero(there))
            restore_count += int(np.count_nonzero(restore[inner] & there))
            if with_background:
                known = clear_share(restore, codes.values == classes.CLEAR)[inner] * valid
                strip = _Strip(Rows(start, stored), valid, known, rows.radar(start, stop, REACH))
                part = _ground(scene, strip, relation)
                ground = part if ground is None else ground.joined(part, 0)
            if cells is not None:
                cells.add(start, optical.dn(stored), valid, codes.values[inner])
            feedback.progress(stop / grid.height)
    if ground is not None:
        ground = replace(ground, relation=relation.sums)
    return Survey(valid_count, restore_count, np.concatenate(patches), ground)


@dataclass(frozen=True)
class _Strip:
    """Rows of the scene: stored values, valid and how far they are known to be clear [n, width], radar with margins."""

    stored: Rows
    valid: np.ndarray
    known: np.ndarray
    radar: Rows


class _Relation:
    """The sums of all groups of a scene, which are large: those of its parts, which are of few, are taken into them."""

    def __init__(self, scene: Scene):
        names, grid = scene.optical.wanted or scene.optical.names, scene.grid
        self.groups = cell_groups(*(-(-length // CELL) for length in (grid.height, grid.width)))
        self.sums = no_sums(int(self.groups.max()) + 1, NUMBER, len(names))
        self._nothing = no_sums(0, NUMBER, len(names))

    def taken(self, part: GroundSums, groups: np.ndarray) -> GroundSums:
        """Return the sums of a part without those that were added here; groups: which its own are."""
        self.sums.add(groups, part.relation)
        return replace(part, relation=self._nothing)


def _ground(scene: Scene, strip: _Strip, relation: _Relation) -> GroundSums:
    """Return the sums of a strip but for those of its relation to radar, which are added to `relation`."""
    optical, grid, known = scene.optical, scene.grid, strip.known
    start, stop = strip.stored.first, strip.stored.first + len(known)
    above = start - strip.radar.first
    names = optical.wanted or optical.names
    groups = relation.groups[start // CELL : -(-stop // CELL)]

    def sums(left: int) -> tuple[GroundSums, np.ndarray]:
        right = min(left + _STRIP_COLUMNS, grid.width)
        before, behind = min(REACH, left), min(REACH, grid.width - right)
        inner = (slice(None), slice(left, right))
        dn = optical.complete(optical.dn(strip.stored.values[:, :, left:right]))
        clear = known[inner] >= 1
        told = clear.astype(np.float32)
        if _BLUE in names:
            told = seen_ground(dn[names.index(_BLUE)], strip.valid[inner], clear)
        features = radar_features(strip.radar.values[:, :, left - before : right + behind])
        features = features[:, above : above + len(known), before : before + right - left]
        own, local = groups_of(groups[:, left // CELL : -(-right // CELL)])
        return ground_sums(dn, known[inner], told, features, local, len(own)), own

    threads = min(thread_count(), _MOST_THREADS)
    with done_in_threads(sums, range(0, grid.width, _STRIP_COLUMNS), threads) as parts:
        return reduce(lambda ground, part: ground.joined(part, 1), (relation.taken(*part) for part in parts))


def _any_by_patch(restore: np.ndarray) -> np.ndarray:
    rows = np.arange(0, restore.shape[0], PATCH)
    columns = np.arange(0, restore.shape[1], PATCH)
    return np.logical_or.reduceat(np.logical_or.reduceat(restore, rows, axis=0), columns, axis=1)
