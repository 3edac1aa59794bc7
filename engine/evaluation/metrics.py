"""Errors of an image against the truth, as sums that add over tiles, and the scores that follow from them.

With x the prediction and y the reference, reflectance 0..1, over all bands b and counted pixels p:

    MAE  = mean |x - y|                     RMSE = sqrt(mean (x - y)^2)
    PSNR = -10 log10(mean (x - y)^2)        in dB, peak 1, one mean over all bands and pixels (not a mean of bands)
    SAM  = mean_p arccos(<x_p, y_p> / (|x_p| |y_p|))      in degrees; the spectral angle of Kruse et al. 1993
    SSIM = mean (2 mx my + c1)(2 sxy + c2) / ((mx^2 + my^2 + c1)(sx^2 + sy^2 + c2))     of Wang et al. 2004
    ERGAS = 100 sqrt(mean_b (RMSE_b / mean y_b)^2)        of Wald 2000 with ratio 1, the pixels being of one size
    correlation = mean_b of Pearson's coefficient between x_b and y_b

with Gaussian-weighted local means m and (co)variances s, 11 pixels, sigma 1.5, c1 = 0.01^2, c2 = 0.03^2.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.similarity import STANDARD, Window, band_ssim, has_ssim


@dataclass(frozen=True)
class Moments:
    """Means of each band of both images, and sums of squares and products of the deviations from them.

    They add as Chan, Golub and LeVeque 1979 have it, without the cancellation of plain sums of squares.
    """

    number: int = 0
    mean_x: tuple[float, ...] = ()
    mean_y: tuple[float, ...] = ()
    xx: tuple[float, ...] = ()
    yy: tuple[float, ...] = ()
    xy: tuple[float, ...] = ()

    def __add__(self, other: Moments) -> Moments:
        if not self.number or not other.number:
            return self if self.number else other
        number = self.number + other.number
        share, weight = other.number / number, self.number * other.number / number
        dx = tuple(b - a for a, b in zip(self.mean_x, other.mean_x))
        dy = tuple(b - a for a, b in zip(self.mean_y, other.mean_y))
        return Moments(
            number,
            tuple(mean + share * d for mean, d in zip(self.mean_x, dx)),
            tuple(mean + share * d for mean, d in zip(self.mean_y, dy)),
            tuple(a + b + weight * d * d for a, b, d in zip(self.xx, other.xx, dx)),
            tuple(a + b + weight * d * d for a, b, d in zip(self.yy, other.yy, dy)),
            tuple(a + b + weight * d * e for a, b, d, e in zip(self.xy, other.xy, dx, dy)),
        )

    @property
    def correlation(self) -> tuple[float, ...]:
        """Pearson's coefficient of each band; NaN where one of the images is constant, but for rounding."""
        found = []
        for mean_x, mean_y, xx, yy, xy in zip(self.mean_x, self.mean_y, self.xx, self.yy, self.xy):
            constant = min(xx - 1e-20 * self.number * mean_x**2, yy - 1e-20 * self.number * mean_y**2) <= 0
            found.append(math.nan if constant else xy / math.sqrt(xx * yy))
        return tuple(found)


