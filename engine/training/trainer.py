"""One training run: seeded, resumable, logged, and stopped as soon as it goes wrong."""

from __future__ import annotations

import copy
import csv
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from unveil.engine.errors import UnveilError
from unveil.engine.training.losses import absolute_error, squared_error, structure_error
from unveil.engine.training.samples import Sampler
from unveil.models.networks import build

CHECKPOINT = "checkpoint.pt"
LOG = "log.csv"
_PATIENCE = 10
"""Steps in a row that may be left out because a gradient is not finite, which mixed precision brings about at times."""


@dataclass(frozen=True)
class TrainingSettings:
    """What is trained, and how. steps: length of the learning rate's cosine, and of the run.

    shallow: beginnings of the names of parameters next to the output, which bear `shallow_scale` times the rate.
    squared, structure: weights of those losses beside the absolute error. decay: of the averaged weights (EMA).
    precision: "float32", or "bfloat16" for mixed precision.
    """

    architecture: str = "glf-cr"
    size: str = "compact"
    overrides: dict[str, Any] = field(default_factory=dict)
    steps: int = 8000
    rate: float = 1e-3
    final_rate: float = 1e-5
    warm_up: int = 200
    weight_decay: float = 1e-2
    clip: float = 0.3
    shallow: tuple[str, ...] = ("detail.", "gate.")
    shallow_scale: float = 4.0
    squared: float = 2.0
    structure: float = 0.05
    decay: float = 0.998
    precision: str = "bfloat16"
    seed: int = 0
    log_every: int = 50
    save_seconds: float = 150.0


