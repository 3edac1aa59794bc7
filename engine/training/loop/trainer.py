"""One training run: seeded, resumable, logged, and stopped as soon as it goes wrong."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.folders import make_folder
from unveil.engine.training.loop.checkpoints import BEST, CHECKPOINT, read_checkpoint, write_checkpoint
from unveil.engine.training.loop.clock import Clock
from unveil.engine.training.loop.interruption import Interruption
from unveil.engine.training.loop.logs import NO_TENSORBOARD, Table, open_tensorboard
from unveil.engine.training.loop.objectives import check_objective, estimates_of, loss_of
from unveil.engine.training.loop.optimisers import make_optimiser, progress_of, rate_of, set_rate
from unveil.engine.training.loop.settings import TrainingSettings, check_settings
from unveil.engine.training.loop.validation import FOLDER, Validator
from unveil.engine.training.loop.warm_start import start_from
from unveil.engine.training.sampling.batches import Source, batches
from unveil.models.networks import build
from unveil.models.networks.blocks import set_checkpointing

__all__ = ["CHECKPOINT", "LOG", "Trainer", "TrainingSettings"]

LOG = "log.csv"
VALIDATION_LOG = "validation.csv"
_FIRST_SAVE = 30.0
"""Seconds after which the first checkpoint is written."""

_PATIENCE = 10
"""Steps in a row that may be left out because a gradient is not finite, which mixed precision brings about at times."""

_BETTER = 0.02
"""dB by which a validation must beat the best one before it, to count."""

FINISHED, OUT_OF_TIME, STOPPED, SETTLED = "finished", "out of time", "stopped", "settled"
"""How a piece of a run ends: at its length; after the minutes of the piece; by a wish; with no better validation."""


class Trainer:
    """A network, its average and its optimiser, with everything needed to carry on after a stop.

    Given a `network`, that one is trained (its settings' names must tell how to build it); else a new one is built.
    start: the folder of another run whose weights this one starts from, see `parts.start_from`.
    """

    def __init__(
        self, settings: TrainingSettings, folder: Path, network: nn.Module | None = None, start: Path | None = None
    ):
        check_settings(settings)
        check_objective(settings.objective)
        self.settings = settings
        self.folder = Path(folder)
        make_folder(self.folder)
        self.device = device_of(settings.device)
        torch.manual_seed(settings.seed)
        if network is None:
            network = build(settings.architecture, settings.size, **settings.overrides)
        if start is not None:
            start_from(network, start)
        self.network: nn.Module = network.to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.network).requires_grad_(False).eval()
        self.optimiser = make_optimiser(self.network, settings)
        self.step = 0
        self.seconds = 0.0
        self.best: tuple[int, float] | None = None
        self.settled = False
        """True trains the network in the mode of its use: without noise, statistics of batches as they are."""
        self._worse = 0
        self._skipped = 0
        self._sums: dict[str, float] = {}
        if (self.folder / CHECKPOINT).exists():
            self._resume()
        if settings.checkpointed:
            set_checkpointing(self.network)
        if settings.compiled:
            for module in getattr(self.network, "passes", [self.network]):
                module.compile()

    def run(
        self,
        sampler: Source,
        minutes: float = math.inf,
        workers: int = 1,
        report: Callable[[dict[str, float]], None] | None = None,
        watch: Feedback | None = None,
        validator: Validator | None = None,
        threads: bool = False,
    ) -> str:
        """Train until the run's end, for so many minutes or until somebody asks to stop, and save; say how it ended.

        workers, threads: see `batches`. report: is given each row of the log. watch: is told the progress and the time
        that is left, and asked whether to stop, as SIGINT and SIGTERM ask where this is the main thread.

        Raises:
            UnveilError: the loss is no longer a number; the last checkpoint is left as it was. Or the disk is full.
        """
        watch = watch or Feedback()
        rows, scores = Table(self.folder / LOG, self.step), Table(self.folder / VALIDATION_LOG, self.step)
        board = open_tensorboard(self.folder / "tensorboard", self.step)
        if board is None:
            watch.info(NO_TENSORBOARD)
        start = time.monotonic()
        # A run that ends in its first minutes, however it ends, is not lost.
        every = self.settings.save_seconds
        due = start + (every if math.isinf(every) else min(every, _FIRST_SAVE))
        before, clock = self.seconds, Clock(watch, self._done())
        interruption = Interruption()
        source = batches(
            sampler,
            self.step * self.settings.accumulate,
            self.settings.steps * self.settings.accumulate,
            workers,
            threads,
            self.device == "cuda",
            lambda: interruption.wished or watch.is_cancelled(),
        )
        ending = FINISHED
        with ExitStack() as stack:
            stack.enter_context(interruption)
            stack.callback(getattr(source, "close", lambda: None))
            if board is not None:
                stack.callback(board.close)
            while self.step < self.settings.steps and self._done() < 1:
                if interruption.wished or watch.is_cancelled():
                    ending = STOPPED
                    break
                parts = tuple(islice(source, self.settings.accumulate))
                if len(parts) < self.settings.accumulate:
                    ending = STOPPED
                    break
                values = self._update(*parts)
                self._sums = {name: self._sums.get(name, 0.0) + value for name, value in values.items()}
                now = time.monotonic()
                self.seconds = before + now - start
                clock.tell(self._done())
                if self.step % self.settings.log_every == 0:
                    self._log(rows, board, report)
                if validator is not None and self._is_validated():
                    try:
                        self._validate(validator, scores, board, watch)
                    except Cancelled:
                        ending = STOPPED
                        break
                    if 0 < self.settings.patience <= self._worse:
                        ending = SETTLED
                        break
                if now > due:
                    self.save()
                    due = now + every
                if now - start > 60 * minutes:
                    ending = OUT_OF_TIME
                    break
            self.save()
        return ending

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        state = {
            "settings": asdict(self.settings),
            "step": self.step,
            "seconds": self.seconds,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "random": torch.get_rng_state(),
            "random_gpu": torch.cuda.get_rng_state() if self.device == "cuda" else None,
            "sums": self._sums,
            "best": self.best,
            "worse": self._worse,
        }
        write_checkpoint(state, self.folder / CHECKPOINT)

    def take_best(self) -> None:
        """Put the weights that scored best in validation in the place of the average, for good."""
        path = self.folder / BEST
        if self.best is not None and path.exists():
            self.average.load_state_dict(read_checkpoint(path)["average"])
            self.save()

    def _resume(self) -> None:
        state = read_checkpoint(self.folder / CHECKPOINT)
        built = ("architecture", "size", "overrides")
        if any(state["settings"][name] != asdict(self.settings)[name] for name in built):
            raise UnveilError(
                f"The checkpoint in {self.folder} is of another network; give the same settings or an empty folder."
            )
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        if self.device == "cuda" and state.get("random_gpu") is not None:
            torch.cuda.set_rng_state(state["random_gpu"])
        self.step, self.seconds = state["step"], state["seconds"]
        self._sums = dict(state.get("sums", {}))
        self.best, self._worse = state.get("best"), state.get("worse", 0)

    def _update(self, *parts: dict[str, Tensor]) -> dict[str, float]:
        """Take one step on one or more batches; return the means of its losses, and the gradient's length."""
        settings = self.settings
        set_rate(self.optimiser, self._rate())
        self.network.train(not self.settled)
        self.optimiser.zero_grad(set_to_none=True)
        values: dict[str, float] = {}
        for part in parts:
            total, terms = self._loss(
                {name: tensor.to(self.device, non_blocking=True) for name, tensor in part.items()}
            )
            if not torch.isfinite(total):
                raise UnveilError(self._failed("loss"))
            (total if len(parts) == 1 else total / len(parts)).backward()
            for name, term in terms.items():
                values[name] = values.get(name, 0.0) + term.item() / len(parts)
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), settings.clip)
        self._skipped = 0 if torch.isfinite(norm) else self._skipped + 1
        if self._skipped > _PATIENCE:
            raise UnveilError(self._failed("gradients"))
        if self._skipped == 0:
            self.optimiser.step()
        self.step += 1
        self._average()
        return {**values, "gradient": norm.item()}

    def _loss(self, batch: dict[str, Tensor]) -> Any:
        inputs = [batch[name].contiguous(memory_format=torch.channels_last) for name in ("optical", "radar")]
        if getattr(self.network, "conditioned", False):
            inputs += [batch["mask"], batch["background"]]
        with torch.autocast(self.device, torch.bfloat16, enabled=self.settings.precision == "bfloat16"):
            estimates, divergence = estimates_of(self.network, inputs, batch["target"])
        return loss_of(estimates, divergence, batch, self.settings, self._done())

    def _failed(self, what: str) -> str:
        path = self.folder / CHECKPOINT
        last = f"the last good checkpoint is {path}" if path.exists() else "there is no checkpoint yet"
        return (
            f"The {what} of the training is not a number at step {self.step + 1}; {last}: start again from it with a "
            "lower learning rate."
        )

    @torch.no_grad()
    def _average(self) -> None:
        decay = min(self.settings.decay, (1 + self.step) / (10 + self.step))
        for mean, value in zip(self.average.state_dict().values(), self.network.state_dict().values()):
            if mean.is_floating_point():
                mean.lerp_(value, 1 - decay)

    def _rate(self) -> float:
        return rate_of(self.settings, self.step, self.seconds)

    def _done(self) -> float:
        return progress_of(self.settings, self.step, self.seconds)

    def _log(self, table: Table, board: Any, report: Callable[[dict[str, float]], None] | None) -> None:
        means = {name: value / self.settings.log_every for name, value in self._sums.items()}
        row = {"step": self.step, "seconds": round(self.seconds, 1), "rate": self._rate(), **means}
        self._sums = {}
        table.add(row)
        if board is not None:
            for name, value in row.items():
                board.add_scalar(f"training/{name}", value, self.step)
        if report is not None:
            report(row)

    def _is_validated(self) -> bool:
        return self.step % self.settings.validate_every == 0 or self.step == self.settings.steps or self._done() >= 1

    def _validate(self, validator: Validator, table: Table, board: Any, watch: Feedback) -> None:
        found = validator.score(self.average, self.device, self.folder / FOLDER, self.step)
        table.add({"step": self.step, **found.row()})
        if board is not None:
            for name, value in found.row().items():
                board.add_scalar(f"validation/{name}", value, self.step)
        watch.info(
            f"Step {self.step}: validation {found.psnr:.2f} dB, SSIM {found.ssim:.3f} "
            f"(cloudy {found.cloudy_psnr:.2f} dB, {found.cloudy_ssim:.3f})"
        )
        if self.best is None or found.psnr > self.best[1] + _BETTER:
            self.best, self._worse = (self.step, found.psnr), 0
            best = {"settings": asdict(self.settings), "step": self.step, "average": self.average.state_dict()}
            write_checkpoint(best, self.folder / BEST)
        else:
            self._worse += 1


def device_of(wanted: str) -> str:
    """Return the device of PyTorch for one of settings.DEVICES; UnveilError where it is not there."""
    if wanted == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if wanted == "cuda" and not torch.cuda.is_available():
        raise UnveilError("PyTorch as installed finds no GPU for the device 'cuda'; choose auto or cpu.")
    return wanted
