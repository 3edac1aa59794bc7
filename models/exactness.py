"""How near two results of a network are, and how near one must be to take the place of the exact one."""

from __future__ import annotations

import numpy as np

from unveil.models.card import CLOUD_FREE, ModelCard

MOST_DECIBELS = 100.0
"""What equal arrays are given."""

LEAST_EXACT = 45.0
"""dB of peak signal to noise against float32, on the first tile, with which a faster way may be used."""

WORTH = 0.9
"""Share of the exact way's time below which a faster way is used."""


def decibels(image: np.ndarray, reference: np.ndarray) -> float:
    """Return the peak signal to noise ratio 10 log10(1 / mean squared error) in dB, for values in 0..1."""
    error = float(np.square(image.astype(np.float64) - reference).mean())
    return MOST_DECIBELS if error == 0 else min(-10 * float(np.log10(error)), MOST_DECIBELS)


def in_reflectance(card: ModelCard, name: str, output: np.ndarray) -> np.ndarray:
    """Return an output by its name [n, channels, h, w] so that differences are those of reflectance, or as it is.

    Values that a card states relative to a scene's clear ground are in deviations of DN.
    """
    if name != CLOUD_FREE or not card.scaling.relative:
        return output
    return output * (np.array(card.scaling.deviations, np.float32)[:, None, None] / np.float32(1e4))


def too_rough(name: str, nearness: float) -> str:
    """Return in one sentence why a faster way, such as "bfloat16", is not used; nearness in dB."""
    return f"{name} would be faster, but only within {nearness:.0f} dB of float32; it is not used."
