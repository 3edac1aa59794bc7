"""Whether the texture of what is seen through thin cloud is that of ground, or of cloud that its depth misses."""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.box_sums import box_sum
from unveil.engine.ground.cell_blocks import falling

_ROUGH, _TOO_ROUGH = 3.5, 5.5
"""Deviation in small squares by that of clear ground: up to the first it may be ground, from the second on not."""

_LEAST = 0.0005
"""Reflectance."""

_APART, _TOO_APART = 5.0, 7.0
"""How unlike ground's the relations of the bands are, beside how strong the texture is: up to the first it may be
ground's, from the second on it is not."""

_FAINTEST, _NOISE = 0.7, 0.001
"""Texture by that of clear ground beside which relations are told at least; reflectance below which no band shows any.
"""

REACH = 3
"""Pixels to each side of the squares."""

_CACHED = 1 << 13
"""Columns of numbers sorted at once, so that they stay in the processor's cache."""


def like_ground(
    fine: np.ndarray, places: np.ndarray, weight: np.ndarray, covariance: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return twice [n] float32 in 0..1: how much the texture round pixels looks like ground, by its strength and
    by how its bands go together.

    fine [bands, n]: what pixels at flat places [n] of a window differ by from those round them, reflectance; weight
    [h, w]: how much each pixel of the window counts, more than 0 at the places; covariance [bands, bands]: of clear
    ground. Ragged cloud, divided by the little that passes it, leaves edges that no ground has, in most of the bands.
    Bands that see cloud in different places, which go together on ground, leave each its own speckles of it.
    """
    number = box_sum(weight, REACH).take(places)
    deviation = np.sqrt(np.maximum(np.diag(covariance), _LEAST**2)).astype(np.float32)
    ratios = np.empty_like(fine)
    plane, counts = np.zeros_like(weight), weight.take(places)

    def mean(values: np.ndarray) -> np.ndarray:
        plane.put(places, values * counts)
        return box_sum(plane, REACH).take(places) / number

    whitening = np.linalg.inv(np.linalg.cholesky(covariance + _NOISE**2 * np.eye(len(covariance)))).astype(np.float32)
    apart = np.sqrt(mean(((whitening @ fine) ** 2).mean(axis=0)))
    for values, usual, ratio in zip(fine, deviation, ratios):
        ratio[:] = np.sqrt(mean(values * values)) / usual
    rough = _median(ratios)
    return falling(rough, _ROUGH, _TOO_ROUGH), falling(apart / np.maximum(rough, _FAINTEST), _APART, _TOO_APART)


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
