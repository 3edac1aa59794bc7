"""Snow in cells of a scene, told from cloud by four bands.

Snow is as bright in green and in the infrared of 865 nm as a cloud is, and absorbs what has a wavelength of 1.6 and 2.2
micrometres, which drops do not (Dozier 1989). Bands see a high cloud in different places, so that beside one the index
of green and 1.6 micrometres alone takes its rim for snow. B3 looks 1.0 s before B11, and B8A 0.6 s after it and 0.03 s
before B12: no single edge of a cloud makes the first and the third bright and the two others dark.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.connected import label

BANDS = ("B3", "B8A", "B11", "B12")

_INDEX = 0.6
"""(bright - dark) / (bright + dark) from which there is snow; with 0.5 haze above dark woods is taken for it."""

_BRIGHT, _DARK = 0.15, 0.10
"""Reflectance that B3 and B8A are above, and B11 and B12 below; a cloud that hides snow is brighter in these."""

_AIR = {"L1C": 0.05, "L2A": 0.0}
"""What the air adds to B3."""

_LEAST = 16
"""Cells that touch, from which they are snow and no gap between clouds."""


def is_snow(reflectance: np.ndarray, names: tuple[str, ...], level: str) -> np.ndarray:
    """Return [h, w] bool: cells [bands, h, w] of the bands `names` that look like snow; none where bands are missing.

    level: "L1C" or "L2A".
    """
    if not set(BANDS) <= set(names):
        return np.zeros(reflectance.shape[1:], dtype=bool)
    green, near, short, shorter = (reflectance[names.index(name)] for name in BANDS)
    bright, dark = np.minimum(green - np.float32(_AIR[level]), near), np.maximum(short, shorter)
    return (bright > _BRIGHT) & (dark < _DARK) & (bright - dark > np.float32(_INDEX) * (bright + dark))


def wide(snow: np.ndarray) -> np.ndarray:
    """Return the snow [rows, columns] bool that hangs together over enough cells."""
    if not snow.any():
        return snow
    parts, _ = label(snow)
    return snow & (np.bincount(parts.ravel())[parts] >= _LEAST)
