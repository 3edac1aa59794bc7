"""A model adapted to one scene, where that helps: what `unveil adapt` and the toolbox do.

The scene's own clear pixels, with clouds simulated over them, fine-tune an installed model. Blocks of clear ground are
held out: the network never sees them, neither as a target nor as an input. The adapted model is kept only where it
restores them better than the model did.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import nn

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.masking.codings import AUTO, PROBABILITY_THRESHOLD
from unveil.engine.masking.detectors.methods import AUTO as METHOD_AUTO
from unveil.engine.numbers import check_number
from unveil.engine.raster.source import Raster
from unveil.engine.removal.settings import MASK_DILATION
from unveil.engine.removal.survey import survey_scene
from unveil.engine.scene.door import SceneRequest, open_scene
from unveil.engine.scene.mask import Masking, MaskReading
from unveil.engine.scene.polygons import Polygons
from unveil.engine.scene.scene import Scene
from unveil.engine.training.jobs.gain import Measured, block_errors, measured_gain
from unveil.engine.training.jobs.install import install_run
from unveil.engine.training.jobs.runs import FACTS
from unveil.engine.training.loop.hardware import fastest_precision
from unveil.engine.training.loop.settings import TrainingSettings
from unveil.engine.training.loop.trainer import STOPPED, Trainer, device_of
from unveil.engine.training.sampling.clear_cells import (
    FEWEST_BLOCKS,
    FEWEST_CELLS,
    FEWEST_LEARNT,
    ClearCells,
    find_clear_cells,
)
from unveil.engine.training.sampling.scene_samples import SIDE, SceneSamples
from unveil.engine.workplace import Workplace
from unveil.models.card import BANDS, ModelCard
from unveil.models.importing import check_name
from unveil.models.networks import SIZES
from unveil.models.onnx_weights import network_of
from unveil.models.plain import NO_NETWORK
from unveil.models.scratch import scratch_folder

MOST_BLOCKS = 32
"""Held-out blocks that are measured, drawn from all."""

_FEWEST_HIDDEN = 2000
"""Held-out pixels below simulated cloud that a measurement needs."""


@dataclass(frozen=True)
class AdaptRequest:
    """What a user asks for. name: of the adapted model. minutes: of training. steps: its end by number, for tests.

    mask_method: detector for the mask where none is given. mask_dilation (metres), mask_threshold, mask_coding: as in
    removal.
    """

    name: str
    minutes: float = 5.0
    device: str = "auto"
    steps: int = 10**9
    rate: float = 3e-4
    crop: int = 128
    seed: int = 0
    mask_method: str = METHOD_AUTO
    mask_dilation: float = MASK_DILATION
    mask_threshold: float = PROBABILITY_THRESHOLD
    mask_coding: str = AUTO


@dataclass(frozen=True)
class AdaptReport:
    """What came of it. card: of the model to use, the adapted one or the one that was given. sentence: why."""

    card: ModelCard
    kept: bool
    sentence: str
    measured: Measured | None = None


def adapt_model(
    optical: Raster,
    radar: Raster,
    mask: Raster | Polygons | None,
    card: ModelCard,
    request: AdaptRequest,
    zoo: Path,
    watch: Feedback,
) -> AdaptReport:
    """Fine-tune a model on a scene and install the result in `zoo`, if it restores held-out ground better.

    Where there is too little clear ground nothing is trained. Memory: windows of 256 pixels, whatever the scene's size.

    Raises:
        UnveilError: the scene cannot be fed to a network, or a file cannot be written.
        ModelError: the name is taken, or the model's weights cannot be had for PyTorch.
        Cancelled: the user stopped it; nothing is installed.
    """
    if card.architecture == NO_NETWORK:
        raise UnveilError(f"The method '{card.id}' has no network that could learn; choose a model.")
    card_id = check_name(request.name, Path(zoo))
    if card.bands != BANDS:
        raise UnveilError(f"The model {card.id} takes other bands than the networks of Unveil and cannot be adapted.")
    if not request.minutes > 0:
        raise UnveilError(f"An adaptation of {request.minutes:g} minutes is none; give more than 0.")
    check_number(request.minutes, "adaptation's length in minutes", 0, 1e6)
    with scratch_folder() as folder:
        reading = MaskReading(request.mask_coding, request.mask_threshold, request.mask_dilation, use="left out")
        asked = SceneRequest(optical, radar, Masking(mask, request.mask_method, reading))
        scene = open_scene(asked, card.bands, Workplace(folder, Step(watch, 0, 0.1)))
        cells = find_clear_cells(scene, Step(watch, 0.1, 0.12), request.seed)
        hectares = cells.clear.sum() * 10.24
        if too_little := _too_little(scene, cells, card.id):
            return AdaptReport(card, False, too_little)
        watch.info(f"{hectares:.0f} ha of clear ground (of 10 m pixels), {len(cells.blocks)} blocks held out")
        survey = survey_scene(scene, True, Step(watch, 0.12, 0.14))
        network = network_of(card)
        samples = SceneSamples(scene, survey, cells, card, request.seed, request.crop)
        try:
            return _adapt(samples, network, card, card_id, request, Path(zoo), Path(folder), scene, watch)
        finally:
            samples.close()


def _too_little(scene: Scene, cells: ClearCells, model: str) -> str:
    """Return in a sentence why a scene does not suffice to learn from and to measure on, "" where it does."""
    width, height = scene.grid.width, scene.grid.height
    if min(width, height) < SIDE:
        return (
            f"A scene of {width} x {height} pixels is smaller than the {SIDE} that a network learns from at a time, so "
            f"nothing was adapted and the model {model} stays."
        )
    if cells.enough:
        return ""
    return (
        f"The scene has {int(cells.clear.sum())} clear cells of 32 x 32 pixels away from clouds, "
        f"{int(cells.learnt.sum())} of them to learn from where {len(cells.blocks)} blocks are held out to measure on; "
        f"{FEWEST_CELLS}, {FEWEST_LEARNT} and {FEWEST_BLOCKS} are needed, so nothing was adapted and the model {model} "
        "stays."
    )


def _adapt(
    samples: SceneSamples,
    network: nn.Module,
    card: ModelCard,
    card_id: str,
    request: AdaptRequest,
    zoo: Path,
    folder: Path,
    scene: Scene,
    watch: Feedback,
) -> AdaptReport:
    blocks = samples.held_out(MOST_BLOCKS)
    hidden = int(sum(block["weight"].any(axis=1).sum() for block in blocks))
    if hidden < _FEWEST_HIDDEN or samples.windows == 0:
        sentence = f"Too little clear ground can be held out to measure on, so the model {card.id} stays."
        return AdaptReport(card, False, sentence)
    device = device_of(request.device)
    before = block_errors(network.to(device), blocks, device)
    run = folder / "run"
    trainer = Trainer(_settings(card, request, device), run, network)
    trainer.settled = True
    ending = trainer.run(samples, workers=1, threads=True, watch=Step(watch, 0.15, 0.9))
    if ending == STOPPED:
        raise Cancelled("stopped; nothing was installed.")
    measured = measured_gain(before, block_errors(trainer.average, blocks, device), request.seed)
    text = (
        f"On {measured.blocks} held-out blocks below simulated cloud the model {card.id} reaches "
        f"{measured.before:.2f} dB and the adapted one {measured.after:.2f} dB ({measured.gain:+.2f} dB, 90 % interval "
        f"{measured.low:+.2f} to {measured.high:+.2f}, {trainer.step} steps)"
    )
    if not measured.helps:
        return AdaptReport(card, False, f"{text}: that is no sure gain, so the model {card.id} stays.", measured)
    watch.check()
    _write_facts(run, card, scene)
    made = install_run(
        run,
        zoo,
        card_id,
        request.name.strip(),
        {"adapted_from": card.id, "adapted_sha256": card.sha256, "note": f"{text}."},
        card.licence,
        card.tile,
        changes=_changes(card, scene, measured),
    )
    return AdaptReport(made, True, f"{text}: the adapted model is installed as '{made.id}'.", measured)


def _settings(card: ModelCard, request: AdaptRequest, device: str) -> TrainingSettings:
    return TrainingSettings(
        architecture=card.architecture,
        size=card.size if card.size in SIZES else "paper",
        # Models made before networks worked on plain ground do not say that they do not.
        overrides={"plain": False, **card.settings} if card.size == "compact" else dict(card.settings),
        objective="relative" if card.scaling.relative else "compact",
        clip=1.0 if card.scaling.relative else TrainingSettings.clip,
        steps=request.steps,
        minutes=request.minutes,
        rate=request.rate,
        final_rate=request.rate / 50,
        warm_up=10,
        weight_decay=0.0,
        shallow=(),
        decay=0.99,
        precision=fastest_precision(device),
        device=device,
        seed=request.seed,
        save_seconds=math.inf,
    )


def _write_facts(run: Path, card: ModelCard, scene: Scene) -> None:
    name = Path(scene.optical.raster.path).name
    prior = list(card.prior) or [0.0] * len(card.bands)
    facts = {"prior": prior, "deviations": list(card.scaling.deviations), "places": [name], "held_out": [], "scenes": 1}
    (run / FACTS).write_text(json.dumps(facts), encoding="utf-8")


def _changes(card: ModelCard, scene: Scene, measured: Measured) -> dict[str, Any]:
    protocol = (
        f"{measured.blocks} held-out blocks of the scene {Path(scene.optical.raster.path).name}, DN / 10000 clipped to "
        "0..1, PSNR over hidden pixels and measured bands; clouds simulated"
    )
    rows = (
        {"name": card.id, "psnr": round(measured.before, 2), "protocol": protocol},
        {"name": "adapted", "psnr": round(measured.after, 2), "protocol": protocol},
    )
    return {
        "prior": card.prior,
        "scaling": card.scaling,
        "level": scene.optical.level or card.level,
        "source": f"{card.source} Adapted from the model {card.id} to one scene.".strip(),
        "overlap": card.overlap,
        "scores": rows,
    }
