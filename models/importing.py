"""From a checkpoint to a model in the user's zoo, whole or not at all: read, convert, test, install."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unveil.models.card import ModelCard, file_sha256, read_card, write_card
from unveil.models.checkpoints import Checkpoint, describe_checkpoint, read_checkpoint
from unveil.models.complexity import count_macs, describe_macs
from unveil.models.errors import ModelError
from unveil.models.exactness import decibels
from unveil.models.plain import PLAIN
from unveil.models.registry import list_models
from unveil.models.scaling import RELATIVE, Scaling, scene_levels
from unveil.models.scratch import scratch_folder
from unveil.models.tensorfile import write_tensors
from unveil.models.torch_import import TORCH_HINT

if TYPE_CHECKING:
    from torch import nn

WEIGHTS = "weights.safetensors"
TILE = 256
OVERLAP = 64

TITLES = {
    "glf-cr": "GLF-CR",
    "attention": "Cloud-attentive reconstruction",
    "ib-hfn": "IB-HFN (re-implemented from the abstract)",
    "mmcanet": "MMCANet (re-implemented from the abstract)",
}

TYPICAL_SPECTRUM = (1300.0, 1050.0, 950.0, 850.0, 1100.0, 1800.0, 2150.0, 2050.0, 2350.0, 750.0, 20.0, 1750.0, 1050.0)
"""Clear ground in DN, for networks that take a background and whose file does not say what it was in training."""

TYPICAL_DEVIATIONS = (99.2, 164.0, 228.7, 322.6, 337.4, 596.3, 704.5, 793.5, 753.8, 313.9, 5.0, 569.2, 418.0)
"""Of clear ground within a scene, in DN: medians over the places of the training, bands of L1C in order."""

CLEARLY_CHANGED = 0.05
"""Mean difference of reflectance by which a cloudy and a clear image differ where there is cloud."""


@dataclass(frozen=True)
class Pair:
    """A scene for the self-test: cloudy and clear optical [13, h, w] in DN, radar [2, h, w] in dB; NaN is no data."""

    cloudy: np.ndarray
    radar: np.ndarray
    clear: np.ndarray


def import_checkpoint(
    path: Path,
    name: str,
    folder: Path,
    pair: Pair | None = None,
    tile: int = TILE,
    report: Callable[[float, str], None] = lambda fraction, text: None,
) -> ModelCard:
    """Convert the checkpoint at `path` to the model `name` in the zoo `folder`, and return its card.

    The model is installed only when ONNX Runtime computes what torch does and, given a pair, when its answer is nearer
    to the clear image than the cloudy one is. `report` is told the share of the work that is done and what comes next,
    and may raise to stop.

    Raises:
        ModelError: the checkpoint cannot be used (see `read_checkpoint`), the name is taken or no name, or the
            self-test fails; nothing is installed then.
    """
    path, folder = Path(path), Path(folder)
    card_id = check_name(name, folder)
    target = folder / card_id
    if pair is not None:
        _check_pair(pair, tile)
    report(0.0, f"Reading {path.name}")
    checkpoint = read_checkpoint(path)
    network = checkpoint.build()
    try:
        import onnx  # noqa: F401
    except ImportError as error:
        raise ModelError(TORCH_HINT) from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A level deeper than models lie, so that nobody takes it for one before it is whole.
        with scratch_folder(".import-", folder) as work:
            made = Path(work) / card_id
            report(0.1, "Converting to ONNX and comparing with PyTorch")
            card = _convert(checkpoint, network, _card(checkpoint, card_id, path, tile), made)
            if pair is not None:
                report(0.8, "Testing on the pair")
                card = replace(card, scores=_score(card, pair))
                write_card(card, made / "card.toml")
            report(0.95, "Installing")
            made.rename(target)
    except OSError as error:
        raise ModelError(f"The model cannot be written to {folder}: {error.strerror or error}.") from error
    report(1.0, f"Installed as '{card_id}'")
    return read_card(target / "card.toml")


def model_id(name: str) -> str:
    """Return the id for a name: lower-case letters, digits and dashes."""
    made = re.sub(r"[^a-z0-9._]+", "-", name.strip().lower()).strip("-._")
    if not made:
        raise ModelError(f"The name '{name}' holds no letter or digit; choose another.")
    return made[:64]


def check_name(name: str, folder: Path) -> str:
    """Return the id for a name that is not taken in the zoo `folder`; a ModelError says when it is."""
    card_id = model_id(name)
    if card_id == PLAIN.id:
        raise ModelError(f"The name '{name}' is that of the method without a network; choose another.")
    if any(card.id == card_id for card in list_models()):
        # It would stand for the one that ships, in every dialog and script that asks for that.
        raise ModelError(f"The name '{name}' is that of a model that ships with Unveil; choose another.")
    if (Path(folder) / card_id).exists():
        raise ModelError(f"There is already a model '{card_id}' in {folder}; choose another name or delete its folder.")
    return card_id


def _card(checkpoint: Checkpoint, card_id: str, path: Path, tile: int) -> ModelCard:
    conditioned = bool(checkpoint.settings.get("conditioned", False))
    relative = conditioned and bool(checkpoint.settings.get("plain", False))
    public = checkpoint.container in ("network", "model_state_dict") and checkpoint.architecture in (
        "glf-cr",
        "attention",
    )
    return ModelCard(
        id=card_id,
        title=f"{TITLES[checkpoint.architecture]}, imported from {path.name}",
        architecture=checkpoint.architecture,
        size=checkpoint.size,
        settings=checkpoint.settings,
        tile=tile,
        overlap=min(OVERLAP, tile // 2),
        sha256="",
        inputs=("optical", "radar", "mask", "background") if conditioned else ("optical", "radar"),
        prior=(checkpoint.prior or TYPICAL_SPECTRUM) if conditioned else (),
        level="" if relative else ModelCard.level,
        scaling=Scaling(kind=RELATIVE, deviations=TYPICAL_DEVIATIONS) if relative else Scaling(),
        licence="What the authors of the weights say; the file does not.",
        source=f"{path.name} ({checkpoint.container}), SHA-256 {file_sha256(path)}",
        training={"data": ["SEN12MS-CR, as published by the authors"] if public else ["not said in the file"]},
    )


def _convert(checkpoint: Checkpoint, network: nn.Module, card: ModelCard, folder: Path) -> ModelCard:
    """Write model.onnx, its card and the weights for PyTorch to a new folder."""
    from unveil.models.export import export_model

    multiple: int = getattr(network, "multiple", 1)
    side = 128 + -128 % multiple
    macs = describe_macs(count_macs(network, side, side, card.inputs), side, side)
    card = export_model(network, replace(card, macs=macs), folder)
    texts = describe_checkpoint(checkpoint.architecture, checkpoint.size, checkpoint.settings, checkpoint.prior)
    write_tensors({name: tensor.numpy() for name, tensor in checkpoint.state.items()}, texts, folder / WEIGHTS)
    card = replace(card, weights_sha256=file_sha256(folder / WEIGHTS))
    write_card(card, folder / "card.toml")
    return card


def _check_pair(pair: Pair, tile: int) -> None:
    shape = pair.cloudy.shape
    if len(shape) != 3 or shape[0] != 13 or pair.clear.shape != shape or pair.radar.shape != (2, *shape[1:]):
        raise ModelError("The pair for the self-test must be 13 bands cloudy, 13 clear and 2 of radar on one grid.")
    if min(shape[1:]) < tile:
        raise ModelError(f"The pair for the self-test has {shape[2]} x {shape[1]} pixels; it needs {tile} x {tile}.")


def _score(card: ModelCard, pair: Pair) -> tuple[dict[str, object], ...]:
    """Return the PSNR of the model and of doing nothing on the middle of the pair, as rows of a card."""
    from unveil.models.predictor import load_predictor

    row, column = ((length - card.tile) // 2 for length in pair.cloudy.shape[1:])
    cut = (slice(None), slice(row, row + card.tile), slice(column, column + card.tile))
    if not (np.isfinite(pair.cloudy[cut]).all() and np.isfinite(pair.clear[cut]).all()):
        raise ModelError("The pair for the self-test has pixels without data in its middle; choose another.")
    absolute, scaling = Scaling(), card.scaling
    cloudy, clear = absolute.optical(pair.cloudy[cut]), absolute.optical(pair.clear[cut])
    # Where the network wants to know what is cloud: the pair itself tells.
    mask = (np.abs(cloudy - clear).mean(axis=0, keepdims=True) > CLEARLY_CHANGED).astype(np.float32)
    weight = np.maximum((1 - mask).sum(), 1.0)
    ground = ((cloudy * (1 - mask)).sum(axis=(1, 2)) / weight)[:, None, None]
    if mask.all():
        ground = absolute.optical(np.array(card.prior or TYPICAL_SPECTRUM, dtype=np.float32))[:, None, None]
    ground = np.broadcast_to(ground, cloudy.shape).astype(np.float32)
    levels = None
    if scaling.relative:
        # The background of such a network is the image itself where it is clear.
        ground = np.where(mask > 0, ground, cloudy)
        seen = pair.cloudy[cut][:, mask[0] == 0].astype(np.float64)
        moments = np.stack([np.full(len(seen), seen.shape[1]), seen.sum(axis=1), np.square(seen).sum(axis=1)])
        levels = scene_levels(moments, np.array(card.prior), np.array(scaling.deviations))
    fed, background = (scaling.optical(image * np.float32(10000), levels) for image in (cloudy, ground))
    inputs = {
        "optical": fed[None],
        "radar": scaling.radar(pair.radar[cut])[None],
        "mask": mask[None],
        "background": background[None],
    }
    result = load_predictor(card, "cpu").predict(inputs)[0]
    if levels is not None:
        result = ground + scaling.difference(result - background, levels) / np.float32(10000)
    model, nothing = (round(decibels(image, clear), 2) for image in (result, cloudy))
    if not model > nothing:
        raise ModelError(
            f"The self-test failed: on the pair the model reaches {model} dB and the cloudy image itself {nothing} dB. "
            "Either the pair does not fit (bands, DN, dates) or the weights do not; nothing was installed."
        )
    protocol = f"self-test at import, middle {card.tile} x {card.tile} pixels of the user's pair"
    return (
        {"name": "do nothing", "protocol": protocol, "psnr": nothing},
        {"name": card.id, "protocol": protocol, "psnr": model},
    )
