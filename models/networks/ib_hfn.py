"""IB-HFN: information-bottleneck-driven high-fidelity network for radar-assisted cloud removal.

Re-implemented from the abstract of arXiv 2606.09347; its method section, code and weights were not available. What the
abstract says: two streams that do not mix before deep fusion; there a channel-wise variational information bottleneck
compresses the radar features (Spatial Information Bottleneck Fusion, SIBF); a local-global gate predicts clear sky and
routes reliable optical detail through Dirac-initialised skip connections.

Ours, where it is silent: encoders and decoder of NAFNet blocks, sizes and numbers of them, strided 2 x 2 convolutions
between levels and pixel shuffle back, a Dirac convolution of its own for the skip of every level; fusion at the deepest
level only; the bottleneck is a Gaussian per channel and position with its divergence from N(0, 1) averaged over all of
them, log-variance clamped to -8..8, the mean taken outside training; the gate is one channel, its local part a
depthwise and two 1 x 1 convolutions, its global part two of the means of all channels, and it is stretched bilinearly
for the skips of the other levels; below cloud, 1 - gate lets fused features in; the output is a residual on the cloudy
image whose last convolution starts at zero; the scaling of GLF-CR. `unshuffle` and `conditioned` are ours as well; the
latter takes mask and background as inputs, as GLF-CR's compact size does: the gate then starts from the mask, and the
residual is added to what it mixes of the image and the background (`mixing.Mixing`, as is `closer`). `radar_prior`
(channels; 0 is none) has the background corrected by the part of that name. With `plain` the background is the plain
ground of the scene on relative values, nothing is mixed, and features are enlarged bilinearly, see `plain.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from unveil.models.card import CLEAR_SKY, CLOUD_FREE
from unveil.models.networks.blocks import (
    LayerNorm2d,
    NafBlock,
    Upsample,
    condition,
    known,
    pad_reflected,
    through,
    zero,
)
from unveil.models.networks.mixing import CERTAIN, Mixing, mixed, opened
from unveil.models.networks.plain import PlainExit, RadarDetail, blanked, centred
from unveil.models.networks.radar_prior import RadarPrior

PAPER: dict[str, Any] = {}
"""The defaults of IbHfn; the abstract gives no sizes, so these are ours."""

COMPACT: dict[str, Any] = {
    "width": 24,
    "optical_blocks": (2, 3, 4),
    "radar_blocks": (1, 1, 2),
    "decoder_blocks": 1,
    "latent": 2,
    "unshuffle": 2,
    "conditioned": True,
    "plain": True,
    "radar_prior": 16,
}
"""What two CPU cores can run: three levels, the first at half of the image's size."""


class Restored(NamedTuple):
    """What the network returns.

    cloud_free [n, bands, h, w], unclipped; clear_sky [n, 1, h, w], the gate as a probability of clear sky; divergence,
    the mean Kullback-Leibler divergence of the bottleneck in nats, a scalar for the loss.
    """

    cloud_free: Tensor
    clear_sky: Tensor
    divergence: Tensor


