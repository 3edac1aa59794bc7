"""The clear ground of a scene in cells of 32 pixels: what may be learnt from, and what is held out to measure on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import maximum_filter

from unveil.engine.feedback import Feedback
from unveil.engine.ground.field import CELL
from unveil.engine.masking import classes
from unveil.engine.scene.rows import SceneRows
from unveil.engine.scene.scene import Scene

BLOCK = 6
"""Cells along a side of a block, which is held out or learnt from as a whole: 192 pixels."""

HELD_OUT_SHARE = 0.25
FEWEST_BLOCKS = 3
"""Held-out blocks below which a gain cannot be told from luck."""

FEWEST_CELLS = 100
"""Clear cells (10 ha each at 10 m) below which a scene has too little to learn from."""

FEWEST_LEARNT = FEWEST_CELLS // 2
"""As many must be left when blocks are held out, with what lies beside them."""

_CLEAR_SHARE = 0.6
_CELLS_OF_A_BLOCK = 9
_STRIP = 8 * CELL


@dataclass(frozen=True)
class ClearCells:
    """Maps [rows, columns] of cells, bool, and the held-out blocks by their upper left cells.

    clear: clear ground, and no cloud in the cell or in those round it. learnt: cells to learn from, none of
    them in a held-out block or beside one. held_out: the clear cells of held-out blocks. kept_back: all cells of
    held-out blocks and those beside them.
    """

    clear: np.ndarray
    learnt: np.ndarray
    held_out: np.ndarray
    kept_back: np.ndarray
    blocks: tuple[tuple[int, int], ...]

    @property
    def enough(self) -> bool:
        """Tell whether there is enough to learn from, and to measure on."""
        return (
            int(self.clear.sum()) >= FEWEST_CELLS
            and len(self.blocks) >= FEWEST_BLOCKS
            and int(self.learnt.sum()) >= FEWEST_LEARNT
        )

    def windows(self, size: int, least: int) -> np.ndarray:
        """Return [n, 2], upper left cells of windows of `size` cells a side with `least` cells to learn from."""
        rows, columns = (length - size + 1 for length in self.learnt.shape)
        if min(rows, columns) < 1:
            return np.empty((0, 2), dtype=int)
        total = np.cumsum(np.cumsum(np.pad(self.learnt.astype(int), ((1, 0), (1, 0))), axis=0), axis=1)
        number = total[size:, size:] - total[:rows, size:] - total[size:, :columns] + total[:rows, :columns]
        return np.argwhere(number >= least)


def find_clear_cells(scene: Scene, feedback: Feedback, seed: int = 0) -> ClearCells:
    """Read a scene and its mask once, in strips, and choose the blocks that are held out.

    Raises:
        UnveilError: a file cannot be read.
        Cancelled: the user stopped it.
    """
    grid, optical = scene.grid, scene.optical
    clear, cloud = [], []
    with SceneRows(scene, in_part=False) as rows:
        for start in range(0, grid.height, _STRIP):
            feedback.check()
            stop = min(start + _STRIP, grid.height)
            codes = rows.codes(start, stop).values
            clear.append(_by_cell((codes == classes.CLEAR) & optical.valid(rows.stored(start, stop).values)))
            cloud.append(_by_cell((codes == classes.CLOUD) | (codes == classes.THIN_CLOUD)))
            feedback.progress(stop / grid.height)
    return clear_cells(np.concatenate(clear), np.concatenate(cloud) > 0, seed)


def clear_cells(share: np.ndarray, cloud: np.ndarray, seed: int = 0) -> ClearCells:
    """Return the clear cells of a scene, and a choice of blocks that are held out.

    share: [rows, columns], which part of a cell is clear, 0..1. cloud: whether there is any in it. Detectors take much
    dark ground for shadow, so shadow makes a cell less clear, but keeps nothing away.
    """
    clear = (share >= _CLEAR_SHARE) & ~maximum_filter(cloud, size=3, mode="nearest")
    blocks = _held_out_blocks(clear, np.random.default_rng([seed, 4]))
    inside = np.zeros_like(clear)
    for row, column in blocks:
        inside[row : row + BLOCK, column : column + BLOCK] = True
    kept_back = maximum_filter(inside, size=3, mode="constant")
    return ClearCells(clear, clear & ~kept_back, clear & inside, kept_back, blocks)


def _by_cell(pixels: np.ndarray) -> np.ndarray:
    """Return [rows, columns]: which part of each cell of 32 x 32 pixels is True; a cell cut short stays below 1."""
    rows, columns = (np.arange(0, length, CELL) for length in pixels.shape)
    numbers = np.add.reduceat(np.add.reduceat(pixels.astype(np.int32), rows, axis=0), columns, axis=1)
    return numbers / (CELL * CELL)


def _held_out_blocks(clear: np.ndarray, generator: np.random.Generator) -> tuple[tuple[int, int], ...]:
    candidates = [
        (row, column)
        for row in range(0, clear.shape[0], BLOCK)
        for column in range(0, clear.shape[1], BLOCK)
        if clear[row : row + BLOCK, column : column + BLOCK].sum() >= _CELLS_OF_A_BLOCK
    ]
    number = min(max(round(HELD_OUT_SHARE * len(candidates)), FEWEST_BLOCKS), len(candidates))
    chosen = generator.permutation(len(candidates))[:number]
    return tuple(candidates[index] for index in sorted(chosen))
