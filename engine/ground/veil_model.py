"""What thin cloud does to the light of each band.

A layer of optical depth d at 490 nm lets t = exp(-d r) of the ground's light pass in a band with r = (wavelength / 490
nm) ** -alpha, and adds its own:

    observed = ground * t + colour * (1 - t)

Haze of droplets has an alpha of up to 1.3 and is about white; ice crystals of cirrus dim all bands alike, absorb in the
short-wave infrared, and alone shine in B10, where vapour hides the ground (Gao et al. 1998). High cloud is seen by each
band where it stood when the band looked at the place: `moved`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.sentinel.spectrum import SECONDS, WAVELENGTHS

_BRIGHTNESS = 0.7
_SLOPE = 0.08
"""Reflectance of the layer itself in the visible, and how much of it is added for every 400 nm."""

_DOUBT = 0.12
"""How far a colour may lie from its kind's, as a share of it."""

_BRIGHT, _TILT, _TINT = 0.15, 0.05, 0.03
"""The same in bands in which cloud is white: of all together, of the slope for every 400 nm, and of each alone."""

SHORT_WAVE, _TOGETHER = ("B11", "B12"), 0.8
"""Bands in which ice and droplets absorb by their size, and how far they do so alike."""


@dataclass(frozen=True)
class Kind:
    """A kind of thin cloud: alpha, and brightness of some bands beside that of the visible, each with its doubt."""

    name: str
    alpha: float
    brightness: dict[str, tuple[float, float]]

    def colour(self, names: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Return reflectance [bands] and its standard deviation over layers of this kind."""
        means, deviations = [], []
        for name in names:
            white = 1 + _SLOPE * (WAVELENGTHS[name] - WAVELENGTHS["B2"]) / 400
            share, doubt = self.brightness.get(name, (white, _DOUBT))
            means.append(_BRIGHTNESS * share)
            deviations.append(_BRIGHTNESS * share * doubt + 0.005)
        return np.array(means), np.array(deviations)

    def doubt(self, names: tuple[str, ...]) -> np.ndarray:
        """Return the covariance [bands, bands] of the reflectance over layers of this kind.

        Where vapour and ice do not absorb, cloud is white, however bright: bands err together, and little apart.
        """
        mean, deviation = self.colour(names)
        steps = np.array([(WAVELENGTHS[name] - WAVELENGTHS["B4"]) / 400 for name in names])
        white = np.array([name not in self.brightness for name in names])
        alone = np.where(white, _TINT * mean, deviation) ** 2
        together = [mean * _BRIGHT * white, mean * steps * _TILT * white]
        dry = deviation * [np.sqrt(_TOGETHER) * (name in SHORT_WAVE) for name in names]
        return np.diag(alone - dry**2) + sum(np.outer(each, each) for each in (*together, dry))

    def exponents(self, names: tuple[str, ...]) -> np.ndarray:
        """Return r [bands], float32."""
        return np.array([(WAVELENGTHS[name] / 490.0) ** -self.alpha for name in names], dtype=np.float32)


_DROPLETS = {"B9": (0.35, 0.6), "B10": (0.01, 1.0), "B11": (0.9, 0.45), "B12": (0.7, 0.5)}
_CRYSTALS = {"B9": (0.8, 0.6), "B10": (0.5, 0.4), "B11": (0.45, 0.45), "B12": (0.4, 0.5)}

KINDS = (
    Kind("haze of large droplets", 0.4, _DROPLETS),
    Kind("haze", 1.2, _DROPLETS),
    Kind("cirrus", 0.0, _CRYSTALS),
)


@dataclass(frozen=True)
class Layer:
    """One scene's thin cloud: colour and exponents r [bands] float32 of `names`, and the name of its kind.

    moment: seconds after B2 for which the field of its depth holds.
    """

    names: tuple[str, ...]
    kind: str
    colour: np.ndarray
    exponents: np.ndarray
    moment: float

    @property
    def seen_in_b10(self) -> bool:
        """Whether a band shows the layer alone, and no ground below it."""
        return self.of_crystals and "B10" in self.names

    @property
    def of_crystals(self) -> bool:
        """Whether it is cirrus, of ice, not haze, of droplets."""
        return self.kind == KINDS[-1].name

    @property
    def seconds(self) -> np.ndarray:
        """Return when each band looks, [bands], after the moment of the field."""
        return np.array([SECONDS[name] - self.moment for name in self.names])


def moved(field: np.ndarray, down: float, across: float) -> np.ndarray:
    """Return a field [h, w] as it stands after a move by so many pixels; bilinear, its edges go on for ever."""
    for axis, step in enumerate((down, across)):
        if step:
            whole, share = parted(step)
            first = np.arange(whole, whole + field.shape[axis])
            field = (
                field.take(first, axis, mode="clip") * (1 - share) + field.take(first + 1, axis, mode="clip") * share
            )
    return field


def parted(step: float) -> tuple[int, np.float32]:
    """Return how many pixels further on the first of the two lies that a pixel is made of after a move by a step, and
    the share of the second.
    """
    whole = int(np.floor(-step))
    return whole, np.float32(-step - whole)


def at(field: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return a field [h, w] at any places, given as two arrays of one shape; bilinear, its edges go on for ever."""
    if 1 in field.shape:
        field = np.pad(field, [(0, int(length == 1)) for length in field.shape], mode="edge")
    height, width = field.shape
    rows, columns = np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)
    # The last place is all of the second of its two pixels.
    top, left = np.minimum(rows.astype(np.intp), height - 2), np.minimum(columns.astype(np.intp), width - 2)
    low, aside = (rows - top).astype(np.float32), (columns - left).astype(np.float32)
    first, flat = top * width + left, field.ravel()
    upper, lower = (flat.take(first + step) * (1 - aside) + flat.take(first + step + 1) * aside for step in (0, width))
    return upper * (1 - low) + lower * low


def enlarged(field: np.ndarray, corner: tuple[int, int], shape: tuple[int, int], size: int) -> np.ndarray:
    """Return a field of cells of `size` pixels at each pixel of a window, [h, w] float32; as `at`.

    corner: first row and column of the window in the scene; shape: its height and width.
    """
    for axis in (0, 1):
        length = field.shape[axis]
        place = np.clip((corner[axis] + np.arange(shape[axis]) + 0.5) / size - 0.5, 0, length - 1)
        first = np.minimum(place.astype(np.intp), max(length - 2, 0))
        share = (place - first).astype(np.float32)
        share = share[:, None] if axis == 0 else share
        part = field.take(range(int(first[0]), min(int(first[-1]) + 2, length)), axis)
        first -= first[0]
        second = np.minimum(first + 1, part.shape[axis] - 1)
        part = part.astype(np.float32, copy=False)
        field = part.take(first, axis)
        field += share * (part.take(second, axis) - field)
    return field
