"""Spreading what is known at some pixels over all of them, in NumPy alone.

Normalised convolution (Knutsson and Westin 1993) with a kernel that falls as a power of the distance: a sum over scales
of means over squares of 2, 4, 8 ... pixels, each weighted with what it knows. Near values count most, far ones where
there is nothing nearer, and what is known beside a gap joins what fills it. A square that is known in part counts for
more than its share: else broad clear ground on one side of a gap drowns the narrow rim on the other. Squares begin at
multiples of their side in the scene, so a window gives what the whole scene would, `HALO` pixels inside its border.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

FALL = 1.5
"""The weight of a scale is its side to minus this power (measured; 1 to 2 differ by less than 0.2 dB)."""

EVENNESS = 0.7
"""A square counts by the power of the share of it that is known, on each scale anew; with 1 it counts by that share."""

FINE = 3
"""Scales of squares smaller than a cell of 32 pixels that are summed in windows: 2, 4 and 8 pixels."""

HALO = 32
"""Pixels round a window that its values depend on."""

ALIGNED = 1 << FINE
"""A window begins at a multiple of this many pixels."""

_LEAST = 1e-9


def spread_cells(sums: np.ndarray, counts: np.ndarray, side: int) -> np.ndarray:
    """Return the weighted means of all scales from cells on: [planes + 1, rows, columns], the last one the weight.

    sums [planes, rows, columns] and counts [rows, columns] of cells of `side` pixels.
    """
    return _over_scales(np.concatenate((sums, counts[None])), side, even=True)


def evidence(counts: np.ndarray, side: int) -> np.ndarray:
    """Return [rows, columns] how much is known round each cell on all scales: the weight if squares counted by share.

    counts [rows, columns] of cells of `side` pixels.
    """
    return _over_scales(counts[None], side, even=False)[0]


def spread_pixels(
    values: Iterable[np.ndarray], known: np.ndarray, origin: tuple[int, int], coarse: np.ndarray
) -> np.ndarray:
    """Return values [planes, h, w] spread from the pixels that are known to all, float32.

    values: planes [h, w]; known [h, w] bool, or how much a pixel is believed, 0..1; origin: (row, column) of the window
    in the scene, any; coarse [planes + 1, h, w]: the weighted means of coarser scales and their weight, see
    `spread_cells`.
    """
    known = known.astype(np.float32, copy=False)
    more = _more(_aligned(known, origin))
    share = 1 / np.maximum(_fine(known, origin, more) + coarse[-1], np.float32(_LEAST))
    result = np.empty_like(coarse[:-1])
    # Plane by plane, all that is made on the way stays in the processor's cache.
    for plane, mean, own in zip(values, coarse, result):
        np.add(_fine(plane * known, origin, more), mean, out=own)
        own *= share
    return result


def _fine(plane: np.ndarray, origin: tuple[int, int], more: list[np.ndarray]) -> np.ndarray:
    """Return the weighted sums [h, w] of the scales finer than a cell; more: see `_more`."""
    height, width = plane.shape
    top, left = (start % ALIGNED for start in origin)
    plane = _aligned(plane, origin)
    scales = []
    for level, factor in enumerate(more, 1):
        plane = _halved(plane)
        plane *= factor
        scales.append(_smooth(plane) * np.float32(_weight(1 << level)))
    return _doubled(_added(scales))[top : top + height, left : left + width]


def _aligned(plane: np.ndarray, origin: tuple[int, int]) -> np.ndarray:
    """Return the plane with zeros round it, so that it begins and ends where the widest squares do."""
    top, left = (start % ALIGNED for start in origin)
    below, right = (-(before + length) % ALIGNED for before, length in ((top, plane.shape[0]), (left, plane.shape[1])))
    return np.pad(plane, ((top, below), (left, right))) if top or left or below or right else plane


def _more(known: np.ndarray) -> list[np.ndarray]:
    """Return by what the squares of each scale finer than a cell count for more than by their sums."""
    factors = []
    for level in range(1, FINE + 1):
        known = _halved(known)
        factors.append(_evening(known, 1 << level))
        known *= factors[-1]
    return factors


def _evening(weights: np.ndarray, side: int) -> np.ndarray:
    """Return by what squares of `side` pixels count for more than their weights, where something is known."""
    return np.maximum(weights / weights.dtype.type(side**2), weights.dtype.type(_LEAST)) ** (EVENNESS - 1)


def _over_scales(planes: np.ndarray, side: int, even: bool) -> np.ndarray:
    """Return the weighted sums of all scales of cells of `side` pixels, [planes, rows, columns], the last the weight.

    even: squares that are known in part count for more.
    """
    rows, columns = planes.shape[1:]
    levels = max(int(np.ceil(np.log2(max(rows, columns, 2)))), 1)
    # Zeros go on to whole squares of the coarsest scale; of them only what is looked at is made.
    full = [-(-length >> levels) << levels for length in (rows, columns)]
    wanted = [rows, columns]
    whole, scales = planes.astype(np.float64), []
    for level in range(levels + 1):
        if level:
            whole = _halved(_with_zeros(whole, [length + length % 2 for length in whole.shape[1:]]))
            # Between two squares lies what is made of them: one more than squares that it lies in.
            wanted = [min(-(-length // 2) + 1, end >> level) for length, end in zip(wanted, full)]
        if even:
            whole *= _evening(whole[-1], side << level)
        scales.append(_smooth(_with_zeros(whole, wanted)) * _weight(side << level))
    return _added(scales)


def _with_zeros(planes: np.ndarray, shape: list[int]) -> np.ndarray:
    """Return planes of at least their own size with zeros below and to the right."""
    more = [(0, max(wanted - length, 0)) for wanted, length in zip(shape, planes.shape[1:])]
    return np.pad(planes, [(0, 0), *more]) if any(last for _, last in more) else planes


def _weight(side: int) -> float:
    return float(side) ** -FALL / side**2


def _added(scales: list[np.ndarray]) -> np.ndarray:
    """Return the sum of scales, each twice as coarse as the one before, at the size of the first.

    A scale may reach further than the one before.
    """
    total = scales[-1]
    for scale in scales[-2::-1]:
        total = scale + _doubled(total)[..., : scale.shape[-2], : scale.shape[-1]]
    return total


def _halved(planes: np.ndarray) -> np.ndarray:
    """Return sums over squares of 2 x 2."""
    rows = planes[..., 0::2, :] + planes[..., 1::2, :]
    return rows[..., 0::2] + rows[..., 1::2]


def _smooth(planes: np.ndarray) -> np.ndarray:
    """Return each plane weighted with 1/4, 1/2, 1/4 along both axes; beyond the border nothing is known."""
    for axis in (-2, -1):
        result = planes * planes.dtype.type(0.5)
        quarter = planes * planes.dtype.type(0.25)
        before, after = _along(axis, slice(None, -1)), _along(axis, slice(1, None))
        result[after] += quarter[before]
        result[before] += quarter[after]
        planes = result
    return planes


def _doubled(planes: np.ndarray) -> np.ndarray:
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
