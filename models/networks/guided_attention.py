"""Attention inside windows of two streams at once, in which the radar's map corrects the optical one (GLF-CR, 4.2).

Xu, Shi, Ebel, Yu, Xia, Yang, Zhu, ISPRS Journal 192, 2022; windows and position biases: Swin (Liu et al. 2021). Trained
and exported as written down there; what a processor that only asks for the result computes is in `side_by_side.py`.
"""

from __future__ import annotations

from functools import lru_cache

import torch
from torch import Tensor, nn

from unveil.models.networks.blocks import relative_positions, windows

APART = -100.0
"""Added to the attention between pixels that only the roll of shifted windows has brought together."""


class GuidedAttention(nn.Module):
    """Window attention of both streams; the radar's attention map corrects the optical one through a gate.

    masks_radar: whether the radar stream, too, does not reach round the image's border in shifted windows.
    """

    relative_position_index: Tensor
    relative_position_bias_table: nn.Parameter

    def __init__(self, channels: int, window: int, heads: int):
        super().__init__()
        self.heads = heads
        self.scale = (channels // heads) ** -0.5
        self.masks_radar = True
        self.qkv = nn.Linear(channels, 3 * channels)
        self.qkv_SAR = nn.Linear(channels, 3 * channels)
        self.relative_position_bias_table = nn.Parameter(torch.empty((2 * window - 1) ** 2, heads))
        nn.init.trunc_normal_(self.relative_position_bias_table, std=0.02)
        self.attn_fuse_1x1conv = nn.Conv2d(heads, heads, 1)
        self.proj = nn.Linear(channels, channels)
        self.proj_SAR = nn.Linear(channels, channels)
        self.register_buffer("relative_position_index", relative_positions(window), persistent=False)

    def forward(self, x: Tensor, s: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Attend inside windows [n, window * window, channels]; mask [windows of an image, pixels, pixels] is added."""
        query_x, key_x, value_x = self._split(self.qkv(x))
        query_s, key_s, value_s = self._split(self.qkv_SAR(s))
        map_x = (query_x * self.scale) @ key_x.transpose(-2, -1)
        map_s = (query_s * self.scale) @ key_s.transpose(-2, -1)
        difference = map_s - map_x
        map_x = map_x + difference * torch.sigmoid(self.attn_fuse_1x1conv(difference))
        bias = self.position_bias().to(map_x.dtype)
        return (
            self.proj(self._weigh(map_x + bias, value_x, mask)),
            self.proj_SAR(self._weigh(map_s + bias, value_s, mask if self.masks_radar else None)),
        )

    def _split(self, qkv: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        pixels, channels = qkv.shape[1], qkv.shape[2] // 3
        query, key, value = qkv.view(-1, pixels, 3, self.heads, channels // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        return query, key, value

    def position_bias(self) -> Tensor:
        """Return [1, heads, pixels, pixels], what is added to the maps for where pixels lie to each other."""
        pixels = len(self.relative_position_index)
        bias = self.relative_position_bias_table[self.relative_position_index.flatten()]
        return bias.view(1, pixels, pixels, self.heads).permute(0, 3, 1, 2)

    def _weigh(self, logits: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
        pixels = logits.shape[-1]
        if mask is not None:
            logits = logits.view(-1, mask.shape[0], self.heads, pixels, pixels) + mask[:, None]
            logits = logits.view(-1, self.heads, pixels, pixels)
        result = logits.softmax(dim=-1).to(value.dtype) @ value
        return result.transpose(1, 2).reshape(-1, pixels, self.heads * value.shape[-1])


def apart(size: tuple[int, int], window: int, shift: int, like: Tensor) -> Tensor:
    """Return what is added to the maps of shifted windows [windows, pixels, pixels] of an image of `size`."""
    parts = roll_parts(*size, window, shift).to(like.device)
    return (parts[:, None, :] != parts[:, :, None]).to(like.dtype) * APART


@lru_cache(maxsize=16)
def roll_parts(height: int, width: int, window: int, shift: int) -> Tensor:
    """Return [windows, pixels]: the part of the image that each pixel of the rolled one comes from."""
    row_parts, column_parts = (
        (torch.arange(length) >= length - window).int() + (torch.arange(length) >= length - shift).int()
        for length in (height, width)
    )
    parts = (row_parts[:, None] * 3 + column_parts[None, :])[None, :, :, None]
    return windows(parts, window)[..., 0]
