"""What a training step makes smaller: terms with their weights, by the network's output and the kind of objective."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from unveil.engine.errors import UnveilError
from unveil.engine.training.loop import losses
from unveil.engine.training.loop.detail_losses import fine_detail
from unveil.engine.training.loop.schedules import joint_weights
from unveil.engine.training.loop.settings import TrainingSettings
from unveil.models.networks.blocks import image_of
from unveil.models.networks.progressive import Compared

Batch = Mapping[str, Tensor]
"""A step's optical, radar, mask, background, target and weight, each [n, channels, h, w]; on relative values level and
spread as well, [n, bands, 1, 1]: reflectance = level + spread x value."""

Terms = dict[str, tuple[float, Tensor]]
"""The terms of an objective by name: weight, and value."""


class Loss(NamedTuple):
    """total: what is made smaller. parts: its terms by name, without their weights, for the log."""

    total: Tensor
    parts: dict[str, Tensor]


def compact(image: Tensor, batch: Batch, weight: Tensor, settings: TrainingSettings, progress: float) -> Terms:
    """Absolute and squared error and contrast-structure: what the shipped models were trained with. Ours."""
    target = batch["target"]
    return {
        "absolute": (1.0, losses.absolute_error(image, target, weight)),
        "squared": (settings.squared, losses.squared_error(image, target, weight)),
        "structure": (settings.structure, losses.structure_error(image, target, weight)),
    }


def relative(image: Tensor, batch: Batch, weight: Tensor, settings: TrainingSettings, progress: float) -> Terms:
    """Of networks on relative values: smooth absolute error, structure, and the energy of detail. Ours."""
    structure, detail = losses.structure_and_detail(image, batch["target"], weight, batch["spread"])
    return {
        "smooth": (1.0, losses.relative_error(image, batch["target"], weight, batch["spread"])),
        "structure": (settings.structure, structure),
        "detail": (settings.detail, detail),
    }


def drawn(image: Tensor, batch: Batch, weight: Tensor, settings: TrainingSettings, progress: float) -> Terms:
    """Of the part that reads radar, once it draws at all: smooth absolute error, and how like its detail is. Ours."""
    unlike, missed = fine_detail(image, batch["target"], weight, batch["spread"], batch["mask"])
    return {
        "smooth": (1.0, losses.relative_error(image, batch["target"], weight, batch["spread"])),
        "unlike": (1.0, unlike),
        "missed": (0.5, missed),
    }


def absolute(image: Tensor, batch: Batch, weight: Tensor, settings: TrainingSettings, progress: float) -> Terms:
    """L1 on the full output, the loss of GLF-CR (Xu et al. 2022)."""
    return {"absolute": (1.0, losses.absolute_error(image, batch["target"], weight))}


def cloud_weighted(image: Tensor, batch: Batch, weight: Tensor, settings: TrainingSettings, progress: float) -> Terms:
    """The attention paper's, with alpha 0.8 (Bui and Le 2025)."""
    return {"weighted": (1.0, losses.cloud_weighted_error(image, batch["target"], weight, batch["mask"]))}


def unweighted(image: Tensor, batch: Batch, weight: Tensor, settings: TrainingSettings, progress: float) -> Terms:
    """The ablation of the attention paper: the same without weights by cloud."""
    return {"unweighted": (1.0, losses.cloud_weighted_error(image, batch["target"], weight, batch["mask"], None))}


def public_code(image: Tensor, batch: Batch, weight: Tensor, settings: TrainingSettings, progress: float) -> Terms:
    """What the public code of the attention paper does instead: 2 L1 below cloud, 0.5 L1 and 0.5 (1 - SSIM)."""
    target = batch["target"]
    return {
        "below": (2.0, losses.masked_absolute_error(image, target, weight, batch["mask"])),
        "absolute": (0.5, losses.absolute_error(image, target, weight)),
        "dissimilarity": (0.5, losses.dissimilarity(image, target, weight)),
    }


def joint(image: Tensor, batch: Batch, weight: Tensor, settings: TrainingSettings, progress: float) -> Terms:
    """IB-HFN's terms on the image, weighted by `schedules.joint_weights`; the divergence is the network's own."""
    weights, target = joint_weights(progress), batch["target"]
    return {
        "absolute": (weights["absolute"], losses.absolute_error(image, target, weight)),
        "dissimilarity": (weights["dissimilarity"], losses.dissimilarity(image, target, weight)),
        "angle": (weights["angle"], losses.spectral_angle(image, target, weight)),
        "sharpness": (
            weights["sharpness"],
            losses.contrastive_sharpness(image, target, batch["optical"], weight),
        ),
    }


def similarity(image: Tensor, batch: Batch, weight: Tensor, settings: TrainingSettings, progress: float) -> Terms:
    """L1 + 0.2 (1 - SSIM); for MMCANet, whose loss is not known. Ours."""
    target = batch["target"]
    return {
        "absolute": (1.0, losses.absolute_error(image, target, weight)),
        "dissimilarity": (0.2, losses.dissimilarity(image, target, weight)),
    }


OBJECTIVES: dict[str, Callable[[Tensor, Batch, Tensor, TrainingSettings, float], Terms]] = {
    "compact": compact,
    "relative": relative,
    "drawn": drawn,
    "l1": absolute,
    "cloud-weighted": cloud_weighted,
    "unweighted": unweighted,
    "public-code": public_code,
    "joint": joint,
    "similarity": similarity,
}


def check_objective(name: str) -> None:
    """Raise an UnveilError for an objective that is not known."""
    if name not in OBJECTIVES:
        raise UnveilError(f"The objective '{name}' is not known; choose {', '.join(OBJECTIVES)}.")


def estimates_of(network: nn.Module, inputs: list[Tensor], target: Tensor) -> tuple[list[Compared], Tensor | None]:
    """Run a network for training: what is compared with the clear image, and a bottleneck's divergence or None.

    A progressive network gives the estimates of its passes, each with its share (deep supervision, Lee et al. 2015).
    """
    if getattr(network, "restoration", "direct") != "direct":
        optical, radar, *sides = inputs
        restoring: Any = network
        return restoring.compared(optical, radar, target, *sides), None
    output = network(*inputs)
    image = image_of(output)
    return [Compared(image, None, 1.0)], getattr(output, "divergence", None)


def loss_of(
    estimates: list[Compared], divergence: Tensor | None, batch: Batch, settings: TrainingSettings, progress: float
) -> Loss:
    """Return the loss of a batch at a progress of 0..1; estimates are compared in float32, each where it counts."""
    objective = OBJECTIVES[settings.objective]
    total = torch.zeros((), device=batch["target"].device)
    parts: dict[str, Tensor] = {}
    for image, where, share in estimates:
        weight = batch["weight"] if where is None else batch["weight"] * where
        for name, (importance, value) in objective(image.float(), batch, weight, settings, progress).items():
            total = total + share * importance * value
            parts[name] = parts.get(name, 0.0) + share * value
    if divergence is not None:
        importance = joint_weights(progress)["divergence"] if settings.objective == "joint" else settings.bottleneck
        total = total + importance * divergence
        parts["divergence"] = divergence
    return Loss(total, parts)
