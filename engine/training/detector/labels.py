"""Labels of real clouds: what the difference of two dates says, where detectors of other projects agree with it.

A cloud lets a share t of the ground's light through and adds light of its own (`simulated/real_clouds.py`); a shadow
takes light away and adds none. Cells in between, and those about which a teacher disagrees, stay UNKNOWN.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from unveil.engine.masking import classes
from unveil.engine.training.detector.scenes import UNKNOWN
from unveil.models.cloud_detector import BANDS

THICK = 0.85
"""Opacity in the visible from which hardly any ground is seen."""

VEILED = 0.10
"""Opacity from which a cell is thin cloud; below UNVEILED it is clear, and unknown between."""

UNVEILED = 0.05
SHADED, UNSHADED = 0.20, 0.08
"""Share of the near infrared light that a shadow takes away: from the first it is one, below the second it is none."""

_VISIBLE = [BANDS.index(name) for name in ("B2", "B3", "B4")]
_INFRARED = [BANDS.index(name) for name in ("B8", "B11")]
_DARK = 0.02


@dataclass(frozen=True)
class Teachers:
    """What other detectors say of an image in cells [h, w] bool, or None: cloud, shadow; hazy: the faintest doubt."""

    cloud: np.ndarray
    shadow: np.ndarray
    hazy: np.ndarray


def labels_of_fields(opacity: np.ndarray, shadow: np.ndarray) -> np.ndarray:
    """Return labels [h, w] uint8 of planted clouds: opacity in the visible, and share of light that a shadow takes.

    A hazy cell in shadow is thin cloud.
    """
    result = np.full(opacity.shape, UNKNOWN, dtype=np.uint8)
    result[(opacity < UNVEILED) & (shadow < UNSHADED)] = classes.CLEAR
    result[(opacity < UNVEILED) & (shadow >= SHADED)] = classes.SHADOW
    result[opacity >= VEILED] = classes.THIN_CLOUD
    result[opacity >= THICK] = classes.CLOUD
    return result


def labels_of_difference(cloudy: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """Return labels [h, w] uint8 of a cloudy image beside a clear date, both [11, h, w], by brightness alone."""
    excess = gaussian_filter((cloudy - clear)[_VISIBLE].mean(axis=0), 1.0)
    bright = cloudy[_VISIBLE].mean(axis=0)
    before, after = (gaussian_filter(image[_INFRARED].mean(axis=0), 1.0) for image in (clear, cloudy))
    taken = np.where(before > 3 * _DARK, 1 - after / np.maximum(before, _DARK), 0)
    result = np.full(bright.shape, UNKNOWN, dtype=np.uint8)
    result[(np.abs(excess) < 0.012) & (np.abs(taken) < 0.15)] = classes.CLEAR
    result[(excess < 0.005) & (taken > 0.35)] = classes.SHADOW
    result[(excess > 0.05) & (excess < 0.18)] = classes.THIN_CLOUD
    result[(excess > 0.25) & (bright > 0.35)] = classes.CLOUD
    return result


def agreed(labels: np.ndarray, teachers: Teachers) -> np.ndarray:
    """Return the labels where the teachers do not contradict them, UNKNOWN elsewhere."""
    cloud = np.isin(labels, (classes.CLOUD, classes.THIN_CLOUD))
    against = (
        ((labels == classes.CLEAR) & (teachers.cloud | teachers.shadow | teachers.hazy))
        | (cloud & ~(teachers.cloud | teachers.hazy))
        | ((labels == classes.SHADOW) & (~teachers.shadow | teachers.cloud))
    )
    return np.where(against, np.uint8(UNKNOWN), labels)
