"""What Sentinel-2 and Sentinel-1 would record of a landscape."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from unveil.engine.simulation.landscape import ROOFS, Landscape
from unveil.engine.simulation.materials import BACKSCATTER, CODES, PATH_RADIANCE, REFLECTANCE, TRANSMISSION

NATIVE = (6, 1, 1, 1, 2, 2, 2, 1, 2, 6, 6, 2, 2)
"""How many pixels of 10 m a native pixel of each of the 13 bands spans."""

_BLUR = 0.55
_NOISE = (0.0003, 0.0007, 0.0006, 0.0006, 0.0005, 0.0006, 0.0006, 0.0009, 0.0006, 0.0003, 0.0001, 0.0004, 0.0004)
"""Standard deviation of the noise of each band's native pixels, reflectance."""

_LOOKS = 5
_FLOOR = (-27.0, -29.0)
"""Noise that stays in VV and VH, dB."""


def clear_reflectance(land: Landscape) -> np.ndarray:
    """Return clear top-of-atmosphere reflectance [13, h, w], every band at 10 m, without noise of the sensor."""
    result = np.empty((13, *(length // 2 for length in land.material.shape)), dtype=np.float32)
    for band in range(13):
        spectrum = REFLECTANCE[:, band]
        surface = land.cover * spectrum[land.material] + (1 - land.cover) * spectrum[land.under]
        # Water has no texture of its own, and full light or shadow changes the short wavelengths less.
        light = 1 + (land.brightness - 1) * (0.8 if band < 2 else 1.0)
        averaged = _average(surface * light, 2)
        result[band] = PATH_RADIANCE[band] + TRANSMISSION[band] * averaged
    return result


def record_optical(reflectance: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return DN [13, h, w], uint16, as a product on the 10 m grid: blurred, noisy, coarser bands repeated."""
    result = np.empty(reflectance.shape, dtype=np.uint16)
    for band, factor in enumerate(NATIVE):
        native = _average(gaussian_filter(reflectance[band], _BLUR * factor), factor)
        native = native + np.float32(_NOISE[band]) * generator.standard_normal(native.shape, dtype=np.float32)
        dn = np.clip(np.rint(native * 10000), 1, 65535).astype(np.uint16)
        repeated = np.repeat(np.repeat(dn, factor, axis=0), factor, axis=1)
        result[band] = repeated[: reflectance.shape[1], : reflectance.shape[2]]
    return result


def record_radar(land: Landscape, generator: np.random.Generator) -> np.ndarray:
    """Return sigma0 [2, h, w] in dB, float32, VV and VH at 10 m, with speckle of about five looks."""
    bounces = _double_bounce(land, generator)
    edges = _wood_edges(land)
    planes = []
    for index in range(2):
        decibels = BACKSCATTER[land.material, index] + land.roughness * (1.0 if index == 0 else 0.8) + edges
        bare = BACKSCATTER[land.under, index] + land.roughness
        power = land.cover * _linear(decibels) + (1 - land.cover) * _linear(bare)
        power = power + bounces * (1.0 if index == 0 else 0.12)
        power = _average(gaussian_filter(power, 1.3), 2) + _linear(_FLOOR[index])
        planes.append(10 * np.log10(power * _speckle(power.shape, generator)))
    # Steps of 1/32 dB are far below the speckle, and compress.
    return (np.rint(np.stack(planes) * 32) / 32).astype(np.float32)


def _average(plane: np.ndarray, factor: int) -> np.ndarray:
    """Return means of factor x factor pixels; at the lower and right border pixels are repeated where some lack."""
    if factor == 1:
        return plane.astype(np.float32)
    lacking = [(0, -length % factor) for length in plane.shape]
    plane = np.pad(plane, lacking, mode="edge")
    height, width = plane.shape
    blocks = plane.reshape(height // factor, factor, width // factor, factor)
    return blocks.mean(axis=(1, 3), dtype=np.float64).astype(np.float32)


def _linear(decibels: np.ndarray | float) -> np.ndarray | float:
    return np.power(10.0, np.asarray(decibels) / 10)


def _double_bounce(land: Landscape, generator: np.random.Generator) -> np.ndarray:
    """Return the power of walls that face the radar: a few very bright points among the houses."""
    roofs = np.isin(land.material, ROOFS)
    walls = roofs & ~np.roll(roofs, 1, axis=1)
    strength = generator.gamma(0.35, 4.0, land.material.shape)
    metal = np.where(land.material == CODES["metal"], 3.0, 1.0)
    return np.where(walls, strength * metal, 0.0)


def _wood_edges(land: Landscape) -> np.ndarray:
    """Return dB: woods are brighter on the side of the radar (west) and throw a narrow shadow on the other."""
    woods = np.isin(land.material, (CODES["broadleaf"], CODES["conifer"]))
    result = np.zeros(woods.shape, dtype=np.float32)
    for step in (1, 2, 3):
        result[:, step:][woods[:, step:] & ~woods[:, :-step]] = 2.0
        result[:, step:][~woods[:, step:] & woods[:, :-step]] = -3.5
    return result


def _speckle(shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
    """Return multiplicative noise of mean 1: the mean intensity of looks of complex Gaussian noise (Goodman 1976)."""
    total = np.zeros(shape)
    for _ in range(_LOOKS):
        for _part in range(2):
            noise = gaussian_filter(generator.standard_normal(shape), 0.55)
            total += (noise / noise.std()) ** 2
    return total / (2 * _LOOKS)
