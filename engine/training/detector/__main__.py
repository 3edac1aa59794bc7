"""Train the cloud detector: `python -m unveil.engine.training.detector --data FOLDER --out FOLDER`."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path

from unveil.engine.errors import UnveilError

log = logging.getLogger("unveil.training")


def main(arguments: list[str] | None = None) -> int:
    """Train as the arguments say; return 0, or 1 with a sentence on standard error."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = _parser().parse_args(arguments)
    try:
        _train(options)
    except UnveilError as error:
        log.error("%s", error)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m unveil.engine.training.detector", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of training data (see data/datasets.py)")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights, network and facts")
    parser.add_argument("--unusable", nargs="*", default=[], help="beginnings of <set>/<name> of scenes with cloud")
    parser.add_argument("--cloudy", type=json.loads, default=[], help="JSON: [[cloudy, clear], ...] as <set>/<name>")
    parser.add_argument("--hold-out", nargs="*", default=[], help="beginnings of names of places left out")
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--start", type=Path, help="weights to begin with: detector.pt, or model.onnx")
    return parser


def _train(options: argparse.Namespace) -> None:
    import torch
    from osgeo import gdal

    from unveil.engine.training.detector.real import labelled_scene, layers_of
    from unveil.engine.training.detector.samples import DetectorSampler
    from unveil.engine.training.detector.scenes import clear_scenes, pairs
    from unveil.engine.training.detector.train import DetectorTraining, export, train, write_facts

    gdal.UseExceptions()
    torch.set_num_threads(options.threads)
    outside = tuple(options.hold_out) or ("\0",)
    everything = clear_scenes(options.data, tuple(options.unusable))
    clear = [scene for scene in everything if not scene.place.startswith(outside)]
    held_out = [scene for scene in everything if scene.place.startswith(outside)]
    chosen = [
        pair for pair in pairs(options.data, tuple(map(tuple, options.cloudy))) if not pair.place.startswith(outside)
    ]
    real = [labelled_scene(pair) for pair in chosen]
    layers = layers_of(chosen, real)
    log.info(
        "%d clear scenes, %d labelled ones, %d layers, %d held out", len(clear), len(real), len(layers), len(held_out)
    )
    settings = DetectorTraining(options.steps, options.batch, options.rate, seed=options.seed)
    network = train(
        DetectorSampler([*clear, *real], layers, options.seed), settings, options.out, options.start, log.info
    )
    export(network, options.out / "model.onnx")
    facts: dict[str, object] = {
        "places": sorted({scene.place for scene in [*clear, *real]}),
        "held_out": sorted({scene.place for scene in held_out}),
        "scenes": len(clear) + len(real),
        "steps": options.steps,
        "seed": options.seed,
    }
    write_facts(options.out, facts)


if __name__ == "__main__":
    sys.exit(main())
