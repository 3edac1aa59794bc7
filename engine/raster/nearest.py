"""How far pixels lie from the nearest one of a kind, by NumPy alone: not every QGIS has SciPy."""

from __future__ import annotations

import math

import numpy as np

_COLUMNS = 256
"""Columns worked on at once, so that they stay in the processor's cache."""


def distance_to(mask: np.ndarray, most: float) -> np.ndarray:
    """Return [h, w] float64 in pixels: from each pixel to the nearest set one (0 there), infinite beyond `most`.

    Distances are Euclidean and exact: first along the rows, then over the rows above and below (Meijster et al. 2000
    bound the second step likewise by what the first found).
    """
    reach = min(math.ceil(most), max(mask.shape))
    if not mask.any():
        return np.full(mask.shape, np.inf)
    # More than any distance that counts, and its square fits.
    beyond = min(reach, 30_000) + 1
    along = row_distance(mask, beyond).astype(np.int32)
    squares = np.where(along < beyond, along * along, np.int32(2**30))
    result = np.empty(mask.shape)
    for start in range(0, mask.shape[1], _COLUMNS):
        part = squares[:, start : start + _COLUMNS]
        nearest = part.copy()
        for shift in range(1, min(reach, len(part) - 1) + 1):
            if shift * shift >= nearest.max():
                break
            np.minimum(nearest[shift:], part[:-shift] + shift * shift, out=nearest[shift:])
            np.minimum(nearest[:-shift], part[shift:] + shift * shift, out=nearest[:-shift])
        result[:, start : start + _COLUMNS] = np.sqrt(nearest)
    result[result > most] = np.inf
    return result


def row_distance(mask: np.ndarray, most: int) -> np.ndarray:
    """Return [h, w] uint16: pixels along the row to the next set one, `most` where that is farther or there is none."""
    # Index arithmetic in int32: no raster is that wide.
    columns = np.arange(mask.shape[1], dtype=np.int32)
    before = np.maximum.accumulate(np.where(mask, columns, np.int32(-most)), axis=1)
    distance = columns - before
    after = np.where(mask, columns, np.int32(mask.shape[1] + most))[:, ::-1]
    distance = np.minimum(distance, np.minimum.accumulate(after, axis=1)[:, ::-1] - columns)
    return np.minimum(distance, most).astype(np.uint16)
