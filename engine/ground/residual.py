"""What a prediction misses on ground that is seen, carried a little way under the cloud.

Normalised convolution with a sum of Gaussians (Knutsson and Westin 1993): near the rim the nearest ground counts,
further in a wider neighbourhood, and far from all ground nothing is added. It makes a prediction meet the clear ground
without a seam.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.filters import gaussian_mean

CELL = 4
"""Pixels along a side of the cells in which all but the finest scale are worked out."""

REACH = 104
"""Pixels that the field reaches; a whole number of cells."""

_FINEST, _FINEST_REACH = 1.5, 5
_SCALES = ((3.0, 0.25), (6.0, 0.06), (12.0, 0.015), (24.0, 0.004), (32.0, 0.0015))
"""Standard deviation in pixels, and weight beside that of the finest, 1: about the inverse square of the distance."""

_BLUR = 4.0
"""Variance in pixels of what is carried from cell to cell without any Gaussian: a square's, and interpolation's."""

_PRIOR = 0.001
_FARTHEST = 3.0


class Field:
    """Carries residuals that are known at some pixels [h, w] bool of a window, any units; plane by plane.

    rows, columns: for which part of the window; they begin where a cell of the window does, and the window where one of
    the scene does, so that every window gives the same. What lies beyond `REACH` pixels round the part does not count.
    """

    def __init__(self, known: np.ndarray, rows: slice, columns: slice):
        self._place = rows, columns
        self._below = _carried(known.astype(np.float32), self._place) + np.float32(_PRIOR)

    def of(self, residual: np.ndarray) -> np.ndarray:
        """Return the field [n, m] of a residual [h, w] float32, which is 0 where it is not known."""
        field = _carried(residual, self._place)
        field /= self._below
        return field


def hold_outliers(residual: np.ndarray, spread: float) -> None:
    """Keep a residual [h, w] within three times its `spread`: ground that nobody took for cloud."""
    limit = np.float32(_FARTHEST * spread)
    np.clip(residual, -limit, limit, out=residual)


def _carried(plane: np.ndarray, place: tuple[slice, slice]) -> np.ndarray:
    """Return a part of a plane [h, w] float32 that is convolved with the sum of Gaussians, zeros beyond its border."""
    cells = _cells(plane)
    wide = np.zeros_like(cells)
    for sigma, part in _SCALES:
        wide += np.float32(part) * gaussian_mean(cells, np.sqrt(sigma**2 - _BLUR) / CELL)
    (down, inner_rows), (across, inner_columns) = (
        _around(part, length, 1, CELL) for part, length in zip(place, plane.shape)
    )
    of_cells = tuple(slice(part.start // CELL, -(-part.stop // CELL)) for part in (down, across))
    result = _between(_between(wide[of_cells]).T)[inner_columns, inner_rows].T
    (down, inner_rows), (across, inner_columns) = (
        _around(part, length, _FINEST_REACH, 1) for part, length in zip(place, plane.shape)
    )
    return gaussian_mean(plane[down, across], _FINEST)[inner_rows, inner_columns] + result


def _around(part: slice, length: int, reach: int, unit: int) -> tuple[slice, slice]:
    """Return a part of an axis with `reach` units more on either side, as far as it goes, and where in that it lies."""
    start, stop = max(part.start - reach * unit, 0), min(part.stop + reach * unit, length)
    return slice(start, stop), slice(part.start - start, part.stop - start)


def _cells(plane: np.ndarray) -> np.ndarray:
    """Return the means of cells; those at the lower right have zeros beyond the border."""
    height, width = (-(-length // CELL) for length in plane.shape)
    whole = np.zeros((height * CELL, width * CELL), dtype=plane.dtype)
    whole[: plane.shape[0], : plane.shape[1]] = plane
    across = whole.reshape(height * CELL, width, CELL).sum(axis=2)
    return across.reshape(height, CELL, width).sum(axis=1) / np.float32(CELL**2)


def _between(cells: np.ndarray) -> np.ndarray:
    """Return [n * CELL, m] of cells [n, m]: linear between their centres, constant beyond the outer ones."""
    result = np.empty((len(cells), CELL, cells.shape[1]), dtype=np.float32)
    for place in range(CELL):
        beyond = (place + 0.5) / CELL - 0.5
        step = 1 if beyond > 0 else -1
        other = cells[np.clip(np.arange(len(cells)) + step, 0, len(cells) - 1)]
        result[:, place] = cells + np.float32(abs(beyond)) * (other - cells)
    return result.reshape(-1, cells.shape[1])
