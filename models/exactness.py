"""How near two results of a network are."""

from __future__ import annotations

import numpy as np

MOST_DECIBELS = 100.0
"""What equal arrays are given."""


def decibels(image: np.ndarray, reference: np.ndarray) -> float:
    """Return the peak signal to noise ratio 10 log10(1 / mean squared error) in dB, for values in 0..1."""
    error = float(np.square(image.astype(np.float64) - reference).mean())
    return MOST_DECIBELS if error == 0 else min(-10 * float(np.log10(error)), MOST_DECIBELS)
