"""Errors by their distance from the edge of what was restored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.raster.nearest import distance_to

DISTANCES = (2, 4, 8, 16, 32, 64)
"""Upper ends, in pixels, of the classes of distance from the cloud's edge; the last class has none."""


@dataclass(frozen=True)
class DistanceProfile:
    """Mean absolute error by distance from the edge of what was restored.

    inside: pixels under cloud or shadow, by their distance from the nearest clear one; outside: clear pixels, by their
    distance from the nearest one to be restored. Sums of errors (mean of the bands, reflectance) and numbers of pixels,
    each for the classes that end at DISTANCES pixels and the one beyond.
    """

    inside: tuple[float, ...]
    outside: tuple[float, ...]
    inside_pixels: tuple[int, ...]
    outside_pixels: tuple[int, ...]

    def __add__(self, other: DistanceProfile) -> DistanceProfile:
        return DistanceProfile(
            tuple(a + b for a, b in zip(self.inside, other.inside)),
            tuple(a + b for a, b in zip(self.outside, other.outside)),
            tuple(a + b for a, b in zip(self.inside_pixels, other.inside_pixels)),
            tuple(a + b for a, b in zip(self.outside_pixels, other.outside_pixels)),
        )


def signed_distance(restore: np.ndarray) -> np.ndarray:
    """Return [h, w] in pixels: to the nearest clear pixel where `restore` holds, minus that to the nearest one that is
    to be restored elsewhere; infinite where there is none up to the last of DISTANCES."""
    return np.where(restore, distance_to(~restore, DISTANCES[-1]), -distance_to(restore, DISTANCES[-1]))


def distance_profile(error: np.ndarray, distance: np.ndarray) -> DistanceProfile:
    """Return the sums of errors [h, w] (NaN where none is known) by `signed_distance` [h, w]."""
    counted = np.isfinite(error)
    error, distance = error[counted], distance[counted]
    number = len(DISTANCES) + 1
    bins = np.searchsorted(DISTANCES, np.abs(distance), side="left")
    found = []
    for side in (distance > 0, distance < 0):
        found.append(np.bincount(bins[side], error[side], number))
        found.append(np.bincount(bins[side], minlength=number))
    return DistanceProfile(*(tuple(values.tolist()) for values in (found[0], found[2], found[1], found[3])))
