"""What the compact networks share when they refine plain ground: what they see, and how they add to it.

The input `background` is then the image that the scene itself tells without a network: what was observed where it is
clear, the veil taken away where cloud is thin, ground from the rim, other dates and radar where it is hidden. A network
adds a residual to it, only where the mask says that something is to be restored, and fading out towards its rim. Ours.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from unveil.models.networks.blocks import pad_reflected, zero
from unveil.models.networks.radar_prior import RADAR_CENTRE, RADAR_SPREAD

HIDDEN = 0.75
"""Value of the mask from which nothing of the ground is seen; see `card.MASK_VALUES`."""

RIM = 7
"""Side in pixels of the squares over which the residual fades out at the rim of what is restored."""

_MULTIPLE = 8
_ENTERED = 16
"""Channels of the exit at full size."""


def blanked(optical: Tensor, mask: Tensor, background: Tensor) -> Tensor:
    """Return what a network may see of a cloudy image: the background where cloud hides the ground.

    How bright a thick cloud is tells nothing of what lies below it.
    """
    return torch.where(mask > HIDDEN, background, optical)


def inside(mask: Tensor) -> Tensor:
    """Return how much of the residual counts, [n, 1, h, w]: 0 outside the mask and at its rim, 1 further in."""
    restored = (mask > 0).to(mask.dtype)
    share = restored
    for size in ((1, RIM), (RIM, 1)):
        half = (size[0] // 2, size[1] // 2)
        share = F.avg_pool2d(share, size, stride=1, padding=half, count_include_pad=False)
    return (2 * share - 1).clamp(0, 1) * restored


def centred(radar: Tensor) -> Tensor:
    """Return backscatter [n, 2, h, w], scaled to 0..1, at about zero mean and unit deviation; 0 where there is none.

    In 0..1 ground differs by a few hundredths, and what is small is learnt late.
    """
    seen = (radar.amax(dim=1, keepdim=True) > 0).to(radar.dtype)
    return seen * (radar - RADAR_CENTRE) / RADAR_SPREAD


class RadarDetail(nn.Module):
    """What radar shows of hidden ground: a small U-shaped network that is trained alone, on scenes below thick cloud.

    In a network that learns everything at once radar is looked at last, since haze, rims and shadows promise more; so
    this is learnt first, and held as it is while the network round it is trained. Three levels, the first at half of
    the image's size; the last convolution starts at zero.
    """

    def __init__(self, width: int, bands: int):
        super().__init__()
        folded = 4
        self.enter = _pair(2 * folded + bands + 1, width)
        self.down = _pair(width, 2 * width, stride=2)
        self.deep = nn.Sequential(*_pair(2 * width, 3 * width, stride=2), *_pair(3 * width, 3 * width))
        self.up = _pair(5 * width, 2 * width)
        self.leave = _pair(3 * width, width)
        self.meet = nn.Conv2d(width + 2, width, 3, padding=1)
        self.output = nn.Conv2d(width, bands, 3, padding=1)
        zero(self.output)

    def forward(self, radar: Tensor, mask: Tensor, background: Tensor) -> Tensor:
        """Return the background with what radar shows, [n, bands, h, w]; radar as `centred` gives it."""
        height, width = mask.shape[-2:]
        sharp, hidden, ground = (pad_reflected(image, _MULTIPLE) for image in (radar, mask, background))
        coarse = F.avg_pool2d(torch.cat((ground, hidden), dim=1), 2)
        fine = self.enter(torch.cat((F.pixel_unshuffle(sharp, 2), coarse), dim=1))
        middle = self.down(fine)
        x = self.up(torch.cat((_enlarged(self.deep(middle)), middle), dim=1))
        x = _enlarged(self.leave(torch.cat((_enlarged(x), fine), dim=1)))
        x = F.leaky_relu(self.meet(torch.cat((x, sharp), dim=1)), 0.1)
        seen = (radar != 0).any(dim=1, keepdim=True).to(background.dtype)
        return background + seen * inside(mask) * self.output(x)[..., :height, :width]


def _enlarged(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


def _pair(before: int, after: int, stride: int = 1) -> nn.Sequential:
    layers: list[nn.Module] = []
    for channels, step in ((before, stride), (after, 1)):
        layers += [nn.Conv2d(channels, after, 3, stride=step, padding=1), nn.LeakyReLU(0.1)]
    return nn.Sequential(*layers)


class PlainExit(nn.Module):
    """From features at a part of the size to the image: background plus residual.

    Features are enlarged bilinearly, since a pixel shuffle leaves patterns, and meet radar and what is seen of the
    ground at full size, where roads are a pixel wide. The last convolution starts at zero: an untrained network
    returns the background.
    """

    def __init__(self, width: int, bands: int, factor: int):
        super().__init__()
        self.factor = factor
        self.enter = nn.Conv2d(width, _ENTERED, 1)
        self.meet = nn.Conv2d(_ENTERED + bands + 3, _ENTERED, 3, padding=1)
        self.output = nn.Conv2d(_ENTERED, bands, 3, padding=1)
        zero(self.output)

    def forward(self, features: Tensor, optical: Tensor, radar: Tensor, mask: Tensor, background: Tensor) -> Tensor:
        """Return the image [n, bands, h, w]; features are of the padded image at a part of its size, radar centred."""
        height, width = mask.shape[-2:]
        x = F.interpolate(self.enter(features), scale_factor=self.factor, mode="bilinear", align_corners=False)
        x = torch.cat((x[..., :height, :width], optical - background, radar, mask), dim=1)
        return background + inside(mask) * self.output(F.leaky_relu(self.meet(x), 0.1))
