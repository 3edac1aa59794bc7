"""The noise at the border of Sentinel-1 GRD scenes: very dark pixels beside nodata that are no backscatter."""

from __future__ import annotations

import numpy as np

from unveil.engine.prepare.registration import smooth
from unveil.engine.raster.filters import any_within

DARK = -30.0
"""dB in VV. Calm water under steep incidence stays above; networks clip VV at -25 dB, so little is lost below."""

REACH = 64
"""Pixels from nodata within which dark pixels count as border noise."""

HALO = REACH + 4
"""Rows above and below that the answer for a row depends on."""


def border_noise(decibels: np.ndarray) -> np.ndarray:
    """Return [h, w] bool: pixels of VV, VH [2, h, w] in dB (NaN for none) that are border noise.

    Noise is what is connected to nodata through pixels whose mean VV over 5 x 5 is below DARK, at most REACH pixels
    away.
    """
    missing = np.isnan(decibels).any(axis=0)
    if not missing.any() or missing.all():
        return np.zeros(missing.shape, dtype=bool)
    with np.errstate(invalid="ignore"):
        dark = ~missing & (smooth(decibels[0]) < DARK)
    if not dark.any():
        return dark
    noise = any_within(missing, 1) & dark
    for _ in range(REACH):
        grown = any_within(noise, 1) & dark
        if np.array_equal(grown, noise):
            break
        noise = grown
    return noise
