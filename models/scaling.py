"""From digital numbers to what a network was trained on, and back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np

from unveil.models.errors import ModelError

ABSOLUTE, RELATIVE = "absolute", "relative"
KINDS = (ABSOLUTE, RELATIVE)
"""Optical values as reflectance by a divisor, or against the scene's own clear ground."""

LIMIT = 12.0
"""Deviations beyond which relative values are clipped; ground below thin cloud lies inside, thick cloud outside."""

LEAST_DEVIATION = 0.3
"""Part of a band's typical deviation below which that of a scene, of dark water for one, is noise."""

TYPICAL_PIXELS = 500.0
"""Typical levels weigh as much as this many clear pixels of the scene."""


@dataclass(frozen=True)
class Levels:
    """What relative values are measured against: mean and deviation in DN of a scene's clear ground, [bands] each.

    present: [bands] bool; bands that the scene does not have are fed as their mean, and come out unchanged.
    """

    mean: np.ndarray
    deviation: np.ndarray
    present: np.ndarray


def levels_of(moments: np.ndarray, card: Any, names: Collection[str]) -> Levels:
    """Return the levels of a scene for the model of a card; names: the bands that the scene has. See `scene_levels`."""
    present = np.array([name in names for name in card.bands])
    return scene_levels(moments, np.array(card.prior), np.array(card.scaling.deviations), present)


def scene_levels(
    moments: np.ndarray, typical: np.ndarray, deviations: np.ndarray, present: np.ndarray | None = None
) -> Levels:
    """Return the levels of a scene, shrunk towards typical ones where little is clear.

    moments: [3, bands], number, sum and sum of squares in DN of clear pixels. typical, deviations: [bands] in DN, of
    clear ground anywhere.
    """
    number, total, squares = (np.asarray(part, dtype=np.float64) for part in moments)
    typical, deviations = (np.asarray(part, dtype=np.float64) for part in (typical, deviations))
    mean = (TYPICAL_PIXELS * typical + total) / (TYPICAL_PIXELS + number)
    own = np.maximum(squares - total * total / np.maximum(number, 1), 0)
    variance = (TYPICAL_PIXELS * deviations**2 + own) / (TYPICAL_PIXELS + number)
    deviation = np.maximum(np.sqrt(variance), LEAST_DEVIATION * deviations)
    present = np.ones(len(mean), dtype=bool) if present is None else np.asarray(present, dtype=bool)
    return Levels(mean.astype(np.float32), deviation.astype(np.float32), present)


@dataclass(frozen=True)
class Scaling:
    """Clip ranges and divisor of a model. Optical in DN (reflectance x 10000), radar in dB.

    The defaults are those of GLF-CR (Xu et al. 2022): optical to 0..1; VV from -25..0 dB, VH from -32.5..0 dB to 0..1.
    kind: one of KINDS. "relative" is (DN - mean) / deviation of each band over the clear ground of the scene, clipped
    to +-12; then the optical numbers here do not count. deviations: [bands] in DN, of clear ground anywhere.
    """

    optical_divisor: float = 10000.0
    optical_min: float = 0.0
    optical_max: float = 10000.0
    vv_min: float = -25.0
    vv_max: float = 0.0
    vh_min: float = -32.5
    vh_max: float = 0.0
    kind: str = ABSOLUTE
    deviations: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ModelError(f"The scaling '{self.kind}' is not known; it is {' or '.join(KINDS)}.")

    @property
    def relative(self) -> bool:
        """Tell whether optical values are measured against the scene's own clear ground."""
        return self.kind == RELATIVE

    def optical(self, dn: np.ndarray, levels: Levels | None = None) -> np.ndarray:
        """Return scaled DN [..., bands, h, w], float32; absolute values of any shape. levels: of a relative model."""
        if self.relative:
            levels = _given(levels)
            scaled = _clipped(dn, *self.limits(levels))
            for band, (mean, deviation) in enumerate(zip(levels.mean, levels.deviation)):
                # Band by band: each stays in the processor's cache, and numbers are worked on faster than with columns.
                plane = scaled[..., band, :, :]
                plane -= mean
                plane /= deviation
            return scaled if levels.present.all() else np.where(_column(levels.present), scaled, np.float32(0))
        clipped = np.clip(dn, np.float32(self.optical_min), np.float32(self.optical_max), dtype=np.float32)
        return clipped / np.float32(self.optical_divisor)

    def radar(self, decibels: np.ndarray) -> np.ndarray:
        """Return VV and VH [..., 2, h, w] in dB scaled to 0..1, float32; no radar (NaN in either) becomes 0 in both."""
        low = np.array([self.vv_min, self.vh_min], dtype=np.float32)[:, None, None]
        high = np.array([self.vv_max, self.vh_max], dtype=np.float32)[:, None, None]
        scaled = _clipped(decibels, low, high)
        scaled -= low
        scaled /= high - low
        missing = np.isnan(decibels).any(axis=-3, keepdims=True)
        return np.where(missing, np.float32(0), scaled)

    def difference(self, scaled: np.ndarray, levels: Levels | None = None) -> np.ndarray:
        """Return the DN of a difference between a network's output and its input, both [..., bands, h, w]."""
        if self.relative:
            levels = _given(levels)
            return scaled * np.where(_column(levels.present), _column(levels.deviation), np.float32(0))
        return scaled * np.float32(self.optical_divisor)

    def limits(self, levels: Levels | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Return the DN, lowest and highest, between which a network sees optical values: [bands, 1, 1], or [1, 1, 1].

        Raises:
            ModelError: a relative model is given no levels.
        """
        if not self.relative:
            shape = (1, 1, 1)
            return np.full(shape, self.optical_min, np.float32), np.full(shape, self.optical_max, np.float32)
        levels = _given(levels)
        mean, spread = _column(levels.mean), np.float32(LIMIT) * _column(levels.deviation)
        return mean - spread, mean + spread


def _given(levels: Levels | None) -> Levels:
    if levels is None:
        raise ModelError("A model on relative values needs the levels of the scene's clear ground.")
    return levels


def _clipped(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return values [..., bands, h, w] as float32 between limits [bands, 1, 1]; what is no number stays so."""
    result = np.empty(values.shape, dtype=np.float32)
    for band, limits in enumerate(zip(low.ravel(), high.ravel())):
        plane = result[..., band, :, :]
        np.maximum(values[..., band, :, :], limits[0], out=plane, casting="same_kind")
        np.minimum(plane, limits[1], out=plane)
    return result


def _column(values: np.ndarray) -> np.ndarray:
    return values[:, None, None]
