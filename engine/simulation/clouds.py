"""Simulated clouds: what a clear Sentinel-2 image would look like below clouds and in their shadows.

Clouds are fractals: their power spectrum falls with a power of the spatial frequency (Lovejoy 1982; for imagery,
Enomoto et al. 2017 used Perlin noise the same way). One or two layers of such noise become opacity. The image is mixed,
band by band, as

    cloudy_b = clear_b * (1 - D_b s) * (1 - a_b) + C_b * a_b + noise

with s the shadow, D_b the share of direct light (scattered skylight keeps the blue of a shadow brighter), C_b the
brightness of the cloud, and a_b = 1 - (1 - a) ** (lambda_b / 490 nm) ** -alpha the opacity in the band, so that thin
cloud lets more pass at longer wavelengths and thick cloud nothing. Cirrus band B10 sees only high cloud, the water
vapour band B9 sees cloud brighter the higher it stands. The numbers are ours, set beside real cloudy images.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.fft import irfft2, next_fast_len
from scipy.ndimage import gaussian_filter

from unveil.engine.errors import UnveilError
from unveil.engine.sentinel.spectrum import WAVELENGTHS
from unveil.engine.simulation.cloud import DRIFT_OF_A_KILOMETRE, Cloud
from unveil.models.card import BANDS

_HIGHEST = 12.0
_VEIL_HEIGHT = 10.0
"""Kilometres."""

EXPONENTS = (2.8, 4.0)
"""Between which the power of a cloud's spatial spectrum is drawn."""

_MARGIN = 64
"""Pixels simulated round the image, so that shadows fall in from clouds outside it."""


@dataclass(frozen=True)
class SimulatedCloud:
    """A clouded image and what hides it: cloudy [bands, h, w] reflectance, opacity and shadow [h, w] in 0..1, float32.

    opacity is that of the band B2; shadow 1 takes all direct light away.
    """

    cloudy: np.ndarray
    opacity: np.ndarray
    shadow: np.ndarray


