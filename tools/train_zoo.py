"""Train the models that ship, in pieces that carry on where the last one stopped: `make train DATA=<folder>`.

Each model is one run of `python -m unveil.engine.training` with the settings below, in a folder of its own under
`--work`; what is there already is continued. The radar prior that all of them hold comes first. A run that is at its
end is published to `models/zoo/<id>` when `--publish` is given.
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
    "clips of L1C without B10 and of L2A, without radar",
)


_HIDDEN = json.dumps(
    {
        "thick": 1, "overcast": 1, "clear_scene": 0, "no_radar": 0, "no_mask": 0, "false_mask": 0, "real_pairs": 0,
        "real_clouds": 0, "bright": 0, "with_radar": 0.85, "pseudo_radar": 1, "crops_of_a_scene": 1,
    }
)  # fmt: skip

SCENES = {
    "0316": "spring_106", "0581": "spring_106", "0746": "spring_106", "6317": "fall_139",
    "ROIs1970_fall_139_p839": "fall_139", "7264": "winter_63", "7657": "winter_63",
    "ROIs2017_winter_112_p797": "winter_112",
}  # fmt: skip
"""The scene of each triplet that the shipped models are scored on (SEN12MS-CR)."""

NEARLY_CLEAR = ("0316", "ROIs2017_winter_112_p797")
"""Scored apart: hardly any cloud lies over them."""


@dataclass(frozen=True)
class Shipped:
    """One model that ships: its id, the run that it starts from, and options of its training beyond the defaults."""

    id: str
    architecture: str
    steps: int = 1200
    seed: int = 0
    closer: float = 1.5
    start: str = "radar-prior"
    options: tuple[str, ...] = ("--batch", "4", "--structure", "0.1", "--threads", "1")
    hold_out: tuple[str, ...] = ("summer_102", "biomassters_288afc34", "aber")

    def arguments(self, data: Path, work: Path, minutes: float | None) -> list[str]:
        """Return the command line of `unveil.engine.training` for one piece of the run."""
        given = ["--data", str(data), "--out", str(work / self.id), "--architecture", self.architecture]
        given += ["--steps", str(self.steps), "--seed", str(self.seed), *self.options, "--hold-out", *self.hold_out]
        given += ["--start", str(work / self.start)] if self.start else []
        return given + ([] if minutes is None else ["--minutes", str(minutes)])


PRIOR = Shipped(
    "radar-prior",
    "radar-prior",
    steps=1400,
    seed=1,
    start="",
    options=("--batch", "8", "--structure", "0.3", "--threads", "1", "--samples", _HIDDEN),
    hold_out=("summer_102", "biomassters_288afc34"),
)
"""What the others hold and keep as it is, trained alone on scenes wholly hidden."""

MODELS = (
    Shipped("mmcanet", "mmcanet"),
    Shipped("ib-hfn", "ib-hfn"),
    Shipped("glf-cr", "glf-cr"),
    Shipped("attention", "attention"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and publish where asked to; return the exit status of the first command that fails, or 0."""
    options = _parser().parse_args(arguments)
    chosen = [model for model in MODELS if not options.models or model.id in options.models]
    for model in (PRIOR, *chosen):
        status = _run("unveil.engine.training", model.arguments(options.data, options.work, options.minutes))
        if status == 0 and options.publish and model is not PRIOR:
            status = _run("unveil.engine.training.jobs.publish", _publishing(model, options))
        if status:
            return status
    return 0


def _publishing(model: Shipped, options: argparse.Namespace) -> list[str]:
    given = ["--run", str(options.work / model.id), "--out", str(ZOO / model.id), "--licence", LICENCE]
    given += ["--half-weights", "--closer", str(model.closer), "--data", *SOURCES]
    if options.triplets is not None:
        names = [name for name in SCENES if name not in NEARLY_CLEAR]
        given += ["--triplets", str(options.triplets), "--names", *names, "--groups", json.dumps(SCENES)]
        given += ["--pictures", str(options.work / model.id / "triplets")]
    return given


def _run(module: str, arguments: list[str]) -> int:
    return subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=False).returncode


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.train_zoo", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of training data")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "training", help="where the runs lie")
    parser.add_argument("--models", nargs="*", default=[], choices=[model.id for model in MODELS], help="default: all")
    parser.add_argument("--minutes", type=float, help="length of a piece; the same command carries on")
    parser.add_argument("--publish", action="store_true", help="export to models/zoo after the training")
    parser.add_argument("--triplets", type=Path, help="folder of triplets on which what is published is scored")
    return parser


if __name__ == "__main__":
    sys.exit(main())
