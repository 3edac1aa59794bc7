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

    A radar prior is trained on alone only. GLF-CR and the attention network have the same parameters, so one may start
    from the other.

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
    """Keep the radar prior of a network that is more than that as it is."""
    named = dict(network.named_parameters())
    parts = {name: parameter for name, parameter in named.items() if name.startswith(PRIOR)}
    if len(parts) < len(named):
        for parameter in parts.values():
            parameter.requires_grad_(False)
