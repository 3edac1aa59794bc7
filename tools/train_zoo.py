"""Train the models that ship, in pieces that carry on where the last one stopped: `make train DATA=<folder>`.

Each model is one run of `python -m unveil.engine.training` with the settings below, in a folder of its own under
`--work`; what is there already is continued. What radar shows of hidden ground, which all of them hold, is learnt
first, and no run begins before the one that it starts from is at its end. That part is trained on in runs of its own,
and the last of them takes the place of what networks were trained round. Draws of training samples are kept in
folders that the runs share. A run that is at its end is published to `models/zoo/<id>` when `--publish` is given, with
its scores on the held-out places of `--sets`. With `--device cuda` batches are four times as large.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ZOO = ROOT / "models" / "zoo"

LICENCE = "GPL-2.0-or-later"
SOURCES = (
    "TerraMind (5 places), Sen1Floods11 Spain and SEN12MS-CR spring 101: L1C with radar",
    "BigEarthNet, BioMassters and monthly composites of WorldCereal: L2A with radar",
    "SEN12MS-CR, training split: pairs with real clouds, and clear images, without radar",
    "SEN12MS-CR-TS: clear dates, without radar",
    "clips of L1C without B10 and of L2A, without radar: Major TOM, harbours of Kiel and Denmark, New Zealand, others",
)

HELD_OUT = (
    "spring_106", "fall_139", "winter_63", "winter_112", "summer_73",  # all real triplets
    "biomassters_288afc34", "ben_S2A_MSIL2A_20170617", "ben_S2B_MSIL2A_20180204",
    "aber", "boston", "kiel_21121", "kiel_211367", "kiel_21900",
)  # fmt: skip
"""Beginnings of the names of places that no model is trained on, and that all are scored on."""

_HIDDEN = json.dumps(
    {"draws": 600, "with_radar": 0.85, "no_radar": 0, "real_pairs": 0, "loose": 0.1, "pseudo_radar": 1}
)
_SEEN = json.dumps({"draws": 800})
_DRAWN = {"crops_of_a_draw": 1, "fewer_bands": 0.3, "radar_noise": 1.0, "zoomed": 0.35, "growth": 4, "loose": 0.1}
_DRAWN |= {"real_pairs": 0, "no_radar": 0, "real_clouds": 0.3}
_MEASURED = json.dumps({**_DRAWN, "draws": 620, "with_radar": 1})
_MADE_UP = json.dumps({**_DRAWN, "draws": 880, "with_radar": 0.68, "pseudo_radar": 1})
"""Below clouds, with radar that was measured; the same with a third that is made up of what other places look like."""


_GENTLY = ("--rate", "0.0006", "--clip", "0.3")
"""GLF-CR's filters multiply features with features: at 1.5e-3 its loss left all bounds after 100 steps."""


@dataclass(frozen=True)
class Shipped:
    """One model that ships: its id, the run that it starts from, and options of its training beyond the defaults.

    pool: folder of draws, shared by runs of the same `samples`.
    """

    id: str
    architecture: str
    steps: int
    seed: int = 0
    start: str = "radar-detail"
    batch: int = 4
    samples: str = _SEEN
    pool: str = "draws"
    more: tuple[str, ...] = ()

    def arguments(self, options: argparse.Namespace) -> list[str]:
        """Return the command line of `unveil.engine.training` for one piece of the run."""
        work: Path = options.work
        batch = self.batch * (4 if options.device == "cuda" else 1)
        given = ["--data", str(options.data), "--out", str(work / self.id), "--architecture", self.architecture]
        given += ["--steps", str(self.steps), "--seed", str(self.seed), "--batch", str(batch), "--threads", "1"]
        given += ["--samples", self.samples, "--pool", str(work / self.pool), "--device", options.device]
        given += [*self.more, "--hold-out", *HELD_OUT]
        given += ["--start", str(work / self.start)] if self.start else []
        return given + ([] if options.minutes is None else ["--minutes", str(options.minutes)])


DETAIL = Shipped("radar-detail", "radar-prior", 1200, 11, "", batch=8, samples=_HIDDEN, pool="hidden")
"""What the others hold and keep as it is, trained alone on scenes below thick cloud, with radar."""

_LIKE = ("--objective", "drawn", "--rate")
PARTS = (
    DETAIL,
    Shipped("radar-like", "radar-prior", 2490, 21, "radar-detail", 4, _MEASURED, "measured", (*_LIKE, "0.001")),
    Shipped("radar-places", "radar-prior", 2665, 33, "radar-like", 4, _MADE_UP, "made-up", (*_LIKE, "0.0007")),
    Shipped("radar-again", "radar-prior", 1509, 34, "radar-places", 4, _MADE_UP, "again", (*_LIKE, "0.0007")),
)
"""That part, trained on from run to run; networks are trained round the first, and published with the last."""

MODELS = (
    Shipped("mmcanet", "mmcanet", 1600),
    Shipped("ib-hfn", "ib-hfn", 1600),
    Shipped("glf-cr", "glf-cr", 1200, more=_GENTLY),
    Shipped("attention", "attention", 600, start="glf-cr", more=_GENTLY),
)
"""The attention network has the parameters of GLF-CR, and starts from them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and publish where asked to; return the exit status of the first command that fails, or 0."""
    options = _parser().parse_args(arguments)
    ended: set[str] = set()
    for model in _chosen(options.models):
        if model.start and model.start not in ended:
            print(f"{model.id} waits for {model.start}, which is not at its end; give the same command again.")
            continue
        status = _run("unveil.engine.training", model.arguments(options))
        if status:
            return status
        if not _is_at_end(options.work / model.id, model.steps):
            continue
        ended.add(model.id)
        if options.publish and model in MODELS and (not options.models or model.id in options.models):
            if PARTS[-1].id not in ended:
                print(f"{model.id} is not published before {PARTS[-1].id} is at its end; give the same command again.")
                continue
            status = _run("unveil.engine.training.jobs.publish", _publishing(model, options))
            if status:
                return status
    return 0


def _chosen(ids: Sequence[str]) -> list[Shipped]:
    """Return all parts, then the models of these ids (none: all) and those that they start from, in their order."""
    wanted = {model.id for model in MODELS if not ids or model.id in ids}
    for model in reversed(MODELS):
        if model.id in wanted:
            wanted.add(model.start)
    return [*PARTS, *(model for model in MODELS if model.id in wanted)]


def _is_at_end(run: Path, steps: int) -> bool:
    """Tell whether the run in a folder has done all its steps."""
    from unveil.engine.training.loop.checkpoints import checkpoint_of

    return checkpoint_of(run)["step"] >= steps


def _publishing(model: Shipped, options: argparse.Namespace) -> list[str]:
    given = ["--run", str(options.work / model.id), "--out", str(ZOO / model.id), "--licence", LICENCE]
    given += ["--part", str(options.work / PARTS[-1].id), "--half-weights", "--plain-prior", "--data", *SOURCES]
    return given + ([] if options.sets is None else ["--sets", str(options.sets)])


def _run(module: str, arguments: list[str]) -> int:
    return subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=False).returncode


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.train_zoo", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of training data")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "training", help="where the runs lie")
    parser.add_argument("--models", nargs="*", default=[], choices=[model.id for model in MODELS], help="default: all")
    parser.add_argument("--minutes", type=float, help="length of a piece; the same command carries on")
    parser.add_argument("--publish", action="store_true", help="export to models/zoo after the training")
    parser.add_argument("--sets", type=Path, help="folder of real imagery on whose held-out places models are scored")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    return parser


if __name__ == "__main__":
    sys.exit(main())