def fractal_field(shape: tuple[int, ...], exponent: float, generator: np.random.Generator) -> np.ndarray:
    """Return a random field of mean 0 and standard deviation 1 whose power falls as frequency ** -exponent, float32.

    It is cut from a larger periodic field, so its opposite edges do not match.
    """
    rows, columns = (int(next_fast_len(length + length // 2 + 1, real=True)) for length in shape)
    frequency = np.hypot(np.fft.fftfreq(rows, 1.0)[:, None], np.fft.rfftfreq(columns, 1.0)[None, :])
    frequency[0, 0] = 1.0
    amplitude = frequency ** (-exponent / 2)
    amplitude[0, 0] = 0.0
    noise = generator.standard_normal((2,) + amplitude.shape)
    field = irfft2((noise[0] + 1j * noise[1]) * amplitude, s=(rows, columns))[: shape[0], : shape[1]]
    deviation = field.std()
    return ((field - field.mean()) / (deviation if deviation > 0 else 1.0)).astype(np.float32)


def simulate_clouds(
    clear: np.ndarray,
    generator: np.random.Generator,
    cover: float | None = None,
    bands: tuple[str, ...] = BANDS,
    thickness: float | None = None,
    noise: float = 0.0015,
) -> SimulatedCloud:
    """Draw one cloud over `clear` [bands, h, w], reflectance 0..1; the generator's state decides all of it.

    cover: share of the pixels that a cloud touches, 0..1; None draws it, from scattered to complete.
    bands: the names of the bands of `clear`, any of B1 ... B12.
    thickness: greatest opacity of the cloud, 0..1; None draws it, from haze to opaque.
    noise: standard deviation of the sensor noise of a mid-grey pixel, reflectance.

    Raises:
        UnveilError: `clear` and `bands` do not fit, or cover or thickness is outside 0..1.
    """
    _check(clear, bands, cover, thickness)
    cloud = draw_cloud(clear.shape[1:], generator, cover, thickness)
    cloudy = add_noise(cloud.over(clear, bands), generator, noise)
    return SimulatedCloud(cloudy, cloud.total_opacity(), cloud.shadow)


def draw_cloud(
    shape: tuple[int, ...],
    generator: np.random.Generator,
    cover: float | None = None,
    thickness: float | None = None,
    exponents: tuple[float, float] = EXPONENTS,
) -> Cloud:
    """Draw the cloud of an image of `shape` (height, width); cover and thickness as in `simulate_clouds`.

    exponents: between which the power of its spatial spectrum is drawn; low ones break it into small clouds.
    """
    height, width = shape
    drawn = cover is None and thickness is None
    large = (height + 2 * _MARGIN, width + 2 * _MARGIN)
    inner = (slice(_MARGIN, _MARGIN + height), slice(_MARGIN, _MARGIN + width))
    cover = _draw_cover(generator) if cover is None else cover
    thickness = _draw_thickness(generator) if thickness is None else thickness
    altitude = generator.uniform(0.05, 1.0)
    opacity = _matte(fractal_field(large, generator.uniform(*exponents), generator), inner, cover, thickness, generator)
    shadow = _shadow(opacity, inner, altitude, generator)
    roughness = generator.uniform(0.05, 0.3)
    texture = 1 + np.float32(roughness) * fractal_field(shape, generator.uniform(2.3, 3.3), generator)
    veil = np.zeros(shape, dtype=np.float32)
    if cover > 0 and generator.random() < 0.3:
        veil = _veil(shape, generator)
    if drawn:
        # Light that clouds scatter, and droplets too thin to see, lie between them, the more the more cloud there is.
        haze = generator.uniform(0.1, 0.9) * gaussian_filter(opacity, generator.uniform(6, 50))
        haze *= np.clip(1 + 0.3 * fractal_field(large, generator.uniform(2.5, 3.5), generator), 0, 1.2)
        opacity = 1 - (1 - opacity) * (1 - np.minimum(haze, 0.9).astype(np.float32))
    tint = np.float32(generator.uniform(0, 0.3)) * fractal_field(shape, generator.uniform(2.6, 3.6), generator)
    angle = generator.uniform(0, 2 * np.pi)
    along = DRIFT_OF_A_KILOMETRE * np.array([np.sin(angle), np.cos(angle)])
    return Cloud(
        opacity=opacity[inner],
        shadow=shadow,
        texture=np.clip(texture, 0.3, None),
        veil=veil,
        colour=_cloud_colour(altitude, generator),
        veil_colour=_veil_colour(generator),
        alpha=float(generator.uniform(0.0, 1.3)),
        drift=tuple(along * altitude * _HIGHEST),
        veil_drift=tuple(along * _VEIL_HEIGHT),
        tint=tint,
        height=altitude,
    )


def add_noise(image: np.ndarray, generator: np.random.Generator, deviation: float = 0.0015) -> np.ndarray:
    """Return reflectance [bands, h, w] with sensor noise, never negative; `deviation` is that at reflectance 0.45."""
    noise = generator.standard_normal(image.shape, dtype=np.float32) * np.float32(deviation)
    return np.clip(image + noise * np.sqrt(0.1 + 2 * np.abs(image)), 0, None).astype(np.float32)


def _draw_cover(generator: np.random.Generator) -> float:
    kind = generator.random()
    if kind < 0.15:
        return 1.0
    return float(generator.uniform(0.05, 0.5) if kind < 0.45 else generator.uniform(0.4, 0.95))


def _draw_thickness(generator: np.random.Generator) -> float:
    return float(generator.uniform(0.1, 0.6) if generator.random() < 0.2 else generator.uniform(0.7, 1.0) ** 0.3)


def _matte(
    field: np.ndarray, inner: tuple[slice, slice], cover: float, thickness: float, generator: np.random.Generator
) -> np.ndarray:
    """Opacity over the larger canvas of `field`; `cover` is met inside."""
    softness = generator.uniform(0.2, 1.5)
    if cover >= 1:
        level = field[inner].min() - generator.uniform(0.2, 1.0) * softness
    else:
        level = np.quantile(field[inner], 1 - cover) if cover > 0 else np.inf
    rise = np.clip((field - level) / softness, 0, 1)
    rise = rise * rise * (3 - 2 * rise)
    ragged = 1 + 0.06 * fractal_field(field.shape, 2.8, generator)
    return np.clip(np.float32(thickness) * rise * ragged, 0, thickness).astype(np.float32)


def _shadow(
    opacity: np.ndarray, inner: tuple[slice, slice], altitude: float, generator: np.random.Generator
) -> np.ndarray:
    angle = generator.uniform(0, 2 * np.pi)
    reach = generator.uniform(0.2, 1.0) * altitude * (_MARGIN - 2)
    shift = (int(round(reach * np.sin(angle))), int(round(reach * np.cos(angle))))
    soft = gaussian_filter(opacity, 0.8 + 4 * altitude)
    moved = np.roll(soft, shift, axis=(0, 1))[inner]
    return (np.float32(generator.uniform(0.3, 0.95)) * moved).astype(np.float32)


def _cloud_colour(altitude: float, generator: np.random.Generator) -> dict[str, float]:
    brightness = generator.uniform(0.35, 0.95)
    slope = generator.uniform(-0.02, 0.20)
    ice = np.clip(altitude + generator.normal(0, 0.2), 0, 1) ** 1.5
    swir = generator.uniform(0.85, 1.05) - 0.6 * ice
    colour = {name: brightness * (1 + slope * (length - 490) / 400) for name, length in WAVELENGTHS.items()}
    colour["B9"] = brightness * (0.10 + 0.65 * altitude)
    colour["B10"] = brightness * 0.5 * max(altitude - 0.25, 0.0) ** 2
    colour["B11"] = brightness * swir
    colour["B12"] = brightness * swir * generator.uniform(0.65, 0.95)
    return colour


def _veil(shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
    veil = np.clip(0.5 + 0.5 * fractal_field(shape, generator.uniform(3.0, 4.0), generator), 0, 1)
    return (veil * np.float32(generator.uniform(0.02, 0.25))).astype(np.float32)


def _veil_colour(generator: np.random.Generator) -> dict[str, float]:
    brightness = generator.uniform(0.5, 0.9)
    share = {"B9": 0.8, "B10": 0.6, "B11": 0.45, "B12": 0.4}
    return {name: brightness * share.get(name, 1.0) for name in WAVELENGTHS}


def _check(clear: np.ndarray, bands: tuple[str, ...], cover: float | None, thickness: float | None) -> None:
    unknown = [name for name in bands if name not in WAVELENGTHS]
    if unknown:
        raise UnveilError(f"Clouds cannot be simulated in bands that are not Sentinel-2's: {', '.join(unknown)}.")
    if clear.ndim != 3 or clear.shape[0] != len(bands):
        raise UnveilError(
            f"An image of shape {clear.shape} does not have the {len(bands)} bands named; give [bands, h, w]."
        )
    for name, value in (("cover", cover), ("thickness", thickness)):
        if value is not None and not 0 <= value <= 1:
            raise UnveilError(f"The cloud's {name} is {value}; give a number from 0 to 1.")