@dataclass(frozen=True)
class ErrorSums:
    """Sums over counted pixels; those of tiles add to those of the scene.

    pixels: how many were counted. squared, absolute: of each band's errors, reflectance. angle: degrees, over `angles`
    pixels whose spectra are not all zero. similarity: of each band's SSIM, over `similarities` values of all bands.
    moments: of the values themselves, for correlation and ERGAS.
    """

    squared: tuple[float, ...] = ()
    absolute: tuple[float, ...] = ()
    pixels: int = 0
    angle: float = 0.0
    angles: int = 0
    similarity: tuple[float, ...] = ()
    similarities: int = 0
    moments: Moments = Moments()

    def __add__(self, other: ErrorSums) -> ErrorSums:
        return ErrorSums(*(_add(getattr(self, item.name), getattr(other, item.name)) for item in fields(self)))

    @property
    def mse(self) -> float:
        return _mean(sum(self.squared), self.pixels * len(self.squared))

    @property
    def rmse(self) -> float:
        """Root mean squared error, reflectance; NaN where nothing was counted, as in all scores."""
        return math.sqrt(self.mse)

    @property
    def mae(self) -> float:
        """Mean absolute error, reflectance."""
        return _mean(sum(self.absolute), self.pixels * len(self.absolute))

    @property
    def psnr(self) -> float:
        """Peak signal to noise ratio, dB; infinite for equal images."""
        return _decibels(self.mse)

    @property
    def sam(self) -> float:
        """Mean spectral angle, degrees."""
        return _mean(self.angle, self.angles)

    @property
    def ssim(self) -> float:
        """Mean structural similarity."""
        return _mean(sum(self.similarity), self.similarities)

    @property
    def zero_spectra(self) -> int:
        """Counted pixels that have no spectral angle, because one of the spectra is zero in all bands."""
        return self.pixels - self.angles

    @property
    def correlation(self) -> float:
        """Mean over bands of Pearson's coefficient; bands that are constant in either image have none."""
        found = [value for value in self.band_correlation if math.isfinite(value)]
        return _mean(sum(found), len(found))

    def ergas(self, bands: Sequence[str]) -> float:
        """Relative global error of `bands`, their names in order, without B10: its mean is almost zero."""
        if len(bands) != len(self.squared) and self.pixels:
            raise ValueError(f"{len(bands)} names for {len(self.squared)} bands")
        ratios = [
            _mean(squared / mean**2, self.pixels) if mean else math.nan
            for name, squared, mean in zip(bands, self.squared, self.moments.mean_y)
            if name != "B10"
        ]
        return 100 * math.sqrt(_mean(sum(ratios), len(ratios)))

    @property
    def band_mae(self) -> tuple[float, ...]:
        return tuple(_mean(value, self.pixels) for value in self.absolute)

    @property
    def band_rmse(self) -> tuple[float, ...]:
        return tuple(math.sqrt(_mean(value, self.pixels)) for value in self.squared)

    @property
    def band_psnr(self) -> tuple[float, ...]:
        """PSNR of each band; their mean is another number than `psnr`."""
        return tuple(_decibels(_mean(value, self.pixels)) for value in self.squared)

    @property
    def band_ssim(self) -> tuple[float, ...]:
        return tuple(_mean(value * len(self.similarity), self.similarities) for value in self.similarity)

    @property
    def band_correlation(self) -> tuple[float, ...]:
        return self.moments.correlation


def reflectance(dn: np.ndarray, clip: bool = True) -> np.ndarray:
    """Return DN of any shape as reflectance, clipped to 0..1, float64, the scale in which images are scored."""
    values = dn.astype(np.float64) / 10000
    return np.clip(values, 0, 1) if clip else values


def error_sums(
    prediction: np.ndarray,
    reference: np.ndarray,
    valid: np.ndarray | None = None,
    inner: tuple[slice, slice] | None = None,
    window: Window = STANDARD,
) -> ErrorSums:
    """Compare two images [bands, h, w], reflectance 0..1.

    valid: [h, w] bool, the pixels that count; their neighbours still belong to SSIM's windows. A pixel that is not
    finite in any band of either image never counts, and is taken for zero in both by the windows of its neighbours.
    inner: rows and columns that count, where the images are a tile with a rim; with HALO pixels of rim (less where the
    scene ends) the sums over tiles equal those of the scene.

    Raises:
        UnveilError: the shapes do not fit.
    """
    return class_sums(prediction, reference, {"all": valid}, inner, window)["all"]


