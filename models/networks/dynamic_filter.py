"""Filters predicted for every pixel and channel, with which radar features are brought to the optical ones (GLF-CR).

Local fusion of section 4.3 (Xu et al., ISPRS Journal 192, 2022), after the kernel prediction of Mildenhall et al. 2018.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from unveil.models.networks.blocks import only_asked
from unveil.models.networks.strips import Rows, by_strips, reach

SLOPE = 0.1
"""Of the leaky rectifiers."""

_PIXELS = 1024
"""Of a strip whose features, kernels and result stay in the processor's cache while all taps are applied."""


class DynamicFilter(nn.Module):
    """Filter radar features with kernels of size x size predicted for each pixel and channel from both streams.

    The kernels are predicted and applied tap by tap, so that the map of all taps never exists as a whole.
    """

    def __init__(self, width: int, size: int, bounded: bool = False):
        super().__init__()
        self.size = size
        self.bounded = bounded
        self.fac_warp = nn.Sequential(
            nn.Sequential(nn.Conv2d(2 * width, width, 3, padding=1), nn.LeakyReLU(SLOPE)),
            ResidualPair(width),
            ResidualPair(width),
            nn.Sequential(nn.Conv2d(width, width * size * size, 1), nn.LeakyReLU(SLOPE)),
        )

    def forward(self, x: Tensor, s: Tensor) -> Tensor:
        """Return radar features s [n, width, h, w] as the filters show them that both streams ask for."""
        if not only_asked(s):
            return self._tap_by_tap(self._features(x, s), self.padded(s))
        padded = self.padded(s)
        return by_strips(lambda rows: self.strip(rows, (x, s), padded), s.shape[2], self.reach)

    @property
    def reach(self) -> int:
        """How many rows away a filter looks at what it is predicted from."""
        return reach(self.fac_warp)

    def padded(self, s: Tensor) -> Tensor:
        """Return the radar features as the filters see them, [n, width, h + size - 1, w + size - 1]."""
        return F.pad(s, (self.size // 2,) * 4, mode="replicate")

    def strip(self, rows: Rows, streams: tuple[Tensor, Tensor], padded: Tensor) -> Tensor:
        """Return a strip of what `forward` returns for streams [n, width, h, w], of which the second comes `padded`."""
        features = self._features(*(image[:, :, rows.seen] for image in streams))[:, :, rows.kept]
        return self._applied(features, padded[:, :, rows.made.start : rows.made.stop + self.size - 1])

    def _features(self, x: Tensor, s: Tensor) -> Tensor:
        return self.fac_warp[2](self.fac_warp[1](self.fac_warp[0](torch.cat((x, s), dim=1))))

    def _taps(self) -> tuple[Tensor, Tensor]:
        """Return weights [taps, width, width, 1, 1] and biases [taps, width] of the convolution that tells the taps."""
        layer = cast(nn.Conv2d, cast(nn.Sequential, self.fac_warp[3])[0])
        taps = self.size * self.size
        return (
            layer.weight.unflatten(0, (-1, taps)).transpose(0, 1),
            cast(Tensor, layer.bias).unflatten(0, (-1, taps)).transpose(0, 1),
        )

    def _tap_by_tap(self, features: Tensor, padded: Tensor) -> Tensor:
        height, width = features.shape[-2:]
        result = total = features.new_zeros(())
        for tap, (weight, bias) in enumerate(zip(*self._taps())):
            row, column = divmod(tap, self.size)
            kernel = F.leaky_relu(F.conv2d(features, weight, bias), SLOPE)
            result = result + padded[:, :, row : row + height, column : column + width] * kernel
            if self.bounded:
                total = total + kernel.abs()
        return result / total.clamp_min(1.0) if self.bounded else result

    def _applied(self, features: Tensor, padded: Tensor) -> Tensor:
        """Return the same, some rows at a time, with channels last in memory; nothing is kept for training."""
        features, padded = (image.permute(0, 2, 3, 1).contiguous() for image in (features, padded))
        height, width, channels = features.shape[1:]
        # With a 1 behind the features the product has the biases in it.
        features = F.pad(features, (0, 1), value=1.0)
        step = max(_PIXELS // width, 1)
        result = features.new_zeros(len(features), height, width, channels)
        weights, biases = self._taps()
        # All taps of one of the filter's rows are told at once.
        weights = torch.cat((weights.flatten(2), biases[..., None]), dim=2)
        weights = weights.reshape(self.size, self.size * channels, channels + 1).transpose(1, 2).contiguous()
        for image, source, target in zip(features, padded, result):
            for top in range(0, height, step):
                strip, part = image[top : top + step].flatten(0, 1), target[top : top + step]
                total = torch.zeros_like(part) if self.bounded else None
                for row in range(self.size):
                    kernels = F.leaky_relu_(torch.mm(strip, weights[row]), SLOPE)
                    seen = source[top + row : top + row + len(part)]
                    for column, kernel in enumerate(kernels.view(len(part), width, self.size, channels).unbind(2)):
                        part.addcmul_(seen[:, column : column + width], kernel)
                        if total is not None:
                            total += kernel.abs()
                if total is not None:
                    part /= total.clamp_min_(1.0)
        return result.permute(0, 3, 1, 2)


class ResidualPair(nn.Module):
    """Two convolutions and the input added."""

    def __init__(self, width: int):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1), nn.LeakyReLU(SLOPE), nn.Conv2d(width, width, 3, padding=1)
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.stem(x) + x
