"""GLF-CR: global-local fusion of radar and optical features for cloud removal.

Xu, Shi, Ebel, Yu, Xia, Yang, Zhu: "GLF-CR: SAR-enhanced cloud removal with global-local fusion", ISPRS Journal of
Photogrammetry and Remote Sensing 192, 2022. Two streams of residual dense blocks (SGCI blocks, section 4.2), in which
window attention of the radar stream guides that of the optical one, and after each a local fusion (SLFC block, section
4.3), in which radar features pass through filters predicted for every pixel. Re-implemented from the description.
Parameter names and shapes are those of the authors' network, so that weights trained with it can be loaded.

Where the paper and the authors' network differ, this follows the network: the gate on the attention maps is a 1 x 1
convolution with a sigmoid (the paper says softmax), the predicted filters pass a LeakyReLU and are not normalised, and
the fusion at the end of a dense block is 3 x 3.

Ours, all off in the paper's settings: `conditioned` (a mask of the pixels to be restored and a smooth background
colour as inputs; the residual is added to a mixture of optical and background instead of optical, mixed pixel by pixel
by a gate that starts from the mask and may overrule it, so that ground that a detector took for cloud can stay, and
that has a share for colour and one for detail, see `mixing.mixed`),
`unshuffle` other than 2, `shallow_kernel`, `filter_size` and the widths other than the paper's, `bounded_filters` (a
predicted filter whose absolute taps sum to more than 1 is divided by that sum: without it a block squares its features,
and small runs diverge), `radar_detail` (channels of a short path at full size from the radar to the residual, open as
far as the gate is; the deep path is folded and learns fine structure late), `centred_radar` (the radar's 0..1, in which
ground differs by a few hundredths, is brought to about zero mean and unit deviation), `radar_prior` (the background is
corrected by that part, see `radar_prior.py`, of so many channels), `closer` (see `mixing.leaning`), `plain` (the
background is the plain ground of the scene on relative values, nothing is mixed, and features are enlarged bilinearly,
see `plain.py`) and `zero_output` (the last convolutions start at zero, so that an untrained network returns what the
residual is added to).
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from unveil.models.errors import ModelError
from unveil.models.networks.blocks import (
    condition,
    known,
    only_asked,
    pad_reflected,
    through,
    zero,
)
from unveil.models.networks.dense_block import DenseBlock
from unveil.models.networks.dynamic_filter import DynamicFilter
from unveil.models.networks.lanes import at_once, lane_count, lanes
from unveil.models.networks.mixing import leaning, mixed, opened
from unveil.models.networks.plain import PlainExit, RadarDetail, blanked, centred
from unveil.models.networks.radar_prior import RADAR_CENTRE, RADAR_SPREAD, RadarPrior
from unveil.models.networks.strips import Rows, convolved, strips

PAPER: dict[str, Any] = {}
"""The settings of the paper are the defaults of GlfCr."""

COMPACT: dict[str, Any] = {
    "width": 48,
    "blocks": 2,
    "layers": 2,
    "growth": 32,
    "heads": 2,
    "unshuffle": 4,
    "shallow_kernel": 3,
    "filter_size": 3,
    "up_width": 16,
    "drop_path": 0.0,
    "conditioned": True,
    "zero_output": True,
    "bounded_filters": True,
    "centred_radar": True,
    "plain": True,
    "radar_prior": 16,
}
"""What ships with Unveil: one twelfth of the parameters and a fortieth of the work, chosen for two CPU cores."""


class GlfCr(nn.Module):
    """The network. Any height and width: sides are reflected up to a multiple of `multiple` and cut back.

    width: channels of the features. blocks: pairs of SGCI and SLFC. layers: dense layers of an SGCI block.
    growth: channels that a dense layer adds. window, heads: of the attention. filter_size: of the dynamic filters.
    unshuffle: factor by which space is folded into channels. up_width: channels at full size before the last
    convolution. drop_path: greatest rate of stochastic depth, training only. The others: see the head of this module.
    """

    def __init__(
        self,
        bands: int = 13,
        width: int = 96,
        blocks: int = 6,
        layers: int = 5,
        growth: int = 48,
        window: int = 8,
        heads: int = 8,
        filter_size: int = 5,
        unshuffle: int = 2,
        shallow_kernel: int = 5,
        up_width: int = 64,
        drop_path: float = 0.2,
        conditioned: bool = False,
        zero_output: bool = False,
        bounded_filters: bool = False,
        radar_detail: int = 0,
        centred_radar: bool = False,
        radar_prior: int = 0,
        closer: float = 0.0,
        plain: bool = False,
    ):
        super().__init__()
        self.plain = plain = plain and conditioned
        part = RadarDetail if plain else RadarPrior
        self.prior = part(radar_prior, bands) if radar_prior else None
        if growth % heads:
            raise ModelError(f"The growth {growth} of GLF-CR cannot be shared by {heads} heads; choose a multiple.")
        self.unshuffle = unshuffle
        self.conditioned = conditioned
        self.closer = closer
        self.radar_detail = radar_detail
        self.centred_radar = centred_radar
        self.multiple = unshuffle * window
        folded = unshuffle * unshuffle
        # The background is smooth, so one value for each folded pixel says it all.
        optical = (bands + 1) * folded + bands if conditioned else bands * folded
        if plain:
            optical = (2 * bands + 1) * folded
        half = shallow_kernel // 2
        self.SFENet1 = nn.Conv2d(optical, width, shallow_kernel, padding=half)
        self.SFENet2 = nn.Conv2d(width, width, 3, padding=1)
        self.SFENet1_SAR = nn.Conv2d(2 * folded, width, shallow_kernel, padding=half)
        self.SFENet2_SAR = nn.Conv2d(width, width, 3, padding=1)
        rates = torch.linspace(0, drop_path, blocks * layers, device="cpu").tolist()
        self.RDBs = nn.ModuleList(
            DenseBlock(width, growth, rates[index * layers : (index + 1) * layers], window, heads)
            for index in range(blocks)
        )
        self.DF = nn.ModuleList(DynamicFilter(width, filter_size, bounded_filters) for _ in range(blocks))
        self.sar_fuse_1x1conv = nn.ModuleList(nn.Conv2d(width, width, 1) for _ in range(blocks))
        self.opt_distribute_1x1conv = nn.ModuleList(nn.Conv2d(width, width, 1) for _ in range(blocks))
        self.GFF = nn.Sequential(nn.Conv2d(blocks * width, width, 1), nn.Conv2d(width, width, 3, padding=1))
        if plain:
            self.exit = PlainExit(width, bands, unshuffle)
            return
        self.UPNet = nn.Sequential(
            nn.Conv2d(width, up_width * folded, 3, padding=1),
            nn.PixelShuffle(unshuffle),
            nn.Conv2d(up_width, bands, 3, padding=1),
        )
        last: list[nn.Module] = [self.UPNet[2]]
        if conditioned:
            self.gate = nn.Sequential(
                nn.Conv2d(up_width + bands + 1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 2, 3, padding=1)
            )
            last.append(self.gate[2])
        if radar_detail:
            self.detail = nn.Sequential(
                nn.Conv2d(2, radar_detail, 7, padding=3),
                nn.LeakyReLU(0.1),
                nn.Conv2d(radar_detail, bands, 5, padding=2),
            )
            last.append(self.detail[2])
        if zero_output:
            for layer in last:
                zero(layer)

    def forward(
        self, optical: Tensor, radar: Tensor, mask: Tensor | None = None, background: Tensor | None = None
    ) -> Tensor:
        """Return the cloud-free image [n, bands, h, w], unclipped.

        optical [n, bands, h, w] and radar [n, 2, h, w] scaled to 0..1. Only where `conditioned`: mask [n, 1, h, w],
        1 in cloud, 0 where it is clear, UNKNOWN in shadow, and everywhere where it is left out; background
        [n, bands, h, w], the mean of the pixels that the mask calls clear where it is left out.
        """
        height, width = optical.shape[-2:]
        hidden: Tensor | float = 1.0
        if self.plain:
            mask, background = condition(optical, mask, background)
            radar = centred(radar)
            background = background if self.prior is None else self.prior(radar, mask, background)
            optical = blanked(optical, mask, background)
        elif self.conditioned:
            mask, background = condition(optical, mask, background, radar, self.prior)
        base = optical
        if self.conditioned:
            optical = torch.cat((optical, known(mask), known(background)), dim=1)
        if self.centred_radar and not self.plain:
            radar = (radar - RADAR_CENTRE) / RADAR_SPREAD
        backscatter = radar
        optical, radar = (pad_reflected(image, self.multiple) for image in (optical, radar))
        with lanes() if only_asked(optical) else nullcontext():
            features = self._features(self._fold(optical), F.pixel_unshuffle(radar, self.unshuffle))
        if self.plain:
            return self.exit(features, base, backscatter, mask, background)
        residual = self.UPNet[2](features)[..., :height, :width]
        if self.conditioned:
            seen = optical[:, : base.shape[1] + 1]
            logit = self.gate(torch.cat((features, seen), dim=1))[..., :height, :width]
            shares = opened(logit + leaning(known(mask), base, known(background), self.closer, self.training))
            base = mixed(base, known(background), shares)
            hidden = shares[:, 1:]
        if self.radar_detail:
            residual = residual + hidden * self.detail(radar)[..., :height, :width]
        return base + residual

    def _fold(self, optical: Tensor) -> Tensor:
        if self.plain or not self.conditioned:
            return F.pixel_unshuffle(optical, self.unshuffle)
        bands = optical.shape[1] // 2
        sharp, smooth = optical[:, : bands + 1], optical[:, bands + 1 :]
        return torch.cat((F.pixel_unshuffle(sharp, self.unshuffle), F.avg_pool2d(smooth, self.unshuffle)), dim=1)

    def _features(self, optical: Tensor, radar: Tensor) -> Tensor:
        """Return the features of the folded images, at full size where there is an UPNet."""
        run = convolved if only_asked(optical) else _whole
        first = run(self.SFENet1, optical)
        x = run(self.SFENet2, first)
        s = run(self.SFENet2_SAR, run(self.SFENet1_SAR, radar))
        kept = []
        for index, block in enumerate(self.RDBs):
            x, s = self._fuse(index, *block(x, s))
            kept.append(x)
        x = run(self.GFF, torch.cat(kept, dim=1)) + first
        return x if self.plain else run(self.UPNet[:2], x, self.unshuffle)

    def _fuse(self, index: int, x: Tensor, s: Tensor) -> tuple[Tensor, Tensor]:
        """SLFC block: filtered radar features compensate the optical ones, and get back what those know (4.3)."""
        if only_asked(x):
            return self._fuse_strips(index, x, s)
        return self._compensated(index, x, s, through(self.DF[index], x, s))

    def _fuse_strips(self, index: int, x: Tensor, s: Tensor) -> tuple[Tensor, Tensor]:
        filters = cast(DynamicFilter, self.DF[index])
        padded = filters.padded(s)

        def fuse(rows: Rows) -> tuple[Tensor, Tensor]:
            filtered = filters.strip(rows, (x, s), padded)
            return self._compensated(index, x[:, :, rows.made], s[:, :, rows.made], filtered)

        height = x.shape[2]
        parts = zip(*at_once(fuse, strips(height, filters.reach, -(-height // lane_count()))))
        x, s = (torch.cat(each, dim=2) for each in parts)
        return x, s

    def _compensated(self, index: int, x: Tensor, s: Tensor, filtered: Tensor) -> tuple[Tensor, Tensor]:
        x = x + (filtered - x) * torch.sigmoid(self.sar_fuse_1x1conv[index](filtered - x))
        difference = x - filtered
        return x, s + difference * torch.sigmoid(self.opt_distribute_1x1conv[index](difference))


def _whole(chain: nn.Module, image: Tensor, _enlarged: int = 1) -> Tensor:
    return chain(image)
