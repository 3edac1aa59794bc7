"""How far the brightest pixel of a cell stands out: a few pixels of a cloud's edge hardly show in the cell's mean."""

from __future__ import annotations

import numpy as np

_TELLING = ("B2", "B11")
"""Bands of which the sum is brighter in a cloud than on most ground: on land the first tells, on snow the other."""


def peak_bands(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the bands that tell, of those that there are."""
    return tuple(name for name in names if name in _TELLING) or names[:1]


def peaks(plane: np.ndarray, chosen: np.ndarray, mean: np.ndarray, side: int) -> np.ndarray:
    """Return by how much the greatest chosen pixel of each cell is above its mean, uint16, at least 0.

    plane, chosen [h, w]: values, and bool; mean [rows, columns] of cells of `side` pixels, the last may be cut.
    """
    plane = np.where(chosen, plane, 0)
    for axis in (0, 1):
        rest = -plane.shape[axis] % side
        plane = np.pad(plane, [(0, rest) if each == axis else (0, 0) for each in (0, 1)])
        steps = [plane[step::side] if axis == 0 else plane[:, step::side] for step in range(side)]
        plane = steps[0]
        for step in steps[1:]:
            plane = np.maximum(plane, step)
    return np.clip(plane - mean, 0, np.iinfo(np.uint16).max).astype(np.uint16)
