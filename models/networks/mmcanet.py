"""MMCANet: a multimodal network with cross-attention for cloud removal.

Re-implemented from the abstract of Zhou et al., IEEE Transactions on Geoscience and Remote Sensing 63, 2025; the paper
is closed, and no code or weights are known. What the abstract says: an extractor of features for each sensor,
cross-attention that brings them together, atrous spatial pyramid pooling (ASPP) among the high-level features, and four
restoration algorithms that take clouds away in steps (theirs are not described; the four in `progressive.py` are ours).

Ours, where it is silent: residual extractors with batch normalisation, sizes and numbers of their levels; at each level
attention in windows of 8 x 8 pixels, queries optical, keys and values radar, normalised first, with position biases and
a perceptron twice as wide; ASPP on the deepest level with the dilations of DeepLab v3, smaller ones in the compact
size, where the map is small; a U-shaped decoder with pixel shuffle and the fused features as skips; the output is a
residual on the cloudy image whose last convolution starts at zero; the scaling of GLF-CR. `unshuffle` and `conditioned`
are ours as well; the latter takes mask and background as inputs, as GLF-CR's compact size does: the residual is added
to a mixture of image and background that starts from the mask; `radar_prior` (channels; 0 is none) has the background
corrected by the part of that name; for `closer` see `mixing.leaning`. With `plain` the background is the plain ground
of the scene on relative values, nothing is mixed, and features are enlarged bilinearly, see `plain.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from unveil.models.networks.blocks import Upsample, WindowAttention, condition, known, pad_reflected, through, zero
from unveil.models.networks.mixing import Mixing, mixed, opened
from unveil.models.networks.plain import PlainExit, RadarDetail, blanked, centred
from unveil.models.networks.progressive import Compared, Progressive
from unveil.models.networks.radar_prior import RadarPrior

WINDOW = 8

PAPER: dict[str, Any] = {}
"""The defaults of MmcaNet; the abstract gives no sizes, so these are ours."""

COMPACT: dict[str, Any] = {
    "width": 24,
    "heads": (2, 4, 4),
    "blocks": 1,
    "dilations": (2, 4, 6),
    "unshuffle": 2,
    "conditioned": True,
    "plain": True,
    "radar_prior": 16,
}
"""What two CPU cores can run: three levels, the first at half of the image's size."""


class MmcaNet(Progressive):
    """The network. Any height and width: sides are reflected up to a multiple of `multiple` and cut back.

    restoration: one of progressive.RESTORATIONS; all but "cascade" share their weights, so it may be changed later.
    steps: passes of the progressive restorations. width: channels of the first level, doubled from level to level.
    heads: of the attention at each level. blocks: residual blocks of each level of an extractor. dilations: of the
    ASPP. unshuffle: factor by which space is folded into channels at the entrance.
    """

    def __init__(
        self,
        bands: int = 13,
        width: int = 32,
        heads: Sequence[int] = (2, 4, 8, 8),
        blocks: int = 2,
        dilations: Sequence[int] = (6, 12, 18),
        unshuffle: int = 1,
        conditioned: bool = False,
        restoration: str = "direct",
        steps: int = 3,
        radar_prior: int = 0,
        closer: float = 0.0,
        plain: bool = False,
    ):
        number = steps if restoration == "cascade" else 1
        kind = Kind(conditioned, closer, plain and conditioned)
        passes = [Pass(bands, width, heads, blocks, dilations, unshuffle, kind) for _ in range(number)]
        super().__init__(passes, restoration, steps)
        self.conditioned = conditioned
        self.multiple = passes[0].multiple
        self.plain = kind.plain
        part = RadarDetail if kind.plain else RadarPrior
        self.prior = part(radar_prior, bands) if radar_prior else None

    def forward(
        self, optical: Tensor, radar: Tensor, mask: Tensor | None = None, background: Tensor | None = None
    ) -> Tensor:
        """See `Progressive.forward`."""
        radar, mask, background = self._conditions(optical, radar, mask, background)
        return super().forward(optical, radar, mask, background)

    def compared(
        self,
        optical: Tensor,
        radar: Tensor,
        target: Tensor,
        mask: Tensor | None = None,
        background: Tensor | None = None,
    ) -> list[Compared]:
        """See `Progressive.compared`."""
        radar, mask, background = self._conditions(optical, radar, mask, background)
        return super().compared(optical, radar, target, mask, background)

    def _conditions(
        self, optical: Tensor, radar: Tensor, mask: Tensor | None, background: Tensor | None
    ) -> tuple[Tensor, Tensor | None, Tensor | None]:
        """Return radar, mask and background as the passes take them."""
        if not self.conditioned:
            return radar, mask, background
        if not self.plain:
            return radar, *condition(optical, mask, background, radar, self.prior)
        mask, background = condition(optical, mask, background)
        radar = centred(radar)
        return radar, mask, background if self.prior is None else self.prior(radar, mask, background)


@dataclass(frozen=True)
class Kind:
    """How a pass takes mask and background; see the head of this module."""

    conditioned: bool
    closer: float
    plain: bool


