"""One cloud: what it does to the light of each band on the way from the ground to the sensor; see `clouds.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from unveil.engine.sentinel.spectrum import SECONDS, WAVELENGTHS
from unveil.models.card import BANDS

ALONG_SPECTRUM = {
    name: float(np.log(length / WAVELENGTHS["B1"]) / np.log(WAVELENGTHS["B12"] / WAVELENGTHS["B1"]))
    for name, length in WAVELENGTHS.items()
}
"""Where a band stands between the shortest wavelength, 0, and the longest, 1, even in the logarithm."""

_DIRECT_SHARE = {
    "B1": 0.35, "B2": 0.48, "B3": 0.62, "B4": 0.75, "B5": 0.80, "B6": 0.83, "B7": 0.86, "B8": 0.88,
    "B8A": 0.89, "B9": 0.85, "B10": 0.0, "B11": 0.95, "B12": 0.96,
}  # fmt: skip
"""How much of a band's top-of-atmosphere signal a perfect shadow takes away."""

DRIFT_OF_A_KILOMETRE = 0.94
"""Pixels a second: the satellite's 7.4 km/s by its height of 786 km, on a grid of 10 m."""

_DRIEST = 0.85
"""B9 by B8A above all water vapour."""


@dataclass(frozen=True)
class Cloud:
    """A cloud that can be laid over any image of its size, or over less after `crop` and `turn`.

    opacity, shadow, veil (opacity of thin ice cloud above all) in 0..1 and texture (brightness about 1), all [h, w]
    float32; colour and veil_colour: reflectance by band; alpha: how fast haze clears with the wavelength. drift,
    veil_drift: pixels (rows, columns) a second by which later bands see the cloud elsewhere. tint [h, w]: how much more
    the cloud shines at the longest wavelength than at the shortest. height: of its
    top, as a share of the highest.
    """

    opacity: np.ndarray
    shadow: np.ndarray
    texture: np.ndarray
    veil: np.ndarray
    colour: dict[str, float]
    veil_colour: dict[str, float]
    alpha: float
    drift: tuple[float, float] = (0.0, 0.0)
    veil_drift: tuple[float, float] = (0.0, 0.0)
    tint: np.ndarray | None = None
    height: float = 0.0

    def crop(self, row: int, column: int, height: int, width: int) -> Cloud:
        """Return the part of the cloud below a window."""
        return self._each(lambda field: field[row : row + height, column : column + width])

    def turn(self, quarters: int, flip: bool) -> Cloud:
        """Return the cloud turned by quarters of a circle, and mirrored."""
        return self._each(lambda field: np.rot90(field[:, ::-1] if flip else field, quarters))

    def thickened(self, least: float) -> Cloud:
        """Return the cloud with no more than narrow rims of haze, and nowhere an opacity below `least`."""
        opacity = np.clip((self.opacity - 0.2) / 0.3, 0, 1)
        return replace(self, opacity=np.maximum(opacity, np.float32(least)).astype(np.float32))

    def total_opacity(self) -> np.ndarray:
        """Return the opacity of cloud and veil together, [h, w]."""
        return 1 - (1 - self.opacity) * (1 - self.veil)

    def seen_opacity(self, bands: tuple[str, ...] = BANDS) -> np.ndarray:
        """Return the greatest opacity [h, w] that cloud and veil have where any of the bands looks at a pixel."""
        result = np.zeros_like(self.opacity)
        for name in bands:
            cloud, veil = (
                _moved(field, drift, SECONDS[name])
                for field, drift in ((self.opacity, self.drift), (self.veil, self.veil_drift))
            )
            np.maximum(result, 1 - (1 - cloud) * (1 - veil), out=result)
        return result

    def over(self, clear: np.ndarray, bands: tuple[str, ...] = BANDS) -> np.ndarray:
        """Return `clear` [bands, h, w] in reflectance as it looks below this cloud, float32, without noise."""
        clear_sky = np.log1p(-np.minimum(self.opacity, np.float32(0.9995)))
        # Where the cloud is as good as opaque it is so in every band.
        gap = 1 - np.clip((self.opacity - 0.9) / 0.1, 0, 1)
        light = self.texture * (0.55 + 0.45 * self.opacity)
        veiled = bool(self.veil.any())
        result = np.empty(clear.shape, dtype=np.float32)
        for index, name in enumerate(bands):
            passing = np.exp(clear_sky * np.float32((WAVELENGTHS[name] / 490.0) ** -self.alpha)) * gap
            shine = np.float32(self._brightness(name, clear, bands)) * light
            if self.tint is not None:
                shine = shine * (1 + np.float32(ALONG_SPECTRUM[name] - 0.5) * self.tint)
            passing, shine = (_moved(field, self.drift, SECONDS[name]) for field in (passing, shine))
            ground = clear[index] * (1 - np.float32(_DIRECT_SHARE[name]) * self.shadow)
            plane = ground * passing + shine * (1 - passing)
            if veiled:
                veil = _moved(self.veil, self.veil_drift, SECONDS[name])
                plane = plane * (1 - veil) + np.float32(self.veil_colour[name]) * veil
            result[index] = plane
        return result

    def _brightness(self, name: str, clear: np.ndarray, bands: tuple[str, ...]) -> float:
        """Return the reflectance of a band; in B9 the higher the less vapour there is above, and never below ground."""
        if name != "B9" or "B8A" not in bands:
            return self.colour[name]
        infrared = clear[bands.index("B8A")]
        ground = float(np.clip(np.median(clear[bands.index("B9")] / np.maximum(infrared, 0.02)), 0.05, _DRIEST))
        return self.colour["B8A"] * (ground + (_DRIEST - ground) * self.height**1.5)

    def _each(self, change: Callable[[np.ndarray], np.ndarray]) -> Cloud:
        names = ("opacity", "shadow", "texture", "veil")
        fields: dict[str, Any] = {name: change(getattr(self, name)) for name in names}
        if self.tint is not None:
            fields["tint"] = change(self.tint)
        return replace(self, **fields)


def _moved(field: np.ndarray, drift: tuple[float, float], seconds: float) -> np.ndarray:
    """Return a field as it stands so many seconds later; what comes in at an edge repeats it."""
    steps = [int(round(speed * seconds)) for speed in drift]
    if not any(steps):
        return field
    rows, columns = (np.clip(np.arange(length) - step, 0, length - 1) for length, step in zip(field.shape, steps))
    return field[rows[:, None], columns]
