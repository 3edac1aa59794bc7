"""Bands that stand in a file and hold no measurement anywhere: NaN, nodata, zeros, or one impossible value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Band, Raster, Reader
from unveil.engine.sentinel.bands import found_names, optical_names
from unveil.engine.sentinel.optical import QUANTIFICATION
from unveil.engine.sentinel.order import SENTINEL2
from unveil.engine.sentinel.values import POSSIBLE


def with_bands_measured(raster: Raster, feedback: Feedback) -> Raster:
    """Return a raster in which named bands of Sentinel-2 without a measurement are marked, which is said.

    Such a band counts as missing wherever bands are told by name; 13 bands without names get theirs with it. A raster
    that has no data in any band is returned as it is.

    Raises:
        UnveilError: the raster cannot be read, or the order of 13 bands without names cannot be told.
    """
    is_named = any(optical_names(raster))
    if not is_named and len(raster.bands) != len(SENTINEL2):
        return raster
    names = {position: name for position, name in enumerate(found_names(raster), 1) if name}
    open_still = set(names)
    constant: dict[int, float] = {}
    windows = sample_windows(raster.grid)
    with Reader(raster) as reader:
        # From the middle: where every band is measured there, one window is all that is read.
        for window in sorted(windows, key=lambda each: windows.index(each) != len(windows) // 2):
            if not open_still:
                return raster
            asked = tuple(sorted(open_still))
            for position, stored in zip(asked, reader.read(window, asked)):
                values = _numbers(stored, raster.bands[position - 1], names[position])
                if values.size and not _is_filler(values, raster.bands[position - 1], constant, position):
                    open_still.discard(position)
    if not open_still or all(position in open_still for position, name in names.items() if name != "B10"):
        return raster
    feedback.info(
        f"{', '.join(names[position] for position in sorted(open_still))} of the optical raster holds no measurement "
        "anywhere and counts as missing."
    )
    bands = tuple(
        replace(band, name=band.name if is_named else names[position], unmeasured=position in open_still)
        for position, band in enumerate(raster.bands, 1)
    )
    return replace(raster, bands=bands)


def _numbers(stored: np.ndarray, band: Band, name: str) -> np.ndarray:
    """Return the values [n] that could be measurements; 0 is one of the cirrus band only."""
    there = stored != 0 if name != "B10" else np.ones(stored.shape, dtype=bool)
    if np.issubdtype(stored.dtype, np.floating):
        there &= np.isfinite(stored)
    if band.nodata is not None and not np.isnan(band.nodata):
        there &= stored != band.nodata
    return stored[there]


def _is_filler(values: np.ndarray, band: Band, constant: dict[int, float], position: int) -> bool:
    """Tell whether values [n] are one that cannot be measured, the same as in the windows before."""
    value = float(values.flat[0])
    factor = 1.0 if band.scale is None else band.scale * QUANTIFICATION
    dn = value * factor + (band.offset or 0.0) * QUANTIFICATION
    if POSSIBLE[0] <= dn <= POSSIBLE[1] or (values != values.flat[0]).any():
        return False
    return constant.setdefault(position, value) == value
