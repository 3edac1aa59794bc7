"""How deep below what is hidden pixels lie: the farther from clear ground, the more what is restored errs."""

from __future__ import annotations

import numpy as np

from unveil.engine.masking.classes import CLEAR
from unveil.engine.raster.nearest import distance_to

REACH = 32
"""Pixels that are told apart; beyond, the distance in metres does (`distance.py`)."""


def depth(codes: np.ndarray) -> np.ndarray:
    """Return [h, w] float32: the logarithm of 1 and the pixels to the nearest clear one, of the mask's classes [h, w].

    It depends on `REACH` pixels round each.
    """
    return np.log1p(np.minimum(distance_to(codes == CLEAR, REACH), REACH)).astype(np.float32)
