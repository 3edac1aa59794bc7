"""Putting the blended prediction into the scene: clear pixels and nodata stay what they were."""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.filters import any_within, box_mean


def feather(restore: np.ndarray, reach: int) -> np.ndarray:
    """Return the weight [h, w] of the prediction, float32: 1 where `restore` holds, 0 from `reach` pixels away on.

    It depends on the surroundings within `reach` pixels only. Between, it falls smoothly (a box mean of the mask grown
    by half the reach).
    """
    half = reach // 2
    if half < 1:
        return restore.astype(np.float32)
    grown = any_within(restore, half).astype(np.float32)
    weight = box_mean(grown, 2 * half + 1)
    # The running mean leaves rounding errors where the window is all clear or all cloud.
    weight[weight < 1e-4] = 0
    weight[restore | (weight > 1 - 1e-4)] = 1
    return weight


_NARROWER = 4
"""How many times narrower the transition is round ground that other dates show: it meets the clear ground."""


def taken_share(restore: np.ndarray, reach: int, place: tuple[slice, slice], known: np.ndarray | None) -> np.ndarray:
    """Return how much of the prediction is taken, [n, m] float32, at a place of what is to be restored [h, w] bool.

    known [n, m]: share of ground from other dates, None for none.
    """
    wide = feather(restore, reach)[place]
    if known is None:
        return wide
    return wide + known * (feather(restore, reach // _NARROWER)[place] - wide)


def compose(
    dn: np.ndarray, difference: np.ndarray, limits: tuple[float, float], weight: np.ndarray | float
) -> np.ndarray:
    """Return DN of any shape, float32, after removal.

    The network saw `dn` clipped to `limits` and changed it by `difference`; `weight` (0..1) says how much to take.
    """
    return dn + weight * (np.clip(dn, *limits) + difference - dn)


def to_dtype(values: np.ndarray, dtype: np.dtype, nodata: float | None) -> np.ndarray:
    """Return stored values in a raster's data type.

    Whole numbers are rounded and clipped to what the type holds. A measurement becomes neither the nodata value nor,
    in whole numbers, 0, which Sentinel-2 products use for it: it takes the next value that the type holds.
    """
    if np.issubdtype(dtype, np.integer):
        limits = np.iinfo(dtype)
        values = np.clip(np.rint(values), max(limits.min, 1), limits.max)
    values = values.astype(dtype)
    if nodata is not None and not np.isnan(nodata):
        values[values == nodata] = _beside(nodata, dtype)
    return values


def _beside(nodata: float, dtype: np.dtype) -> float:
    """Return the value nearest to nodata that a measurement can have: above it, or below where the type ends."""
    if np.issubdtype(dtype, np.integer):
        return nodata + 1 if nodata < np.iinfo(dtype).max else nodata - 1
    kind = np.dtype(dtype).type
    return np.nextafter(kind(nodata), kind(np.inf))
