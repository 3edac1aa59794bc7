"""A trained detector becomes the one that ships: `python -m unveil.engine.training.detector.publish`.

Two runs of one recipe are needed: one that left places out, on which the scores of the card are measured, and the one
that learnt from all places, which ships. Triplets that neither has seen are scored with the latter.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from unveil.engine.errors import UnveilError
from unveil.models.card import file_sha256
from unveil.models.cloud_detector import BANDS, CELL, CLASSES, NEEDED
from unveil.models.toml import format_toml

log = logging.getLogger("unveil.training")

PROTOCOL = (
    "cells of 20 m, mean over images of percent of the cells; cloud: found as cloud or thin cloud of what an opacity "
    "of 0.1 and more covers; thick: found as thick of 0.85 and more; shadow: found as shadow or cloud where a fifth "
    "of the near infrared is taken away; false: of the cells below 0.05 opacity and 0.08 shadow; the network alone, "
    "before shadows that no cloud casts are dropped"
)


@dataclass(frozen=True)
class DetectorCard:
    """What is written beside the weights; thresholds are those of `detectors/unveil.py`."""

    id: str
    title: str
    sha256: str
    licence: str
    cloud_threshold: float
    shadow_threshold: float
    parameters: int
    file: str = "model.onnx"
    bands: tuple[str, ...] = BANDS
    needed: tuple[str, ...] = NEEDED
    classes: tuple[str, ...] = CLASSES
    cell_metres: float = CELL
    protocol: str = PROTOCOL
    training: dict[str, Any] = field(default_factory=dict)
    scores: tuple[dict[str, Any], ...] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Score, and write model and card; return 0, or 1 with a sentence on standard error."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = _parser().parse_args(arguments)
    try:
        _publish(options)
    except UnveilError as error:
        log.error("%s", error)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m unveil.engine.training.detector.publish", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of training data")
    parser.add_argument("--run", type=Path, required=True, help="folder of the run that ships")
    parser.add_argument("--scored", type=Path, required=True, help="folder of the run that left places out")
    parser.add_argument("--triplets", type=Path, help="folder of triplets that neither run has seen")
    parser.add_argument("--unusable", nargs="*", default=[], help="as for the training")
    parser.add_argument("--kinds", type=json.loads, default={}, help="JSON: kind of ground and names of scenes")
    parser.add_argument("--sources", nargs="*", default=[], help="where the training data come from")
    parser.add_argument("--thresholds", nargs=2, type=float, default=(0.5, 0.5), help="of cloud and of shadow")
    parser.add_argument("--licence", required=True)
    parser.add_argument("--out", type=Path, required=True)
    return parser


def _publish(options: argparse.Namespace) -> None:
    import torch
    from osgeo import gdal

    from unveil.engine.training.detector.scenes import clear_scenes
    from unveil.engine.training.detector.scores import classifier, rows

    gdal.UseExceptions()
    facts, scored = (_facts(run) for run in (options.run, options.scored))
    if not scored["held_out"]:
        raise UnveilError(f"The run {options.scored} left no place out, so nothing can be scored on it.")
    cloud, shadow = options.thresholds
    limits = (cloud, shadow)
    left_out = tuple(scored["held_out"])
    scenes = [s for s in clear_scenes(options.data, tuple(options.unusable)) if s.place in left_out]
    kinds = {kind: tuple(names) for kind, names in options.kinds.items()}
    table = [
        {**row, "name": f"places left out: {row['name']}"}
        for row in rows(scenes, classifier(options.scored / "model.onnx", limits), kinds)
    ]
    table += _triplets(options, limits)
    weights = torch.load(options.run / "detector.pt", weights_only=True)
    options.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(options.run / "model.onnx", options.out / "model.onnx")
    card = DetectorCard(
        "unveil",
        "Clouds, thin clouds and shadows of Sentinel-2 L1C and L2A, any of eleven bands",
        file_sha256(options.out / "model.onnx"),
        options.licence,
        limits[0],
        limits[1],
        sum(each.numel() for name, each in weights.items() if name.endswith(("weight", "bias"))),
        training={
            "data": list(options.sources),
            "places": len(facts["places"]),
            "scenes": facts["scenes"],
            "steps": facts["steps"],
            "seed": facts["seed"],
            "places_left_out_for_scores": len(left_out),
        },
        scores=tuple(table),
    )
    text = format_toml({"schema": 1, **asdict(card)})
    text = "\n".join(
        f"{line}  # pragma: allowlist secret" if line.startswith("sha256") else line for line in text.splitlines()
    )
    (options.out / "card.toml").write_text(text + "\n", encoding="utf-8")
    for row in table:
        log.info("%s", row)


def _triplets(options: argparse.Namespace, limits: tuple[float, float]) -> list[dict[str, Any]]:
    from unveil.engine.training.detector.scenes import clear_scene
    from unveil.engine.training.detector.scores import classifier, rows

    if options.triplets is None:
        return []
    answer = classifier(options.run / "model.onnx", limits)
    scenes = [clear_scene(path, path.parent.name) for path in sorted(options.triplets.glob("*/s2_clear.tif"))]
    return [{**row, "name": f"triplets: {row['name']}"} for row in rows(scenes, answer, {})]


def _facts(run: Path) -> dict[str, Any]:
    try:
        return json.loads((run / "facts.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnveilError(f"The run {run} has no readable facts.json ({error}); train it to its end.") from error


if __name__ == "__main__":
    sys.exit(main())
