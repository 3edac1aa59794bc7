"""Clear ground that a mask holds, which stays as it was observed.

Every mask is grown, and detectors take snow, roofs and harvested fields for cloud. What is put in the place of clear
ground would be further from the truth than the little haze that it may hold, so cells that look like the scene's clear
ground (`likeness.py`) are kept. Where clear ground ends is a matter of areas and not of single cells: of all outlines
that one is drawn which is short and agrees with what the cells look like, by threshold dynamics (Merriman, Bence and
Osher 1992; Esedoglu and Otto 2015). Within the cells along it what stays goes over into what is put beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.likeness import Likeness
from unveil.engine.ground.veil import SEEN, Veil
from unveil.engine.ground.veil_cells import CELL, NOTHING, SceneCells, any_in_patches, grown
from unveil.engine.ground.veil_model import enlarged
from unveil.engine.masking import classes
from unveil.engine.raster.filters import box_mean, tent_mean

_FAINT = 0.03
"""Depth of thin cloud from which it is worth being taken off."""

_AROUND, _TIMES = 3, 3
"""Cells along a side of the squares whose means, taken twice, pull an outline straight, and how often they do."""

_OWN = 0.35
"""What a cell's own look weighs beside the share of those round it."""


@dataclass(frozen=True)
class Kept:
    """What stays of a scene's mask, in cells [rows, columns].

    share: how far each stays, float16: 1 as it was observed, 0 replaced. cells: bool, those of which all pixels stay;
    left: those of the mask that do not; pixels: how many pixels the former hold.
    """

    share: np.ndarray
    cells: np.ndarray
    left: np.ndarray
    pixels: int

    def codes(self, codes: np.ndarray, row: int, stays: int = classes.NODATA) -> np.ndarray:
        """Return classes [n, width] of the scene's rows from `row` on; what stays whole has the class `stays`.

        No data is neither restored nor ground from which other ground is told: a little haze in it would spread.
        """
        rows, columns = ((first + np.arange(length)) // CELL for first, length in zip((row, 0), codes.shape))
        kept = self.cells[rows][:, columns] & classes.to_restore(codes)
        return np.where(kept, np.uint8(stays), codes)

    def replaced(self, codes: np.ndarray, corner: tuple[int, int]) -> np.ndarray:
        """Return how far pixels of a window are replaced, [h, w] float32; 1 where the mask, `codes`, is clear.

        corner: first row and column of the window in the scene.
        """
        return np.where(
            codes == classes.CLEAR, np.float32(1), 1 - enlarged(self.share, corner, (len(codes), codes.shape[1]), CELL)
        )

    def left_patches(self, side: int) -> np.ndarray:
        """Return which patches of `side` pixels, a whole number of cells, hold what is left, [rows, columns] bool."""
        return any_in_patches(self.left, side)


def find_kept(cells: SceneCells, likeness: Likeness, veil: Veil | None) -> Kept:
    """Return what is kept of the cells of a mask; thin cloud that is seen through is not."""
    there = cells.kind != NOTHING
    masked = there & (cells.masked > 0)
    never = likeness.never
    if veil is not None:
        seen = (veil.trust > SEEN) & (veil.depth > _FAINT) & ~likeness.clear
        never = never | (seen & ~likeness.snow)
    kept = _outlined(likeness, there, masked, masked & ~never)
    share = np.where(never, 0, _mean(kept & there, there)).astype(np.float16)
    # Between a cell that is kept and those round it, which all are, nothing goes over.
    whole = masked & ~grown(share < 1, 1)
    left = ((cells.masked > 0) | ~there) & ~whole
    return Kept(share, whole, left, int(cells.masked[whole].sum(dtype=np.int64)))


def _outlined(likeness: Likeness, there: np.ndarray, masked: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Return [rows, columns] bool: what is clear, and what is kept of the cells that are `free` to be."""
    clear = there & ~masked
    own = np.where(likeness.snow, np.float32(-1), likeness.evidence)
    kept = ((own < 0) & free) | clear
    limit = np.float32(_OWN) * own
    limit += np.float32(0.5)
    weight = np.maximum(tent_mean(there.astype(np.float32), _AROUND), np.float32(1e-6))
    limit *= weight
    for _ in range(_TIMES):
        kept = ((tent_mean((kept & there).astype(np.float32), _AROUND) > limit) & free) | clear
    return kept


def _mean(kept: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Return the share of the cells round each, and itself, that are kept, [rows, columns] float32; 1 for all."""
    share = box_mean(kept.astype(np.float32), 3) / np.maximum(box_mean(there.astype(np.float32), 3), np.float32(1e-6))
    return np.where(grown(~kept & there, 1), np.minimum(share, np.float32(0.95)), 1)
