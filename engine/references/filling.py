"""What is not worked out far from what is hidden takes the value of a pixel beside it that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.raster.grid import Window


@dataclass(frozen=True)
class Filling:
    """Pixels [n] of a window, counted row by row, that take the value of others."""

    to: np.ndarray
    of: np.ndarray

    def fill(self, plane: np.ndarray) -> None:
        """Copy what they take, in [h, w], which is contiguous."""
        flat = plane.reshape(-1)
        flat[self.to] = flat[self.of]


def filling(left_out: np.ndarray, window: Window) -> Filling:
    """Return the filling of what was `left_out` [h, w] with the upper left of each square.

    Squares have 2 pixels along a side in the scene, in which `window` lies.
    """
    width = left_out.shape[1]
    rows, columns = np.nonzero(left_out)
    above, before = rows - (rows + window.row) % 2, columns - (columns + window.column) % 2
    inside = (above >= 0) & (before >= 0)
    return Filling((rows * width + columns)[inside], (above * width + before)[inside])
