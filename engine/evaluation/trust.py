"""Whether standard errors are true: how many errors lie within them, and whether large ones go with large errors.

Sums by classes of size, so that tiles add. Coverage: share of errors within 1.645 standard errors, 90 % where they are
right. UCE: mean of |root mean square error - root mean variance| over 20 classes of equal number (UnCRtainTS, Ebel et
al. 2023). AUSE: area between the error that remains when the pixels of the largest standard error, or of the largest
error, are taken away first, over the error of all (Ilg et al. 2018); 0 ranks as well as the truth, about 0.6 by chance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

WITHIN = 1.645
_LOW, _HIGH, _CLASSES = 1e-5, 1.0, 400
_GROUPS = 20


@dataclass(frozen=True)
class TrustSums:
    """Sums over pixels and bands with a standard error, by class of its size and by class of the error's size.

    number, squared, variance, within: [classes] by standard error; error_number, error_squared: [classes] by error.
    """

    number: np.ndarray
    squared: np.ndarray
    variance: np.ndarray
    within: np.ndarray
    error_number: np.ndarray
    error_squared: np.ndarray

    def __add__(self, other: TrustSums) -> TrustSums:
        return TrustSums(*(mine + theirs for mine, theirs in zip(self._arrays(), other._arrays())))

    def _arrays(self) -> tuple[np.ndarray, ...]:
        return self.number, self.squared, self.variance, self.within, self.error_number, self.error_squared

    @property
    def pixels(self) -> int:
        """How many values were counted, of all bands together."""
        return int(self.number.sum())

    @property
    def coverage(self) -> float:
        """Share of errors within 1.645 standard errors; NaN where nothing was counted, as in all."""
        return float(self.within.sum() / self.pixels) if self.pixels else math.nan

    @property
    def uce(self) -> float:
        """Uncertainty calibration error, in the errors' unit."""
        if not self.pixels:
            return math.nan
        rank = (np.cumsum(self.number) - self.number / 2) / self.pixels
        group = np.minimum((rank * _GROUPS).astype(int), _GROUPS - 1)
        number, squared, variance = (
            np.bincount(group, values, _GROUPS) for values in (self.number, self.squared, self.variance)
        )
        seen = number > 0
        gap = np.abs(np.sqrt(squared[seen] / number[seen]) - np.sqrt(variance[seen] / number[seen]))
        return float((gap * number[seen]).sum() / self.pixels)

    @property
    def ause(self) -> float:
        """Area under the sparsification error, over the root mean square error of all."""
        if not self.pixels or self.squared.sum() == 0:
            return math.nan
        whole = math.sqrt(self.squared.sum() / self.pixels)
        share = np.linspace(0, 0.95, 96)
        by_sigma = _remaining(self.number, self.squared, share)
        by_error = _remaining(self.error_number, self.error_squared, share)
        gap = (by_sigma - by_error) / whole
        return float(((gap[1:] + gap[:-1]) / 2 * np.diff(share)).sum())


def trust_sums(error: np.ndarray, sigma: np.ndarray) -> TrustSums:
    """Return the sums of errors and their standard errors, of one shape and unit; 0 and NaN are no standard errors."""
    counted = np.isfinite(error) & np.isfinite(sigma) & (sigma > 0)
    error, sigma = np.abs(error[counted]), sigma[counted]
    squared = np.square(error)
    place, size = _class_of(sigma), _class_of(error)
    sums = (
        np.bincount(place, minlength=_CLASSES),
        np.bincount(place, squared, _CLASSES),
        np.bincount(place, np.square(sigma), _CLASSES),
        np.bincount(place, error <= WITHIN * sigma, _CLASSES),
        np.bincount(size, minlength=_CLASSES),
        np.bincount(size, squared, _CLASSES),
    )
    return TrustSums(*(values.astype(np.float64) for values in sums))


def _class_of(values: np.ndarray) -> np.ndarray:
    place = np.log(np.clip(values, _LOW, _HIGH) / _LOW) / math.log(_HIGH / _LOW)
    return np.minimum((place * _CLASSES).astype(int), _CLASSES - 1)


def _remaining(number: np.ndarray, squared: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return the root mean square error when a share of the values, those of the last classes, is taken away."""
    kept = np.concatenate([[0], np.cumsum(number)])
    total = np.concatenate([[0], np.cumsum(squared)])
    left = (1 - share) * kept[-1]
    return np.sqrt(np.interp(left, kept, total) / np.maximum(left, 1e-12))