class IbHfn(nn.Module):
    """The network. Any height and width: sides are reflected up to a multiple of `multiple` and cut back.

    width: channels of the first level, doubled from level to level. optical_blocks, radar_blocks: NAFNet blocks of each
    level of the encoders. decoder_blocks: of each level of the decoder. latent: channels of the bottleneck in widths.
    unshuffle: factor by which space is folded into channels at the entrance.
    """

    outputs = (CLOUD_FREE, CLEAR_SKY)

    def __init__(
        self,
        bands: int = 13,
        width: int = 32,
        optical_blocks: Sequence[int] = (2, 2, 4, 6),
        radar_blocks: Sequence[int] = (1, 1, 2, 3),
        decoder_blocks: int = 2,
        latent: int = 4,
        unshuffle: int = 1,
        conditioned: bool = False,
        radar_prior: int = 0,
        closer: float = 0.0,
        plain: bool = False,
    ):
        super().__init__()
        self.plain = plain = plain and conditioned
        part = RadarDetail if plain else RadarPrior
        self.prior = part(radar_prior, bands) if radar_prior else None
        if len(optical_blocks) != len(radar_blocks):
            raise TypeError("optical_blocks and radar_blocks need one number for each level")
        self.unshuffle = unshuffle
        self.conditioned = conditioned
        levels = len(optical_blocks)
        self.multiple = unshuffle * 2 ** (levels - 1)
        folded = unshuffle * unshuffle
        # The background is smooth, so one value for each folded pixel says it all.
        optical = (bands + 1) * folded + bands if conditioned else bands * folded
        if plain:
            optical = (2 * bands + 1) * folded
        self.bands = bands
        self.optical = Encoder(optical, width, optical_blocks)
        self.radar = Encoder(2 * folded, width, radar_blocks)
        widths = [width * 2**level for level in range(levels)]
        self.bottleneck = Bottleneck(widths[-1], latent * width)
        self.gate = Gate(2 * widths[-1])
        self.skips = nn.ModuleList(DiracSkip(channels) for channels in widths)
        self.fuse = nn.Conv2d(2 * widths[-1], widths[-1], 3, padding=1)
        self.ups = nn.ModuleList(Upsample(channels, smooth=plain) for channels in widths[1:])
        self.decoder = nn.ModuleList(
            nn.Sequential(*(NafBlock(channels) for _ in range(decoder_blocks))) for channels in widths[:-1]
        )
        if plain:
            self.exit = PlainExit(width, bands, unshuffle)
            return
        self.output = nn.Conv2d(width, bands * folded, 3, padding=1)
        zero(self.output)
        if conditioned:
            self.mixing = Mixing(width, bands, unshuffle, closer)

    def forward(
        self, optical: Tensor, radar: Tensor, mask: Tensor | None = None, background: Tensor | None = None
    ) -> Restored:
        """Return the cloud-free image, the clear-sky gate and the bottleneck's divergence.

        optical [n, bands, h, w] and radar [n, 2, h, w] scaled to 0..1; mask and background only where `conditioned`,
        as in `blocks.condition`.
        """
        height, width = optical.shape[-2:]
        if self.plain:
            mask, background = condition(optical, mask, background)
            radar = centred(radar)
            background = background if self.prior is None else self.prior(radar, mask, background)
            optical = blanked(optical, mask, background)
        elif self.conditioned:
            mask, background = condition(optical, mask, background, radar, self.prior)
        base, backscatter = optical, radar
        if self.conditioned:
            optical = torch.cat((optical, known(mask), known(background)), dim=1)
        optical, radar = (pad_reflected(image, self.multiple) for image in (optical, radar))
        folded = self._fold(optical)
        kept = self.optical(folded)
        compressed, divergence = through(self.bottleneck, self.radar(F.pixel_unshuffle(radar, self.unshuffle))[-1])
        both = torch.cat((kept[-1], compressed), dim=1)
        logit = self.gate(both)
        if self.plain:
            logit = logit - CERTAIN * (2 * F.avg_pool2d(pad_reflected(known(mask), self.multiple), self.multiple) - 1)
        gate = torch.sigmoid(logit)
        x = self.skips[-1](gate * kept[-1]) + (1 - gate) * self.fuse(both)
        for level in reversed(range(len(self.ups))):
            gate = torch.sigmoid(_stretch(logit, 2 ** (len(self.ups) - level)))
            x = self.ups[level](x) + self.skips[level](gate * kept[level])
            x = through(self.decoder[level], x)
        logit = _stretch(logit, self.multiple)[..., :height, :width]
        if self.plain:
            return Restored(self.exit(x, base, backscatter, mask, background), torch.sigmoid(logit), divergence)
        residual = F.pixel_shuffle(self.output(x), self.unshuffle)[..., :height, :width]
        if not self.conditioned:
            return Restored(base + residual, torch.sigmoid(logit), divergence)
        seen = folded[:, : (self.bands + 1) * self.unshuffle**2]
        shares = opened(self.mixing(x, seen, mask, base, background) - logit)
        return Restored(mixed(base, known(background), shares) + residual, 1 - shares[:, :1], divergence)

    def _fold(self, optical: Tensor) -> Tensor:
        if self.plain or not self.conditioned:
            return F.pixel_unshuffle(optical, self.unshuffle)
        sharp, smooth = optical[:, : self.bands + 1], optical[:, self.bands + 1 :]
        return torch.cat((F.pixel_unshuffle(sharp, self.unshuffle), F.avg_pool2d(smooth, self.unshuffle)), dim=1)


