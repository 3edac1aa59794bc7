"""How much a network holds and how much it works: parameters, and multiply-accumulate operations."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn


def count_parameters(network: nn.Module) -> int:
    """Return the number of trainable values."""
    return sum(parameter.numel() for parameter in network.parameters())


def count_macs(
    network: nn.Module, height: int = 128, width: int = 128, inputs: Sequence[str] = ("optical", "radar")
) -> int:
    """Return the multiply-accumulate operations of convolutions and matrix products for one image of height x width.

    Element-wise work (normalisation, activations, dynamic filters once predicted) is not counted, as is the custom.
    The network is run as written down, on tensors without values.
    """
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    channels = {"optical": 13, "radar": 2, "mask": 1, "background": 13}
    described = copy.deepcopy(network).to("meta").eval()
    shapes = [torch.empty(1, channels[name], height, width, device="meta") for name in inputs]
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        described(*shapes)
    # The counter takes a multiplication and an addition for two operations.
    return counter.get_total_flops() // 2


def describe_macs(macs: int, height: int, width: int) -> str:
    """Return the count as a model card says it: "1.53 G at 128 x 128"."""
    return f"{macs / 1e9:.2f} G at {height} x {width}"
