"""A finished run becomes a model in the user's zoo, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from unveil.engine.errors import UnveilError
from unveil.engine.training.jobs.publish import publish
from unveil.engine.training.loop.checkpoints import CHECKPOINT, read_checkpoint
from unveil.models.card import ModelCard, file_sha256, read_card, write_card
from unveil.models.checkpoints import describe_checkpoint
from unveil.models.importing import WEIGHTS
from unveil.models.networks import build
from unveil.models.scratch import scratch_folder
from unveil.models.tensorfile import write_tensors

TILE = 256


def install_run(
    run: Path,
    zoo: Path,
    card_id: str,
    title: str,
    told: Mapping[str, Any],
    licence: str = "",
    tile: int = TILE,
    changes: Mapping[str, Any] | None = None,
) -> ModelCard:
    """Publish the run in the folder `run` as the model `card_id` of the folder `zoo`, with its weights for PyTorch.

    told: what the card shall say of the training beyond what the run knows. tile: rounded up to what the network takes.
    changes: fields of the card that differ from what `publish` writes.

    Raises:
        UnveilError: the zoo cannot be written, or the run has no checkpoint; nothing is installed then.
        ModelError: the exported model does not agree with the network.
    """
    try:
        zoo.mkdir(parents=True, exist_ok=True)
        # A level deeper than models lie, so that nobody takes it for one before it is whole.
        with scratch_folder(".train-", zoo) as work:
            made = Path(work) / card_id
            card = publish(run, made, _fitting(run, tile), licence, told=told)
            card = replace(card, title=title, **(changes or {}))
            card = replace(card, weights_sha256=_write_weights(run, card, made))
            write_card(card, made / "card.toml")
            made.rename(zoo / card_id)
    except OSError as error:
        raise UnveilError(
            f"The model cannot be written to {zoo} ({error.strerror or error}); free some space or choose another "
            f"folder. The training itself is kept in {run}."
        ) from error
    return read_card(zoo / card_id / "card.toml")


def _fitting(run: Path, tile: int) -> int:
    settings = read_checkpoint(run / CHECKPOINT)["settings"]
    network = build(settings["architecture"], settings["size"], **settings["overrides"])
    multiple: int = getattr(network, "multiple", 1)
    return tile + -tile % multiple


def _write_weights(run: Path, card: ModelCard, folder: Path) -> str:
    state = read_checkpoint(run / CHECKPOINT)["average"]
    tensors = {name: tensor.contiguous().float() for name, tensor in state.items() if tensor.is_floating_point()}
    counts = {name: tensor for name, tensor in state.items() if tensor.dtype == torch.int64}
    texts = describe_checkpoint(card.architecture, card.size, card.settings, card.prior)
    write_tensors({name: tensor.numpy() for name, tensor in {**tensors, **counts}.items()}, texts, folder / WEIGHTS)
    return file_sha256(folder / WEIGHTS)
