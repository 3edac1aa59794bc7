"""What a prediction misses on ground that is seen, carried a little way under the cloud.

Normalised convolution with a sum of Gaussians (Knutsson and Westin 1993): near the rim the nearest ground counts,
further in a wider neighbourhood, and far from all ground nothing is added. It makes a prediction meet the clear ground
without a seam.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.field import cell_statistics, resample_field
from unveil.engine.raster.filters import gaussian_mean

CELL = 4
"""Pixels along a side of the cells in which all but the finest scale are worked out."""

REACH = 104
"""Pixels that the field reaches; a whole number of cells."""

_FINEST = 2.0
_SCALES = ((4.0, 0.3), (8.0, 0.1), (16.0, 0.03), (32.0, 0.01))
"""Standard deviation in pixels, and weight beside that of the finest, 1."""

_PRIOR = 0.003
_FARTHEST = 3.0


def residual_field(residual: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return the field [bands, h, w] of a residual [bands, h, w] known at some pixels [h, w] bool; any units.

    The window starts where a cell of the scene does, so that every window gives the same. Its outer `REACH` pixels
    lack what lies beyond.
    """
    share = gaussian_mean(known.astype(np.float32), _FINEST)
    cells = cell_statistics(np.where(known, residual, 0), known, CELL)
    counts, sums = cells.counts / CELL**2, cells.sums / CELL**2
    weight = np.zeros_like(counts)
    total = np.zeros_like(sums)
    for sigma, part in _SCALES:
        weight += part * _wide(counts, sigma)
        total += part * np.stack([_wide(plane, sigma) for plane in sums])
    rows, columns = (np.arange(length) for length in known.shape)
    coarse = resample_field(np.concatenate([total, weight[None]]), rows, columns, CELL)
    below = coarse[-1] + share + np.float32(_PRIOR)
    for band, plane in enumerate(residual):
        near = gaussian_mean(np.where(known, plane, 0).astype(np.float32), _FINEST)
        coarse[band] = (coarse[band] + near) / below
    return coarse[:-1]


def without_outliers(residual: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return the residual [bands, h, w] within three times its `spread` [bands]: ground that nobody took for cloud."""
    limit = (_FARTHEST * spread)[:, None, None].astype(np.float32)
    return np.clip(residual, -limit, limit)


def _wide(plane: np.ndarray, sigma: float) -> np.ndarray:
    return gaussian_mean(plane, sigma / CELL)
