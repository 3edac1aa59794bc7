"""The dense layers of two streams for a processor that is only asked for the result (GLF-CR's SGCI block, 4.2).

What `dense_block.py` and `guided_attention.py` write down is computed here in fewer passes over memory: bands of
windows go through attention and perceptron while they lie in the cache, each band in a thread of its own (`lanes.py`).
The two streams lie side by side in the channels, so that one product with a matrix of two blocks serves both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from unveil.models.networks.blocks import unwindows, windows
from unveil.models.networks.guided_attention import APART, roll_parts
from unveil.models.networks.lanes import at_once
from unveil.models.networks.strips import Rows, reach, strips

if TYPE_CHECKING:
    from unveil.models.networks.dense_block import DenseBlock, DenseLayer

Apart = dict[int, Tensor]
"""What is added to the attention maps [pixels, pixels] of some windows, by their places."""

CHUNK = 16
"""Windows whose attention maps fit into the cache of a processor together."""

_ROWS = 8
"""What matrix units like the channels of a head to be a multiple of."""

_LEAST, _MOST = 1e-25, 1e30
"""Sums of exponentials between which neither they nor what they are made of leave the range of float32."""


def side_by_side(block: DenseBlock, x: Tensor, s: Tensor) -> tuple[Tensor, Tensor]:
    """Return what the block makes of x and s [n, width, h, w] without anything that a backward pass would need."""
    streams = [x], [s]
    for layer in cast("Sequence[DenseLayer]", block.convs):
        new = _convolved(streams, (layer.conv, layer.conv_SAR))
        grown = _attended(layer, new)
        for parts, image in zip(streams, grown):
            parts.append(image.permute(0, 3, 1, 2))
    fused = _convolved(streams, (block.LFF, block.LFF_SAR))
    for image, given in zip(fused, (x, s)):
        image += given.permute(0, 2, 3, 1)
    return fused[0].permute(0, 3, 1, 2), fused[1].permute(0, 3, 1, 2)


def _convolved(streams: Sequence[list[Tensor]], layers: Sequence[nn.Module]) -> tuple[Tensor, Tensor]:
    """Return [n, h, w, channels] of both streams, each given as the images whose channels follow each other."""
    number, _, height, width = streams[0][0].shape
    channels = next(module for module in layers[0].modules() if isinstance(module, nn.Conv2d)).out_channels
    results = [streams[0][0].new_empty(number, height, width, channels) for _ in streams]

    def convolve(item: tuple[int, Rows]) -> None:
        index, rows = item
        seen = torch.cat([part[:, :, rows.seen] for part in streams[index]], dim=1)
        results[index][:, rows.made] = layers[index](seen)[:, :, rows.kept].permute(0, 2, 3, 1)

    at_once(convolve, [(index, rows) for rows in strips(height, reach(layers[0])) for index in range(2)])
    return results[0], results[1]


def _attended(layer: DenseLayer, new: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    """Return [n, h, w, channels] of both streams after the layer's attention and perceptron."""
    results = torch.empty_like(new[0]), torch.empty_like(new[1])
    height, width = new[0].shape[1:3]
    window = layer.window
    shift = layer.shift if min(height, width) > window else 0
    apart = _apart((height, width), window, shift, new[0].dtype)
    joint = joined(layer)

    def attend(item: tuple[int, int]) -> None:
        image, band = item
        # Rows and columns go round the image's border.
        first = band * window + shift
        pieces = slice(first, min(first + window, height)), slice(0, max(first + window - height, 0))
        rows = torch.cat([torch.cat([each[image, piece] for piece in pieces]) for each in new], dim=-1)
        seen = windows((rows.roll(-shift, dims=1) if shift else rows)[None], window)
        before = band * len(seen)
        for start in range(0, len(seen), CHUNK):
            stop = min(start + CHUNK, len(seen))
            here = {
                place: apart[before + start + place] for place in range(stop - start) if before + start + place in apart
            }
            seen[start:stop] = joint.layer_of(seen[start:stop], here)
        rows = unwindows(seen, window, window, width)[0]
        rows = rows.roll(shift, dims=1) if shift else rows
        for result, stream in zip(results, rows.chunk(2, dim=-1)):
            for piece, made in zip(pieces, stream.split([piece.stop - piece.start for piece in pieces])):
                result[image, piece] = made

    at_once(attend, [(image, band) for image in range(len(new[0])) for band in range(height // window)])
    return results


@dataclass(frozen=True)
class Joint:
    """The weights of a layer's attention and perceptron as both streams side by side need them.

    query, key [rows, 2 * channels + 1]: behind the weights the biases; rows by stream, head and channel, with some of
    zeros behind each head's. value: the same, with a row behind each head's that gives 1. bias [heads, keys, queries]
    of positions. gate [heads, 2 * heads] and gate_bias [1, heads, 1]. out (transposed), first and second: weights and
    biases of linear layers.
    """

    layer: DenseLayer
    query: Tensor
    key: Tensor
    value: Tensor
    bias: Tensor
    gate: Tensor
    gate_bias: Tensor
    out: tuple[Tensor, Tensor]
    first: tuple[Tensor, Tensor]
    second: tuple[Tensor, Tensor]

    def layer_of(self, seen: Tensor, apart: Apart) -> Tensor:
        """Return what the layer makes of windows [n, pixels, 2 * channels], of both streams side by side.

        apart: what is added to the attention maps of some of the windows [pixels, pixels], by their places.
        """
        grown = seen + self.attention(self._normalised(seen) if self.layer.pre_norm else seen, apart)
        hidden = F.gelu(F.linear(self._normalised(grown), *self.first))
        return (grown if self.layer.inner_skip else seen) + F.linear(hidden, *self.second)

    def attention(self, seen: Tensor, apart: Apart) -> Tensor:
        """Return what both streams attend to, as `layer_of` is given them."""
        number, pixels, channels = seen.shape
        heads = len(self.gate)
        given = F.pad(seen, (0, 1), value=1.0).transpose(1, 2)
        query, key, value = (
            torch.bmm(weights.expand(number, -1, -1), given).view(number * 2 * heads, -1, pixels)
            for weights in (self.query, self.key, self.value)
        )
        # Of no row the greatest is taken away first, which seldom matters: that saves two passes over the maps.
        result = torch.bmm(value, self._maps(query, key, apart).exp_())
        least, most = torch.aminmax(result[:, -1])
        if not (least > _LEAST and most < _MOST):
            result = torch.bmm(value, self._maps(query, key, apart).softmax(dim=1))
        result = (result[:, :-1] / result[:, -1:]).view(number, channels, pixels)
        weights, biases = self.out
        return torch.bmm(result.transpose(1, 2), weights.expand(number, -1, -1)).add_(biases)

    def _maps(self, query: Tensor, key: Tensor, apart: Apart) -> Tensor:
        """Return the logits of both streams [n * 2 * heads, keys, queries]."""
        heads, pixels = self.bias.shape[:2]
        maps = self.bias.expand(len(query) // heads, -1, -1, -1).reshape(-1, pixels, pixels)
        maps.baddbmm_(key.transpose(1, 2), query, alpha=self.layer.attn.scale)
        both = maps.view(-1, 2 * heads, pixels * pixels)
        # The difference of two maps, weighed over the heads, is one product with the maps of both.
        opened = torch.bmm(self.gate.expand(len(both), -1, -1), both).add_(self.gate_bias).sigmoid_()
        both[:, :heads].lerp_(both[:, heads:], opened)
        reached = 2 * heads if self.layer.attn.masks_radar else heads
        for place, added in apart.items():
            maps[place * 2 * heads :][:reached] += added
        return maps

    def _normalised(self, seen: Tensor) -> Tensor:
        """Return the streams normalised, without the scale and shift that `first` holds."""
        channels = seen.shape[-1] // 2
        return F.layer_norm(seen.unflatten(-1, (2, channels)), (channels,), eps=self.layer.norm2.eps).flatten(-2)


def joined(layer: DenseLayer) -> Joint:
    """Return the weights of a layer for both streams side by side."""
    attention = layer.attn
    heads = attention.heads
    query, key, value = (
        _both(*parts).unflatten(0, (2 * heads, -1))
        for parts in zip(*(_with_bias(each).chunk(3) for each in (attention.qkv, attention.qkv_SAR)))
    )
    unused = -query.shape[1] % _ROWS
    query, key = (F.pad(part, (0, 0, 0, unused)).flatten(0, 1) for part in (query, key))
    value = F.pad(value, (0, 0, 0, 1))
    value[:, -1, -1] = 1
    gate = attention.attn_fuse_1x1conv.weight.flatten(1)
    out, biases = _parted(_both(_with_bias(attention.proj), _with_bias(attention.proj_SAR)))
    return Joint(
        layer,
        query,
        key,
        value.flatten(0, 1),
        attention.position_bias()[0].to(query.dtype).transpose(1, 2).contiguous(),
        torch.cat((-gate, gate), dim=1),
        cast(Tensor, attention.attn_fuse_1x1conv.bias).view(1, heads, 1),
        (out.t().contiguous(), biases),
        _parted(_both(_behind(layer.norm2, layer.mlp.fc1), _behind(layer.norm2_SAR, layer.mlp_SAR.fc1))),
        _parted(_both(_with_bias(layer.mlp.fc2), _with_bias(layer.mlp_SAR.fc2))),
    )


def _with_bias(linear: nn.Linear) -> Tensor:
    """Return the weights of a linear layer [outputs, inputs + 1], its biases behind them."""
    return torch.cat((linear.weight, linear.bias[:, None]), dim=1)


def _behind(norm: nn.LayerNorm, linear: nn.Linear) -> Tensor:
    """Return the same of a layer behind a normalisation whose scale and shift it takes over."""
    return torch.cat((linear.weight * norm.weight, (linear.bias + linear.weight @ norm.bias)[:, None]), dim=1)


def _both(x: Tensor, s: Tensor) -> Tensor:
    """Return the weights [2 * outputs, 2 * inputs + 1] of two layers for inputs side by side."""
    return torch.cat((torch.block_diag(x[:, :-1], s[:, :-1]), torch.cat((x[:, -1:], s[:, -1:]))), dim=1)


def _parted(weights: Tensor) -> tuple[Tensor, Tensor]:
    return weights[:, :-1].contiguous(), weights[:, -1].contiguous()


@lru_cache(maxsize=16)
def _apart(size: tuple[int, int], window: int, shift: int, kind: torch.dtype) -> dict[int, Tensor]:
    """Return what is added to the maps [pixels, pixels] of shifted windows that hold several parts of an image."""
    if not shift:
        return {}
    parts = roll_parts(*size, window, shift)
    reached = (parts != parts[:, :1]).any(dim=1).nonzero().flatten().tolist()
    return {place: (parts[place, None, :] != parts[place, :, None]).to(kind) * APART for place in reached}
