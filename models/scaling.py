"""From digital numbers to what a network was trained on, and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Scaling:
    """Clip ranges and divisor of a model. Optical in DN (reflectance x 10000), radar in dB.

    The defaults are those of GLF-CR (Xu et al. 2022): optical to 0..1; VV from -25..0 dB, VH from -32.5..0 dB to 0..1.
    """

    optical_divisor: float = 10000.0
    optical_min: float = 0.0
    optical_max: float = 10000.0
    vv_min: float = -25.0
    vv_max: float = 0.0
    vh_min: float = -32.5
    vh_max: float = 0.0

    def optical(self, dn: np.ndarray) -> np.ndarray:
        """Return DN of any shape, clipped and divided, float32."""
        clipped = np.clip(dn, np.float32(self.optical_min), np.float32(self.optical_max), dtype=np.float32)
        return clipped / np.float32(self.optical_divisor)

    def radar(self, decibels: np.ndarray) -> np.ndarray:
        """Return VV and VH [..., 2, h, w] in dB scaled to 0..1, float32; no radar (NaN in either) becomes 0 in both."""
        low = np.array([self.vv_min, self.vh_min], dtype=np.float32)[:, None, None]
        high = np.array([self.vv_max, self.vh_max], dtype=np.float32)[:, None, None]
        scaled = (np.clip(decibels, low, high, dtype=np.float32) - low) / (high - low)
        missing = np.isnan(decibels).any(axis=-3, keepdims=True)
        return np.where(missing, np.float32(0), scaled)

    def to_dn(self, scaled: np.ndarray) -> np.ndarray:
        """Return the DN of a network's optical output or of a difference between two."""
        return scaled * np.float32(self.optical_divisor)
