"""Sums over squares of pixels that double in side, and the ways between one size and the next."""

from __future__ import annotations

from typing import Any

import numpy as np


def halved(planes: np.ndarray) -> np.ndarray:
    """Return sums over squares of 2 x 2; [..., h, w], both even."""
    rows = planes[..., 0::2, :] + planes[..., 1::2, :]
    return rows[..., 0::2] + rows[..., 1::2]


def smooth(planes: np.ndarray) -> np.ndarray:
    """Return each plane [..., h, w] weighted with 1/4, 1/2, 1/4 along both axes; beyond the border lie zeros."""
    for axis in (-2, -1):
        result = planes * planes.dtype.type(0.5)
        quarter = planes * planes.dtype.type(0.25)
        before, after = _along(axis, slice(None, -1)), _along(axis, slice(1, None))
        result[after] += quarter[before]
        result[before] += quarter[after]
        planes = result
    return planes


def doubled(planes: np.ndarray) -> np.ndarray:
    """Return planes of twice the size, bilinear between the centres of squares, constant beyond the last ones."""
    # Along rows first, where numbers that lie apart are written: there are half as many.
    for axis in (-1, -2):
        three, one = planes * planes.dtype.type(0.75), planes * planes.dtype.type(0.25)
        shape = list(planes.shape)
        shape[axis] *= 2
        result = np.empty(shape, dtype=planes.dtype)
        low, high = result[_along(axis, slice(0, None, 2))], result[_along(axis, slice(1, None, 2))]
        first, last = _along(axis, slice(None, 1)), _along(axis, slice(-1, None))
        before, after = _along(axis, slice(None, -1)), _along(axis, slice(1, None))
        np.add(three[after], one[before], out=low[after])
        np.add(three[before], one[after], out=high[before])
        low[first], high[last] = planes[first], planes[last]
        planes = result
    return planes


def _along(axis: int, part: slice) -> tuple[Any, ...]:
    """Return the place of a part along one of the last two axes."""
    return (..., part) if axis == -1 else (..., part, slice(None))
