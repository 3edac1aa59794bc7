"""The optimiser of a run, and its learning rate."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from unveil.engine.training.loop.schedules import cosine_rate, stepped_rate
from unveil.engine.training.loop.settings import TrainingSettings


def make_optimiser(network: nn.Module, settings: TrainingSettings) -> torch.optim.Optimizer:
    """Return AdamW (Loshchilov and Hutter 2019) or Adam (Kingma and Ba 2015) over the groups of parameters."""
    kind = torch.optim.AdamW if settings.optimiser == "adamw" else torch.optim.Adam
    first, second = settings.betas
    return kind(_groups(network, settings), lr=settings.rate, weight_decay=settings.weight_decay, betas=(first, second))


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Give each group its rate."""
    for group in optimiser.param_groups:
        group["lr"] = rate * group["scale"]


def rate_of(settings: TrainingSettings, step: int, seconds: float) -> float:
    """Return the learning rate of the step after `step` steps and so many seconds of training."""
    if settings.schedule == "steps":
        return stepped_rate(progress_of(settings, step, seconds), settings.rate, settings.falls, settings.fall)
    share = (step - settings.warm_up) / max(settings.steps - settings.warm_up, 1)
    share = max(share, seconds / (60 * settings.minutes))
    return cosine_rate(step, settings.warm_up, share, settings.rate, settings.final_rate)


def progress_of(settings: TrainingSettings, step: int, seconds: float) -> float:
    """Return how much of the run is done, 0..1, by steps or by time, whichever is further."""
    return min(max(step / settings.steps, seconds / (60 * settings.minutes)), 1.0)


def _groups(network: nn.Module, settings: TrainingSettings) -> list[dict[str, Any]]:
    """Split the parameters into the deep ones and the shallow ones, each with the scale of its learning rate."""
    named = [(name, value) for name, value in network.named_parameters() if value.requires_grad]
    shallow = [value for name, value in named if name.startswith(tuple(settings.shallow))]
    deep = [value for name, value in named if not name.startswith(tuple(settings.shallow))]
    groups = [{"params": deep, "scale": 1.0}, {"params": shallow, "scale": settings.shallow_scale}]
    return [group for group in groups if group["params"]]
