"""What the networks share: any size of image, windows of attention, conditioning, and training in less memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from unveil.models.card import CLOUD_FREE

UNKNOWN = 0.5
"""The value of the mask where nobody knows whether the pixel is to be replaced, as in shadow."""


def pad_reflected(image: Tensor, multiple: int) -> Tensor:
    """Reflect the lower and right border of [n, c, h, w] until both sides are multiples; short sides go on and on."""
    for dimension in (2, 3):
        length = int(image.shape[dimension])
        wanted = -(-length // multiple) * multiple
        if wanted != length:
            index = torch.arange(wanted, device=image.device) % max(2 * (length - 1), 1)
            image = image.index_select(dimension, torch.minimum(index, 2 * (length - 1) - index).clamp_min(0))
    return image


def condition(
    optical: Tensor,
    mask: Tensor | None,
    background: Tensor | None,
    radar: Tensor | None = None,
    prior: nn.Module | None = None,
) -> tuple[Tensor, Tensor]:
    """Return mask and background where they may have been left out; the background with what a `RadarPrior` adds.

    mask [n, 1, h, w] (1 in cloud, 0 where it is clear) becomes UNKNOWN everywhere, background [n, bands, h, w] the mean
    of the pixels that the mask calls clear.
    """
    if mask is None:
        mask = torch.full_like(optical[:, :1], UNKNOWN)
    if background is None:
        weight = 1 - mask
        mean = (optical * weight).sum(dim=(2, 3), keepdim=True) / weight.sum(dim=(2, 3), keepdim=True).clamp_min(1.0)
        background = mean.expand_as(optical)
    if prior is not None:
        background = background + prior(radar, background)
    return mask, background


def zero(layer: nn.Module) -> None:
    """Let a layer begin with 0 as its answer."""
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)


def known(given: Tensor | None) -> Tensor:
    """Return a mask or a background that `condition` has seen to; ValueError where there is none."""
    if given is None:
        raise ValueError("a conditioned network works on a mask and a background")
    return given


def only_asked(x: Tensor) -> bool:
    """Tell whether a processor is asked for a result alone: nothing is kept for training, and no graph is written down.

    It may then be computed in pieces that stay in the cache, and in place. float16 has too narrow a range for that.
    """
    return not (torch.is_grad_enabled() or torch.jit.is_tracing() or x.device.type != "cpu" or x.dtype == torch.float16)


def through(block: nn.Module, *inputs: Tensor) -> Any:
    """Run a block of a network; where `set_checkpointing` asked for it, keep only its inputs for the backward pass."""
    if block.training and getattr(block, "checkpointed", False) and torch.is_grad_enabled():
        return checkpoint(block, *inputs, use_reentrant=False)
    return block(*inputs)


def set_checkpointing(network: nn.Module, wanted: bool = True) -> None:
    """Choose gradient checkpointing (Chen et al. 2016): training in less memory for about a third more time."""
    for module in network.modules():
        setattr(module, "checkpointed", wanted)  # noqa: B010 - a mark that modules do not declare


class LayerNorm2d(nn.LayerNorm):
    """Layer normalisation over the channels of [n, c, h, w]."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class NafBlock(nn.Module):
    """Block without activation functions (NAFNet: Chen, Chu, Zhang, Sun 2022); starts as the identity.

    Normalise, widen, 3 x 3 depthwise, gate by multiplying halves, weigh channels by their means; then a perceptron
    with the same gate. Both branches are scaled by parameters that start at zero.
    """

    def __init__(self, channels: int):
        super().__init__()
        self.norm1 = LayerNorm2d(channels)
        self.widen = nn.Conv2d(channels, 2 * channels, 1)
        self.depthwise = nn.Conv2d(2 * channels, 2 * channels, 3, padding=1, groups=2 * channels)
        self.weigh = nn.Conv2d(channels, channels, 1)
        self.narrow = nn.Conv2d(channels, channels, 1)
        self.norm2 = LayerNorm2d(channels)
        self.fc1 = nn.Conv2d(channels, 2 * channels, 1)
        self.fc2 = nn.Conv2d(channels, channels, 1)
        self.scale1 = nn.Parameter(torch.zeros(1, channels, 1, 1))
        self.scale2 = nn.Parameter(torch.zeros(1, channels, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        left, right = self.depthwise(self.widen(self.norm1(x))).chunk(2, dim=1)
        seen = left * right
        seen = seen * self.weigh(seen.mean(dim=(2, 3), keepdim=True))
        x = x + self.scale1 * self.narrow(seen)
        left, right = self.fc1(self.norm2(x)).chunk(2, dim=1)
        return x + self.scale2 * self.fc2(left * right)


class Upsample(nn.Sequential):
    """Twice the height and width, half of the channels: 1 x 1 convolution and pixel shuffle.

    smooth: bilinear instead, which leaves no pattern of twice the step.
    """

    def __init__(self, channels: int, smooth: bool = False):
        if smooth:
            enlarge = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)
            super().__init__(nn.Conv2d(channels, channels // 2, 1), enlarge)
        else:
            super().__init__(nn.Conv2d(channels, 2 * channels, 1), nn.PixelShuffle(2))


class WindowAttention(nn.Module):
    """Cross-attention inside windows: queries of one map, keys and values of another; with position biases (Swin)."""

    positions: Tensor

    def __init__(self, channels: int, heads: int, window: int):
        super().__init__()
        self.heads = heads
        self.window = window
        self.scale = (channels // heads) ** -0.5
        self.query = nn.Linear(channels, channels)
        self.key_value = nn.Linear(channels, 2 * channels)
        self.proj = nn.Linear(channels, channels)
        self.position_bias = nn.Parameter(_nearness(window, heads))
        self.register_buffer("positions", relative_positions(window), persistent=False)

    def forward(self, asking: Tensor, answering: Tensor) -> Tensor:
        """Return [n, h, w, channels] for two maps of that shape; h and w are multiples of the window."""
        height, width, channels = asking.shape[1:]
        query = self._heads(self.query(windows(asking, self.window)))
        key, value = (self._heads(part) for part in self.key_value(windows(answering, self.window)).chunk(2, dim=-1))
        pixels = self.window * self.window
        bias = self.position_bias[self.positions.flatten()].view(1, pixels, pixels, self.heads).permute(0, 3, 1, 2)
        weights = ((query * self.scale) @ key.transpose(-2, -1) + bias).softmax(dim=-1).to(value.dtype)
        result = (weights @ value).transpose(1, 2).reshape(-1, pixels, channels)
        return unwindows(self.proj(result), self.window, height, width)

    def _heads(self, x: Tensor) -> Tensor:
        pixels, channels = x.shape[1:]
        return x.reshape(-1, pixels, self.heads, channels // self.heads).transpose(1, 2)


def windows(x: Tensor, window: int) -> Tensor:
    """[n, h, w, c] -> [n * windows, window * window, c]."""
    height, width, channels = x.shape[1:]
    x = x.reshape(-1, height // window, window, width // window, window, channels)
    return x.permute(0, 1, 3, 2, 4, 5).reshape(-1, window * window, channels)


def unwindows(x: Tensor, window: int, height: int, width: int) -> Tensor:
    """[n * windows, window * window, c] -> [n, h, w, c]."""
    channels = x.shape[-1]
    x = x.reshape(-1, height // window, width // window, window, window, channels)
    return x.permute(0, 1, 3, 2, 4, 5).reshape(-1, height, width, channels)


def _nearness(window: int, heads: int) -> Tensor:
    """Return position biases [rows of the table, heads] from which each head looks further than the last.

    Two sensors that see the same ground are to be compared there; from equal biases that is learnt late.
    """
    steps = torch.arange(2 * window - 1, dtype=torch.float32) - (window - 1)
    squares = (steps[:, None].square() + steps.square()).flatten()
    reach = 0.7 * 2.5 ** torch.arange(heads, dtype=torch.float32)
    return (-squares[:, None] / (2 * reach.square())).clamp_min(-8.0)


def relative_positions(window: int) -> Tensor:
    """Return [pixels, pixels], the row of the bias table for each pair of a window (Swin, Liu et al. 2021)."""
    places = torch.arange(window * window)
    rows, columns = places // window, places % window
    row_steps = rows[:, None] - rows[None, :] + window - 1
    column_steps = columns[:, None] - columns[None, :] + window - 1
    return row_steps * (2 * window - 1) + column_steps


class Outputs(nn.Module):
    """A network of which some outputs are wanted, by name and in that order, as its export needs them."""

    def __init__(self, network: nn.Module, names: Sequence[str]):
        super().__init__()
        self.network = network
        self.names = tuple(names)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        return outputs_of(self.network(*inputs), self.names)


def image_of(output: Tensor | tuple[Tensor, ...]) -> Tensor:
    """Return the cloud-free image of what a network returned: the first of several outputs."""
    return output if isinstance(output, Tensor) else output[0]


def outputs_of(output: Tensor | tuple[Tensor, ...], names: Sequence[str]) -> tuple[Tensor, ...]:
    """Return what a network returned by the names of `card.OUTPUTS`; all but the image are fields of a named tuple."""
    return tuple(image_of(output) if name == CLOUD_FREE else getattr(output, name) for name in names)


def output_names(network: nn.Module) -> tuple[str, ...]:
    """Return which of `card.OUTPUTS` a network gives: its `outputs`, or only the image where it has none."""
    return tuple(getattr(network, "outputs", (CLOUD_FREE,)))
