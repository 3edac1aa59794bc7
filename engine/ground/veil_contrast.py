"""Whether what is seen through thin cloud looks like ground, or like cloud that its smooth depth does not follow."""

from __future__ import annotations

import numpy as np

_USUAL_CONTRAST, _MOST_CONTRAST = 0.8, 1.2
"""Deviation in small squares by that of all clear ground: up to the first it may be ground, from the second on not."""

_LEAST_DEVIATION = 0.004
"""Reflectance."""

_SQUARE, _AVERAGED = 3, 2
"""Pixels to each side of the squares in which contrast is measured, and then averaged."""

REACH = _SQUARE + _AVERAGED
"""Pixels round each that its answer depends on."""

_CACHED = 1 << 13
"""Columns of numbers sorted at once, so that they stay in the processor's cache."""


def plausible(detail: np.ndarray, seen: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    """Return [h, w] float32 in 0..1: how much the contrast of what is seen looks like that of ground.

    detail [bands, h, w] float32 about the usual ground where `seen` [h, w] bool holds, 0 elsewhere; deviation [bands]
    of clear ground. Ragged cloud that a smooth depth does not follow, divided by the little that passes it, leaves
    edges that no ground has: deviations in squares of 7 pixels come near or above those of all clear ground in most of
    the bands.
    """
    number = np.maximum(box_sum(seen.astype(np.float32), _SQUARE), 1)
    ratios = np.empty((len(detail), np.count_nonzero(seen)), dtype=np.float32)
    for plane, usual, ratio in zip(detail, deviation, ratios):
        mean = box_sum(plane, _SQUARE) / number
        variance = box_sum(plane * plane, _SQUARE) / number
        variance -= mean * mean
        np.sqrt(np.maximum(variance[seen], 0), out=ratio)
        ratio /= max(float(usual), _LEAST_DEVIATION)
    share = np.zeros(seen.shape, dtype=np.float32)
    share[seen] = np.clip((_MOST_CONTRAST - _median(ratios)) / (_MOST_CONTRAST - _USUAL_CONTRAST), 0, 1)
    return box_sum(share, _AVERAGED) / np.maximum(box_sum(seen.astype(np.float32), _AVERAGED), 1)


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


def _median(rows: np.ndarray) -> np.ndarray:
    """Return the medians [n] of [rows, n], which are put out of order: comparing whole rows is faster than sorting."""
    number, middle = len(rows), len(rows) // 2
    result = np.empty_like(rows[0])
    for start in range(0, rows.shape[1], _CACHED):
        part = rows[:, start : start + _CACHED]
        less = np.empty_like(part[0])
        for last in range(number - 1, max(number - middle - 2, 0), -1):
            # The greatest of the first rows goes to the last of them.
            for low, high in zip(part[:last], part[1 : last + 1]):
                np.minimum(low, high, out=less)
                np.maximum(low, high, out=high)
                low[:] = less
        greater = part[middle]
        result[start : start + _CACHED] = greater if number % 2 else (part[middle - 1] + greater) / 2
    return result
