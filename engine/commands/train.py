"""The commands `unveil train` and `unveil adapt`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from unveil.engine.commands.console import Show
from unveil.engine.commands.mask_reading import add_mask_reading
from unveil.engine.feedback import Feedback

Folders = Callable[[], tuple[Path, ...]]
"""What tells the folders of the user's models."""


def add_train(commands: argparse._SubParsersAction, show: Show, folders: Folders) -> None:
    """Add `train` to the parser's commands."""
    from unveil.engine.training.jobs.recipes import RECIPES
    from unveil.engine.training.loop.settings import DEVICES
    from unveil.models.networks import ARCHITECTURES, SIZES

    train = commands.add_parser("train", help="train a model of your own on a folder of scenes")
    train.add_argument("folder", type=Path, help="SEN12MS-CR, folders of triplets or pairs, or clear scenes")
    train.add_argument("--name", required=True, help="of the new model")
    train.add_argument("--architecture", default="glf-cr", choices=tuple(ARCHITECTURES))
    train.add_argument("--size", default="compact", choices=SIZES)
    train.add_argument("--recipe", default="", choices=("", *RECIPES), help="default: the size's own")
    train.add_argument("--minutes", type=float, help="length once samples are drawn; the learning rate falls with it")
    train.add_argument("--steps", type=int, help="length of the training in steps (default: the recipe's)")
    train.add_argument("--device", default="auto", choices=DEVICES)
    train.add_argument("--validation", type=Path, metavar="FOLDER", help="scenes to score on, not trained on")
    train.add_argument("--hold-out", nargs="*", default=[], metavar="PLACE", help="or places of the folder itself")
    train.add_argument("--crop", type=int, metavar="PIXELS", help="side of what a step sees (default: the recipe's)")
    train.add_argument("--batch", type=int, metavar="N", help="crops of a step (default: the recipe's)")
    train.add_argument("--accumulate", type=int, metavar="N", help="batches of a step, where memory is small")
    train.add_argument("--precision", choices=("float32", "bfloat16"), help="default: the fastest that works")
    train.add_argument("--compile", action="store_true", help="run the network through torch.compile")
    train.add_argument("--low-memory", action="store_true", help="keep less for the backward pass, a third slower")
    train.add_argument("--set", type=json.loads, default={}, metavar="JSON", help="settings of the network that differ")
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--work", type=Path, metavar="FOLDER", help="where checkpoints, logs and pictures go")
    train.set_defaults(run=lambda options, console: show(_train(options, console, folders())))


def add_adapt(commands: argparse._SubParsersAction, show: Show, folders: Folders) -> None:
    """Add `adapt` to the parser's commands."""
    from unveil.engine.masking.detectors.methods import AUTO, METHODS
    from unveil.engine.removal.settings import MASK_DILATION
    from unveil.engine.training.loop.settings import DEVICES
    from unveil.models.registry import DEFAULT_MODEL

    adapt = commands.add_parser("adapt", help="fit a model to a scene by its own clear ground, where that helps")
    adapt.add_argument("optical", help="Sentinel-2 raster or product, as for remove")
    adapt.add_argument("radar", help="Sentinel-1 raster with VV and VH, sigma0 in dB, on any grid")
    adapt.add_argument("--mask", help="raster of any coding, or cloud polygons; without it one is made")
    add_mask_reading(adapt)
    adapt.add_argument("--mask-method", default=AUTO, choices=METHODS, help="detector for a mask that is made")
    adapt.add_argument(
        "--mask-dilation", type=float, default=MASK_DILATION, metavar="METRES", help="growth of the mask, made or given"
    )
    adapt.add_argument("--model", default=DEFAULT_MODEL, help="id of an installed model (default: %(default)s)")
    adapt.add_argument("--name", required=True, help="of the adapted model")
    adapt.add_argument("--minutes", type=float, default=5.0, help="length of the training (default: %(default)g)")
    adapt.add_argument("--device", default="auto", choices=DEVICES)
    adapt.add_argument("--seed", type=int, default=0)
    adapt.set_defaults(run=lambda options, console: show(_adapt(options, console, folders())))


def work_folder(models: Path) -> Path:
    """Return where runs lie beside a folder of models."""
    return Path(models).parent / "training"


def _train(options: argparse.Namespace, console: Feedback, folders: tuple[Path, ...]) -> list[str]:
    from unveil.engine.training.jobs.packages import require_packages

    require_packages()
    from unveil.engine.training.jobs.runs import TrainingRequest, train_model

    settings = {
        "accumulate": options.accumulate,
        "precision": options.precision,
        "compiled": options.compile or None,
        "checkpointed": options.low_memory or None,
        "overrides": options.set or None,
    }
    request = TrainingRequest(
        options.folder,
        options.name,
        options.architecture,
        options.size,
        options.recipe,
        minutes=options.minutes,
        steps=options.steps,
        device=options.device,
        validation=options.validation,
        hold_out=tuple(options.hold_out),
        crop=options.crop,
        batch=options.batch,
        seed=options.seed,
        settings={name: value for name, value in settings.items() if value is not None},
    )
    return [train_model(request, folders[0], options.work or work_folder(folders[0]), console).id]


def _adapt(options: argparse.Namespace, console: Feedback, folders: tuple[Path, ...]) -> list[str]:
    """Return the id of the model to use: the adapted one, or the one that was given."""
    from unveil.engine.prepare.optical import described
    from unveil.engine.scene.mask import describe_mask
    from unveil.engine.sentinel.radar import describe_radar
    from unveil.engine.training.jobs.packages import require_packages
    from unveil.models.registry import find_model

    require_packages()
    from unveil.engine.training.jobs.adapt import AdaptRequest, adapt_model

    request = AdaptRequest(
        options.name,
        options.minutes,
        options.device,
        seed=options.seed,
        mask_method=options.mask_method,
        mask_dilation=options.mask_dilation,
        mask_threshold=options.mask_threshold,
        mask_coding=options.mask_coding,
    )
    report = adapt_model(
        described(options.optical),
        describe_radar(options.radar),
        describe_mask(options.mask) if options.mask else None,
        find_model(options.model, folders),
        request,
        folders[0],
        console,
    )
    (console.info if report.kept else console.warn)(report.sentence)
    return [report.card.id]
