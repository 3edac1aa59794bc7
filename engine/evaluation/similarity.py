"""Structural similarity of two images, SSIM of Wang et al. 2004.

    SSIM = mean (2 mx my + c1)(2 sxy + c2) / ((mx^2 + my^2 + c1)(sx^2 + sy^2 + c2))

with Gaussian-weighted local means m and (co)variances s, 11 pixels, sigma 1.5, c1 = 0.01^2, c2 = 0.03^2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from unveil.engine.raster.filters import correlate

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

    @cached_property
    def weights(self) -> np.ndarray:
        """The window's weights [11] along one axis, whose sum is 1."""
        weights = np.exp(-((np.arange(-HALO, HALO + 1) - self.offset) ** 2) / (2 * self.sigma**2))
        return weights / weights.sum()


STANDARD = Window()
"""As scikit-image has it (gaussian_weights, no sample covariance); torchmetrics has the border "mirror"."""


def ssim_map(prediction: np.ndarray, reference: np.ndarray, window: Window = STANDARD) -> np.ndarray:
    """Return SSIM [bands, h, w] of images with data range 1 (Wang et al. 2004, equation 13).

    NaN where the window does not lie inside, with the border "inside".
    """
    result = np.stack([band_ssim(x, y, window) for x, y in zip(prediction, reference)])
    result[:, ~has_ssim(result.shape[1:], window)] = np.nan
    return result


def band_ssim(x: np.ndarray, y: np.ndarray, window: Window) -> np.ndarray:
    """Return SSIM [h, w] of one band, with zeros beyond the border where it is to lie inside."""
    x, y = x.astype(np.float64, copy=False), y.astype(np.float64, copy=False)
    mean_x, mean_y = _smooth(x, window), _smooth(y, window)
    product = x * y
    covariance = _smooth(product, window)
    # Only the sum of both variances is needed.
    squares = x * x
    squares += np.multiply(y, y, out=product)
    variances = _smooth(squares, window)
    np.multiply(mean_x, mean_y, out=product)
    covariance -= product
    mean_x *= mean_x
    mean_y *= mean_y
    mean_x += mean_y
    variances -= mean_x
    result = 2 * product + _C1
    covariance *= 2
    covariance += _C2
    result *= covariance
    mean_x += _C1
    variances += _C2
    mean_x *= variances
    result /= mean_x
    return result


def has_ssim(shape: tuple[int, ...], window: Window) -> np.ndarray:
    """Return [h, w] bool: where the window lies inside the image, or everywhere where that is not asked for."""
    if window.border != "inside":
        return np.ones(shape, dtype=bool)
    inside = np.zeros(shape, dtype=bool)
    inside[HALO : max(shape[0] - HALO, HALO), HALO : max(shape[1] - HALO, HALO)] = True
    return inside


def _smooth(image: np.ndarray, window: Window) -> np.ndarray:
    return correlate(image, window.weights, _MODES[window.border])
