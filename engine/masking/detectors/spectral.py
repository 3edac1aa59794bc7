"""The spectral cloud and shadow detector of Meraner et al. 2020 (DSen2-CR), for Sentinel-2 L1C.

A pixel's cloud score is the smallest of five linear ramps over top-of-atmosphere reflectance (brightness in blue, in
the aerosol band, in aerosol plus cirrus, in the visible, and the absence of snow), closed over 5 x 5 and averaged over
7 x 7 pixels; a score of 0.2 or more is cloud. A pixel is shadow when it is dark in near and short-wave infrared and in
blue against the scene: those two thresholds come from the minimum and the mean of the whole scene, so the answer does
not depend on how the scene is cut into tiles. Borders are reflected, where the published code pads with zeros.

The variant of Bui and Le 2025 (arXiv 2506.17885, equations 13 to 16) takes the same ramps without closing and mean,
decides snow by one limit (NDSI of 0.6 or more is no cloud) instead of a ramp, and knows no shadow.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.raster.filters import box_mean

BANDS = ("B1", "B2", "B3", "B4", "B8", "B10", "B11")
"""The bands that the detector reads, in the order in which it takes them."""

HALO = 7
"""Pixels round a window that the published answer depends on: closing 4, mean 3."""

_TINY = 0.001


@dataclass(frozen=True)
class SpectralSettings:
    """Ramps as (score 0, score 1) in reflectance, and the score from which a pixel is cloud (Meraner et al. 2020).

    closing, mean, median: sides in pixels of the squares for the score's closing and mean and for the shadow's median,
    odd; 1 for none. snow_limit: NDSI from which nothing is cloud, in place of the ramp `snow`.
    infrared_share, blue_share: how far from the scene's minimum to its mean the shadow thresholds lie.
    """

    blue: tuple[float, float] = (0.1, 0.5)
    aerosol: tuple[float, float] = (0.1, 0.3)
    cirrus: tuple[float, float] = (0.15, 0.2)
    visible: tuple[float, float] = (0.2, 0.8)
    snow: tuple[float, float] = (0.8, 0.6)
    threshold: float = 0.2
    infrared_share: float = 3 / 4
    blue_share: float = 5 / 6
    closing: int = 5
    mean: int = 7
    median: int = 5
    snow_limit: float | None = None
    shadows: bool = True


PUBLISHED = SpectralSettings()
"""The settings of the published detector."""

ATTENTION = SpectralSettings(closing=1, mean=1, snow_limit=0.6, shadows=False)
"""The settings of Bui and Le 2025. Cloud is a score above 0.2 there, not of 0.2; no measured pixel tells them apart."""

_PUBLISHED_PIXEL = 10.0
_SAME_PIXEL = 15.0


def for_pixels_of(metres: float, settings: SpectralSettings) -> SpectralSettings:
    """Return the settings with squares as large on the ground as they are at 10 m; pixels below 15 m count as 10 m."""
    if metres < _SAME_PIXEL:
        return settings

    def side(pixels: int) -> int:
        return 2 * round((pixels * _PUBLISHED_PIXEL / metres - 1) / 2) + 1 if pixels > 1 else 1

    return replace(settings, closing=side(settings.closing), mean=side(settings.mean), median=side(settings.median))


@dataclass(frozen=True)
class ShadowStatistics:
    """Minimum, sum and number of the valid pixels' CSI = (B8 + B11) / 2 and blue reflectance; they add over windows."""

    csi_min: float = np.inf
    csi_sum: float = 0.0
    blue_min: float = np.inf
    blue_sum: float = 0.0
    count: int = 0

    def __add__(self, other: ShadowStatistics) -> ShadowStatistics:
        return ShadowStatistics(
            min(self.csi_min, other.csi_min),
            self.csi_sum + other.csi_sum,
            min(self.blue_min, other.blue_min),
            self.blue_sum + other.blue_sum,
            self.count + other.count,
        )

    @property
    def csi_mean(self) -> float:
        return self.csi_sum / self.count if self.count else np.nan

    @property
    def blue_mean(self) -> float:
        return self.blue_sum / self.count if self.count else np.nan


def shadow_statistics(b2: np.ndarray, b8: np.ndarray, b11: np.ndarray, valid: np.ndarray) -> ShadowStatistics:
    """Gather what the shadow thresholds need from reflectance [h, w] of three bands where `valid` holds."""
    count = int(np.count_nonzero(valid))
    if count == 0:
        return ShadowStatistics()
    csi = ((b8 + b11) / 2)[valid].astype(np.float64)
    blue = b2[valid].astype(np.float64)
    return ShadowStatistics(float(csi.min()), float(csi.sum()), float(blue.min()), float(blue.sum()), count)


