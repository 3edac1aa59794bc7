"""Attention inside windows of two streams at once, in which the radar's map corrects the optical one (GLF-CR, 4.2).

Xu, Shi, Ebel, Yu, Xia, Yang, Zhu, ISPRS Journal 192, 2022; windows and position biases: Swin (Liu et al. 2021). Trained
and exported as written down there; a processor that only asks for the result computes the same in fewer passes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import torch
from torch import Tensor, nn

from unveil.models.networks.blocks import only_asked, relative_positions, windows

_APART = -100.0
"""Added to the attention between pixels that only the roll of shifted windows has brought together."""

CHUNK = 16
"""Windows whose attention maps fit into the cache of a processor together; twice as fast as all at once."""

_LEAST, _MOST = 1e-25, 1e30
"""Sums of exponentials between which neither they nor what they are made of leave the range of float32."""


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
        if only_asked(x):
            return self._in_chunks(x, s, mask)
        query_x, key_x, value_x = self._split(self.qkv(x))
        query_s, key_s, value_s = self._split(self.qkv_SAR(s))
        map_x = (query_x * self.scale) @ key_x.transpose(-2, -1)
        map_s = (query_s * self.scale) @ key_s.transpose(-2, -1)
        difference = map_s - map_x
        map_x = map_x + difference * torch.sigmoid(self.attn_fuse_1x1conv(difference))
        bias = self._bias().to(map_x.dtype)
        return (
            self.proj(self._weigh(map_x + bias, value_x, mask)),
            self.proj_SAR(self._weigh(map_s + bias, value_s, mask if self.masks_radar else None)),
        )

    def _split(self, qkv: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        pixels, channels = qkv.shape[1], qkv.shape[2] // 3
        query, key, value = qkv.view(-1, pixels, 3, self.heads, channels // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        return query, key, value

    def _bias(self) -> Tensor:
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

    def _in_chunks(self, x: Tensor, s: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor]:
        """Return what `forward` returns, CHUNK windows at a time so that their maps stay in the processor's cache."""
        results = torch.empty_like(x), torch.empty_like(s)
        gate = self.attn_fuse_1x1conv.weight.flatten(1)
        # The difference of two maps, weighed over the heads, is one product with the maps of both.
        shared = self._bias().to(x.dtype).contiguous(), torch.cat((-gate, gate), dim=1)
        for first in range(0, len(x), CHUNK):
            cut = slice(first, min(first + CHUNK, len(x)))
            place = None if mask is None else mask[torch.arange(cut.start, cut.stop, device=x.device) % len(mask)]
            seen = self._chunk((x[cut], s[cut]), place, shared)
            for result, linear, part in zip(results, (self.proj, self.proj_SAR), seen):
                result[cut] = linear(part)
        return results

    def _chunk(
        self, streams: tuple[Tensor, Tensor], mask: Tensor | None, shared: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, Tensor]:
        """Return what both streams of some windows attend to, [n, pixels, channels] each, before their projections."""
        number, pixels, width = *streams[0].shape[:2], streams[0].shape[2] // self.heads
        parts = streams[0].new_empty(2, number, 2, self.heads, pixels, width)
        # With a 1 behind each value the product has the sum of the weights in it.
        values = streams[0].new_ones(number, 2, self.heads, pixels, width + 1)
        for index, (linear, stream) in enumerate(zip((self.qkv, self.qkv_SAR), streams)):
            query, key, value = self._split(linear(stream))
            parts[0, :, index], parts[1, :, index], values[:, index, ..., :width] = query, key, value
        query, key = parts.flatten(1, 3)
        values = values.flatten(0, 2)
        # Of no row the greatest is taken away first, which seldom matters: that saves two passes over the maps.
        seen = torch.bmm(self._maps((query, key), mask, shared).exp_().flatten(0, 2), values)
        least, most = torch.aminmax(seen[..., width:])
        if not (least > _LEAST and most < _MOST):
            seen = torch.bmm(self._maps((query, key), mask, shared).softmax(dim=-1).flatten(0, 2), values)
        seen = seen.view(number, 2, self.heads, pixels, width + 1)
        result = seen.new_empty(2, number, pixels, self.heads, width)
        torch.div(seen[..., :width], seen[..., width:], out=result.permute(1, 0, 3, 2, 4))
        return result[0].flatten(2), result[1].flatten(2)

    def _maps(self, parts: tuple[Tensor, Tensor], mask: Tensor | None, shared: tuple[Tensor, Tensor]) -> Tensor:
        """Return the logits of both streams [n, 2, heads, pixels, pixels] of queries and keys [n * 2 * heads, ...]."""
        (query, key), (bias, gate) = parts, shared
        pixels, heads = query.shape[1], self.heads
        maps = bias.expand(len(query) // heads, -1, -1, -1).contiguous().view(-1, pixels, pixels)
        maps.baddbmm_(query, key.transpose(1, 2), alpha=self.scale)
        maps = maps.view(-1, 2 * heads, pixels * pixels)
        constant = cast(Tensor, self.attn_fuse_1x1conv.bias).view(1, heads, 1)
        number = len(maps)
        opened = torch.baddbmm(constant, gate.expand(number, -1, -1), maps).sigmoid_()
        maps[:, :heads].lerp_(maps[:, heads:], opened)
        maps = maps.view(number, 2, heads, pixels, pixels)
        if mask is not None:
            masked = mask.flatten(1).amin(dim=1) < 0
            of_both = mask[masked][:, None, None]
            if self.masks_radar:
                maps[masked] += of_both
            else:
                maps[masked, 0] += of_both[:, 0]
        return maps


def apart(size: tuple[int, int], window: int, shift: int, like: Tensor) -> Tensor:
    """Return what is added to the maps of shifted windows [windows, pixels, pixels] of an image of `size`."""
    parts = _roll_parts(*size, window, shift).to(like.device)
    return (parts[:, None, :] != parts[:, :, None]).to(like.dtype) * _APART


@lru_cache(maxsize=16)
def _roll_parts(height: int, width: int, window: int, shift: int) -> Tensor:
    """Return [windows, pixels]: the part of the image that each pixel of the rolled one comes from."""
    row_parts, column_parts = (
        (torch.arange(length) >= length - window).int() + (torch.arange(length) >= length - shift).int()
        for length in (height, width)
    )
    parts = (row_parts[:, None] * 3 + column_parts[None, :])[None, :, :, None]
    return windows(parts, window)[..., 0]
