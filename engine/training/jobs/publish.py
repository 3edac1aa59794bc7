"""Make a model of a finished run: `python -m unveil.engine.training.jobs.publish --run FOLDER --out FOLDER`.

Takes the averaged weights, exports them to ONNX with a card, and writes into the card what was trained on and how, and
the scores on real triplets where a folder of them is given.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.report.pictures import before_after, write_png
from unveil.engine.evaluation.statistics import bootstrap_mean
from unveil.engine.folders import make_folder
from unveil.engine.training.jobs.ground_scores import score_on_sets
from unveil.engine.training.loop import triplet_scores as scoring
from unveil.engine.training.loop.triplet_scores import Triplet, without_cirrus
from unveil.engine.training.sampling.samples import GROWTH
from unveil.models.any_predictor import AnyPredictor
from unveil.models.card import TRUE_COLOUR, ModelCard, write_card
from unveil.models.errors import ModelError
from unveil.models.export import export_model
from unveil.models.plain import PLAIN
from unveil.models.predictor import load_predictor
from unveil.models.scaling import RELATIVE, Scaling

log = logging.getLogger("unveil.training")

_OURS = (
    " The compact size is Unveil's, as are its further inputs (a mask, and the plain ground of the scene, to which it "
    "adds), the values relative to the scene's clear ground, the training data, the planted clouds and the losses."
)

SOURCES = {
    "glf-cr": "GLF-CR: Xu, Shi, Ebel, Yu, Xia, Yang, Zhu, ISPRS Journal 192, 2022, re-implemented." + _OURS,
    "attention": "Cloud-Attentive Reconstruction Framework: Bui, Le, arXiv 2506.17885, 2025, re-implemented." + _OURS,
    "ib-hfn": "IB-HFN: arXiv 2606.09347, re-implemented from the abstract." + _OURS,
    "mmcanet": "MMCANet: Zhou et al., IEEE TGRS 63, 2025, re-implemented from the abstract." + _OURS,
}

TITLES = {"glf-cr": "GLF-CR", "attention": "Cloud-attentive network", "ib-hfn": "IB-HFN", "mmcanet": "MMCANet"}

_OVERLAP = 32
"""Pixels by which tiles overlap: what lies farther than this from a pixel hardly changes it."""

PROTOCOL = (
    "full image, DN / 10000 clipped to 0..1, PSNR over all bands and pixels, SSIM 11 x 11 Gaussian, SAM in degrees, "
    "mean over the images {names}; spectral mask grown by {growth} pixels"
)


def main(arguments: list[str] | None = None) -> int:
    """Publish the run that the arguments name; return 0, or 1 with a sentence on standard error."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = _parser().parse_args(arguments)
    if options.pictures is not None and options.triplets is None:
        log.error("Pictures need a folder of triplets; give --triplets.")
        return 1
    try:
        card = publish(
            options.run,
            options.out,
            options.tile,
            options.licence,
            options.triplets,
            tuple(options.names),
            told={"data": options.data, "note": options.note},
            groups=options.groups,
            half_weights=options.half_weights,
            sets=options.sets,
            prior=PLAIN.prior if options.plain_prior else (),
            part=options.part,
        )
        if options.pictures is not None:
            write_pictures(card, options.triplets, options.pictures)
    except (UnveilError, ModelError) as error:
        log.error("%s", error)
        return 1
    return 0


