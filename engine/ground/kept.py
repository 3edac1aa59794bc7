"""Clear ground that a mask holds, which stays as it was observed.

Every mask is grown, and detectors take snow, roofs and harvested fields for cloud. A cell of 4 x 4 pixels that lies
within what the clear ground of the scene spreads over is more likely ground than cloud: what is put in its place would
be further from the truth than the little haze that it may hold. So it is kept where its distance from the colour of
clear ground near by, in deviations of the scene's own clear ground (Mahalanobis 1936), is small beside how much that
ground varies; on uniform ground haze shows, and what replaces it errs little. Darkness tells shadow from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ahead import shared
from unveil.engine.ground.darkness import Darkness
from unveil.engine.ground.veil import SEEN, Veil
from unveil.engine.ground.veil_cells import (
    CELL,
    CLEAR,
    NOTHING,
    CellGround,
    SceneCells,
    any_in_patches,
    grown,
)
from unveil.engine.masking import classes
from unveil.engine.raster.filters import box_mean

_CLEAR, _KEPT = 20.0, 40.0
"""Distances by the ground's deviation in reflectance: up to the first a cell is taken for clear in the search for thin
cloud, too; up to the second it is kept where no thin cloud is seen through."""

_CLOUDY = 8.0
"""How many times further what lies beside a cell makes it the edge of a cloud; bands see that in different places."""

_DARK = 1.0
"""Deviations of clear ground by which a cell is in shadow."""

_AMID = 0.4
"""Share of the cells round it, and itself, that are clear or kept from which a cell is kept."""

_FEW = 8.0
"""Cells of clear ground in the scene that tell half of what it looks like."""

_FAINT = 0.03
"""Depth of thin cloud from which it is worth being taken off."""

_NOISE = 0.001
_ROWS = 64


@dataclass(frozen=True)
class Kept:
    """Cells [rows, columns] bool of a scene's mask that stay, those that do not, and how many pixels of the former it
    holds.
    """

    cells: np.ndarray
    left: np.ndarray
    pixels: int

    def codes(self, codes: np.ndarray, row: int, stays: int = classes.NODATA) -> np.ndarray:
        """Return classes [n, width] of the scene's rows from `row` on; what is kept has the class `stays`.

        No data is neither restored nor ground from which other ground is told: a little haze in it would spread.
        """
        rows, columns = ((first + np.arange(length)) // CELL for first, length in zip((row, 0), codes.shape))
        kept = self.cells[rows][:, columns] & classes.to_restore(codes)
        return np.where(kept, np.uint8(stays), codes)

    def left_patches(self, side: int) -> np.ndarray:
        """Return which patches of `side` pixels, a whole number of cells, hold what is left, [rows, columns] bool."""
        return any_in_patches(self.left, side)


@dataclass(frozen=True)
class Likeness:
    """Cells of a scene's mask that look like its clear ground, [rows, columns] bool each.

    clear: so much so that the sky above them is clear. kept: those and what else may be kept.
    """

    clear: np.ndarray
    kept: np.ndarray

    def without_seen(self, cells: SceneCells, veil: Veil | None) -> Kept:
        """Return what is kept of the cells, but for those of thin cloud that is seen through."""
        kept = self.kept
        if veil is not None:
            kept = kept & ~((veil.trust > SEEN) & (veil.depth > _FAINT))
        kept = kept | self.clear
        left = ((cells.masked > 0) | (cells.kind == NOTHING)) & ~kept
        return Kept(kept, left, int(cells.masked[kept].sum(dtype=np.int64)))


def find_likeness(cells: SceneCells, ground: CellGround) -> Likeness:
    """Return which cells of the mask look like clear ground of the scene."""
    spread = ground.spread + _NOISE**2 * np.eye(len(cells.names))
    whitening = np.linalg.inv(np.linalg.cholesky(spread)).astype(np.float32)
    if not ground.number:
        return Likeness(np.zeros(cells.shape, dtype=bool), np.zeros(cells.shape, dtype=bool))
    # What few cells say of the ground is doubted.
    varies = np.sqrt(ground.number / (ground.number + _FEW) * np.trace(ground.within) / len(cells.names))
    darkness = Darkness(cells.names, ground.covariance + _NOISE**2 * np.eye(len(cells.names)))
    clear, kept, cloudy = (np.zeros(cells.shape, dtype=bool) for _ in range(3))
    every = slice(0, cells.shape[1])

    def look(start: int) -> None:
        rows = slice(start, min(start + _ROWS, cells.shape[0]))
        kind = cells.kind[rows]
        masked = (kind != CLEAR) & (kind != NOTHING)
        if not masked.any():
            return
        usual = ground.part(rows, every)[:, masked]
        difference = cells.reflectance(rows, every)[:, masked] - usual
        distance = np.sqrt(((whitening @ difference) ** 2).mean(axis=0)) / varies
        lit = darkness(difference, usual) < _DARK
        for plane, found in ((clear, lit & (distance < _CLEAR)), (kept, lit & (distance < _KEPT))):
            plane[rows][masked] = found
        cloudy[rows][masked] = distance > _CLOUDY * _KEPT

    shared(look, range(0, cells.shape[0], _ROWS))
    kept &= ~grown(cloudy, 1)
    # Cells that stand alone amid what is replaced would be seen as squares.
    kept &= box_mean(((cells.kind == CLEAR) | kept).astype(np.float32), 3) > _AMID
    return Likeness(clear & kept, kept)
