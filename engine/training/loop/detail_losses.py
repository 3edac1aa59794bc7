"""How like the ground's the detail is that a network draws, as runs smooth it and draw it stronger.

Below about 20 m radar tells nothing, and how strong detail is drawn is decided after the network
(`engine/ground/strength.py`). So what counts is how drawn detail agrees with the ground's, whatever its strength.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from unveil.engine.ground.strength import COARSER, FINEST

STRENGTH = 0.75
"""Of detail, raised as above, what is compared in squares: what errs least in squares is fainter than the ground's."""

LEAST_PIXELS, LEAST_DETAIL = 400, 1e-3
"""Pixels of a crop, and root mean square of the ground's detail in reflectance, from which on it counts."""


def fine_detail(image: Tensor, target: Tensor, weight: Tensor, spread: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Return one minus the correlation of detail finer than about 150 m, and its squared error by the ground's squares.

    Both of all bands at once in reflectance, crop by crop, and the mean over crops that have detail. image, target,
    weight [n, bands, h, w] on relative values; spread [n, bands, 1, 1]: reflectance of a relative unit; mask [n, 1, h,
    w]: 0 where the ground is seen, which is taken as it is.
    """
    image, target = image * spread, target * spread
    smooth = _means(image, FINEST)
    drawn = torch.where(mask > 0, 2 * smooth - _means(image, COARSER), target)
    found, wanted = (each - _means(each, COARSER) for each in (drawn, target))
    found, wanted = found * weight, wanted * weight
    pixels, values = weight.amax(dim=1).sum(dim=(1, 2)), weight.sum(dim=(1, 2, 3))
    energy = wanted.square().sum(dim=(1, 2, 3))
    counts = ((pixels > LEAST_PIXELS) & (energy > values * LEAST_DETAIL**2)).to(image.dtype)
    energy, strength = energy.clamp_min(1e-12), found.square().sum(dim=(1, 2, 3)).clamp_min(1e-12)
    unlike = 1 - (found * wanted).sum(dim=(1, 2, 3)) / (energy * strength).sqrt()
    missed = ((STRENGTH * found - wanted).square().sum(dim=(1, 2, 3)) / energy).clamp_max(2.0)
    number = counts.sum().clamp_min(1.0)
    return (unlike * counts).sum() / number, (missed * counts).sum() / number


def _means(image: Tensor, side: int) -> Tensor:
    """Return [n, bands, h, w]: means over squares of an odd side, taken twice, the image reflected at its border."""
    square = torch.ones(1, 1, side, device=image.device) / side
    tent = F.conv1d(square, square, padding=side - 1).to(image.dtype).view(-1)
    bands, reach = image.shape[1], side - 1
    for shape, border in (((-1, 1), (0, 0, reach, reach)), ((1, -1), (reach, reach, 0, 0))):
        kernel = tent.view(1, 1, *shape).expand(bands, 1, -1, -1)
        image = F.conv2d(F.pad(image, border, mode="reflect"), kernel, groups=bands)
    return image
