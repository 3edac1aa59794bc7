"""How high thin cloud drifts over a scene while its bands look one after the other: the drift that leaves least."""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.veil_cells import Block
from unveil.engine.ground.veil_model import parted
from unveil.engine.ground.veil_precision import Precision, levels_of

_FASTEST = 12.0
"""Pixels a second: what stands 12 km high moves by that on a grid of 10 m."""

_FIRST_STEP, _AROUND = 4.0, 3
_MOST_CELLS = 2048
"""Cells, evenly taken from a block's thin ones, that are asked; a block has up to 16,384."""

_WORTH = 0.97
"""A drift has to lower the misfit to this share of it."""


def find_drift(block: Block, precision: Precision, depth: np.ndarray, pixels: int) -> tuple[float, float]:
    """Return the drift in cells (down, across) a second, (0, 0) where none helps.

    depth [h, w] of the block's cloud, found as if it stood still; pixels: a cell's side.
    """
    if not block.thin.any():
        return (0.0, 0.0)
    cells = _ThinCells(block, precision, depth, pixels)
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

    def __init__(self, block: Block, precision: Precision, depth: np.ndarray, pixels: int):
        self._precision = precision
        rows, columns = np.nonzero(block.thin)
        every = max(-(-len(rows) // _MOST_CELLS), 1)
        rows, columns = rows[::every], columns[::every]
        # Cells of one level beside one another are worked on without being gathered.
        order = np.argsort(depth[rows, columns], kind="stable")
        rows, columns = rows[order], columns[order]
        colour = precision.layer.colour[:, None]
        self._away, self._rest = block.observed[:, rows, columns] - colour, colour - block.ground[:, rows, columns]
        self._levels = levels_of(depth[rows, columns])
        seconds = precision.layer.seconds
        self._reach = int(np.ceil(_FASTEST / pixels * np.abs(seconds).max())) + 1
        # Of the depth only what may come to lie over one of the cells is looked at.
        top, left = int(rows.min()), int(columns.min())
        bottom, right = (int(places.max()) + 1 + 2 * self._reach for places in (rows, columns))
        self._wide = np.pad(depth, self._reach, mode="edge")[top:bottom, left:right]
        self._height = len(self._wide) - 2 * self._reach
        planes = np.arange(len(seconds))[:, None] * (self._height * self._wide.shape[1])
        self._places = planes + (rows - top) * self._wide.shape[1] + (columns - left) + self._reach
        self._last: tuple[float, np.ndarray] | None = None

    def misfit(self, drift: tuple[float, float]) -> float:
        """Return the sum of what a drift (down, across), in cells a second, leaves over."""
        left = self._seen(drift)
        left *= self._precision.layer.exponents[:, None]
        np.exp(left, out=left)
        left *= self._away
        left += self._rest
        return float(np.vdot(left, self._precision.of(left, self._levels)))

    def _seen(self, drift: tuple[float, float]) -> np.ndarray:
        """Return the depth of the cells as each band sees it, [bands, n]: `veil_model.moved` at these cells alone."""
        rows = self._moved_down(drift[0]).ravel()
        parts = [parted(drift[1] * seconds) for seconds in self._precision.layer.seconds]
        whole, share = (np.array(values)[:, None] for values in zip(*parts))
        first = self._places + whole
        seen = rows.take(first)
        first += 1
        after = rows.take(first)
        after -= seen
        after *= share
        seen += after
        return seen

    def _moved_down(self, down: float) -> np.ndarray:
        """Return the depth of the block's rows, and of columns beside it, as each band sees it but for `across`."""
        if self._last is None or self._last[0] != down:
            planes = []
            for seconds in self._precision.layer.seconds:
                whole, share = parted(down * seconds)
                top = self._reach + whole
                upper, lower = self._wide[top : top + self._height], self._wide[top + 1 : top + 1 + self._height]
                planes.append(upper * (1 - share) + lower * share)
            self._last = (down, np.stack(planes))
        return self._last[1]
