"""How unlike the ground of a scene what is left of a cloud's light looks over a few hundred metres.

Thick cloud is seen through, too, by a layer that fits it: what is left then shows no ground, but is grey, or blue, over
larger areas than ground that differs from what lies round it so much. Distances are those of Mahalanobis (1936), of
means over squares, by the covariance of the scene's clear ground.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.veil_belief import COARSE
from unveil.engine.raster.filters import box_mean

_SQUARE = 5
"""Cells along a side: 200 m."""

_NOISE = 0.001


class Strangeness:
    """Tells it for blocks of one scene. covariance [bands, bands]: of cells of clear ground, in reflectance."""

    def __init__(self, names: tuple[str, ...], covariance: np.ndarray):
        self._told = [place for place, name in enumerate(names) if name not in COARSE]
        own = covariance[np.ix_(self._told, self._told)] + _NOISE**2 * np.eye(len(self._told))
        self._whitening = np.linalg.inv(np.linalg.cholesky(own)).astype(np.float32)

    def __call__(self, left: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """Return [h, w] float32: deviations of clear ground, root mean square over bands.

        left [bands, h, w]: what cells differ by from the ground near by, reflectance; weight [h, w]: which count.
        """
        number = np.maximum(box_mean(weight, _SQUARE), np.float32(1e-3))
        means = np.stack([box_mean(left[band] * weight, _SQUARE) / number for band in self._told])
        return np.sqrt((np.tensordot(self._whitening, means, 1) ** 2).mean(axis=0))
