"""Answers of csmask and s2cloudless for an image in memory, as a second opinion on labels."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter

from unveil.engine.masking.detectors import csmask, s2cloudless
from unveil.engine.training.detector.labels import Teachers
from unveil.engine.training.detector.scenes import FACTOR
from unveil.models.cloud_detector import BANDS, MISSING

_HAZY = 0.4
_SMOOTH = 3


def ask_teachers(pixels: np.ndarray, valid: np.ndarray, level: str) -> Teachers:
    """Return the answers for an image [11, h, w] of reflectance in pixels of 10 m, in cells.

    s2cloudless takes part where all of its bands are there.

    Raises:
        UnveilError: the package ukis-csmask, or s2cloudless, is missing.
    """
    bands = csmask.SIX_BANDS
    values = pixels[[BANDS.index(name) for name in bands]]
    network = csmask.Network(bands, level)
    try:
        odds = network.probabilities(lambda start, stop: values[:, start:stop], 0, valid.shape[0], valid.shape[0])
    finally:
        network.close()
    kind = _cells(odds).argmax(axis=0)
    cloud, shadow = kind == 1, kind == 2
    return Teachers(cloud, shadow, _haze(pixels, valid))


def _haze(pixels: np.ndarray, valid: np.ndarray) -> np.ndarray:
    positions = [BANDS.index(name) for name in s2cloudless.BANDS]
    if (pixels[positions, 0, 0] <= 0.5 * MISSING).any():
        return np.zeros([-(-length // FACTOR) for length in valid.shape], dtype=bool)
    classifier = s2cloudless.Classifier()
    try:
        probability = classifier.probability(pixels[positions], valid)
    finally:
        classifier.close()
    return _cells(uniform_filter(probability, _SMOOTH)[None])[0] > _HAZY


def _cells(planes: np.ndarray) -> np.ndarray:
    height, width = (length // FACTOR * FACTOR for length in planes.shape[1:])
    parts = [planes[:, i:height:FACTOR, j:width:FACTOR] for i in range(FACTOR) for j in range(FACTOR)]
    return np.mean(parts, axis=0)
