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

_FINEST = 1.5
_SCALES = ((3.0, 0.25), (6.0, 0.06), (12.0, 0.015), (24.0, 0.004), (32.0, 0.0015))
"""Standard deviation in pixels, and weight beside that of the finest, 1: about the inverse square of the distance."""

_BLUR = 4.0
"""Variance in pixels of what is carried from cell to cell without any Gaussian: a square's, and interpolation's."""

_PRIOR = 0.001
_FARTHEST = 3.0


def residual_field(residual: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return the field [bands, h, w] of a residual [bands, h, w] known at some pixels [h, w] bool; any units.

    The window starts where a cell of the scene does, so that every window gives the same. Its outer `REACH` pixels
    lack what lies beyond.
    """
    below = _carried(known.astype(np.float32)) + np.float32(_PRIOR)
    field = np.empty(residual.shape, dtype=np.float32)
    for band, plane in enumerate(residual):
        np.divide(_carried(np.where(known, plane, 0).astype(np.float32)), below, out=field[band])
    return field


def without_outliers(residual: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return the residual [bands, h, w] within three times its `spread` [bands]: ground that nobody took for cloud."""
    limit = (_FARTHEST * spread)[:, None, None].astype(np.float32)
    return np.clip(residual, -limit, limit)


def _carried(plane: np.ndarray) -> np.ndarray:
    """Return [h, w] float32, a plane convolved with the sum of Gaussians, zeros beyond its border."""
    cells = _cells(plane)
    wide = np.zeros_like(cells)
    for sigma, part in _SCALES:
        wide += np.float32(part) * gaussian_mean(cells, np.sqrt(sigma**2 - _BLUR) / CELL)
    height, width = plane.shape
    return gaussian_mean(plane, _FINEST) + _between(_between(wide).T)[:width, :height].T


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
