"""Weights that a training starts from, and parts of a network that stay as they are."""

from __future__ import annotations

from pathlib import Path

from torch import nn

from unveil.engine.errors import UnveilError
from unveil.engine.training.loop.checkpoints import checkpoint_of

PRIOR = "prior."
"""How the names of the parameters of a network's `RadarPrior` begin, there and where it is trained alone."""


def start_from(network: nn.Module, run: Path) -> None:
    """Give a network the averaged weights of another run, of all of it or of its radar prior alone.

    A radar prior, which is trained alone, is not trained on. GLF-CR and the attention network have the same parameters,
    so one may start from the other.

    Raises:
        UnveilError: the run has no checkpoint, or one of another network.
    """
    weights = checkpoint_of(run)["average"]
    own = network.state_dict()
    if any(name not in own or own[name].shape != tensor.shape for name, tensor in weights.items()):
        raise UnveilError(f"The run {run} to start from is of another network; choose one of this network or its part.")
    network.load_state_dict(weights, strict=False)
    freeze(network)


def freeze(network: nn.Module) -> None:
    """Keep the radar prior as it is."""
    for name, parameter in network.named_parameters():
        if name.startswith(PRIOR):
            parameter.requires_grad_(False)
