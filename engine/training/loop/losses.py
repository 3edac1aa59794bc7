"""What training rewards: the right colour, and the structure of the ground below the cloud.

Images are [n, bands, h, w] in reflectance; weight, of the same shape, is 1 where a value counts and 0 where it was not
measured. All return a scalar. `objectives.py` puts them together.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

CONTRAST_CONSTANT = 1e-4
"""SSIM takes 9e-4 for data in 0..1; ground of little contrast would hardly count."""


SSIM_CONSTANTS = (0.01**2, 0.03**2)
"""C1 and C2 of SSIM for data in 0..1 (Wang et al. 2004, eq. 6)."""

WINDOW, SIGMA = 11, 1.5
"""Pixels and standard deviation of SSIM's Gaussian window (Wang et al. 2004, section III-C)."""

LEVELS = 3
"""Levels of the pyramid in which sharpness is compared."""


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


def band_importance(spread: Tensor) -> Tensor:
    """Return how much bands count, [n, bands, 1, 1]; spread, of that shape: reflectance of a relative unit.

    By the spread against the mean of the image's bands, as in a squared error of reflectance, but for the limit of 2.
    """
    known = (spread > 0).to(spread.dtype)
    mean = spread.sum(dim=1, keepdim=True) / known.sum(dim=1, keepdim=True).clamp_min(1)
    return (spread / mean.clamp_min(1e-6)).clamp_max(2.0)


def relative_error(prediction: Tensor, target: Tensor, weight: Tensor, spread: Tensor) -> Tensor:
    """Smooth absolute error (Huber, with 1 as its bend) of relative values; bands count as `band_importance` says."""
    importance = weight * band_importance(spread)
    error = F.smooth_l1_loss(prediction, target, reduction="none")
    return (error * importance).sum() / importance.sum().clamp_min(1.0)


RELATIVE_CONSTANT = 0.1
"""The constant of structure in relative units; SSIM's own is about 0.4 there."""

DETAIL_LEAST, DETAIL_MOST = 0.75, 1.03
"""Amplitude of the target's detail between which a prediction's is left as it is."""


def structure_and_detail(prediction: Tensor, target: Tensor, weight: Tensor, spread: Tensor) -> tuple[Tensor, Tensor]:
    """Return one minus the structure of relative values, and what the energy of detail misses or has too much.

    Both in windows of 8 x 8 pixels at steps of 4 that count as a whole; structure as in `structure_error`, at two
    scales. Energy is the variance inside windows, by image and band: blur costs nothing in squares, but is no ground.
    Bands count as `band_importance` says, to the power of a half.
    """
    importance = band_importance(spread).sqrt()
    structure = prediction.new_zeros(())
    detail = prediction.new_zeros(())
    for scale in (1, 3):
        x, y, w = (_shrink(image, scale) for image in (prediction, target, weight))
        mean_x, mean_y, mean_w = (_window_mean(image) for image in (x, y, w))
        variance_x = (_window_mean(x * x) - mean_x.square()).clamp_min(0)
        variance_y = (_window_mean(y * y) - mean_y.square()).clamp_min(0)
        covariance = _window_mean(x * y) - mean_x * mean_y
        sure = (mean_w > 0.99).to(x.dtype) * importance
        similarity = (2 * covariance + RELATIVE_CONSTANT) / (variance_x + variance_y + RELATIVE_CONSTANT)
        structure = structure + ((1 - similarity) * sure).sum() / sure.sum().clamp_min(1.0) / 2
        if scale == 1:
            known = (sure.sum(dim=(2, 3)) > 0) * importance[..., 0, 0]
            had, wanted = ((variance * sure).sum(dim=(2, 3)) for variance in (variance_x, variance_y))
            amplitude = ((had + 1e-6) / (wanted + 1e-3 * sure.sum(dim=(2, 3)) + 1e-6)).sqrt()
            off = F.relu(DETAIL_LEAST - amplitude) + F.relu(amplitude - DETAIL_MOST).clamp_max(1.0)
            detail = (off * known).sum() / known.sum().clamp_min(1.0)
    return structure, detail


def similarity_map(prediction: Tensor, target: Tensor) -> Tensor:
    """Return SSIM pixel by pixel [n, bands, h - 10, w - 10] (Wang et al. 2004, eq. 13), where the window fits.

    Gaussian window of 11 x 11 pixels, standard deviation 1.5, moments that divide by the sum of the weights.
    """
    x, y = prediction.float(), target.float()
    mean_x, mean_y = _blur(x), _blur(y)
    variances = _blur(x * x) - mean_x.square() + _blur(y * y) - mean_y.square()
    covariance = _blur(x * y) - mean_x * mean_y
    c1, c2 = SSIM_CONSTANTS
    brightness = (2 * mean_x * mean_y + c1) / (mean_x.square() + mean_y.square() + c1)
    return brightness * (2 * covariance + c2) / (variances + c2)


