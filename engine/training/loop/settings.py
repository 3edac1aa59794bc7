"""What a training run is made of, as plain values."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from unveil.engine.errors import UnveilError

DEVICES = ("auto", "cpu", "cuda")
PRECISIONS = ("float32", "bfloat16")
OPTIMISERS = ("adamw", "adam")
DECAYS = ("cosine", "steps")


@dataclass(frozen=True)
class TrainingSettings:
    """What is trained, and how. steps: length of the learning rate's cosine, and of the run.

    minutes: length of the run by the clock, where that comes first; the rate then falls with the time that is gone.
    optimiser, betas: one of OPTIMISERS, and its moments. schedule: one of DECAYS; "cosine" goes from `rate` to
    `final_rate` after `warm_up` steps, "steps" multiplies by `fall` at `falls` even distances.
    shallow: beginnings of the names of parameters next to the output, which bear `shallow_scale` times the rate.
    objective: one of objectives.OBJECTIVES. squared, structure: weights of those losses beside the absolute error in
    the objective "compact"; structure, detail: in "relative". bottleneck: weight of IB-HFN's divergence in every
    objective but its own.
    decay: of the averaged weights (EMA). precision: "float32", or "bfloat16" for mixed precision. accumulate: batches
    of one step. device: one of DEVICES. compiled: run through torch.compile. checkpointed: less memory for more time.
    patience: how many validations in a row may bring no better score before the run ends; 0 is no early end.
    """

    architecture: str = "glf-cr"
    size: str = "compact"
    overrides: dict[str, Any] = field(default_factory=dict)
    steps: int = 8000
    minutes: float = math.inf
    optimiser: str = "adamw"
    betas: tuple[float, float] = (0.9, 0.99)
    schedule: str = "cosine"
    rate: float = 1e-3
    final_rate: float = 1e-5
    falls: int = 5
    fall: float = 0.5
    warm_up: int = 200
    weight_decay: float = 1e-2
    clip: float = 0.3
    shallow: tuple[str, ...] = ("detail.", "gate.")
    shallow_scale: float = 4.0
    objective: str = "compact"
    squared: float = 2.0
    structure: float = 0.05
    detail: float = 0.1
    bottleneck: float = 1e-3
    decay: float = 0.998
    precision: str = "bfloat16"
    accumulate: int = 1
    device: str = "cpu"
    compiled: bool = False
    checkpointed: bool = False
    seed: int = 0
    log_every: int = 50
    save_seconds: float = 150.0
    validate_every: int = 500
    patience: int = 0


def check_settings(settings: TrainingSettings) -> None:
    """Raise an UnveilError for a choice that is not known, or a number that no run can have."""
    for what, value, known in (
        ("precision", settings.precision, PRECISIONS),
        ("device", settings.device, DEVICES),
        ("optimiser", settings.optimiser, OPTIMISERS),
        ("schedule", settings.schedule, DECAYS),
    ):
        if value not in known:
            raise UnveilError(f"The {what} '{value}' is not known; choose {' or '.join(known)}.")
    for what, number in (
        ("number of steps", settings.steps),
        ("length in minutes", settings.minutes),
        ("learning rate", settings.rate),
        ("number of batches of a step", settings.accumulate),
    ):
        if not number > 0:
            raise UnveilError(f"The {what} of a training is {number}; give more than 0.")
