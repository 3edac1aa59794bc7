"""Train a network from the command line: `python -m unveil.engine.training --data FOLDER --out FOLDER`.

A run that was stopped carries on when the same command is given again.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import sys
from dataclasses import replace
from pathlib import Path

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
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
    parser.add_argument("--rate", type=float)
    parser.add_argument("--crop", type=int)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--structure", type=float, help="weight of the structure loss")
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

    from unveil.engine.training.data.datasets import read_scenes, split_places, typical_spectrum
    from unveil.engine.training.jobs.recipes import find_recipe, settings_for
    from unveil.engine.training.loop.trainer import Trainer
    from unveil.engine.training.loop.validation import Validator
    from unveil.engine.training.sampling.pseudo_radar import fit_radar_model
    from unveil.engine.training.sampling.samples import Sampler, SampleSettings
    from unveil.models.threads import thread_count

    torch.set_num_threads(options.threads or min(torch.get_num_threads(), thread_count()))
    scenes, held_out = split_places(read_scenes(options.data), tuple(options.hold_out))
    prior = typical_spectrum(scenes)
    recipe = find_recipe(options.recipe, options.architecture, options.size)
    settings = settings_for(
        recipe,
        options.architecture,
        options.size,
        overrides=options.set,
        steps=options.steps,
        rate=options.rate,
        structure=options.structure,
        seed=options.seed,
        precision=options.precision,
        device=options.device,
    )
    trainer = Trainer(settings, options.out, start=options.start)
    samples = SampleSettings(crop=options.crop or recipe.crop, batch=options.batch or recipe.batch, **options.samples)
    sampler = Sampler(scenes, prior, fit_radar_model(scenes), samples, options.seed)
    facts = {
        "prior": [round(float(value) * 10000, 1) for value in prior],
        "places": sorted({scene.place for scene in scenes}),
        "held_out": sorted({scene.place for scene in held_out}),
        "scenes": len(scenes),
    }
    (options.out / "facts.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
    log.info("%d scenes of %d places; %d scenes held out", len(scenes), len(facts["places"]), len(held_out))
    validator = None
    if held_out:
        held = Sampler(held_out, prior, None, replace(samples, batch=4, clouds=40), options.seed + 1)
        validator = Validator(held)
    trainer.run(
        sampler, options.minutes, report=lambda row: log.info("%s", _line(row)), watch=_Log(), validator=validator
    )


class _Log(Feedback):
    """What a run says, as lines of the log."""

    def info(self, text: str) -> None:
        log.info("%s", text)


def _line(row: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:.5g}" for name, value in row.items())


if __name__ == "__main__":
    sys.exit(main())
