"""Two streams of densely connected layers, in which the radar guides the optical one (GLF-CR's SGCI block, 4.2).

Xu, Shi, Ebel, Yu, Xia, Yang, Zhu, ISPRS Journal 192, 2022; see `glf_cr.py` for what differs from the paper.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from unveil.models.networks.blocks import only_asked, through, unwindows, windows
from unveil.models.networks.guided_attention import GuidedAttention, apart
from unveil.models.networks.side_by_side import side_by_side


class DenseBlock(nn.Module):
    """SGCI block: two streams of densely connected layers, each fused and added to its input."""

    def __init__(self, width: int, growth: int, drop_paths: list[float], window: int, heads: int):
        super().__init__()
        self.convs = nn.Sequential(
            *(
                DenseLayer(width + index * growth, growth, window if index % 2 == 0 else -window, heads, rate)
                for index, rate in enumerate(drop_paths)
            )
        )
        total = width + len(drop_paths) * growth
        self.LFF = nn.Conv2d(total, width, 3, padding=1)
        self.LFF_SAR = nn.Conv2d(total, width, 3, padding=1)

    def forward(self, x: Tensor, s: Tensor) -> tuple[Tensor, Tensor]:
        if only_asked(x) and not self.training:
            return side_by_side(self, x, s)
        dense_x, dense_s = x, s
        for layer in self.convs:
            dense_x, dense_s = through(layer, dense_x, dense_s)
        return self.LFF(dense_x) + x, self.LFF_SAR(dense_s) + s


class DenseLayer(nn.Module):
    """Convolution, guided window attention and perceptron of both streams; the result is appended to the input.

    A negative `window` shifts the windows by half of their size (Swin Transformer, Liu et al. 2021).

    pre_norm: the features are normalised before the attention, too. inner_skip: the perceptron's result is added to
    what the attention made of the features, and not to the features.
    """

    def __init__(self, channels: int, growth: int, window: int, heads: int, drop_path: float):
        super().__init__()
        self.pre_norm = False
        self.inner_skip = True
        self.window = abs(window)
        self.shift = self.window // 2 if window < 0 else 0
        self.conv = nn.Sequential(nn.Conv2d(channels, growth, 3, padding=1), nn.ReLU())
        self.conv_SAR = nn.Sequential(nn.Conv2d(channels, growth, 3, padding=1), nn.ReLU())
        self.attn = GuidedAttention(growth, self.window, heads)
        self.norm2 = nn.LayerNorm(growth)
        self.norm2_SAR = nn.LayerNorm(growth)
        self.mlp = Perceptron(growth)
        self.mlp_SAR = Perceptron(growth)
        self.drop_path = DropPath(drop_path)

    def forward(self, x: Tensor, s: Tensor) -> tuple[Tensor, Tensor]:
        new_x = self.conv(x).permute(0, 2, 3, 1)
        new_s = self.conv_SAR(s).permute(0, 2, 3, 1)
        seen_x, seen_s = self._attend(self._normalised(new_x), self._normalised(new_s))
        seen_x = new_x + self.drop_path(seen_x)
        seen_s = new_s + self.drop_path(seen_s)
        new_x = (seen_x if self.inner_skip else new_x) + self.drop_path(self.mlp(self.norm2(seen_x)))
        new_s = (seen_s if self.inner_skip else new_s) + self.drop_path(self.mlp_SAR(self.norm2_SAR(seen_s)))
        return torch.cat((x, new_x.permute(0, 3, 1, 2)), dim=1), torch.cat((s, new_s.permute(0, 3, 1, 2)), dim=1)

    def _normalised(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, self.norm2.normalized_shape) if self.pre_norm else x

    def _attend(self, x: Tensor, s: Tensor) -> tuple[Tensor, Tensor]:
        height, width = x.shape[1:3]
        shift = self.shift if min(height, width) > self.window else 0
        mask = None
        if shift:
            x, s = (torch.roll(image, (-shift, -shift), dims=(1, 2)) for image in (x, s))
            mask = apart((height, width), self.window, shift, x)
        x, s = self.attn(windows(x, self.window), windows(s, self.window), mask)
        x, s = (unwindows(image, self.window, height, width) for image in (x, s))
        if shift:
            x, s = (torch.roll(image, (shift, shift), dims=(1, 2)) for image in (x, s))
        return x, s


class Perceptron(nn.Module):
    """The two-layer perceptron of a transformer layer."""

    def __init__(self, channels: int):
        super().__init__()
        self.fc1 = nn.Linear(channels, 2 * channels)
        self.fc2 = nn.Linear(2 * channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class DropPath(nn.Module):
    """Stochastic depth (Huang et al. 2016): a branch is left out for whole samples, while training."""

    def __init__(self, rate: float):
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.rate == 0:
            return x
        kept = torch.rand((x.shape[0],) + (1,) * (x.dim() - 1), device=x.device) >= self.rate
        return x * kept.to(x.dtype) / (1 - self.rate)
