"""What radar tells of hidden ground: a small network that turns backscatter into a correction of the background.

Ours, and part of all compact networks. Below thick cloud nothing but the radar knows the ground, yet in a network that
learns everything at once this is learnt last, since haze, rims and shadows promise more. So it is a part of its own,
trained alone on scenes wholly hidden (`PriorOnly`) and held as it is while the network round it is trained.
A U-shaped network of three levels, the first at half of the image's size.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from unveil.models.networks.blocks import pad_reflected, zero

RADAR_CENTRE, RADAR_SPREAD = 0.5, 0.125
"""About the mean and the standard deviation of scaled backscatter over land."""

TRUST = 0.5
"""How much of the correction is taken: learnt on few places it exaggerates on others, above all in colour."""

PAPER: dict[str, Any] = {}
COMPACT: dict[str, Any] = {"plain": True}
"""The defaults; no paper has this part."""

_COLOUR_CENTRE, _COLOUR_SPREAD = 0.15, 0.2
_UNSHUFFLE = 2
_MULTIPLE = 8


class RadarPrior(nn.Module):
    """The correction [n, bands, h, w]; 0 where there is no radar. Any height and width."""

    def __init__(self, width: int = 16, bands: int = 13, trust: float = TRUST):
        super().__init__()
        self.trust = trust
        folded = _UNSHUFFLE * _UNSHUFFLE
        self.enter = _pair(2 * folded + bands, width)
        self.down = _pair(width, 2 * width, stride=2)
        self.deep = nn.Sequential(*_pair(2 * width, 3 * width, stride=2), *_convolution(3 * width, 3 * width))
        self.up = _pair(5 * width, 2 * width)
        self.leave = _pair(3 * width, width)
        self.output = nn.Conv2d(width, bands * folded, 3, padding=1)
        zero(self.output)

    def forward(self, radar: Tensor, background: Tensor) -> Tensor:
        """Return what to add to the background [n, bands, h, w], given radar [n, 2, h, w], both scaled to 0..1."""
        height, width = radar.shape[-2:]
        seen = (radar.amax(dim=1, keepdim=True) > 0).to(radar.dtype)
        radar, background = (pad_reflected(image, _MULTIPLE) for image in (radar, background))
        x = torch.cat(
            (
                F.pixel_unshuffle((radar - RADAR_CENTRE) / RADAR_SPREAD, _UNSHUFFLE),
                (F.avg_pool2d(background, _UNSHUFFLE) - _COLOUR_CENTRE) / _COLOUR_SPREAD,
            ),
            dim=1,
        )
        fine = self.enter(x)
        middle = self.down(fine)
        x = self.up(torch.cat((_enlarged(self.deep(middle)), middle), dim=1))
        x = self.leave(torch.cat((_enlarged(x), fine), dim=1))
        return self.trust * seen * F.pixel_shuffle(self.output(x), _UNSHUFFLE)[..., :height, :width]


class PriorOnly(nn.Module):
    """The background with the radar's correction and nothing else: how the part is trained.

    plain: the part of networks that add to plain ground, see `plain.RadarDetail`.
    """

    conditioned = True

    def __init__(self, width: int = 16, bands: int = 13, plain: bool = False):
        super().__init__()
        # Only now: that module needs the constants of this one.
        from unveil.models.networks.plain import RadarDetail, centred

        self.multiple = _MULTIPLE
        self.plain = plain
        self._centred = centred
        self.prior = RadarDetail(width, bands) if plain else RadarPrior(width, bands, trust=1.0)

    def forward(self, optical: Tensor, radar: Tensor, mask: Tensor, background: Tensor) -> Tensor:
        if self.plain:
            return self.prior(self._centred(radar), mask, background)
        return background + self.prior(radar, background)


def _enlarged(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


def _convolution(before: int, after: int, stride: int = 1) -> list[nn.Module]:
    return [nn.Conv2d(before, after, 3, stride=stride, padding=1), nn.LeakyReLU(0.1)]


def _pair(before: int, after: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(*_convolution(before, after, stride), *_convolution(after, after))
