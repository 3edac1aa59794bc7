"""Sums over squares of pixels, for windows that are worked on often."""

from __future__ import annotations

import numpy as np


def box_sum(plane: np.ndarray, reach: int) -> np.ndarray:
    """Return the sums over squares of 2 x reach + 1 pixels, cut at the border, in the plane's type."""
    return _sum_down(_sum_down(plane, reach).T, reach).T


def _sum_down(plane: np.ndarray, reach: int) -> np.ndarray:
    """Return the sums along columns; windows are doubled, and those that make up the side added."""
    height, side = len(plane), 2 * reach + 1
    window = np.zeros_like(plane, shape=(height + 2 * reach, plane.shape[1]))
    window[reach : reach + height] = plane
    total, length, taken = np.zeros_like(plane), 1, 0
    while length <= side:
        if side & length:
            total += window[taken : taken + height]
            taken += length
        if 2 * length <= side:
            window = window[:-length] + window[length:]
        length *= 2
    return total
