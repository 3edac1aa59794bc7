"""Errors of an image against the truth, as sums that add over tiles, and the scores that follow from them.

With x the prediction and y the reference, reflectance 0..1, over all bands b and counted pixels p:

    MAE  = mean |x - y|                     RMSE = sqrt(mean (x - y)^2)
    PSNR = -10 log10(mean (x - y)^2)        in dB, peak 1, one mean over all bands and pixels (not a mean of bands)
    SAM  = mean_p arccos(<x_p, y_p> / (|x_p| |y_p|))      in degrees; the spectral angle of Kruse et al. 1993
    SSIM = mean (2 mx my + c1)(2 sxy + c2) / ((mx^2 + my^2 + c1)(sx^2 + sy^2 + c2))     of Wang et al. 2004

with Gaussian-weighted local means m and (co)variances s, 11 pixels, sigma 1.5, c1 = 0.01^2, c2 = 0.03^2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import correlate1d

from unveil.engine.errors import UnveilError

HALO = 5
"""Pixels round a pixel that its SSIM depends on."""

_C1, _C2 = 0.01**2, 0.03**2
_MODES = {"inside": "constant", "zeros": "constant", "mirror": "mirror"}


@dataclass(frozen=True)
class Window:
    """The Gaussian window of SSIM and what happens at the border of the image.

    sigma: pixels; offset: pixels by which the window's middle lies beside the pixel. border: "inside" counts only
    pixels whose window lies inside the image; "zeros" and "mirror" count all, the image going on as zeros or mirrored.
    """

    sigma: float = 1.5
    offset: float = 0.0
    border: str = "inside"

    def __post_init__(self) -> None:
        if self.border not in _MODES:
            raise ValueError(f"no border of SSIM: {self.border}")

    @property
    def weights(self) -> np.ndarray:
        weights = np.exp(-((np.arange(-HALO, HALO + 1) - self.offset) ** 2) / (2 * self.sigma**2))
        return weights / weights.sum()


STANDARD = Window()
"""As scikit-image has it (gaussian_weights, no sample covariance); torchmetrics has the border "mirror"."""


@dataclass(frozen=True)
class ErrorSums:
    """Sums over counted pixels; those of tiles add to those of the scene.

    squared, absolute: of each band, reflectance; pixels: how many were counted; angle: degrees, over `angles` pixels
    whose spectra are not all zero; similarity: of SSIM over `similarities` values of bands and pixels.
    """

    squared: tuple[float, ...] = ()
    absolute: tuple[float, ...] = ()
    pixels: int = 0
    angle: float = 0.0
    angles: int = 0
    similarity: float = 0.0
    similarities: int = 0

    def __add__(self, other: ErrorSums) -> ErrorSums:
        return ErrorSums(
            _add(self.squared, other.squared),
            _add(self.absolute, other.absolute),
            self.pixels + other.pixels,
            self.angle + other.angle,
            self.angles + other.angles,
            self.similarity + other.similarity,
            self.similarities + other.similarities,
        )

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
        return math.inf if self.mse == 0 else -10 * math.log10(self.mse)

    @property
    def sam(self) -> float:
        """Mean spectral angle, degrees."""
        return _mean(self.angle, self.angles)

    @property
    def ssim(self) -> float:
        """Mean structural similarity."""
        return _mean(self.similarity, self.similarities)


def reflectance(dn: np.ndarray) -> np.ndarray:
    """Return DN of any shape as reflectance clipped to 0..1, float64, the scale in which images are scored."""
    return np.clip(dn.astype(np.float64) / 10000, 0, 1)


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
    _check(prediction, reference, valid)
    finite = np.isfinite(prediction).all(axis=0) & np.isfinite(reference).all(axis=0)
    x = np.where(finite, prediction, 0).astype(np.float64)
    y = np.where(finite, reference, 0).astype(np.float64)
    counted = finite if valid is None else finite & valid
    if inner is not None:
        here = np.zeros_like(counted)
        here[inner] = True
        counted = counted & here
    difference = (x - y)[:, counted]
    angles = spectral_angle(x[:, counted], y[:, counted])
    similarity = ssim_map(x, y, window)[:, counted]
    similarity = similarity[np.isfinite(similarity)]
    return ErrorSums(
        squared=tuple(float(value) for value in (difference**2).sum(axis=1)),
        absolute=tuple(float(value) for value in np.abs(difference).sum(axis=1)),
        pixels=int(np.count_nonzero(counted)),
        angle=float(np.nansum(angles)),
        angles=int(np.count_nonzero(np.isfinite(angles))),
        similarity=float(similarity.sum()),
        similarities=int(similarity.size),
    )


def spectral_angle(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the angle in degrees between spectra [bands, ...] (Kruse et al. 1993); NaN where one is all zero."""
    lengths = np.linalg.norm(first, axis=0) * np.linalg.norm(second, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.where(lengths > 0, (first * second).sum(axis=0) / lengths, np.nan)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def ssim_map(prediction: np.ndarray, reference: np.ndarray, window: Window = STANDARD) -> np.ndarray:
    """Return SSIM [bands, h, w] of images with data range 1 (Wang et al. 2004, equation 13).

    NaN where the window does not lie inside, with the border "inside".
    """
    x, y = prediction.astype(np.float64), reference.astype(np.float64)
    mean_x, mean_y = _smooth(x, window), _smooth(y, window)
    variance_x = _smooth(x * x, window) - mean_x**2
    variance_y = _smooth(y * y, window) - mean_y**2
    covariance = _smooth(x * y, window) - mean_x * mean_y
    result = (2 * mean_x * mean_y + _C1) * (2 * covariance + _C2)
    result /= (mean_x**2 + mean_y**2 + _C1) * (variance_x + variance_y + _C2)
    if window.border == "inside":
        inside = np.zeros(result.shape[1:], dtype=bool)
        inside[HALO : max(inside.shape[0] - HALO, HALO), HALO : max(inside.shape[1] - HALO, HALO)] = True
        result[:, ~inside] = np.nan
    return result


def _smooth(image: np.ndarray, window: Window) -> np.ndarray:
    weights, mode = window.weights, _MODES[window.border]
    return correlate1d(correlate1d(image, weights, axis=1, mode=mode), weights, axis=2, mode=mode)


def _add(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[float, ...]:
    if not first or not second:
        return first or second
    if len(first) != len(second):
        raise UnveilError(
            f"Errors of {len(first)} bands cannot be added to those of {len(second)}; compare the same bands."
        )
    return tuple(a + b for a, b in zip(first, second))


def _mean(total: float, number: int) -> float:
    return total / number if number else math.nan


def _check(prediction: np.ndarray, reference: np.ndarray, valid: np.ndarray | None) -> None:
    if prediction.ndim != 3 or prediction.shape != reference.shape:
        raise UnveilError(
            f"Images of shapes {prediction.shape} and {reference.shape} cannot be compared; give two of [bands, h, w]."
        )
    if valid is not None and valid.shape != prediction.shape[1:]:
        raise UnveilError(f"A mask of shape {valid.shape} does not fit images of {prediction.shape[1:]} pixels.")
