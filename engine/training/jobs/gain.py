"""What an adapted model gains: errors of both on held-out blocks, and whether the difference is more than luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from unveil.models.networks.blocks import image_of

MARGIN = 0.2
"""dB by which the adapted model must be better on the held-out blocks, at least."""

_SURE = 5.0
"""Percent of the bootstrap's draws of blocks that may show no gain."""


@dataclass(frozen=True)
class Measured:
    """PSNR in dB of model and adapted model on hidden pixels of held-out blocks, the gain, and its 90 % interval."""

    before: float
    after: float
    low: float
    high: float
    blocks: int

    @property
    def gain(self) -> float:
        return self.after - self.before

    @property
    def helps(self) -> bool:
        """Tell whether the gain is large enough, and no luck of the blocks."""
        return self.gain >= MARGIN and self.low > 0


def block_errors(network: nn.Module, blocks: list[dict[str, np.ndarray]], device: str) -> np.ndarray:
    """Return [blocks, 2]: sum of squared errors over hidden held-out values, and their number."""
    names = (
        ("optical", "radar", "mask", "background") if getattr(network, "conditioned", False) else ("optical", "radar")
    )
    rows = []
    network.eval()
    for block in blocks:
        with torch.no_grad():
            answer = image_of(network(*(torch.from_numpy(block[name]).to(device) for name in names)))
        made, truth = answer.float().cpu().numpy(), block["target"]
        if "spread" in block:
            made, truth = (block["level"] + block["spread"] * image for image in (made, truth))
        error = np.square(made.clip(0, 1) - truth.clip(0, 1)) * block["weight"]
        rows.append((float(error.sum(dtype=np.float64)), float(block["weight"].sum(dtype=np.float64))))
    return np.array(rows)


def measured_gain(before: np.ndarray, after: np.ndarray, seed: int) -> Measured:
    """Return the PSNR over all hidden pixels, and the interval of the gain when blocks are drawn again."""
    kept = before[:, 1] > 0
    before, after = before[kept], after[kept]
    draws = np.random.default_rng(seed).integers(len(before), size=(2000, len(before)))
    gains = _psnr(after[draws].sum(axis=1)) - _psnr(before[draws].sum(axis=1))
    low, high = np.percentile(gains, [_SURE, 100 - _SURE])
    first, last = _psnr(before.sum(axis=0)), _psnr(after.sum(axis=0))
    return Measured(float(first), float(last), float(low), float(high), len(before))


def _psnr(sums: np.ndarray) -> np.ndarray:
    """Return 10 log10(1 / mean squared error) of [..., 2] sums of squared errors and numbers."""
    return -10 * np.log10(np.maximum(sums[..., 0] / sums[..., 1], 1e-10))
