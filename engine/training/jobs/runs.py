"""From a folder of scenes to a model in the user's zoo: what `unveil train` and the toolbox do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.training.data.datasets import split_places
from unveil.engine.training.data.sen12mscr import season_folders
from unveil.engine.training.data.sources import TrainingData, find_scenes, learn_from
from unveil.engine.training.jobs.install import install_run
from unveil.engine.training.jobs.recipes import Recipe, find_recipe, settings_for
from unveil.engine.training.loop.checkpoints import BEST, CHECKPOINT, read_checkpoint
from unveil.engine.training.loop.clock import duration
from unveil.engine.training.loop.hardware import fastest_precision, worker_count
from unveil.engine.training.loop.settings import TrainingSettings
from unveil.engine.training.loop.trainer import STOPPED, Trainer, device_of
from unveil.engine.training.loop.validation import Validator
from unveil.engine.training.sampling.samples import SampleSettings
from unveil.models.card import ModelCard
from unveil.models.importing import check_name
from unveil.models.networks import works_on_plain_ground

LEFT_OUT = "left_out.txt"
FACTS = "facts.json"

_ENOUGH_PLACES = 10
"""From so many places on, one in ten is held out where the user names none."""

_VALIDATION_BATCH = 4
_VALIDATION_CLOUDS = 40
_VALIDATE_EVERY = 250
_PATIENCE = 10


@dataclass(frozen=True)
class TrainingRequest:
    """What a user asks for. name: of the new model. recipe: "" for the size's own.

    minutes, steps: length; where neither is given the recipe's. validation: a folder of scenes that are not trained on.
    hold_out: beginnings of names of places that are held out instead. threads: draw samples in threads, not processes.
    settings: fields of TrainingSettings that differ from the recipe's. tile: of the model.
    """

    folder: Path
    name: str
    architecture: str = "glf-cr"
    size: str = "compact"
    recipe: str = ""
    minutes: float | None = None
    steps: int | None = None
    device: str = "auto"
    validation: Path | None = None
    hold_out: tuple[str, ...] = ()
    crop: int | None = None
    batch: int | None = None
    seed: int = 0
    workers: int | None = None
    threads: bool = False
    samples: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    tile: int = 256


def train_model(request: TrainingRequest, zoo: Path, work: Path, watch: Feedback) -> ModelCard:
    """Train a network and install it; return its card. A run that was stopped carries on when it is asked for again.

    zoo: the folder of the user's models. work: where each run has a folder, named as the model, with its checkpoint,
    logs and pictures.

    Raises:
        UnveilError: the data, a name or a number cannot be used, the loss is no longer a number, or the disk is full.
        ModelError: the name is taken, or the export fails.
        Cancelled: somebody stopped it; its text says where the checkpoint is. Nothing is installed.
    """
    card_id = check_name(request.name, Path(zoo))
    recipe = find_recipe(request.recipe, request.architecture, request.size)
    run = Path(work) / card_id
    with _made_ready():
        data, outside = _read(request, watch)
    settings = _settings(request, recipe, run)
    samples = _samples(request, recipe)
    try:
        run.mkdir(parents=True, exist_ok=True)
        (run / FACTS).write_text(json.dumps(facts_of(data, outside), indent=1), encoding="utf-8")
    except OSError as error:
        raise UnveilError(f"The folder {run} cannot be written: {error.strerror or error}.") from error
    trainer = Trainer(settings, run)
    if trainer.step:
        watch.info(f"Carrying on at step {trainer.step}, after {duration(trainer.seconds)} of training")
    relative = _is_relative(settings)
    with _made_ready():
        watch.info(f"Drawing {samples.clouds} clouds for the samples")
        validator = _validator(request, data, outside, samples, settings, watch)
        sampler = data.sampler(samples, request.seed, run / LEFT_OUT, relative, watch)
    watch.info(
        f"{request.architecture} ({request.size}), recipe {recipe.name}: {len(data.scenes)} scenes of "
        f"{len(data.places)} places, {len(outside)} held out; {trainer.device}, {settings.precision}"
    )
    ending = trainer.run(
        sampler,
        workers=worker_count() if request.workers is None else request.workers,
        report=lambda row: watch.info("  ".join(f"{name} {value:.5g}" for name, value in row.items())),
        watch=Step(watch, 0, 0.95),
        validator=validator,
        threads=request.threads,
    )
    if ending == STOPPED:
        raise Cancelled(
            f"stopped at step {trainer.step}; the checkpoint is in {run}, the same training carries on from it, and "
            "no model was installed."
        )
    watch.info(f"The training is {ending} after {trainer.step} steps; making the model")
    if trainer.best is not None:
        trainer.take_best()
    card = install_run(
        run, Path(zoo), card_id, request.name.strip(), _told(request, recipe, trainer), tile=request.tile
    )
    for name in (CHECKPOINT, BEST):
        (run / name).unlink(missing_ok=True)
    watch.progress(1.0)
    watch.info(f"Installed as '{card.id}'; its logs and pictures are in {run}")
    return card


@contextmanager
def _made_ready() -> Iterator[None]:
    """Say where a training was stopped that has taken no step yet."""
    try:
        yield
    except Cancelled as stop:
        raise Cancelled("stopped while its samples were made ready; no model was installed.") from stop


def _read(request: TrainingRequest, watch: Feedback) -> tuple[TrainingData, tuple[Any, ...]]:
    """Return what is trained on, and the scenes of places that are held out."""
    watch.info("Reading the training data")
    scenes, left_out = find_scenes(request.folder, "train", watch)
    scenes, outside = split_places(scenes, _held_out(request, scenes))
    if not scenes:
        raise UnveilError(f"Nothing is left to train on in {request.folder} once the places held out are taken away.")
    return learn_from(scenes, left_out, request.seed, watch), outside


def facts_of(data: TrainingData, outside: tuple[Any, ...]) -> dict[str, Any]:
    """Return what a model card tells of the data, as `publish` reads it."""
    return {
        "prior": [round(float(value) * 10000, 1) for value in data.prior],
        "deviations": list(data.scaling(True).deviations),
        "places": list(data.places),
        "held_out": sorted({scene.place for scene in outside}),
        "scenes": len(data.scenes),
        "left_out": len(data.left_out),
    }


def _held_out(request: TrainingRequest, scenes: tuple[Any, ...]) -> tuple[str, ...]:
    if request.hold_out or request.validation is not None or season_folders(Path(request.folder)):
        return request.hold_out
    places = sorted({scene.place for scene in scenes})
    return tuple(places[::_ENOUGH_PLACES]) if len(places) >= _ENOUGH_PLACES else ()


def _settings(request: TrainingRequest, recipe: Recipe, run: Path) -> TrainingSettings:
    given = dict(request.settings)
    if request.minutes is not None:
        # By the clock alone, unless a number of steps is named as well.
        given = {"minutes": request.minutes, "steps": request.steps or 10**9, **given}
    else:
        given = {"steps": request.steps, **given}
    settings = settings_for(
        recipe,
        request.architecture,
        request.size,
        device=request.device,
        seed=request.seed,
        **{"validate_every": _VALIDATE_EVERY, "patience": _PATIENCE, **given},
    )
    if settings.precision == "bfloat16" and "precision" not in given:
        settings = replace(settings, precision=_precision(settings, run))
    length = 10 * request.minutes if request.minutes is not None else settings.steps / 10
    return replace(settings, warm_up=min(settings.warm_up, max(int(length), 1)))


def _precision(settings: TrainingSettings, run: Path) -> str:
    if (run / CHECKPOINT).exists():
        return read_checkpoint(run / CHECKPOINT)["settings"]["precision"]
    return fastest_precision(device_of(settings.device))


def _samples(request: TrainingRequest, recipe: Recipe) -> SampleSettings:
    crop, batch = request.crop or recipe.crop, request.batch or recipe.batch
    # A run of a few steps need not wait for clouds that it never uses.
    clouds = min(SampleSettings().clouds, 2 * batch * (request.steps or 10**9))
    return SampleSettings(crop=crop, batch=batch, **{"canvas": max(256, crop), "clouds": clouds, **request.samples})


def _validator(
    request: TrainingRequest,
    data: TrainingData,
    outside: tuple[Any, ...],
    samples: SampleSettings,
    settings: TrainingSettings,
    watch: Feedback,
) -> Validator | None:
    """Return what scores on scenes of the validation folder, of held-out places or of SEN12MS-CR's own split."""
    split = "train"
    folder = request.validation
    if folder is None and not outside and season_folders(Path(request.folder)):
        folder, split = request.folder, "validation"
    if folder is not None:
        try:
            outside = find_scenes(folder, split, watch)[0]
        except UnveilError as error:
            if request.validation is not None:
                raise
            watch.warn(f"No validation: {error}")
    if not outside:
        return None
    held = replace(data, scenes=tuple(outside))
    drawn = replace(samples, batch=_VALIDATION_BATCH, clouds=min(samples.clouds, _VALIDATION_CLOUDS))
    source = held.sampler(drawn, request.seed + 1, relative=_is_relative(settings), watch=watch)
    return Validator(source, watch=watch)


def _is_relative(settings: TrainingSettings) -> bool:
    return works_on_plain_ground(settings.architecture, settings.size, **settings.overrides)


def _told(request: TrainingRequest, recipe: Recipe, trainer: Trainer) -> dict[str, Any]:
    data = [Path(request.folder).name]
    told: dict[str, Any] = {"recipe": recipe.name, "objective": trainer.settings.objective, "data": data}
    if trainer.best is not None:
        told["validation_psnr"] = round(trainer.best[1], 2)
    return told