def dissimilarity(prediction: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """One minus the mean SSIM over the windows in which every value counts."""
    sure = _blur(weight) > 0.999
    return ((1 - similarity_map(prediction, target)) * sure).sum() / sure.sum().clamp_min(1)


def cloud_weighted_error(
    prediction: Tensor, target: Tensor, weight: Tensor, mask: Tensor, alpha: float | None = 0.8
) -> Tensor:
    """The attention paper's loss (Bui and Le 2025): W (0.5 MSE + 0.5 (1 - SSIM)) with W = alpha M + (1 - alpha)(1 - M).

    mask M [n, 1, h, w] is 1 in cloud. None for alpha is the paper's ablation, W = 1. Ours: half a mask (shadow, or a
    mask that is not known) weighs half, MSE and SSIM are each weighted pixel by pixel and averaged over what counts,
    and SSIM is taken where its window fits.
    """
    importance = torch.ones_like(mask) if alpha is None else alpha * mask + (1 - alpha) * (1 - mask)
    squares = ((prediction - target).square() * weight * importance).sum() / weight.sum().clamp_min(1.0)
    edge = WINDOW // 2
    inner = importance[..., edge:-edge, edge:-edge]
    sure = (_blur(weight) > 0.999).to(inner.dtype)
    structure = ((1 - similarity_map(prediction, target)) * sure * inner).sum() / sure.sum().clamp_min(1.0)
    return 0.5 * squares + 0.5 * structure


def masked_absolute_error(prediction: Tensor, target: Tensor, weight: Tensor, mask: Tensor) -> Tensor:
    """Absolute error below the cloud [n, 1, h, w], averaged over all that counts (the public code of Bui and Le)."""
    return ((prediction - target).abs() * mask * weight).sum() / weight.sum().clamp_min(1.0)


def spectral_angle(prediction: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Mean angle in radians between the spectra of each pixel (Kruse et al. 1993), over the bands that count.

    As 2 atan2(|u - v|, |u + v|) of the unit vectors (Kahan 2006): an arc cosine has no finite slope at 0.
    """
    x, y = prediction.float() * weight, target * weight
    size_x, size_y = (_length(image) for image in (x, y))
    known = ((size_y > 1e-3) & (weight.sum(dim=1, keepdim=True) > 1)).to(x.dtype)
    u, v = x / size_x.clamp_min(1e-3), y / size_y.clamp_min(1e-3)
    angle = 2 * torch.atan2(_length(u - v), _length(u + v))
    return (angle * known).sum() / known.sum().clamp_min(1.0)


def contrastive_sharpness(prediction: Tensor, target: Tensor, cloudy: Tensor, weight: Tensor) -> Tensor:
    """How much nearer the detail is to the blurred input's than to the clear image's: 0 is the clear image's own.

    sum over levels of d+ / (d+ + d-) / levels, with d+ and d- the mean absolute differences of a Laplacian pyramid
    (Burt and Adelson 1983) of the prediction to those of the clear and the cloudy image. IB-HFN's abstract names the
    term only; this form is ours, after the contrastive regularisation of AECR-Net (Wu et al. 2021, eq. 4), whose ratio
    d+ / d- has no bound where the prediction still is the input, as at the start.
    """
    total = prediction.new_zeros(())
    images = tuple(image.float() for image in (prediction, target, cloudy))
    for _ in range(LEVELS):
        small = tuple(F.avg_pool2d(image, 2) for image in images)
        coarse = tuple(F.interpolate(image, size=weight.shape[-2:], mode="nearest") for image in small)
        detail, wanted, unwanted = (image - blurred for image, blurred in zip(images, coarse))
        near = ((detail - wanted).abs() * weight).sum()
        far = ((detail - unwanted).abs() * weight).sum()
        total = total + near / (near + far + 1e-6 * weight.sum().clamp_min(1.0))
        images, weight = small, F.avg_pool2d(weight, 2)
    return total / LEVELS


def _length(image: Tensor) -> Tensor:
    # The root has no slope at 0.
    return (image.square().sum(dim=1, keepdim=True) + 1e-12).sqrt()


def _blur(image: Tensor) -> Tensor:
    """Return the Gaussian mean of each band where the window fits, [n, bands, h - 10, w - 10]."""
    offsets = range(-(WINDOW // 2), WINDOW // 2 + 1)
    weights = torch.tensor([math.exp(-(offset**2) / (2 * SIGMA**2)) for offset in offsets], device=image.device)
    weights = (weights / weights.sum()).to(image.dtype)
    bands = image.shape[1]
    image = F.conv2d(image, weights.view(1, 1, -1, 1).expand(bands, 1, WINDOW, 1), groups=bands)
    return F.conv2d(image, weights.view(1, 1, 1, -1).expand(bands, 1, 1, WINDOW), groups=bands)


def _shrink(image: Tensor, scale: int) -> Tensor:
    return image if scale == 1 else F.avg_pool2d(image, scale)


def _window_mean(image: Tensor) -> Tensor:
    return F.avg_pool2d(image, 8, stride=4)
