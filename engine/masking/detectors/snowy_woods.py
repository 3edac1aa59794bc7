"""Snow below and among trees, which looks like thin cloud above them in Level-2A: grey, and brighter than forest is.

Leaves and needles send back near infrared, snow absorbs what has a wavelength of 1.6 micrometres, and of both together
green is the brighter one. Haze above trees brightens the short-wave infrared, too, and above water both infrareds stay
darker than green. There a cloud is believed only where the network is sure of it.
"""

from __future__ import annotations

import numpy as np

BANDS = ("B3", "B8", "B11")

_INDEX = 0.2
"""(B3 - B11) / (B3 + B11) from which there is snow."""

_DARK = 0.10
"""Reflectance in B11 from which it may be cloud."""

_LEAST = 0.06
"""Reflectance in B3 below which the network does not mistake it."""

_SURE = 0.5

_CLOUDS = slice(1, 3)


def left_clear(probabilities: np.ndarray, reflectance: np.ndarray) -> np.ndarray:
    """Return probabilities [classes, h, w] with the cloud taken out that such ground was mistaken for.

    probabilities: of clear ground, cloud, thin cloud and more; reflectance: [3, h, w] of BANDS at Level-2A.
    """
    green, near, short = reflectance
    snowy = (green > _LEAST) & (near >= green) & (short < _DARK)
    snowy &= green - short > np.float32(_INDEX) * (green + short)
    if not snowy.any():
        return probabilities
    cloud = probabilities[_CLOUDS].sum(axis=0)
    mistaken = snowy & (cloud < np.float32(_SURE))
    result = probabilities.copy()
    result[0, mistaken] += cloud[mistaken]
    result[_CLOUDS, mistaken] = 0
    return result
