"""Train a network from the command line: `python -m unveil.engine.training --data FOLDER --out FOLDER`.

A run that was stopped carries on when the same command is given again.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.training.data.sources import TrainingData
from unveil.engine.training.jobs.runs import facts_of
from unveil.engine.training.sampling.plain_samples import PlainSampler, PlainSettings
from unveil.engine.training.sampling.samples import Sampler, SampleSettings
from unveil.models.errors import ModelError

log = logging.getLogger("unveil.training")


def main(arguments: list[str] | None = None) -> int:
    """Run the training that the arguments describe; return 0, or 1 with a sentence on standard error."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = _parser().parse_args(arguments)
    try:
        _train(options)
    except (UnveilError, ModelError) as error:
        log.error("%s", error)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m unveil.engine.training", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of training data (see datasets.py)")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint, log and facts")
    parser.add_argument("--architecture", default="glf-cr")
    parser.add_argument("--size", default="compact", help="paper or compact")
    parser.add_argument("--set", type=json.loads, default={}, help="settings of the network that differ, as JSON")
    parser.add_argument("--recipe", default="compact", help="one of recipes.py, below what is given here")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after so many minutes")
    parser.add_argument("--objective", help="one of objectives.py; by default the recipe's")
    parser.add_argument("--rate", type=float)
    parser.add_argument("--weight-decay", type=float)
    parser.add_argument("--clip", type=float, help="greatest length of a gradient")
    parser.add_argument("--crop", type=int)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--structure", type=float, help="weight of the structure loss")
    parser.add_argument("--detail", type=float, help="weight of the amplitude of detail")
    parser.add_argument("--pool", type=Path, help="folder of draws that runs on relative values share")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--precision", help="float32 or bfloat16")
    parser.add_argument("--device", default="cpu", help="cpu, cuda or auto")
    parser.add_argument("--threads", type=int, default=0, help="threads of torch; 0 leaves its own choice")
    parser.add_argument("--start", type=Path, help="folder of a run whose weights are started from")
    parser.add_argument("--samples", type=json.loads, default={}, help="settings of the samples that differ, as JSON")
    parser.add_argument("--hold-out", nargs="*", default=[], help="beginnings of names of places kept for choosing")
    return parser


def _train(options: argparse.Namespace) -> None:
    import torch

    from unveil.engine.training.data.datasets import read_scenes, split_places
    from unveil.engine.training.data.sources import learn_from
    from unveil.engine.training.jobs.recipes import find_recipe, settings_for
    from unveil.engine.training.loop.trainer import Trainer
    from unveil.engine.training.loop.validation import Validator
    from unveil.models.networks import works_on_plain_ground

    if options.threads:
        torch.set_num_threads(options.threads)
    scenes, held_out = split_places(read_scenes(options.data), tuple(options.hold_out))
    recipe = find_recipe(options.recipe, options.architecture, options.size)
    settings = settings_for(
        recipe,
        options.architecture,
        options.size,
        overrides=options.set,
        steps=options.steps,
        objective=options.objective,
        rate=options.rate,
        weight_decay=options.weight_decay,
        clip=options.clip,
        structure=options.structure,
        detail=options.detail,
        seed=options.seed,
        precision=options.precision,
        device=options.device,
    )
    trainer = Trainer(settings, options.out, start=options.start)
    data = learn_from(scenes, seed=options.seed)
    relative = works_on_plain_ground(options.architecture, options.size, **options.set)
    crops = {"crop": options.crop or recipe.crop, "batch": options.batch or recipe.batch, **options.samples}
    sampler = _sampler(data, crops, options.seed, options.pool if relative else None, relative)
    facts = {**facts_of(data, held_out), "hold_out": options.hold_out}
    (options.out / "facts.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    log.info("%d scenes of %d places; %d scenes held out", len(scenes), len(data.places), len(held_out))
    validator = None
    if held_out:
        few = {"draws": 24, "real_pairs": 0.0} if relative else {"clouds": 40}
        held = replace(data, scenes=held_out)
        validator = Validator(_sampler(held, {**crops, "batch": 4, **few}, options.seed + 1, None, relative))
    trainer.run(
        sampler, options.minutes, report=lambda row: log.info("%s", _line(row)), watch=_Log(), validator=validator
    )


def _sampler(
    data: TrainingData, crops: Mapping[str, Any], seed: int, pool: Path | None, relative: bool
) -> PlainSampler | Sampler:
    """Return what draws batches for a network on relative values, or on absolute ones."""
    if not relative:
        return data.sampler(SampleSettings(**crops), seed)
    learnt = (data.scaling(True), data.prior * 10000, data.radar_model)
    return PlainSampler(data.in_memory, *learnt, PlainSettings(**crops), seed, pool)


class _Log(Feedback):
    """What a run says, as lines of the log."""

    def info(self, text: str) -> None:
        log.info("%s", text)


def _line(row: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.5g}" for name, value in row.items())


if __name__ == "__main__":
    sys.exit(main())