class Trainer:
    """A network, its average and its optimiser, with everything needed to carry on after a stop."""

    def __init__(self, settings: TrainingSettings, folder: Path):
        if settings.precision not in ("float32", "bfloat16"):
            raise UnveilError(f"The precision '{settings.precision}' is not known; choose float32 or bfloat16.")
        self.settings = settings
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(settings.seed)
        self.network: nn.Module = build(settings.architecture, settings.size, **settings.overrides)
        self.network.to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).requires_grad_(False).eval()
        self.optimiser = torch.optim.AdamW(
            _groups(self.network, settings), lr=settings.rate, weight_decay=settings.weight_decay, betas=(0.9, 0.99)
        )
        self.step = 0
        self.seconds = 0.0
        self._skipped = 0
        if (self.folder / CHECKPOINT).exists():
            self._resume()

    def run(
        self,
        sampler: Sampler,
        minutes: float = math.inf,
        workers: int = 1,
        report: Callable[[dict[str, float]], None] | None = None,
    ) -> None:
        """Train until the last step or for so many minutes, whichever is first, and save.

        Raises:
            UnveilError: the loss is no longer a number; the last checkpoint is left as it was.
        """
        start = saved = time.monotonic()
        before = self.seconds
        sums: dict[str, float] = {}
        for batch in _batches(sampler, self.step, self.settings.steps, workers):
            values = self._update(batch)
            sums = {name: sums.get(name, 0.0) + value for name, value in values.items()}
            now = time.monotonic()
            self.seconds = before + now - start
            if self.step % self.settings.log_every == 0:
                row = {name: value / self.settings.log_every for name, value in sums.items()}
                self._log({"step": self.step, "seconds": round(self.seconds, 1), "rate": self._rate(), **row}, report)
                sums = {}
            if now - saved > self.settings.save_seconds:
                self.save()
                saved = now
            if now - start > 60 * minutes:
                break
        self.save()

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        part = self.folder / (CHECKPOINT + ".part")
        torch.save(
            {
                "settings": asdict(self.settings),
                "step": self.step,
                "seconds": self.seconds,
                "network": self.network.state_dict(),
                "average": self.average.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "random": torch.get_rng_state(),
            },
            part,
        )
        part.replace(self.folder / CHECKPOINT)

    def _resume(self) -> None:
        state = torch.load(self.folder / CHECKPOINT, weights_only=True)
        built = ("architecture", "size", "overrides")
        if any(state["settings"][name] != asdict(self.settings)[name] for name in built):
            raise UnveilError(
                f"The checkpoint in {self.folder} is of another network; give the same settings or an empty folder."
            )
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        self.step, self.seconds = state["step"], state["seconds"]

    def _update(self, batch: dict[str, Tensor]) -> dict[str, float]:
        settings = self.settings
        for group in self.optimiser.param_groups:
            group["lr"] = self._rate() * group["scale"]
        inputs = [batch[name].contiguous(memory_format=torch.channels_last) for name in ("optical", "radar")]
        if getattr(self.network, "conditioned", False):
            inputs += [batch["mask"], batch["background"]]
        self.network.train()
        with torch.autocast("cpu", torch.bfloat16, enabled=settings.precision == "bfloat16"):
            prediction = self.network(*inputs).float()
        losses = {
            "absolute": absolute_error(prediction, batch["target"], batch["weight"]),
            "squared": squared_error(prediction, batch["target"], batch["weight"]),
            "structure": structure_error(prediction, batch["target"], batch["weight"]),
        }
        total = losses["absolute"] + settings.squared * losses["squared"] + settings.structure * losses["structure"]
        if not torch.isfinite(total):
            raise UnveilError(self._failed("loss"))
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), settings.clip)
        self._skipped = 0 if torch.isfinite(norm) else self._skipped + 1
        if self._skipped > _PATIENCE:
            raise UnveilError(self._failed("gradients"))
        if self._skipped == 0:
            self.optimiser.step()
        self.step += 1
        self._average()
        return {**{name: value.item() for name, value in losses.items()}, "gradient": norm.item()}

    def _failed(self, what: str) -> str:
        return (
            f"The {what} of the training is not a number at step {self.step + 1}; start again from the last checkpoint "
            "with a lower learning rate."
        )

    @torch.no_grad()
    def _average(self) -> None:
        decay = min(self.settings.decay, (1 + self.step) / (10 + self.step))
        for mean, value in zip(self.average.state_dict().values(), self.network.state_dict().values()):
            if mean.is_floating_point():
                mean.lerp_(value, 1 - decay)

    def _rate(self) -> float:
        settings = self.settings
        if self.step < settings.warm_up:
            return settings.rate * (self.step + 1) / settings.warm_up
        share = (self.step - settings.warm_up) / max(settings.steps - settings.warm_up, 1)
        wave = 0.5 * (1 + math.cos(math.pi * min(share, 1.0)))
        return settings.final_rate + (settings.rate - settings.final_rate) * wave

    def _log(self, row: dict[str, float], report: Callable[[dict[str, float]], None] | None) -> None:
        path = self.folder / LOG
        new = not path.exists()
        with open(path, "a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(row))
            if new:
                writer.writeheader()
            writer.writerow({name: f"{value:.6g}" for name, value in row.items()})
        if report is not None:
            report(row)


def _groups(network: nn.Module, settings: TrainingSettings) -> list[dict[str, Any]]:
    """Split the parameters into the deep ones and the shallow ones, each with the scale of its learning rate."""
    named = list(network.named_parameters())
    shallow = [value for name, value in named if name.startswith(settings.shallow)]
    deep = [value for name, value in named if not name.startswith(settings.shallow)]
    groups = [{"params": deep, "scale": 1.0}, {"params": shallow, "scale": settings.shallow_scale}]
    return [group for group in groups if group["params"]]


class _Steps(Dataset):
    """The batches of a range of steps, by position."""

    def __init__(self, sampler: Sampler, first: int, last: int):
        self._sampler = sampler
        self._first, self._last = first, last

    def __len__(self) -> int:
        return max(self._last - self._first, 0)

    def __getitem__(self, index: int) -> dict[str, Tensor]:
        return {name: torch.from_numpy(array) for name, array in self._sampler.batch(self._first + index).items()}


def _batches(sampler: Sampler, first: int, last: int, workers: int) -> Iterator[dict[str, Tensor]]:
    extra = {"prefetch_factor": 6} if workers else {}
    return iter(DataLoader(_Steps(sampler, first, last), batch_size=None, num_workers=workers, **extra))
