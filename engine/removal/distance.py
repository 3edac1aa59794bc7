"""How far every pixel lies from clear ground, from patches of the scene."""

from __future__ import annotations

import numpy as np

BINS = (0.0, 100.0, 300.0, 1000.0)
"""Metres from which the bins of distances begin."""


class Distances:
    """Distances in metres; clear [rows, columns] bool: patches of `side` pixels of `metres` that hold clear ground."""

    def __init__(self, clear: np.ndarray, side: int, metres: float):
        from scipy.ndimage import distance_transform_edt

        self._side = side
        if clear.any():
            self._metres = (distance_transform_edt(~clear) * side * metres).astype(np.float32)
        else:
            self._metres = np.full(clear.shape, np.inf, dtype=np.float32)

    def rows(self, start: int, stop: int, width: int) -> np.ndarray:
        """Return metres [stop - start, width] of pixels of the scene, those of the patch that they lie in."""
        patches = self._metres[np.arange(start, stop) // self._side]
        return patches[:, np.arange(width) // self._side]


def bins_of(metres: np.ndarray) -> np.ndarray:
    """Return the bin of each distance, from 0 on, of any shape."""
    return np.searchsorted(np.array(BINS[1:]), metres, side="right").astype(np.uint8)
