"""More kinds of clear ground than a few dozen places have: air, light, roofs, water, snow and slopes, all at random.

What is laid into a scene here is clear ground by definition, and meant to be hard to tell from cloud and shadow.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.simulation.cloud import ALONG_SPECTRUM, WAVELENGTHS
from unveil.engine.simulation.clouds import fractal_field
from unveil.engine.training.data.datasets import PATH_RADIANCE
from unveil.models import card
from unveil.models.cloud_detector import BANDS, MISSING

_AIR = np.array([PATH_RADIANCE[card.BANDS.index(name)] for name in BANDS], dtype=np.float32)[:, None, None]
_WAVES = np.array([WAVELENGTHS[name] for name in BANDS], dtype=np.float32)[:, None, None]
_ALONG = np.array([ALONG_SPECTRUM[name] for name in BANDS])[:, None, None]
_CIRRUS = BANDS.index("B10")
_LEAST = 0.0005

_SNOW = np.array([0.90, 0.90, 0.88, 0.86, 0.84, 0.80, 0.78, 0.60, 0.002, 0.10, 0.09], dtype=np.float32)
_WATER = np.array([0.05, 0.05, 0.05, 0.03, 0.02, 0.012, 0.011, 0.008, 0.001, 0.006, 0.004], dtype=np.float32)
_ROOF = np.array([0.9, 0.95, 1.0, 1.0, 1.02, 1.05, 1.05, 0.45, 0.003, 1.0, 0.9], dtype=np.float32)


def vary_ground(reflectance: np.ndarray, level: str, generator: np.random.Generator) -> np.ndarray:
    """Return a clear image [11, h, w] with other things on its ground, below other air and in other light."""
    there = _there(reflectance)
    image = reflectance.astype(np.float32, copy=True)
    air = _AIR if level == "L1C" else np.zeros_like(_AIR)
    for share, change in ((0.15, _slopes), (0.12, _snow), (0.15, _water), (0.12, _roofs)):
        if generator.random() < share:
            image = change(image, air, generator)
    image = _air(image, level, there, generator)
    image = _light(image, generator)
    return np.where(there, np.maximum(image, _LEAST), np.float32(MISSING))


def drop_bands(reflectance: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return the image with bands MISSING as in products and downloads: B10, B1 and B9, and now and then others."""
    result = reflectance.copy()
    gone: list[tuple[str, ...]] = [("B10",)] if generator.random() < 0.4 else []
    gone += [("B1", "B9")] if generator.random() < 0.25 else []
    gone += [(name,) for name in ("B1", "B5", "B8A", "B9", "B12") if generator.random() < 0.04]
    for name in (name for names in gone for name in names):
        result[BANDS.index(name)] = MISSING
    return result


def _there(reflectance: np.ndarray) -> np.ndarray:
    return reflectance > 0.5 * MISSING


def _air(image: np.ndarray, level: str, there: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    if generator.random() < 0.35:
        air = _AIR * np.float32(generator.uniform(0.5, 1.2))
        if level == "L1C":
            image = (image - air) / (1 - air)
            there[_CIRRUS] = False
        else:
            image = image * (1 - air) + air
            if not there[_CIRRUS].any() and generator.random() < 0.5:
                ground = 0.0012 + 0.001 * generator.random()
                image[_CIRRUS] = ground * (1 + 0.2 * generator.standard_normal(image.shape[1:]))
                there[_CIRRUS] = there[BANDS.index("B4")]
    if generator.random() < 0.3:
        haze = np.float32(generator.uniform(0, 0.05)) * (_WAVES / 490) ** np.float32(-generator.uniform(0.8, 2.5))
        haze[_CIRRUS] = 0
        image = image * (1 - haze) + np.float32(0.6) * haze
    return image


def _light(image: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Other light, and soils and plants of other colours: what is smooth along the spectrum, and a little by band."""
    gain = generator.uniform(-0.35, 0.3) + generator.normal(0, 0.03, (len(BANDS), 1, 1))
    if generator.random() < 0.5:
        tilt, bend = generator.normal(0, 0.35), generator.normal(0, 0.5)
        gain = gain + tilt * (_ALONG - 0.5) + bend * ((_ALONG - 0.5) ** 2 - 0.08)
    gain[_CIRRUS] = generator.normal(0, 0.1)
    return image * np.exp(gain).astype(np.float32) + np.float32(generator.normal(0, 0.002))


def _slopes(image: np.ndarray, air: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Hills lit from one side: skylight keeps some of what the sun does not reach."""
    relief = fractal_field(image.shape[1:], generator.uniform(3.0, 4.2), generator)
    angle = generator.uniform(0, 2 * np.pi)
    rise = np.cos(angle) * np.gradient(relief, axis=0) + np.sin(angle) * np.gradient(relief, axis=1)
    light = np.clip(1 + generator.uniform(0.3, 0.9) * rise / max(float(rise.std()), 1e-6), 0.12, 1.8)
    return air + (image - air) * light.astype(np.float32)


def _snow(image: np.ndarray, air: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    cover = _patches(image.shape[1:], generator, sharp=generator.uniform(2, 12))
    texture = 1 + 0.08 * fractal_field(image.shape[1:], generator.uniform(1.5, 3.0), generator)
    snow = (_SNOW * generator.uniform(0.5, 1.1))[:, None, None] * np.clip(texture, 0.5, 1.4)
    return image * (1 - cover) + snow.astype(np.float32) * cover


def _water(image: np.ndarray, air: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    cover = _patches(image.shape[1:], generator, sharp=20.0)
    depth = np.where(_WAVES[:, 0, 0] < 700, generator.uniform(0.2, 2.5), generator.uniform(0.2, 1.5))
    water = air + (_WATER * depth)[:, None, None].astype(np.float32)
    return image * (1 - cover) + water * cover


def _roofs(image: np.ndarray, air: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    height, width = image.shape[1:]
    image = image.copy()
    angle = generator.uniform(0, np.pi / 2)
    rows, columns = np.mgrid[:height, :width]
    for _ in range(int(generator.integers(1, 15))):
        y, x = generator.uniform(0, height), generator.uniform(0, width)
        along = (rows - y) * np.cos(angle) + (columns - x) * np.sin(angle)
        across = (columns - x) * np.cos(angle) - (rows - y) * np.sin(angle)
        long, wide = np.exp(generator.uniform(-0.3, 1.7, 2))
        inside = np.clip(0.5 + np.minimum(long - np.abs(along), wide - np.abs(across)), 0, 1)
        colour = (
            _ROOF * generator.uniform(0.25, 0.95) * (1 + generator.normal(0, 0.05) * np.linspace(-1, 1, len(BANDS)))
        )
        image += inside.astype(np.float32) * (colour[:, None, None].astype(np.float32) - image)
    return image


def _patches(shape: tuple[int, ...], generator: np.random.Generator, sharp: float) -> np.ndarray:
    field = fractal_field(shape, generator.uniform(2.5, 3.8), generator)
    level = np.quantile(field, 1 - generator.uniform(0.05, 0.9))
    return np.clip(0.5 + sharp * (field - level), 0, 1).astype(np.float32)
