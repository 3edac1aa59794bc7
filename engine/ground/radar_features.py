"""What is read from radar to tell the ground: backscatter at several scales, its slopes, its square and its roughness.

Means are taken twice over squares, which is nearly a Gaussian and costs the same at every scale. Filters leave speckle
behind, and bands of scales let a regression weigh fields, rows of trees and single buildings apart. Radar looks from
the side: slopes of mountains, rims of woods and houses lie beside where light shows them, and shine on one side alone.
Derivatives (Gaussian ones, as in Freeman and Adelson 1991) let it tell which, and move what radar draws by a pixel or
two where it does not fall on the image. Ours.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.filters import tent_mean

CENTRE, SPREAD = (-12.5, -16.25), (3.1, 4.1)
"""About the mean and the standard deviation in dB of VV and VH over land."""

LOWEST, HIGHEST = (-25.0, -32.5), 0.0
"""Limits in dB beyond which backscatter is noise of the sensor or a corner reflector."""

SIDES = (3, 5, 11, 21)
"""Sides in pixels of the squares; done twice, the standard deviations are about 1, 2, 4 and 8 pixels."""

REACH = SIDES[-1] - 1
"""Pixels round a pixel that its features depend on; twice these beside missing radar, which is filled from round it."""

DERIVED = ((0, 1), (1, 2))
"""Of the means over which of the squares derivatives are taken, and the step in pixels of their differences."""

NUMBER = 2 * (len(SIDES) + 2 + 5 * len(DERIVED))


def radar_features(decibels: np.ndarray) -> np.ndarray:
    """Return [32, h, w] float32 of backscatter [2, h, w] in dB: VV, then VH. Where there is no radar all are 0.

    Of each: three bands of scales, the mean over the widest squares, the roughness and the square at 2 pixels; then, at
    1 and at 2 pixels, the slope along a row and along a column, and the second derivatives along both and across.
    """
    measured = np.isfinite(decibels).all(axis=0)
    if not measured.any():
        return np.zeros((NUMBER,) + measured.shape, dtype=np.float32)
    features = np.empty((NUMBER,) + measured.shape, dtype=np.float32)
    each = NUMBER // 2
    for polarisation, plane in enumerate(decibels):
        scaled = np.clip(plane, np.float32(LOWEST[polarisation]), np.float32(HIGHEST))
        scaled -= np.float32(CENTRE[polarisation])
        scaled /= np.float32(SPREAD[polarisation])
        scaled = _whole(scaled, measured)
        means = [_mean(scaled, side) for side in SIDES]
        own = features[polarisation * each : (polarisation + 1) * each]
        for index, (fine, coarse) in enumerate(zip(means, means[1:])):
            np.subtract(fine, coarse, out=own[index])
        own[3] = means[-1]
        np.multiply(means[1], means[1], out=own[5])
        np.subtract(_mean(scaled * scaled, SIDES[1]), own[5], out=own[4])
        np.sqrt(np.maximum(own[4], 0, out=own[4]), out=own[4])
        for index, (scale, step) in enumerate(DERIVED):
            _derive(means[scale], step, own[6 + 5 * index : 11 + 5 * index])
    if not measured.all():
        features[:, ~measured] = 0
    return features


def has_radar(features: np.ndarray) -> np.ndarray:
    """Return [h, w] bool where features [32, h, w] are those of a measurement."""
    seen = np.zeros(features.shape[1:], dtype=bool)
    for first in (0, NUMBER // 2):
        for plane in features[first : first + len(SIDES)]:
            seen |= plane != 0
            # Of what was measured the first plane is 0 by chance alone.
            if seen.all():
                return seen
    return seen


def _derive(plane: np.ndarray, step: int, out: np.ndarray) -> None:
    """Write to `out` [5, h, w] the slopes along a row and a column and the second derivatives, as differences."""
    height, width = plane.shape
    around = np.pad(plane, step, mode="edge")

    def moved(down: int, across: int) -> np.ndarray:
        top, left = (1 + down) * step, (1 + across) * step
        return around[top : top + height, left : left + width]

    before, behind, above, below = moved(0, -1), moved(0, 1), moved(-1, 0), moved(1, 0)
    np.subtract(behind, before, out=out[0])
    np.subtract(below, above, out=out[1])
    twice = 2 * plane
    for one, other, result in ((before, behind, out[2]), (above, below, out[3])):
        np.add(one, other, out=result)
        result -= twice
    np.add(moved(1, 1), moved(-1, -1), out=out[4])
    out[4] -= np.add(moved(1, -1), moved(-1, 1), out=twice)


def _whole(plane: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """Return the plane with the mean of what was measured near by where nothing was."""
    if measured.all():
        return plane.astype(np.float32, copy=False)
    plane = np.where(measured, plane, 0).astype(np.float32)
    share = _mean(measured.astype(np.float32), SIDES[-1])
    return np.where(measured, plane, _mean(plane, SIDES[-1]) / np.maximum(share, 1e-3))


def _mean(plane: np.ndarray, side: int) -> np.ndarray:
    return tent_mean(plane, side)