def publish(
    run: Path,
    out: Path,
    tile: int,
    licence: str,
    triplets: Path | None = None,
    names: tuple[str, ...] = (),
    told: Mapping[str, Any] | None = None,
    groups: Mapping[str, str] | None = None,
    half_weights: bool = False,
    sets: Path | None = None,
    prior: tuple[float, ...] = (),
    part: Path | None = None,
) -> ModelCard:
    """Export the run in the folder `run` to the model folder `out`, whose name becomes the model's id.

    told: what the run cannot know and the card shall say of its training: the sources of its data, a note.
    triplets, names, groups: see `score_card`, of a network on absolute values. sets: folder of real imagery on whose
    held-out places one on relative values is scored, see `ground_scores.py`. half_weights: keep the weights in 16 bits.
    prior: [13] DN that stand for ground of which nothing is seen; by default the median of the training scenes.
    part: the run of a radar prior that takes the place of the network's own, trained on since the network took it over.

    Raises:
        UnveilError: a run has no checkpoint, the part is another network's, or a triplet cannot be read.
        ModelError: the export does not agree with the network.
    """
    network, settings, progress = _load(run)
    if part is not None:
        # Only now: it needs PyTorch, and publishing says so in a sentence where it lacks.
        from unveil.engine.training.loop.warm_start import start_from

        start_from(network, part)
    facts = json.loads((run / "facts.json").read_text(encoding="utf-8"))
    conditioned = bool(getattr(network, "conditioned", False))
    own = _settings_of(settings)
    relative = conditioned and bool(own.get("plain"))
    card = ModelCard(
        id=out.name,
        title=f"{TITLES.get(settings['architecture'], settings['architecture'])} ({settings['size']})",
        architecture=settings["architecture"],
        size=settings["size"],
        settings=own,
        level="" if relative else ModelCard.level,
        scaling=Scaling(kind=RELATIVE, deviations=tuple(facts["deviations"])) if relative else Scaling(),
        tile=tile,
        sha256="",
        inputs=("optical", "radar", "mask", "background") if conditioned else ("optical", "radar"),
        overlap=min(_OVERLAP, tile // 4),
        prior=prior or tuple(facts["prior"]),
        licence=licence,
        source=SOURCES.get(settings["architecture"], ""),
        macs=_macs(network, conditioned),
        training={**_training_facts(settings, facts, progress), **(told or {})},
    )
    card = export_model(network, card, out, half_weights=half_weights)
    scores: tuple[dict[str, Any], ...] = ()
    if relative and sets is not None:
        scores = score_on_sets(card, sets, facts.get("hold_out", facts["held_out"]), run.parent / "fills.json")
    elif triplets is not None and not relative:
        scores = score_card(card, scoring.read_triplets(triplets, names), groups)
    if scores:
        card = ModelCard(**{**card.__dict__, "scores": scores})
        write_card(card, out / "card.toml")
    return card


def score_card(
    card: ModelCard, triplets: tuple[Triplet, ...], groups: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], ...]:
    """Return the rows of the card's table of scores: plain fills, and the model with and without its side inputs.

    Each row has a name, psnr, ssim, sam, mae, the PSNR of each image in `scenes`, the protocol, and `ssim_thick`, the
    SSIM below thick cloud, where there is any. groups: the scene of each triplet by name; then `psnr_interval` is the
    95 % bootstrap interval over scenes.
    """
    predictor = load_predictor(card, "cpu")
    prior = np.asarray(card.prior)
    protocol = PROTOCOL.format(names=", ".join(triplet.name for triplet in triplets), growth=GROWTH)

    def model(triplet: Triplet, **inputs: bool) -> np.ndarray:
        return scoring.restore_with(network_on_whole(predictor), scoring.triplet_inputs(triplet, prior, **inputs))

    methods: dict[str, Callable[[Triplet], np.ndarray]] = {
        "do nothing": scoring.do_nothing,
        "mean of the clear pixels under the mask": lambda triplet: scoring.fill_clear_mean(triplet, prior),
        "gdal.FillNodata under the mask": lambda triplet: scoring.fill_gdal(triplet, prior),
        "colour of the clear ground under the mask": lambda triplet: scoring.fill_background(triplet, prior, False),
        "the model's background under the mask": lambda triplet: scoring.fill_background(triplet, prior),
        "model": model,
        "model, clear pixels kept": lambda triplet: np.where(triplet.restore, model(triplet), triplet.cloudy),
        "model without radar": lambda triplet: model(triplet, with_radar=False),
        "model without mask": lambda triplet: model(triplet, with_mask=False),
        "model without B10": lambda triplet: model(without_cirrus(triplet)),
    }
    rows = []
    for name, method in methods.items():
        scores = scoring.score(method, triplets)
        means = {key: round(value, 4) for key, value in scoring.mean_scores(scores).items()}
        psnr = [sums.psnr for sums in scores.values()]
        row = {"name": name, **means, "scenes": [round(value, 2) for value in psnr], "protocol": protocol}
        below = scoring.similarity_below_thick_cloud(method, triplets)
        if below:
            row["ssim_thick"] = round(float(np.mean(list(below.values()))), 4)
        if groups:
            estimate = bootstrap_mean(psnr, [groups[triplet.name] for triplet in triplets])
            row["psnr_interval"] = [round(estimate.low, 2), round(estimate.high, 2)]
        log.info("%s", {key: value for key, value in row.items() if key != "protocol"})
        rows.append(row)
    return tuple(rows)


