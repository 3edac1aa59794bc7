"""What is read from another date to tell the ground of this one: its bands, their surroundings and their bends.

Of every band the value and the mean round the pixel, which takes up small shifts between dates; of the first principal
components the squares and products, for ground of different kinds changes differently from season to season.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.raster.filters import tent_mean

SIDE = 5
"""Side in pixels of the squares over which means are taken, twice: about a Gaussian of 2 pixels."""

REACH = SIDE - 1
"""Pixels round a pixel that its features depend on."""

_COMPONENTS = 4
_FARTHEST = 4.0
"""Standard deviations beyond which a component counts no further: bends do not carry far."""

RADAR_LIMITS = (-30.0, 5.0)
"""Backscatter in dB beyond which it is noise of the sensor or a corner reflector."""


@dataclass(frozen=True)
class Palette:
    """The colours of a date's ground: mean and spread of the bands [b], and axes [4, b] of unit components."""

    mean: np.ndarray
    spread: np.ndarray
    axes: np.ndarray

    @property
    def number(self) -> int:
        """How many features there are."""
        components = len(self.axes)
        return 2 * len(self.mean) + components * (components + 1) // 2


def find_palette(dn: np.ndarray) -> Palette:
    """Return the palette of pixels [n, b] in DN, n > 1."""
    dn = np.asarray(dn, dtype=np.float64)
    mean, spread = dn.mean(axis=0), dn.std(axis=0) + 1.0
    scaled = (dn - mean) / spread
    variances, axes = np.linalg.eigh(scaled.T @ scaled / len(scaled))
    chosen = np.argsort(variances)[::-1][:_COMPONENTS]
    return Palette(mean, spread, axes[:, chosen].T / np.sqrt(variances[chosen] + 1e-3)[:, None])


def features(dn: np.ndarray, near: np.ndarray, palette: Palette) -> np.ndarray:
    """Return [number, n] float32 of pixels' DN [b, n] and of the means round them, `near` [b, n]."""
    number = len(dn)
    result = np.empty((palette.number, dn.shape[1]), dtype=np.float32)
    mean, spread = (part[:, None].astype(np.float32) for part in (palette.mean, palette.spread))
    result[:number], result[number : 2 * number] = (dn - mean) / spread, (near - mean) / spread
    bent(dn, palette, result[2 * number :])
    return result


def bent(dn: np.ndarray, palette: Palette, to: np.ndarray) -> None:
    """Write the squares and products of the components of pixels' DN [b, n] to `to` [bends, n] float32."""
    axes = palette.axes / palette.spread
    components = axes.astype(np.float32) @ dn
    components -= (axes @ palette.mean).astype(np.float32)[:, None]
    np.clip(components, -_FARTHEST, _FARTHEST, out=components)
    place = 0
    for first in range(len(components)):
        rest = len(components) - first
        np.multiply(components[first], components[first:], out=to[place : place + rest])
        place += rest


def near_mean(planes: np.ndarray) -> np.ndarray:
    """Return [n, h, w] float32: means of what is there (not NaN) round each pixel, NaN where nothing is.

    All planes are NaN at the same pixels.
    """
    seen = np.isfinite(planes[0])
    whole = seen.all()
    share = np.ones(seen.shape, np.float32) if whole else tent_mean(seen.astype(np.float32), SIDE)
    means = np.empty(planes.shape, dtype=np.float32)
    with np.errstate(invalid="ignore", divide="ignore"):
        for mean, plane in zip(means, planes):
            mean[:] = tent_mean(np.asarray(plane if whole else np.where(seen, plane, 0), dtype=np.float32), SIDE)
            if not whole:
                mean /= share
    means[:, share < 1e-4] = np.nan
    return means


def smooth_radar(decibels: np.ndarray) -> np.ndarray:
    """Return backscatter [2, h, w] in dB with less speckle, NaN where there is none."""
    measured = np.isfinite(decibels).all(axis=0)
    smooth = near_mean(np.where(measured, np.clip(decibels, *RADAR_LIMITS), np.float32(np.nan)))
    smooth[:, ~measured] = np.nan
    return smooth
