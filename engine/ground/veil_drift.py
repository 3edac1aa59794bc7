"""How high thin cloud drifts over a scene while its bands look one after the other: the drift that leaves least."""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.veil_cells import Block
from unveil.engine.ground.veil_model import neighbours
from unveil.engine.ground.veil_precision import Precision, levels_of

_FASTEST = 12.0
"""Pixels a second: what stands 12 km high moves by that on a grid of 10 m."""

_FIRST_STEP, _AROUND = 4.0, 3
_WORTH = 0.97
"""A drift has to lower the misfit to this share of it."""


def find_drift(block: Block, precision: Precision, depth: np.ndarray, pixels: int) -> tuple[float, float]:
    """Return the drift in cells (down, across) a second, (0, 0) where none helps.

    depth [h, w] of the block's cloud, found as if it stood still; pixels: a cell's side.
    """
    cells = _ThinCells(block, precision, depth)
    rest = best = cells.misfit((0.0, 0.0))
    found = (0.0, 0.0)
    step = _FIRST_STEP
    around = range(-_AROUND, _AROUND + 1)
    tried = [(down * step, across * step) for down in around for across in around]
    for _ in range(3):
        for candidate in tried:
            if 0 < np.hypot(*candidate) <= _FASTEST:
                misfit = cells.misfit((candidate[0] / pixels, candidate[1] / pixels))
                if misfit < best:
                    best, found = misfit, candidate
        step /= 2
        tried = [(found[0] + down * step, found[1] + across * step) for down in (-1, 0, 1) for across in (-1, 0, 1)]
    return (found[0] / pixels, found[1] / pixels) if best < _WORTH * rest else (0.0, 0.0)


class _ThinCells:
    """The cells of a block that tell of its thin cloud, and what a drift leaves unexplained there."""

    def __init__(self, block: Block, precision: Precision, depth: np.ndarray):
        self._depth, self._precision = depth, precision
        self._rows, self._columns = np.nonzero(block.thin)
        self._observed, self._ground = block.observed[:, block.thin], block.ground[:, block.thin]
        self._levels = levels_of(depth[block.thin])

    def misfit(self, drift: tuple[float, float]) -> float:
        layer = self._precision.layer
        colour = layer.colour[:, None]
        passing = np.exp(-self._seen(drift) * layer.exponents[:, None])
        left = (self._observed - (self._ground * passing + colour * (1 - passing))) / passing
        return float((left * self._precision.of(left, self._levels)).sum())

    def _seen(self, drift: tuple[float, float]) -> np.ndarray:
        """Return the depth of the cells as each band sees it, [bands, n]: `veil_model.moved` at these cells alone."""
        depth = self._depth
        if drift == (0.0, 0.0):
            return depth[self._rows, self._columns][None]
        result = np.empty_like(self._observed)
        for band, seconds in enumerate(self._precision.layer.seconds):
            (top, below, low), (left, right, aside) = (
                neighbours(length, step * seconds) for length, step in zip(depth.shape, drift)
            )
            # The whole rows that are left of a block are fewer sums than the two of every cell.
            rows = depth[top] * (1 - low) + depth[below] * low
            columns = self._columns
            result[band] = rows[self._rows, left[columns]] * (1 - aside) + rows[self._rows, right[columns]] * aside
        return result
