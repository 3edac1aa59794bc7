"""What is read from radar to tell the ground: backscatter at several scales, its square and its roughness.

Means are taken twice over squares, which is nearly a Gaussian and costs the same at every scale. Filters leave speckle
behind, and bands of scales let a regression weigh fields, rows of trees and single buildings apart. Ours.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.filters import short_mean

CENTRE, SPREAD = (-12.5, -16.25), (3.1, 4.1)
"""About the mean and the standard deviation in dB of VV and VH over land."""

LOWEST, HIGHEST = (-25.0, -32.5), 0.0
"""Limits in dB beyond which backscatter is noise of the sensor or a corner reflector."""

SIDES = (3, 5, 11, 21)
"""Sides in pixels of the squares; done twice, the standard deviations are about 1, 2, 4 and 8 pixels."""

REACH = SIDES[-1] - 1
"""Pixels round a pixel that its features depend on; twice these beside missing radar, which is filled from round it."""

NUMBER = 2 * (len(SIDES) + 2)


def radar_features(decibels: np.ndarray) -> np.ndarray:
    """Return [12, h, w] float32 of backscatter [2, h, w] in dB: VV, then VH. Where there is no radar all are 0.

    Of each: three bands of scales, the mean over the widest squares, the roughness and the square at 2 pixels.
    """
    measured = np.isfinite(decibels).all(axis=0)
    features = np.zeros((NUMBER,) + measured.shape, dtype=np.float32)
    if not measured.any():
        return features
    each = NUMBER // 2
    for polarisation, plane in enumerate(decibels):
        limited = np.clip(plane, LOWEST[polarisation], HIGHEST)
        scaled = _whole((limited - CENTRE[polarisation]) / SPREAD[polarisation], measured)
        means = [_mean(scaled, side) for side in SIDES]
        own = features[polarisation * each : (polarisation + 1) * each]
        for index, (fine, coarse) in enumerate(zip(means, means[1:])):
            own[index] = fine - coarse
        own[-3] = means[-1]
        own[-2] = np.sqrt(np.maximum(_mean(scaled * scaled, SIDES[1]) - means[1] ** 2, 0))
        own[-1] = means[1] ** 2
    features[:, ~measured] = 0
    return features


def has_radar(features: np.ndarray) -> np.ndarray:
    """Return [h, w] bool where features [12, h, w] are those of a measurement."""
    return features.any(axis=0)


def _whole(plane: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """Return the plane with the mean of what was measured near by where nothing was."""
    plane = np.where(measured, plane, 0).astype(np.float32)
    if measured.all():
        return plane
    share = _mean(measured.astype(np.float32), SIDES[-1])
    return np.where(measured, plane, _mean(plane, SIDES[-1]) / np.maximum(share, 1e-3))


def _mean(plane: np.ndarray, side: int) -> np.ndarray:
    return short_mean(short_mean(plane, side), side)