def cloud_score(reflectance: np.ndarray, settings: SpectralSettings = PUBLISHED) -> np.ndarray:
    """Return the score [h, w], float32 in 0..1, of reflectance [7, h, w] in the order of BANDS."""
    b1, b2, b3, b4, _, b10, b11 = reflectance
    score = np.minimum(1.0, _ramp(b2, settings.blue))
    score = np.minimum(score, _ramp(b1, settings.aerosol))
    score = np.minimum(score, _ramp(b1 + b10, settings.cirrus))
    score = np.minimum(score, _ramp(b4 + b3 + b2, settings.visible))
    total = b3 + b11
    snow_index = (b3 - b11) / np.where(total == 0, _TINY, total)
    if settings.snow_limit is None:
        score = np.minimum(score, _ramp(snow_index, settings.snow))
    else:
        score = np.where(snow_index < np.float32(settings.snow_limit), score, np.float32(0))
    if settings.closing > 1:
        score = _extreme(_extreme(score, settings.closing, np.maximum), settings.closing, np.minimum)
    if settings.mean > 1:
        score = box_mean(score, settings.mean, "reflect")
    return np.clip(score, 1e-5, 1.0).astype(np.float32)


def shadow_mask(
    reflectance: np.ndarray, statistics: ShadowStatistics, settings: SpectralSettings = PUBLISHED
) -> np.ndarray:
    """Return where the scene is dark enough to be shadow, [h, w] bool, after a 5 x 5 median."""
    b2, b8, b11 = reflectance[1], reflectance[4], reflectance[6]
    infrared = statistics.csi_min + settings.infrared_share * (statistics.csi_mean - statistics.csi_min)
    blue = statistics.blue_min + settings.blue_share * (statistics.blue_mean - statistics.blue_min)
    dark = ((b8 + b11) / 2 < infrared) & (b2 < blue)
    side = settings.median
    if side == 1:
        return dark
    # The median of 25 truths is whether at least 13 of them hold; a byte counts squares of up to 15 x 15.
    count = np.pad(dark, side // 2, mode="symmetric").view(np.uint8)
    count = functools.reduce(np.add, (count[shift : shift + dark.shape[0]] for shift in range(side)))
    count = functools.reduce(np.add, (count[:, shift : shift + dark.shape[1]] for shift in range(side)))
    return count > side * side // 2


def classify(
    reflectance: np.ndarray,
    valid: np.ndarray,
    statistics: ShadowStatistics,
    settings: SpectralSettings = PUBLISHED,
) -> tuple[np.ndarray, np.ndarray]:
    """Return (classes [h, w] uint8, score [h, w] float32) of reflectance [7, h, w] in the order of BANDS.

    Cloud wins over shadow. Pixels that are not `valid` are class 255 and count as zero reflectance for their
    neighbours. The detector knows no thin cloud.
    """
    reflectance = np.where(valid, reflectance, np.float32(0))
    score = cloud_score(reflectance, settings)
    result = np.full(score.shape, classes.CLEAR, dtype=np.uint8)
    if settings.shadows:
        result[shadow_mask(reflectance, statistics, settings)] = classes.SHADOW
    result[score >= settings.threshold] = classes.CLOUD
    result[~valid] = classes.NODATA
    return result, score


def spectral_mask(dn: np.ndarray, valid: np.ndarray | None = None) -> np.ndarray:
    """Return the classes [h, w] of a whole scene held in memory, from DN [13, h, w] in SEN12MS-CR order."""
    reflectance = dn[[0, 1, 2, 3, 7, 10, 11]].astype(np.float32) / np.float32(10000)
    if valid is None:
        valid = np.ones(dn.shape[1:], dtype=bool)
    statistics = shadow_statistics(reflectance[1], reflectance[4], reflectance[6], valid)
    return classify(reflectance, valid, statistics)[0]


def _extreme(values: np.ndarray, side: int, extreme: np.ufunc) -> np.ndarray:
    """Return the largest (np.maximum) or smallest (np.minimum) of the square round each pixel, borders mirrored."""
    padded = np.pad(values, side // 2, mode="symmetric")
    rows = padded[: values.shape[0]]
    for shift in range(1, side):
        rows = extreme(rows, padded[shift : shift + values.shape[0]])
    result = rows[:, : values.shape[1]]
    for shift in range(1, side):
        result = extreme(result, rows[:, shift : shift + values.shape[1]])
    return result


def _ramp(values: np.ndarray, ends: tuple[float, float]) -> np.ndarray:
    return (values - np.float32(ends[0])) / np.float32(ends[1] - ends[0])
