"""`python -m tools.fuzz --seconds N --seed S`: as many wrong inputs as fit in the time; 1 where one is not handled."""

from __future__ import annotations

import argparse
import collections
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from unveil.tools.fuzz.base import write_base
from unveil.tools.fuzz.case import Maker
from unveil.tools.fuzz.catalogues import make_batch_case, make_catalogue_case
from unveil.tools.fuzz.dates import make_date_case
from unveil.tools.fuzz.masks import make_mask_case, make_part_case
from unveil.tools.fuzz.models import make_card_case, make_checkpoint_case, make_graph_case
from unveil.tools.fuzz.parameters import make_parameter_case
from unveil.tools.fuzz.products import make_product_case, make_xml_case
from unveil.tools.fuzz.rasters import make_raster_case
from unveil.tools.fuzz.runner import Outcome, Runner

KINDS: dict[str, Maker] = {
    "raster": make_raster_case,
    "product": make_product_case,
    "xml": make_xml_case,
    "card": make_card_case,
    "checkpoint": make_checkpoint_case,
    "graph": make_graph_case,
    "parameter": make_parameter_case,
    "mask": make_mask_case,
    "part": make_part_case,
    "date": make_date_case,
    "batch": make_batch_case,
    "catalogue": make_catalogue_case,
}


def main(arguments: list[str] | None = None) -> int:
    """Run cases until the time or the number is reached; return 1 where one was not handled."""
    options = _parser().parse_args(arguments)
    kinds = options.kind or list(KINDS)
    counts: collections.Counter = collections.Counter()
    faults, slowest, largest = [], 0.0, 0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        place = Path(name)
        base, scratch = place / "base", place / "tmp"
        base.mkdir(), scratch.mkdir()
        write_base(base)
        runner = Runner(scratch, base / "models")
        end = time.monotonic() + options.seconds
        index = options.first
        try:
            while time.monotonic() < end and index < options.first + options.number:
                kind = kinds[index % len(kinds)]
                outcome, what = _run(runner, place, kind, options.seed, index)
                counts[kind] += 1
                slowest, largest = max(slowest, outcome.seconds), max(largest, outcome.memory)
                if outcome.fault:
                    faults.append((kind, index, what, outcome.fault))
                    again = f"--kind {' '.join(kinds)} --seed {options.seed} --first {index} --number 1"
                    _say(f"FAULT {again}: {what}\n{outcome.fault}\n")
                elif options.verbose:
                    _say(f"{kind} {index} {what}: {outcome.sentence[:160]}")
                index += 1
        finally:
            runner.close()
    parts = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))
    total = f"{sum(counts.values())} inputs ({parts}), {len(faults)} not handled"
    _say(f"{total}; longest {slowest:.1f} s, most {largest / 1e9:.2f} GB.")
    return 1 if faults else 0


def _run(runner: Runner, place: Path, kind: str, seed: int, index: int) -> tuple[Outcome, str]:
    folder = place / "case"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    # A text, since seeds that are numbers give streams that are alike.
    case = KINDS[kind](random.Random(f"{seed} {kind} {index}"), place / "base", folder)
    outcome = runner.run(case)
    for leftover in (place / "tmp").iterdir():
        shutil.rmtree(leftover, ignore_errors=True)
    return outcome, case.what


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", nargs="+", choices=sorted(KINDS), help="of these only (default: all in turn)")
    parser.add_argument("--first", type=int, default=0, help="number of the first case, to run one again")
    parser.add_argument("--number", type=int, default=10**9, help="of cases at most")
    parser.add_argument("--verbose", action="store_true", help="tell the end of every case")
    return parser


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
