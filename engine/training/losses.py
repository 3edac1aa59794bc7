"""What training rewards: the right colour, and the structure of the ground below the cloud."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

CONTRAST_CONSTANT = 1e-4
"""SSIM takes 9e-4 for data in 0..1; ground of little contrast would hardly count."""


def absolute_error(prediction: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Weighted mean absolute error, the loss of GLF-CR (Xu et al. 2022)."""
    return ((prediction - target).abs() * weight).sum() / weight.sum().clamp_min(1.0)


def squared_error(prediction: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Weighted mean squared error."""
    return ((prediction - target).square() * weight).sum() / weight.sum().clamp_min(1.0)


def structure_error(prediction: Tensor, target: Tensor, weight: Tensor, scales: tuple[int, ...] = (1, 4)) -> Tensor:
    """One minus the contrast-structure part of SSIM (Wang et al. 2004, eq. 9 and 10), mean over scales.

    (2 cov + c) / (var + var + c) in windows of 8 x 8 pixels at steps of 4, of images shrunk by each scale. It does not
    see a flat offset of colour, half of the error between two dates (the windows, steps and scales are ours).
    """
    total = prediction.new_zeros(())
    for scale in scales:
        x, y, w = (_shrink(image, scale) for image in (prediction, target, weight))
        mean_x, mean_y, mean_w = (_window_mean(image) for image in (x, y, w))
        variances = _window_mean(x * x) - mean_x.square() + _window_mean(y * y) - mean_y.square()
        covariance = _window_mean(x * y) - mean_x * mean_y
        similarity = (2 * covariance + CONTRAST_CONSTANT) / (variances.clamp_min(0) + CONTRAST_CONSTANT)
        sure = (mean_w > 0.99).to(x.dtype)
        total = total + ((1 - similarity) * sure).sum() / sure.sum().clamp_min(1.0)
    return total / len(scales)


def _shrink(image: Tensor, scale: int) -> Tensor:
    return image if scale == 1 else F.avg_pool2d(image, scale)


def _window_mean(image: Tensor) -> Tensor:
    return F.avg_pool2d(image, 8, stride=4)
