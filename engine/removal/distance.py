"""How far every pixel lies from clear ground, from patches of the scene."""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.nearest import distance_to

BINS = (0.0, 100.0, 300.0, 1000.0)
"""Metres from which the bins of distances begin."""


class Distances:
    """Distances in metres; clear [rows, columns] bool: patches of `side` pixels of `metres` that hold clear ground.

    Far into the last bin they are infinite.
    """

    def __init__(self, clear: np.ndarray, side: int, metres: float):
        self._side = side
        patch = side * metres
        self._metres = (distance_to(clear, BINS[-1] / patch + 1) * patch).astype(np.float32)

    def rows(self, start: int, stop: int, width: int) -> np.ndarray:
        """Return metres [stop - start, width] of pixels of the scene, those of the patch that they lie in."""
        patches = self._metres[np.arange(start, stop) // self._side]
        return patches[:, np.arange(width) // self._side]


def bins_of(metres: np.ndarray) -> np.ndarray:
    """Return the bin of each distance, from 0 on, of any shape."""
    return np.searchsorted(np.array(BINS[1:]), metres, side="right").astype(np.uint8)
