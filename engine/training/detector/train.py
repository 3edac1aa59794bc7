"""The loop that trains the detector, and what it writes: a checkpoint, a log and the network for ONNX Runtime."""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from unveil.engine.errors import UnveilError
from unveil.engine.training.detector.samples import DetectorSampler
from unveil.engine.training.detector.scenes import UNKNOWN
from unveil.engine.training.detector.start import begin_with
from unveil.models.cloud_detector import BANDS, CLASSES, MULTIPLE
from unveil.models.networks.detector import Detector
from unveil.models.onnx_runtime import open_session

CLASS_WEIGHTS = (1.1, 1.0, 1.0, 1.5)
"""Of clear, cloud, thin cloud and shadow in the loss."""

OPSET = 17
TOLERANCE = 1e-3
_KEPT = 0.998
_EVERY = 100


@dataclass(frozen=True)
class DetectorTraining:
    """One training. rate: the highest of AdamW's; it falls to nothing along a cosine after a short rise."""

    steps: int = 5000
    batch: int = 8
    rate: float = 3e-3
    decay: float = 1e-3
    seed: int = 0
    bfloat16: bool = True


def train(
    sampler: DetectorSampler, settings: DetectorTraining, folder: Path, start: Path | None, say: Callable[[str], None]
) -> Detector:
    """Train a network and return its running mean; `start`: detector.pt or model.onnx, whose weights are begun with.

    Raises:
        UnveilError: the weights are another network's, or the training comes to no number.
    """
    torch.manual_seed(settings.seed)
    network = Detector()
    if start is not None:
        begin_with(network, start, sampler)
    network = network.to(memory_format=torch.channels_last).train()  # type: ignore[call-overload]
    mean = copy.deepcopy(network).eval()
    loss_of = nn.CrossEntropyLoss(torch.tensor(CLASS_WEIGHTS), ignore_index=UNKNOWN)
    optimiser = torch.optim.AdamW(network.parameters(), settings.rate, weight_decay=settings.decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _share(step, settings.steps))
    begun, losses = time.monotonic(), []
    for step in range(1, settings.steps + 1):
        images, labels = (torch.from_numpy(part) for part in sampler.batch(settings.batch))
        with torch.autocast("cpu", torch.bfloat16, enabled=settings.bfloat16):
            logits = network(images.to(memory_format=torch.channels_last))
        loss = loss_of(logits.float(), labels)
        if not torch.isfinite(loss):
            raise UnveilError(f"The training of the detector has come to no number at step {step}; lower its rate.")
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        _average(mean, network, min(_KEPT, step / (step + 10)))
        losses.append(loss.item())
        if step % _EVERY == 0 or step == settings.steps:
            say(f"step {step}  loss {np.mean(losses[-_EVERY:]):.4f}  minutes {(time.monotonic() - begun) / 60:.1f}")
        if step % (10 * _EVERY) == 0 or step == settings.steps:
            save(mean, folder)
    return mean


def save(network: Detector, folder: Path) -> None:
    """Write the weights to `folder/detector.pt`, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "detector.pt.part"
    torch.save(network.state_dict(), part)
    part.replace(folder / "detector.pt")


def export(network: Detector, path: Path) -> None:
    """Write the network's probabilities [n, 4, h, w] as ONNX, checked against torch.

    Raises:
        UnveilError: ONNX Runtime differs by more than TOLERANCE; nothing is written.
    """
    whole = nn.Sequential(network, nn.Softmax(dim=1)).eval()
    example = torch.rand(1, len(BANDS), 4 * MULTIPLE, 6 * MULTIPLE)
    example[:, BANDS.index("B10")] = -1
    part = path.with_name(path.name + ".part")
    free = {0: "n", 2: "h", 3: "w"}
    torch.onnx.export(
        whole,
        (example,),
        str(part),
        opset_version=OPSET,
        dynamo=False,
        input_names=["reflectance"],
        output_names=["probability"],
        dynamic_axes={"reflectance": free, "probability": free},
    )
    session = open_session(part.read_bytes(), ["CPUExecutionProvider"])
    with torch.no_grad():
        difference = np.abs(session.run(None, {"reflectance": example.numpy()})[0] - whole(example).numpy()).max()
    if not difference <= TOLERANCE:
        part.unlink()
        raise UnveilError(f"ONNX Runtime differs from torch by {difference:.2g}; the detector was not written.")
    part.replace(path)


def write_facts(folder: Path, facts: dict[str, object]) -> None:
    """Write what is known of a training to `folder/facts.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {"bands": list(BANDS), "classes": list(CLASSES), **facts}
    (folder / "facts.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")


def _share(step: int, steps: int) -> float:
    rise = min(1.0, (step + 1) / 200)
    return rise * 0.5 * (1 + math.cos(math.pi * min(step / steps, 1.0)))


@torch.no_grad()
def _average(mean: nn.Module, network: nn.Module, kept: float) -> None:
    for old, new in zip(mean.state_dict().values(), network.state_dict().values()):
        if old.dtype.is_floating_point:
            old.lerp_(new, 1 - kept)
        else:
            old.copy_(new)
