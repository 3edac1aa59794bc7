"""Numbers for the connected parts of a mask, by NumPy alone: not every QGIS has SciPy."""

from __future__ import annotations

import numpy as np


def label(mask: np.ndarray) -> tuple[np.ndarray, int]:
    """Return [h, w] int32 and how many: 1, 2 ... for the parts of a mask whose pixels touch, also by a corner; else 0.

    Parts are numbered in the order of their first pixels, row by row. Runs of pixels along rows are joined where they
    touch those of the row above (He et al. 2008), each taking a lesser number that it touches until none changes.
    """
    height, width = mask.shape
    if not width or not mask.any():
        return np.zeros(mask.shape, dtype=np.int32), 0
    edges = np.zeros((height, width + 1), dtype=bool)
    edges[:, 0], edges[:, -1] = mask[:, 0], mask[:, -1]
    np.not_equal(mask[:, 1:], mask[:, :-1], out=edges[:, 1:-1])
    # Places in a raster one column wider, so that the end of a run lies in its row.
    places = np.flatnonzero(edges)
    starts, stops = places[::2], places[1::2]
    parents = _joined(*_touching(starts, stops, width + 1), len(starts))
    numbers = np.cumsum(parents == np.arange(len(parents)), dtype=np.int32)
    result = np.zeros(mask.shape, dtype=np.int32)
    result[mask] = np.repeat(numbers[parents], stops - starts)
    return result, int(numbers[-1])


def _touching(starts: np.ndarray, stops: np.ndarray, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of runs [n], [n] that touch: each run with those of the row above that reach its columns."""
    # A run of the row above touches where it begins at or before our end and ends at or after our start, corners
    # included. Both ends of runs rise along the raster, so these are neighbours in the list.
    first = np.searchsorted(stops, starts - width, side="left")
    last = np.searchsorted(starts, stops - width, side="right")
    counts = np.maximum(last - first, 0)
    below = np.repeat(np.arange(len(starts)), counts)
    within = np.arange(len(below)) - np.repeat(np.cumsum(counts) - counts, counts)
    above = np.repeat(first, counts) + within
    # The end of a row's last run stands where the next row begins.
    kept = above < below
    kept[kept] = starts[above[kept]] // width == starts[below[kept]] // width - 1
    return above[kept], below[kept]


def _joined(first: np.ndarray, second: np.ndarray, number: int) -> np.ndarray:
    """Return for each of `number` things the least one that it is joined with by pairs, directly or by others."""
    parents = np.arange(number)
    while len(first):
        low, high = np.minimum(parents[first], parents[second]), np.maximum(parents[first], parents[second])
        apart = low != high
        if not apart.any():
            break
        first, second, low, high = (each[apart] for each in (first, second, low, high))
        # Where several ask for one place any may have it: the others come again.
        parents[high] = low
        while True:
            shorter = parents[parents]
            if np.array_equal(shorter, parents):
                break
            parents = shorter
    return parents
