"""Shadow is darker than the ground around: what is as bright as clear ground near by is none.

A network takes dark ground beside a cloud for its shadow, a forest or a lake that is as dark where no cloud can shade
it. A shadow takes light away from visible and infrared bands alike, the more the longer the wave.
"""

from __future__ import annotations

import numpy as np

BANDS = ("B2", "B4", "B8")

DARKER = 0.1
"""In one of the bands, at least, shadow is darker than clear ground by so much (difference of logarithms)."""

_CLEAR = 0.7
"""Probability from which ground is sure to be clear."""

_BLOCK = 4
_REACH = 16
"""Cells along the side of a block, and blocks within which clear ground is looked for: 1.3 km in cells of 20 m."""

_FEW = 20.0
"""Cells of clear ground below which nothing is told."""

_SUSPECTED = 0.1
_BLACK = 0.003
"""Reflectance below which nothing is darker."""


def without_bright_shadow(probabilities: np.ndarray, reflectance: np.ndarray) -> np.ndarray:
    """Return probabilities [4, h, w] with the shadow taken out that is no darker than the clear ground around.

    probabilities: of clear ground, cloud, thin cloud and shadow; reflectance: [3, h, w] of BANDS, below 0 where a cell
    is missing. The sides are multiples of four.
    """
    clear, shadow = probabilities[0], probabilities[3]
    suspected = (shadow >= np.float32(_SUSPECTED)) & (reflectance[0] >= 0)
    if not suspected.any():
        return probabilities
    sure = (clear >= np.float32(_CLEAR)) & (reflectance[0] >= 0)
    number = _near(_blocks(sure.astype(np.float32)))
    darker = _spread(number < _FEW)[suspected]
    for plane in np.log(np.maximum(reflectance, np.float32(_BLACK))):
        usual = _near(_blocks(np.where(sure, plane, np.float32(0)))) / np.maximum(number, 1)
        darker |= _spread(usual)[suspected] - plane[suspected] >= DARKER
    bright = np.zeros_like(suspected)
    bright[suspected] = ~darker
    result = probabilities.copy()
    result[0, bright] += shadow[bright]
    result[3, bright] = 0
    return result


def _blocks(plane: np.ndarray) -> np.ndarray:
    """Return sums over blocks of a plane."""
    height, width = (length // _BLOCK for length in plane.shape)
    return plane.reshape(height, _BLOCK, width, _BLOCK).sum(axis=(1, 3), dtype=np.float64)


def _spread(blocks: np.ndarray) -> np.ndarray:
    return blocks.repeat(_BLOCK, axis=0).repeat(_BLOCK, axis=1)


def _near(blocks: np.ndarray) -> np.ndarray:
    """Return sums over squares of blocks, cut at the border."""
    for axis in (0, 1):
        length = blocks.shape[axis]
        total = np.concatenate([np.zeros_like(blocks.take([0], axis)), np.cumsum(blocks, axis)], axis)
        last = np.minimum(np.arange(length) + _REACH + 1, length)
        first = np.maximum(np.arange(length) - _REACH, 0)
        blocks = total.take(last, axis) - total.take(first, axis)
    return blocks
