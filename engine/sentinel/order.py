"""In which order the 13 bands of L1C lie that have no names: their brightness over a scene tells."""

from __future__ import annotations

import os
from functools import lru_cache

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Raster, Reader

SENTINEL2 = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12")
"""The bands of Sentinel-2 L1C, in the order of SEN12MS-CR."""

BY_NUMBER = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11", "B12", "B8A")
"""Band files sorted by name (B01 ... B12, B8A)."""

_CIRRUS = SENTINEL2.index("B10")
_FLAT = 2.0
_MOST_CLASSES = 11
"""The highest code of a scene classification."""


def order_of(raster: Raster) -> tuple[str, ...]:
    """Return the names of 13 unnamed bands: SENTINEL2 or BY_NUMBER, whichever makes B10 dark as no other band.

    Nearly nothing of the light near 1.4 um reaches the ground and comes back: over clear ground and low cloud B10 is
    darker than everything from B1 to B9.

    Raises:
        UnveilError: neither does.
    """
    try:
        stat = os.stat(raster.path)
        key = (stat.st_size, stat.st_mtime_ns)
    except OSError:
        key = (0, 0)
    found = _order(raster, key)
    if not found:
        raise UnveilError(
            f"The 13 bands of {raster.path} have no Sentinel-2 names, and their values do not fit L1C in the order "
            f"{', '.join(SENTINEL2)}: there B10 is darker than B1 to B9; name the bands."
        )
    return found


def is_sorted_by_number(raster: Raster) -> bool:
    """Tell whether 13 unnamed bands were found to lie as their files are sorted by name."""
    return order_of(raster) == BY_NUMBER


@lru_cache(maxsize=64)
def _order(raster: Raster, key: tuple[int, int]) -> tuple[str, ...]:
    everything = tuple(range(1, len(raster.bands) + 1))
    with Reader(raster) as reader:
        parts = [reader.read(window, everything) for window in sample_windows(raster.grid)]
    stored = np.concatenate([part.reshape(len(part), -1) for part in parts], axis=1).astype(np.float64)
    return order_by_values(stored)


def order_by_values(stored: np.ndarray) -> tuple[str, ...]:
    """Return the order of values [13, n], or () where it fits none; values of any scale, fill in all bands alike.

    One band may hold no number anywhere, as where a scene without B10 was brought to the bands of L1C.
    """
    there = np.isfinite(stored).any(axis=1)
    if np.count_nonzero(~there) == 1:
        return _order_with_gap(stored, there)
    alike = (stored == stored[0]).all(axis=0) | ~np.isfinite(stored).all(axis=0)
    measured = stored[:, ~alike]
    if not measured.shape[1]:
        # Nothing to tell by; whoever reads the values finds nothing valid either.
        return SENTINEL2
    medians = np.median(measured, axis=1)
    last = measured[-1]
    varied = (measured.min(axis=1) < measured.max(axis=1)).sum() > len(measured) // 2
    is_alpha = varied and last.min() == last.max()
    if is_alpha or (last.max() <= _MOST_CLASSES and medians[:8].max() > 10 * _MOST_CLASSES):
        return ()  # an alpha band or classes: the others are no 13
    if medians.max() < _FLAT * medians.min():
        return SENTINEL2  # no ground, whatever the order
    for order in (SENTINEL2, BY_NUMBER):
        cirrus = order.index("B10")
        before = [order.index(name) for name in SENTINEL2[:_CIRRUS]]
        if medians[cirrus] < medians[before].min() and _fits_near_infrared(order, medians):
            return order
    return ()


def _order_with_gap(stored: np.ndarray, there: np.ndarray) -> tuple[str, ...]:
    """Return the order of bands of which one, where `there` is False, is empty: without B10, B8A must tell."""
    measured = stored[:, np.isfinite(stored[there]).all(axis=0)]
    if not measured.shape[1]:
        return ()
    medians = np.full(len(stored), np.nan)
    medians[there] = np.median(measured[there], axis=1)
    for order in (SENTINEL2, BY_NUMBER):
        if there[order.index("B8A")] and there[order.index("B8")] and _is_as_bright(order, medians):
            return order
    return ()


def _fits_near_infrared(order: tuple[str, ...], medians: np.ndarray) -> bool:
    """Tell whether B8A is about as bright as B8, of which it is a part; B9 loses most of its light to water vapour."""
    return order == SENTINEL2 or _is_as_bright(order, medians)


def _is_as_bright(order: tuple[str, ...], medians: np.ndarray) -> bool:
    return 0.7 < medians[order.index("B8A")] / max(medians[order.index("B8")], 1e-9) < 1.5
