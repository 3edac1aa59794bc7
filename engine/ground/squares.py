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
    return _doubled_down(_doubled_along(planes))


def _doubled_along(planes: np.ndarray) -> np.ndarray:
    """Return planes [..., h, 2 w]. All rows are one long run of numbers, and what joins two of them is put right."""
    planes = np.ascontiguousarray(planes)
    result = np.empty((*planes.shape[:-1], 2 * planes.shape[-1]), dtype=planes.dtype)
    numbers, pairs = planes.ravel(), result.reshape(-1, 2)
    three, one = numbers * numbers.dtype.type(0.75), numbers * numbers.dtype.type(0.25)
    np.add(three[1:], one[:-1], out=pairs[1:, 0])
    np.add(three[:-1], one[1:], out=pairs[:-1, 1])
    result[..., 0], result[..., -1] = planes[..., 0], planes[..., -1]
    return result


def _doubled_down(planes: np.ndarray) -> np.ndarray:
    """Return planes [..., 2 h, w]."""
    three, one = planes * planes.dtype.type(0.75), planes * planes.dtype.type(0.25)
    *before, height, width = planes.shape
    result = np.empty((*before, 2 * height, width), dtype=planes.dtype)
    np.add(three[..., 1:, :], one[..., :-1, :], out=result[..., 2::2, :])
    np.add(three[..., :-1, :], one[..., 1:, :], out=result[..., 1:-1:2, :])
    result[..., 0, :], result[..., -1, :] = planes[..., 0, :], planes[..., -1, :]
    return result


def _along(axis: int, part: slice) -> tuple[Any, ...]:
    """Return the place of a part along one of the last two axes."""
    return (..., part) if axis == -1 else (..., part, slice(None))
