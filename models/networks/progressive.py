"""Restoration in steps: four ways to take clouds away gradually, and the direct one.

MMCANet's abstract announces four such algorithms and describes none; these four are ours. Each works on an estimate
that begins as the cloudy image, or, in a network that takes a background, as that background, and takes its place in
every later pass:

* "recursive": the same pass again and again on its own estimate; in training every estimate is compared with the clear
  image, each with half the weight of the next.
* "cascade": as that, each pass with weights of its own.
* "region": a cloud is peeled from its rim inwards; each pass rewrites only its ring, and the last one all that is left.
  In training each pass is compared in its ring.
* "intensity": pass k turns what is (1 - k/K) of the start and k/K of the clear image into an estimate of the clear
  image, and the estimate moves on by 1/K (after cold diffusion, Bansal et al. 2022, algorithm 2). In training a random
  k is drawn, and the true mixture is the input.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from unveil.models.errors import ModelError
from unveil.models.networks.blocks import condition

RESTORATIONS = ("direct", "recursive", "cascade", "region", "intensity")

RING = 16
"""Pixels that a region's ring is wide."""

CHANGED = 0.02
"""Where no mask is given, what the first pass changes by more than this reflectance on average is taken for cloud."""


class Compared(NamedTuple):
    """What training compares: an estimate [n, bands, h, w], where (0..1, [n, 1, h, w]), and with which weight."""

    estimate: Tensor
    where: Tensor | None
    weight: float


class Progressive(nn.Module):
    """Runs passes(optical, radar, mask, background) by one of RESTORATIONS. Subclasses say if they are conditioned."""

    conditioned = False

    def __init__(self, passes: Sequence[nn.Module], restoration: str, steps: int):
        super().__init__()
        if restoration not in RESTORATIONS:
            raise ModelError(f"The restoration '{restoration}' is not known; choose {', '.join(RESTORATIONS)}.")
        if steps < 1:
            raise ModelError(f"A progressive restoration needs at least one step, not {steps}.")
        self.passes = nn.ModuleList(passes)
        self.restoration = restoration
        self.steps = steps

    def forward(
        self, optical: Tensor, radar: Tensor, mask: Tensor | None = None, background: Tensor | None = None
    ) -> Tensor:
        """Return the cloud-free image [n, bands, h, w], unclipped.

        optical [n, bands, h, w] and radar [n, 2, h, w] scaled to 0..1; mask [n, 1, h, w], 1 where the pixel is to be
        restored, and background [n, bands, h, w] where the network is conditioned; "region" uses a mask in any case.
        """
        if self.restoration == "direct":
            return self.passes[0](optical, radar, mask, background)
        *_, last = self._estimates(optical, radar, mask, background)
        return last[0]

    def compared(
        self,
        optical: Tensor,
        radar: Tensor,
        target: Tensor,
        mask: Tensor | None = None,
        background: Tensor | None = None,
    ) -> list[Compared]:
        """Return what a training step compares with the clear image `target`; the weights sum to 1."""
        everywhere = torch.ones_like(optical[:, :1])
        if self.restoration == "direct":
            return [Compared(self.passes[0](optical, radar, mask, background), everywhere, 1.0)]
        if self.restoration == "intensity":
            start, mask = self._start(optical, mask, background)
            share = torch.randint(self.steps, (len(optical), 1, 1, 1), device=optical.device) / self.steps
            mixture = (1 - share) * start + share * target
            return [Compared(self._pass(0, mixture, optical, radar, mask), everywhere, 1.0)]
        estimates = list(self._estimates(optical, radar, mask, background))
        if self.restoration == "region":
            return [Compared(answer, ring, 1 / len(estimates)) for _, answer, ring in estimates]
        total = 2.0 ** len(estimates) - 1
        return [Compared(answer, everywhere, 2.0**index / total) for index, (_, answer, _) in enumerate(estimates)]

    def _estimates(
        self, optical: Tensor, radar: Tensor, mask: Tensor | None, background: Tensor | None
    ) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """Yield of each pass the estimate after it, its own answer, and where that was taken over."""
        start, mask = self._start(optical, mask, background)
        estimate, rings = start, None
        where = torch.ones_like(optical[:, :1])
        for step in range(self.steps):
            answer = self._pass(step, estimate, optical, radar, mask)
            if self.restoration == "region":
                rings = self._rings(optical, answer, mask) if rings is None else rings
                where = rings[step]
                estimate = torch.where(where > 0, answer, estimate)
            elif self.restoration == "intensity":
                estimate = estimate + (answer - start) / self.steps
            else:
                estimate = answer
            yield estimate, answer, where

    def _start(self, optical: Tensor, mask: Tensor | None, background: Tensor | None) -> tuple[Tensor, Tensor | None]:
        """Return the first estimate, and the mask."""
        if not self.conditioned:
            return optical, mask
        mask, background = condition(optical, mask, background)
        return background, mask

    def _pass(self, step: int, estimate: Tensor, optical: Tensor, radar: Tensor, mask: Tensor | None) -> Tensor:
        network = self.passes[step % len(self.passes)]
        if self.conditioned:
            return network(optical, radar, mask, estimate)
        return network(estimate, radar, mask, None)

    def _rings(self, optical: Tensor, answer: Tensor, mask: Tensor | None) -> list[Tensor]:
        """Return for each pass where it writes, 0 or 1; the first writes the clear pixels as well."""
        if mask is None:
            change = (answer - optical).abs().mean(dim=1, keepdim=True).detach()
            cloud = (change > CHANGED).to(optical.dtype)
        else:
            cloud = (mask > 0).to(optical.dtype)
        rings, left = [], torch.ones_like(cloud)
        for step in range(self.steps):
            inner = torch.zeros_like(cloud) if step == self.steps - 1 else _shrink(cloud, RING * (step + 1))
            rings.append(left - inner)
            left = inner
        return rings


def _shrink(region: Tensor, distance: int) -> Tensor:
    """Return the pixels of a region that lie deeper in it than `distance`; the image's border is no rim."""
    length = 2 * distance + 1
    rows = F.max_pool2d(1 - region, (length, 1), stride=1, padding=(distance, 0))
    return 1 - F.max_pool2d(rows, (1, length), stride=1, padding=(0, distance))