class Encoder(nn.Module):
    """The stream of one sensor: levels of NAFNet blocks, each at half the size and twice the channels of the last."""

    def __init__(self, channels: int, width: int, blocks: Sequence[int]):
        super().__init__()
        self.stem = nn.Conv2d(channels, width, 3, padding=1)
        self.levels = nn.ModuleList(
            nn.Sequential(*(NafBlock(width * 2**level) for _ in range(number))) for level, number in enumerate(blocks)
        )
        self.downs = nn.ModuleList(
            nn.Conv2d(width * 2**level, width * 2 ** (level + 1), 2, stride=2) for level in range(len(blocks) - 1)
        )

    def forward(self, x: Tensor) -> list[Tensor]:
        """Return the features of each level, finest first."""
        x = self.stem(x)
        kept = []
        for level, blocks in enumerate(self.levels):
            if level:
                x = self.downs[level - 1](x)
            x = through(blocks, x)
            kept.append(x)
        return kept


class Bottleneck(nn.Module):
    """Channel-wise variational information bottleneck (Alemi et al. 2017) on the radar features."""

    def __init__(self, channels: int, latent: int):
        super().__init__()
        self.norm = LayerNorm2d(channels)
        self.mean = nn.Conv2d(channels, latent, 1)
        self.log_variance = nn.Conv2d(channels, latent, 1)
        self.expand = nn.Conv2d(latent, channels, 1)

    def forward(self, s: Tensor) -> tuple[Tensor, Tensor]:
        """Return the features that passed, and the mean divergence of their code from N(0, 1)."""
        s = self.norm(s)
        mean, log_variance = self.mean(s), self.log_variance(s).clamp(-8, 8)
        code = mean
        if self.training:
            code = mean + torch.randn_like(mean) * torch.exp(0.5 * log_variance)
        wide, tall = mean.float(), log_variance.float()
        divergence = 0.5 * (wide.square() + tall.exp() - 1 - tall).mean()
        return self.expand(code), divergence


class Gate(nn.Module):
    """Logit of clear sky [n, 1, h, w] from what is near and from the means of the whole tile."""

    def __init__(self, channels: int):
        super().__init__()
        hidden = channels // 4
        self.local = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, groups=channels),
            nn.Conv2d(channels, hidden, 1),
            nn.GELU(),
            nn.Conv2d(hidden, 1, 1),
        )
        self.whole = nn.Sequential(nn.Conv2d(channels, hidden, 1), nn.GELU(), nn.Conv2d(hidden, 1, 1))

    def forward(self, both: Tensor) -> Tensor:
        return self.local(both) + self.whole(both.mean(dim=(2, 3), keepdim=True))


class DiracSkip(nn.Conv2d):
    """A 3 x 3 convolution that starts as the exact identity."""

    def __init__(self, channels: int):
        super().__init__(channels, channels, 3, padding=1, bias=False)
        nn.init.dirac_(self.weight)


def _stretch(image: Tensor, factor: int) -> Tensor:
    if factor == 1:
        return image
    return F.interpolate(image, scale_factor=factor, mode="bilinear", align_corners=False)
