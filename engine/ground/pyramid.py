"""Spreading what is known in some cells of a scene over all of them, in NumPy alone.

Normalised convolution (Knutsson and Westin 1993) with a kernel that falls as a power of the distance: a sum over scales
of means over squares of 1, 2, 4 ... cells, each weighted with what it knows. Near values count most, far ones where
there is nothing nearer. A square that is known in part counts for more than its share: else broad clear ground on one
side of a gap drowns the narrow rim on the other. What lies nearer than a cell or two to the rim is a matter of pixels
(`membrane.py`).
"""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.squares import doubled, halved, smooth

FALL = 1.5
"""The weight of a scale is its side to minus this power (measured; 1 to 2 differ by less than 0.2 dB)."""

EVENNESS = 0.7
"""A square counts by the power of the share of it that is known, on each scale anew; with 1 it counts by that share."""

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
            whole = halved(_with_zeros(whole, [length + length % 2 for length in whole.shape[1:]]))
            # Between two squares lies what is made of them: one more than squares that it lies in.
            wanted = [min(-(-length // 2) + 1, end >> level) for length, end in zip(wanted, full)]
        if even:
            whole *= _evening(whole[-1], side << level)
        scales.append(smooth(_with_zeros(whole, wanted)) * _weight(side << level))
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
        total = scale + doubled(total)[..., : scale.shape[-2], : scale.shape[-1]]
    return total