def class_sums(
    prediction: np.ndarray,
    reference: np.ndarray,
    selections: Mapping[str, np.ndarray | None],
    inner: tuple[slice, slice] | None = None,
    window: Window = STANDARD,
) -> dict[str, ErrorSums]:
    """Compare two images as `error_sums` does, for several sets of pixels ([h, w] bool by name; None: all) at once."""
    for selection in selections.values():
        _check(prediction, reference, selection)
    finite = np.isfinite(prediction).all(axis=0) & np.isfinite(reference).all(axis=0)
    x = np.where(finite, prediction, 0).astype(np.float64, copy=False)
    y = np.where(finite, reference, 0).astype(np.float64, copy=False)
    part = (slice(None), slice(None)) if inner is None else inner
    angles = spectral_angle(x[(slice(None), *part)], y[(slice(None), *part)]).ravel()
    seen = has_ssim(finite.shape, window)[part].ravel()
    counted = finite[part].ravel()
    chosen = {
        name: _Chosen(counted if selection is None else counted & selection[part].ravel(), angles, seen)
        for name, selection in selections.items()
    }
    # Band by band, so that what belongs to one stays in the processor's cache.
    for band_x, band_y in zip(x, y):
        similarity = band_ssim(band_x, band_y, window)[part].ravel()
        inner_x, inner_y = band_x[part].ravel(), band_y[part].ravel()
        for pixels in chosen.values():
            pixels.add_band(inner_x, inner_y, similarity)
    return {name: pixels.sums() for name, pixels in chosen.items()}


class _Chosen:
    """The sums over some of the pixels of a tile, as one band after the other comes in."""

    def __init__(self, counted: np.ndarray, angles: np.ndarray, seen: np.ndarray):
        """counted: [n] bool; angles: [n] degrees, NaN where there is none; seen: [n] bool, where there is SSIM."""
        self._counted, self._seen = np.flatnonzero(counted), np.flatnonzero(counted & seen)
        self._is_all = self._counted.size == counted.size
        found = angles[self._counted]
        found = found[np.isfinite(found)]
        self._angle, self._angles = float(found.sum()), int(found.size)
        self._bands: list[tuple[float, ...]] = []

    def add_band(self, x: np.ndarray, y: np.ndarray, similarity: np.ndarray) -> None:
        """Take a band of both images and their SSIM, all [n] float64."""
        similar = similarity.take(self._seen).sum()
        if not self._is_all:
            x, y = x.take(self._counted), y.take(self._counted)
        difference = x - y
        squared = _product(difference, difference)
        absolute = np.abs(difference, out=difference).sum()
        mean_x, mean_y = (x.mean(), y.mean()) if x.size else (0.0, 0.0)
        x, y = x - mean_x, y - mean_y
        moments = (mean_x, mean_y, _product(x, x), _product(y, y), _product(x, y))
        self._bands.append(tuple(map(float, (squared, absolute, similar, *moments))))

    def sums(self) -> ErrorSums:
        """Return what came in."""
        squared, absolute, similarity, *moments = zip(*self._bands) if self._bands else ((),) * 8
        number = int(self._counted.size)
        return ErrorSums(
            squared=squared,
            absolute=absolute,
            pixels=number,
            angle=self._angle,
            angles=self._angles,
            similarity=similarity,
            similarities=int(self._seen.size) * len(similarity),
            moments=Moments(number, *moments) if number else Moments(),
        )


def _product(first: np.ndarray, second: np.ndarray) -> float:
    # Not np.dot, whose threads would get in the way of those that score tiles.
    return np.einsum("i,i->", first, second)


def spectral_angle(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the angle in degrees between spectra [bands, ...] (Kruse et al. 1993); NaN where one is all zero."""
    lengths = np.linalg.norm(first, axis=0) * np.linalg.norm(second, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.where(lengths > 0, (first * second).sum(axis=0) / lengths, np.nan)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def _add(first, second):
    if not isinstance(first, tuple):
        return first + second
    if not first or not second:
        return first or second
    if len(first) != len(second):
        raise UnveilError(
            f"Errors of {len(first)} bands cannot be added to those of {len(second)}; compare the same bands."
        )
    return tuple(a + b for a, b in zip(first, second))


def _mean(total: float, number: int) -> float:
    return total / number if number else math.nan


def _decibels(mse: float) -> float:
    return math.inf if mse == 0 else -10 * math.log10(mse)


def _check(prediction: np.ndarray, reference: np.ndarray, valid: np.ndarray | None) -> None:
    if prediction.ndim != 3 or prediction.shape != reference.shape:
        raise UnveilError(
            f"Images of shapes {prediction.shape} and {reference.shape} cannot be compared; give two of [bands, h, w]."
        )
    if valid is not None and valid.shape != prediction.shape[1:]:
        raise UnveilError(f"A mask of shape {valid.shape} does not fit images of {prediction.shape[1:]} pixels.")
