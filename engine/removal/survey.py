"""One look at a whole scene before anything is predicted: where the clouds are, and the colour of the clear ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.recognise import class_rows
from unveil.engine.raster.grid import Tiling
from unveil.engine.raster.rows import RowFeed, whole_rows
from unveil.engine.raster.source import Reader
from unveil.engine.removal.background import BUFFER, CELL, Cells, cell_statistics, clear_ground
from unveil.engine.sentinel.scene import Scene

PATCH = 8
"""Pixels along a side of the patches in which the survey remembers where there is cloud."""

_STRIP_ROWS = 8 * CELL


@dataclass(frozen=True)
class Survey:
    """What is known of a scene: numbers of pixels, patches with something to restore, sums of the clear ground.

    patches: [ceil(height / 8), ceil(width / 8)] bool. cells: None where nobody asked for them.
    """

    valid: int
    restore: int
    patches: np.ndarray
    cells: Cells | None

    def active_tiles(self, tiling: Tiling, reach: int) -> np.ndarray:
        """Return [rows of tiles, tiles in a row] bool: tiles with something to restore within `reach` pixels."""
        return np.array(
            [
                [self._any(row - reach, column - reach, tiling.tile + 2 * reach) for column in tiling.column_starts]
                for row in tiling.row_starts
            ]
        )

    def _any(self, row: int, column: int, size: int) -> bool:
        rows = slice(max(row, 0) // PATCH, -(-(row + size) // PATCH))
        columns = slice(max(column, 0) // PATCH, -(-(column + size) // PATCH))
        return bool(self.patches[rows, columns].any())


def survey_scene(scene: Scene, with_background: bool, feedback: Feedback) -> Survey:
    """Read a scene with its mask once, from top to bottom; `scene.mask` must be there.

    Raises:
        UnveilError: a file cannot be read.
        Cancelled: the user stopped it.
    """
    grid, mask = scene.grid, scene.mask
    optical = scene.optical
    valid_count = restore_count = 0
    patches, sums, counts = [], [], []
    with Reader(mask) as mask_reader, Reader(optical.raster) as reader:
        read_mask = class_rows(mask_reader, scene.mask_coding)
        read = whole_rows(reader, optical.positions)
        with (
            RowFeed(read_mask, grid.height, mask.block_height) as mask_feed,
            RowFeed(read, grid.height, optical.raster.block_height) as feed,
        ):
            for start in range(0, grid.height, _STRIP_ROWS):
                feedback.check()
                stop = min(start + _STRIP_ROWS, grid.height)
                first = max(start - BUFFER, 0)
                codes = mask_feed.rows(first, min(stop + BUFFER, grid.height))[0]
                inner = slice(start - first, stop - first)
                restore = classes.to_restore(codes)
                patches.append(_any_by_patch(restore[inner]))
                stored = feed.rows(start, stop)
                valid = optical.valid(stored)
                valid_count += int(np.count_nonzero(valid))
                restore_count += int(np.count_nonzero(restore[inner] & valid))
                if with_background:
                    clear = (
                        clear_ground(restore, np.ones_like(restore))[inner] & valid & (codes[inner] == classes.CLEAR)
                    )
                    cells = cell_statistics(optical.complete(optical.dn(stored)), clear)
                    sums.append(cells.sums)
                    counts.append(cells.counts)
                feedback.progress(stop / grid.height)
    cells = Cells(np.concatenate(sums, axis=1), np.concatenate(counts, axis=0)) if with_background else None
    return Survey(valid_count, restore_count, np.concatenate(patches), cells)


def _any_by_patch(restore: np.ndarray) -> np.ndarray:
    rows = np.arange(0, restore.shape[0], PATCH)
    columns = np.arange(0, restore.shape[1], PATCH)
    return np.logical_or.reduceat(np.logical_or.reduceat(restore, rows, axis=0), columns, axis=1)
