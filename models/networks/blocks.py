"""What the networks share: any size of image, windows of attention, conditioning, and training in less memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint

from unveil.models.card import CLOUD_FREE

UNKNOWN = 0.5
"""The value of the mask where nobody knows whether the pixel is to be replaced, as in shadow."""

SMOOTHED = 9
"""Side in pixels of the squares whose means part colour from detail."""

CERTAIN = 2.5
"""The logit of a mixture where the mask is 1; it is the negative of this where the mask is 0."""


OVERCAST = 3.0
"""What is added to it where anything is masked in an image that is all cloud; with less cloud in proportion."""

CLOUD = 6.0
"""What is added to it where what is masked is white as nothing but cloud and snow."""

FEW, MANY = 0.2, 0.4
"""Shares of cloud in the mask: up to the first it may be bright ground alone, from the second on it is much cloud."""

VISIBLE = 4
"""How many bands are visible, the first: B1 to B4."""

GREY, WHITE = 0.08, 0.14
"""Reflectance above the background's in all visible bands: up to the first it may be ground, from the second cloud."""

RIM = 17
"""Side in pixels of the square round such cloud in which what is masked is its rim."""


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


def through(block: nn.Module, *inputs: Tensor) -> Any:
    """Run a block of a network; where `set_checkpointing` asked for it, keep only its inputs for the backward pass."""
    if block.training and getattr(block, "checkpointed", False) and torch.is_grad_enabled():
        return checkpoint(block, *inputs, use_reentrant=False)
    return block(*inputs)


def set_checkpointing(network: nn.Module, wanted: bool = True) -> None:
    """Choose gradient checkpointing (Chen et al. 2016): training in less memory for about a third more time."""
    for module in network.modules():
        module.checkpointed = wanted


def leaning(mask: Tensor, image: Tensor, background: Tensor, closer: float = 0.0, learning: bool = False) -> Tensor:
    """Return the logit from which a mixture starts, [n, 1, h, w]: it leans to the background where the mask does.

    The more so, where anything is masked, the more cloud is in the image: between clouds light is scattered and haze
    lies, what looks like shadow is both, and what looks like cloud is none that a detector made up. `closer` is added
    there in an image with much cloud, and nothing of it where little is cloud. What is masked and far brighter than the
    background in all visible bands is cloud in any case, since bright soil is dark in the blue, and so is what is
    masked right beside it, which each band sees elsewhere. A network that is `learning` has to find that out.
    """
    cover = (4 * mask - 3).clamp(0, 1).mean(dim=(2, 3), keepdim=True)
    much = ((cover - FEW) / (MANY - FEW)).clamp(0, 1)
    added = OVERCAST * cover + closer * much
    if not learning:
        excess = _mean((image - background)[:, :VISIBLE].amin(dim=1, keepdim=True), 5)
        added = added + CLOUD * _mean(_largest(((excess - GREY) / (WHITE - GREY)).clamp(0, 1), RIM), 5)
    return CERTAIN * (2 * mask - 1) + added * (2 * mask).clamp(0, 1)


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
    """Twice the height and width, half of the channels: 1 x 1 convolution and pixel shuffle."""

    def __init__(self, channels: int):
        super().__init__(nn.Conv2d(channels, 2 * channels, 1), nn.PixelShuffle(2))


def opened(logit: Tensor) -> Tensor:
    """Return a share in 0..1 that reaches 0 and 1: a sigmoid stretched by a quarter and cut; gradients are its own.

    A plain sigmoid never closes, and a few hundredths of a bright cloud are more than all that is dark on the ground.
    """
    share = torch.sigmoid(logit)
    return share + ((1.25 * share - 0.125).clamp(0, 1) - share).detach()


class Mixing(nn.Module):
    """How much background a pixel is to be mixed with: starts from the mask, and may overrule it.

    Colour and detail have shares of their own: haze leaves the form of the ground to be seen long after its colour.
    closer: see `leaning`.
    """

    def __init__(self, channels: int, bands: int, unshuffle: int, closer: float = 0.0):
        super().__init__()
        folded = unshuffle * unshuffle
        self.unshuffle = unshuffle
        self.closer = closer
        self.logit = nn.Sequential(
            nn.Conv2d(channels + (bands + 1) * folded, 16, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(16, 2 * folded, 3, padding=1),
        )
        nn.init.zeros_(self.logit[2].weight)
        nn.init.zeros_(self.logit[2].bias)

    def forward(self, features: Tensor, seen: Tensor, mask: Tensor, image: Tensor, background: Tensor) -> Tensor:
        """Return the logits [n, 2, h, w] of the background's shares in colour and in detail.

        features of the network and what it saw of image and mask, both folded; mask [n, 1, h, w], image and background
        [n, bands, h, w] before padding.
        """
        logits = F.pixel_shuffle(self.logit(torch.cat((features, seen), dim=1)), self.unshuffle)
        height, width = mask.shape[-2:]
        return logits[..., :height, :width] + leaning(mask, image, background, self.closer, self.training)


def mixed(image: Tensor, background: Tensor, shares: Tensor) -> Tensor:
    """Return an image with a share of its smooth part replaced by the background, and a share of the rest taken away.

    shares [n, 2, h, w] in 0..1, of colour and of detail; the image itself where both are 0.
    """
    smooth = smoothed(image)
    colour, detail = shares[:, :1], shares[:, 1:]
    return image + (background - smooth) * colour - (image - smooth) * detail


def smoothed(image: Tensor) -> Tensor:
    """Return an image without what is finer than about 150 m: the mean of squares, twice."""
    return _mean(_mean(image, SMOOTHED), SMOOTHED)


def _largest(image: Tensor, side: int) -> Tensor:
    """Return the greatest values over squares."""
    for size in ((1, side), (side, 1)):
        image = F.max_pool2d(image, size, stride=1, padding=(size[0] // 2, size[1] // 2))
    return image


def _mean(image: Tensor, side: int) -> Tensor:
    """Return the means over squares, at the border over what of them lies inside."""
    for size in ((1, side), (side, 1)):
        half = (size[0] // 2, size[1] // 2)
        image = F.avg_pool2d(image, size, stride=1, padding=half, count_include_pad=False)
    return image


class WindowAttention(nn.Module):
    """Cross-attention inside windows: queries of one map, keys and values of another; with position biases (Swin)."""

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
