"""The colour of a scene's own clear ground as a smooth field: what a network falls back on under thick cloud.

The scene is cut into square cells. Each cell holds the sum and the number of its clear pixels; the field is their
normalised convolution with a sum of Gaussians (near cells count most, far ones where there is nothing nearer), shrunk
towards the mean of the scene. It depends on the scene alone, never on tiles; a whole Sentinel-2 tile needs some tens
of megabytes.
Normalised convolution: Knutsson and Westin 1993; the mixture of scales is ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter, maximum_filter

CELL = 32
BUFFER = 8
"""Pixels beside a cloud that are left out: they are hazy and would teach the field the cloud's cast."""

_SCALES = ((1.0, 1.0), (3.0, 0.3), (9.0, 0.1), (27.0, 0.05))
"""Standard deviation in cells, and weight."""

_PRIOR_PIXELS = 32.0
"""The prior weighs as much as this many clear pixels in the cell itself."""

_TYPICAL_PIXELS = 5000.0
"""A typical spectrum weighs as much as this many clear pixels (50 ha at 10 m) wherever they lie in the scene."""


@dataclass(frozen=True)
class Cells:
    """Sums [bands, rows, columns], in DN or of radar features, and numbers [rows, columns] of each cell's pixels."""

    sums: np.ndarray
    counts: np.ndarray


def clear_ground(restore: np.ndarray, valid: np.ndarray, buffer: int = BUFFER) -> np.ndarray:
    """Return [h, w] bool: valid pixels at least `buffer` pixels away from any pixel to be restored."""
    return valid & ~maximum_filter(restore, size=2 * buffer + 1, mode="nearest")


def cell_statistics(dn: np.ndarray, clear: np.ndarray, cell: int = CELL) -> Cells:
    """Sum the clear pixels of `dn` [bands, h, w] by cells; the last row and column of cells may be cut short."""
    rows = np.arange(0, dn.shape[1], cell)
    columns = np.arange(0, dn.shape[2], cell)
    clear = np.asarray(clear, dtype=bool)
    counts = np.add.reduceat(np.add.reduceat(clear.astype(np.float64), rows, axis=0), columns, axis=1)
    sums = np.empty((dn.shape[0],) + counts.shape)
    for band, plane in enumerate(dn):
        kept = np.where(clear, plane, 0).astype(np.float64)
        sums[band] = np.add.reduceat(np.add.reduceat(kept, rows, axis=0), columns, axis=1)
    return Cells(sums, counts)


def background_field(cells: Cells, prior: np.ndarray) -> np.ndarray:
    """Return the field [bands, rows, columns]; `prior` is all there is where nothing is clear.

    prior: [bands] or [bands, rows, columns], in the cells' units.
    """
    total = np.full(cells.counts.shape, _PRIOR_PIXELS)
    prior = np.asarray(prior, dtype=np.float64)
    field = (prior if prior.ndim == 3 else prior[:, None, None]) * total
    for sigma, weight in _SCALES:
        total = total + weight * _smooth(cells.counts, sigma)
        field = field + weight * np.stack([_smooth(plane, sigma) for plane in cells.sums])
    return field / total


def scene_prior(cells: Cells, typical: np.ndarray) -> np.ndarray:
    """Return [bands] in DN: the mean of the scene's clear ground, shrunk towards a `typical` spectrum.

    Far from clear ground the field takes it; a typical spectrum knows neither the season nor the level of the product.
    """
    typical = np.asarray(typical, dtype=np.float64)
    weight = _TYPICAL_PIXELS + cells.counts.sum()
    return (_TYPICAL_PIXELS * typical + cells.sums.sum(axis=(1, 2))) / weight


def near_mean(cells: Cells) -> np.ndarray:
    """Return [bands, rows, columns], the mean over each cell and those beside it; 0 where these are empty."""
    near = np.stack([_smooth(plane, 1.0) for plane in cells.sums])
    return near / np.maximum(_smooth(cells.counts, 1.0), 1.0)


def _smooth(plane: np.ndarray, sigma: float) -> np.ndarray:
    return gaussian_filter(plane, sigma, mode="constant", truncate=4.0)


def resample_field(field: np.ndarray, rows: np.ndarray, columns: np.ndarray, cell: int = CELL) -> np.ndarray:
    """Return the field at pixel `rows` [h] and `columns` [w] of the scene, bilinear between cell centres.

    Shape [bands, h, w], float32. Rows and columns outside the scene take the value of the nearest cell.
    """
    (top, down), (left, across) = (
        _interpolation(pixels, cell, number) for pixels, number in ((rows, field.shape[1]), (columns, field.shape[2]))
    )
    part = field[:, top : top + down.shape[1], left : left + across.shape[1]].astype(np.float32)
    return down @ (part @ across.T)


def _interpolation(pixels: np.ndarray, cell: int, number: int) -> tuple[int, np.ndarray]:
    """Return the first of the cells that pixels lie between, and the weights [pixels, cells] of it and those after."""
    place = np.clip((np.asarray(pixels, dtype=np.float64) + 0.5) / cell - 0.5, 0, number - 1)
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, number - 1)
    part = (place - low).astype(np.float32)
    first = int(low.min())
    weights = np.zeros((len(place), int(high.max()) - first + 1), dtype=np.float32)
    index = np.arange(len(place))
    weights[index, low - first] = 1 - part
    weights[index, high - first] += part
    return first, weights
