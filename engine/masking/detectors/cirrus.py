"""High and middle clouds by band B10, which water vapour keeps dark over low ground, whatever that is.

How much of the ground shows in B10 depends on its height and on the vapour above it. Both change over kilometres, so a
cell that stands out from the darkest ground around has cloud above it. Where even that is bright the air is dry or the
ground high, and nothing is told; snow is bright enough to show through dry air beside dark ground.
"""

from __future__ import annotations

import numpy as np

ABOVE = 0.0035
"""Reflectance by which cloud stands out; of 66 clear Level-1C scenes ground does so in three,
where B10 shows what looks like faint cirrus."""

CERTAIN = 0.006
"""Reflectance by which some part of every such cloud stands out."""

_REACH = 64
"""Cells of 20 m within which the darkest ground is looked for."""

_DARK = 0.003
"""Reflectance in B10 above which the darkest ground is not that below moist air."""

_SNOW_INDEX, _SNOW_GREEN = 0.4, 0.2


def excess(b10: np.ndarray, green: np.ndarray, infrared: np.ndarray) -> np.ndarray:
    """Return [h, w] float32: how far B10 lies above the darkest around, 0 where that tells nothing of clouds.

    b10, green (B3), infrared (B11): reflectance [h, w]; below 0 where a cell is missing.
    """
    there = b10 >= 0
    result = np.zeros(b10.shape, dtype=np.float32)
    if not there.any():
        return result
    smooth = _mean(np.where(there, b10, 1), 2)
    lowest = _lowest(np.where(there, smooth, np.float32(1)), _REACH)
    snow = (green > _SNOW_GREEN) & (green - infrared > _SNOW_INDEX * (green + infrared))
    told = there & ~snow & (lowest < _DARK)
    result[told] = (_mean(np.where(there, b10, lowest), 1) - lowest)[told]
    return np.maximum(result, 0)


def _mean(values: np.ndarray, radius: int) -> np.ndarray:
    """Return means of squares, the border repeated."""
    size = 2 * radius + 1
    for _ in (0, 1):
        padded = np.pad(values, [(radius, radius), (0, 0)], mode="edge")
        parts = [padded[first : first + len(values)] for first in range(size)]
        values = (np.sum(parts, axis=0, dtype=np.float32) / np.float32(size)).T
    return values


def _lowest(values: np.ndarray, radius: int) -> np.ndarray:
    """Return the least within squares, one axis after the other, by looking twice as far each time."""
    for _ in (0, 1):
        padded = np.pad(values, [(radius, radius), (0, 0)], mode="edge")
        reach = 1
        while 2 * reach <= 2 * radius + 1:
            padded = np.minimum(padded[: len(padded) - reach], padded[reach:])
            reach *= 2
        rest = 2 * radius + 1 - reach
        padded = np.minimum(padded[: len(padded) - rest], padded[rest:]) if rest else padded
        values = padded.T
    return values
