"""The network of the cloud detector `unveil`: a small U-Net over cells of 20 m, for any of eleven bands.

Each level adds what comes from below to what it saw on the way down, so a cell is judged by its spectrum, its
surroundings of about 1.5 km, and the way between. Values go through a logarithm, in which a ratio of bands is a
difference and a change of brightness a shift; no statistics of the image are taken, so an answer depends on the
surroundings alone.
"""

from __future__ import annotations

import math

import torch
from torch import nn

from unveil.models.cloud_detector import BANDS, CLASSES, MISSING, MULTIPLE

WIDTHS = (16, 24, 32, 48, 64)

_FLOOR, _CENTRE, _SPREAD = 0.02, -1.9, 0.8
_CIRRUS_FLOOR, _CIRRUS_CENTRE, _CIRRUS_SPREAD = 0.003, -5.2, 0.7
_BRIGHTEST = 1.5


class Detector(nn.Module):
    """Logits [n, 4, h, w] of reflectance [n, 11, h, w] with MISSING; h and w are multiples of MULTIPLE."""

    floor: torch.Tensor
    centre: torch.Tensor
    spread: torch.Tensor

    def __init__(self, widths: tuple[int, ...] = WIDTHS):
        super().__init__()
        if 2 ** (len(widths) - 1) != MULTIPLE:
            raise ValueError(f"the detector halves its input {len(widths) - 1} times, which does not fit {MULTIPLE}")
        cirrus = torch.tensor([name == "B10" for name in BANDS]).view(1, -1, 1, 1)
        for name, usual, special in (
            ("floor", _FLOOR, _CIRRUS_FLOOR),
            ("centre", _CENTRE, _CIRRUS_CENTRE),
            ("spread", _SPREAD, _CIRRUS_SPREAD),
        ):
            self.register_buffer(name, torch.where(cirrus, special, usual))
        self.stem = nn.Sequential(_block(2 * len(BANDS), widths[0], 1), _block(widths[0], widths[0]))
        pairs = list(zip(widths, widths[1:]))
        self.down = nn.ModuleList(nn.Sequential(_block(a, b, 3, 2), _block(b, b)) for a, b in pairs)
        self.up = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in pairs)
        self.join = nn.ModuleList(_block(a, a) for a, _ in pairs)
        self.head = nn.Conv2d(widths[0], len(CLASSES), 1)

    def forward(self, reflectance: torch.Tensor) -> torch.Tensor:
        x = self.stem(self._features(reflectance))
        seen = []
        for down in self.down:
            seen.append(x)
            x = down(x)
        for index in reversed(range(len(self.up))):
            x = nn.functional.interpolate(self.up[index](x), scale_factor=2.0, mode="nearest")
            x = self.join[index](x + seen[index])
        return self.head(x)

    def _features(self, reflectance: torch.Tensor) -> torch.Tensor:
        present = (reflectance > 0.5 * MISSING).to(reflectance.dtype)
        logarithm = torch.log(reflectance.clamp(0.0, _BRIGHTEST) + self.floor)
        return torch.cat([(logarithm - self.centre) / self.spread * present, present], dim=1)


def _block(inputs: int, outputs: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    layer = nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False)
    nn.init.normal_(layer.weight, 0.0, math.sqrt(2.0 / (inputs * size * size)))
    return nn.Sequential(layer, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))