def write_pictures(card: ModelCard, triplets: Path, folder: Path) -> None:
    """Write `<name>.png`, cloudy | radar | result | truth in true colour, for every triplet of a folder.

    Raises:
        UnveilError: the folder holds no triplet, one cannot be read, or a picture cannot be written.
    """
    names = sorted(path.parent.name for path in triplets.glob("*/s2_cloudy.tif"))
    if not names:
        raise UnveilError(f"The folder {triplets} holds no triplets, <name>/{{s1,s2_cloudy,s2_clear}}.tif.")
    make_folder(folder)
    network = network_on_whole(load_predictor(card, "cpu"))
    for triplet in scoring.read_triplets(triplets, names):
        result = scoring.restore_with(network, scoring.triplet_inputs(triplet, np.asarray(card.prior)))
        picture = before_after(triplet.cloudy, triplet.radar, result, triplet.clear, TRUE_COLOUR)
        write_png(folder / f"{triplet.name}.png", picture)


def network_on_whole(predictor: AnyPredictor) -> scoring.Network:
    """Return a predictor as a function of whole triplets, which must have the size of its tile."""

    def network(inputs: Any) -> np.ndarray:
        tile = predictor.card.tile
        if inputs["optical"].shape[-2:] != (tile, tile):
            raise UnveilError(f"Triplets are scored whole and must have {tile} x {tile} pixels, the tile of the model.")
        return predictor.predict(dict(inputs))

    return network


def _load(run: Path) -> tuple[Any, dict[str, Any], dict[str, float]]:
    from unveil.engine.training.loop.checkpoints import checkpoint_of
    from unveil.models.networks import build

    state = checkpoint_of(run)
    settings = state["settings"]
    network = build(settings["architecture"], settings["size"], **settings["overrides"])
    network.load_state_dict(state["average"])
    return network.eval(), settings, {"step": state["step"], "minutes": round(state["seconds"] / 60, 1)}


def _settings_of(settings: dict[str, Any]) -> dict[str, Any]:
    from unveil.models.networks import settings_of

    return settings_of(settings["architecture"], settings["size"], **settings["overrides"])


def _macs(network: Any, conditioned: bool) -> str:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    side = 128
    channels = (13, 2, 1, 13) if conditioned else (13, 2)
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        network(*(torch.zeros(1, number, side, side) for number in channels))
    return f"{counter.get_total_flops() / 2e9:.2f} G at {side} x {side}"


def _training_facts(settings: dict[str, Any], facts: dict[str, Any], progress: dict[str, float]) -> dict[str, Any]:
    kept = ("seed", "rate", "clip", "objective", "structure", "detail", "decay", "precision")
    return {
        "places": facts["places"],
        "held_out": facts["held_out"],
        "scenes": facts["scenes"],
        "steps": progress["step"],
        "minutes": progress["minutes"],
        **{name: settings[name] for name in kept},
    }


def _parser() -> argparse.ArgumentParser:
    name = "python -m unveil.engine.training.jobs.publish"
    parser = argparse.ArgumentParser(prog=name, description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=Path, required=True, help="folder of a training run")
    parser.add_argument("--out", type=Path, required=True, help="model folder; its name becomes the id")
    parser.add_argument("--part", type=Path, help="folder of the run of a radar prior that takes the place of its own")
    parser.add_argument("--tile", type=int, default=256)
    parser.add_argument("--licence", default="GPL-2.0-or-later")
    parser.add_argument("--sets", type=Path, help="folder of real imagery to score networks on relative values on")
    parser.add_argument("--triplets", type=Path, help="folder of triplets to score on")
    parser.add_argument("--pictures", type=Path, help="folder for pictures of the triplets, to be looked at")
    parser.add_argument("--data", nargs="*", default=[], help="sources of the training data, for the card")
    parser.add_argument("--note", default="", help="what else the card shall say of the training")
    parser.add_argument("--groups", type=json.loads, help="the scene of each triplet by its name, as JSON")
    parser.add_argument("--half-weights", action="store_true", help="keep the weights in 16 bits: half the size")
    parser.add_argument("--plain-prior", action="store_true", help="unseen ground looks as the plain ground has it")
    parser.add_argument("--names", nargs="*", default=[], help="triplets to score on, by folder name")
    return parser


if __name__ == "__main__":
    sys.exit(main())