class Pass(nn.Module):
    """One pass from a cloudy image to an estimate of the clear one."""

    def __init__(
        self,
        bands: int,
        width: int,
        heads: Sequence[int],
        blocks: int,
        dilations: Sequence[int],
        unshuffle: int,
        kind: Kind,
    ):
        super().__init__()
        levels = len(heads)
        widths = [width * 2**level for level in range(levels)]
        self.bands = bands
        self.unshuffle = unshuffle
        self.conditioned, self.plain = kind.conditioned, kind.plain
        self.multiple = unshuffle * 2 ** (levels - 1) * WINDOW
        folded = unshuffle * unshuffle
        self.optical = Extractor(((2 * bands + 1) if kind.conditioned else bands) * folded, widths, blocks)
        self.radar = Extractor(2 * folded, widths, blocks)
        self.fusions = nn.ModuleList(CrossAttention(channels, head) for channels, head in zip(widths, heads))
        self.pyramid = Pyramid(widths[-1], dilations)
        self.ups = nn.ModuleList(Upsample(channels, smooth=kind.plain) for channels in widths[1:])
        self.decoder = nn.ModuleList(
            nn.Sequential(_convolution(2 * channels, channels), nn.ReLU(), ResidualBlock(channels))
            for channels in widths[:-1]
        )
        if kind.plain:
            self.exit = PlainExit(width, bands, unshuffle)
            return
        self.output = nn.Conv2d(width, bands * folded, 3, padding=1)
        zero(self.output)
        if kind.conditioned:
            self.mixing = Mixing(width, bands, unshuffle, kind.closer)

    def forward(self, optical: Tensor, radar: Tensor, mask: Tensor | None, background: Tensor | None) -> Tensor:
        height, width = optical.shape[-2:]
        if self.conditioned:
            mask, background = condition(optical, mask, background)
        if self.plain:
            optical = blanked(optical, known(mask), known(background))
        base, backscatter = optical, radar
        if self.conditioned:
            optical = torch.cat((optical, known(mask), known(background)), dim=1)
        optical, radar = (
            F.pixel_unshuffle(pad_reflected(image, self.multiple), self.unshuffle) for image in (optical, radar)
        )
        fused = [through(fusion, x, s) for fusion, x, s in zip(self.fusions, self.optical(optical), self.radar(radar))]
        x = through(self.pyramid, fused[-1])
        for level in reversed(range(len(self.ups))):
            x = through(self.decoder[level], torch.cat((self.ups[level](x), fused[level]), dim=1))
        if self.plain:
            return self.exit(x, base, backscatter, mask, background)
        residual = F.pixel_shuffle(self.output(x), self.unshuffle)[..., :height, :width]
        if self.conditioned:
            seen = optical[:, : (self.bands + 1) * self.unshuffle**2]
            base = mixed(base, known(background), opened(self.mixing(x, seen, mask, base, background)))
        return base + residual


class Extractor(nn.Module):
    """Features of one sensor: levels of residual blocks, each at half the size and twice the channels of the last."""

    def __init__(self, channels: int, widths: Sequence[int], blocks: int):
        super().__init__()
        self.stem = nn.Sequential(_convolution(channels, widths[0]), nn.ReLU())
        self.levels = nn.ModuleList(
            nn.Sequential(
                *(
                    ResidualBlock(width, widths[level - 1] if level and not block else width)
                    for block in range(max(blocks, 1))
                )
            )
            for level, width in enumerate(widths)
        )

    def forward(self, x: Tensor) -> list[Tensor]:
        """Return the features of each level, finest first."""
        x = self.stem(x)
        kept = []
        for blocks in self.levels:
            x = through(blocks, x)
            kept.append(x)
        return kept


class ResidualBlock(nn.Module):
    """Two 3 x 3 convolutions and a shortcut (He et al. 2016); halves the size where the channels change."""

    def __init__(self, channels: int, before: int = 0):
        super().__init__()
        before = before or channels
        stride = 1 if before == channels else 2
        self.body = nn.Sequential(
            _convolution(before, channels, stride=stride), nn.ReLU(), _convolution(channels, channels)
        )
        self.shortcut = nn.Identity() if stride == 1 else _convolution(before, channels, size=1, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.body(x) + self.shortcut(x))


class CrossAttention(nn.Module):
    """Optical features ask radar features in windows; then a perceptron. Both add to what was there."""

    def __init__(self, channels: int, heads: int):
        super().__init__()
        self.norm_optical = nn.LayerNorm(channels)
        self.norm_radar = nn.LayerNorm(channels)
        self.attention = WindowAttention(channels, heads, WINDOW)
        self.norm = nn.LayerNorm(channels)
        self.perceptron = nn.Sequential(nn.Linear(channels, 2 * channels), nn.GELU(), nn.Linear(2 * channels, channels))

    def forward(self, x: Tensor, s: Tensor) -> Tensor:
        x, s = x.permute(0, 2, 3, 1), s.permute(0, 2, 3, 1)
        x = x + self.attention(self.norm_optical(x), self.norm_radar(s))
        x = x + self.perceptron(self.norm(x))
        return x.permute(0, 3, 1, 2)


class Pyramid(nn.Module):
    """Atrous spatial pyramid pooling (Chen et al. 2017): what is near, further away, and in the whole tile."""

    def __init__(self, channels: int, dilations: Sequence[int]):
        super().__init__()
        half = channels // 2
        self.branches = nn.ModuleList(
            nn.Sequential(_convolution(channels, half, size=3 if rate else 1, dilation=rate or 1), nn.ReLU())
            for rate in (0, *dilations)
        )
        self.whole = nn.Sequential(nn.Conv2d(channels, half, 1), nn.ReLU())
        self.project = nn.Sequential(_convolution((len(dilations) + 2) * half, channels, size=1), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        whole = self.whole(x.mean(dim=(2, 3), keepdim=True)).expand(-1, -1, x.shape[2], x.shape[3])
        return self.project(torch.cat([*(branch(x) for branch in self.branches), whole], dim=1))


def _convolution(before: int, after: int, size: int = 3, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    """A convolution that keeps the size (but for its stride), and batch normalisation."""
    half = dilation * (size // 2)
    return nn.Sequential(
        nn.Conv2d(before, after, size, stride=stride, padding=half, dilation=dilation, bias=False),
        nn.BatchNorm2d(after),
    )
