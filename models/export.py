"""From a torch network to what ships: an ONNX file that has been checked against the network, and its card."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unveil.models.card import ModelCard, file_sha256, write_card
from unveil.models.errors import ModelError
from unveil.models.exactness import decibels
from unveil.models.half_weights import halve_weights
from unveil.models.onnx_runtime import open_session

if TYPE_CHECKING:
    from torch import nn

OPSET = 17
TOLERANCE = 1e-4
"""Greatest difference between ONNX Runtime and torch, in scaled values, with which a file is written."""

LEAST_EXACT = 55.0
"""dB of peak signal to noise against torch in float32, of every output, with which halved weights are written."""


def export_model(network: nn.Module, card: ModelCard, folder: Path, half_weights: bool = False) -> ModelCard:
    """Write `folder/model.onnx` and `folder/card.toml`, and return the card with what is known of the file.

    The graph takes the card's inputs by name as float32 [n, channels, tile, tile] with any n, and gives the outputs
    that the network says it has (`blocks.output_names`): `cloud_free`, and IB-HFN's gate as `clear_sky`.
    half_weights: store the weights in half precision, for a file of half the size.
    Nothing is written unless ONNX Runtime computes what torch does, for one tile and for two.

    Raises:
        ModelError: the difference is above TOLERANCE, with halved weights the nearness below LEAST_EXACT, or the
            network's size does not fit the card.
    """
    from unveil.models.networks.blocks import Outputs, output_names

    multiple = getattr(network, "multiple", 1)
    if card.tile % multiple:
        raise ModelError(f"The tile {card.tile} is not a multiple of {multiple}, which the network needs.")
    card = replace(card, outputs=output_names(network))
    named = Outputs(network, card.outputs)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "model.onnx.part"
    try:
        _write_onnx(named, card, part)
        for number in (1, 2):
            difference = float(
                np.max([np.abs(one - other).max() for one, other in _results(named, card, part, number)])
            )
            if not difference <= TOLERANCE:
                raise ModelError(
                    f"ONNX Runtime differs from torch by {difference:.2g} on {number} tiles of {card.tile} pixels, "
                    f"more than the {TOLERANCE:g} allowed; the model was not written."
                )
        if half_weights:
            halve_weights(part)
            nearness = np.min([decibels(*both) for both in _results(named, card, part, 1)])
            if not nearness >= LEAST_EXACT:
                raise ModelError(
                    f"With weights in half precision the model is only within {nearness:.0f} dB of itself, less than "
                    f"the {LEAST_EXACT:g} asked for; it was not written."
                )
        part.replace(folder / card.file)
    finally:
        part.unlink(missing_ok=True)
    parameters = sum(parameter.numel() for parameter in network.parameters())
    digest = file_sha256(folder / card.file)
    card = replace(card, sha256=digest, parameters=parameters, multiple=multiple, folder=folder)
    write_card(card, folder / "card.toml")
    return card


def sample_inputs(card: ModelCard, number: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Return random inputs of a card, scaled, float32; the mask holds a square that is to be restored."""
    generator = np.random.default_rng(seed)
    channels = {"optical": len(card.bands), "radar": 2, "background": len(card.bands)}
    inputs = {}
    for name in card.inputs:
        if name == "mask":
            mask = np.zeros((number, 1, card.tile, card.tile), dtype=np.float32)
            mask[..., card.tile // 4 : card.tile // 2, card.tile // 3 :] = 1
            inputs[name] = mask
        else:
            inputs[name] = generator.random((number, channels[name], card.tile, card.tile), dtype=np.float32)
    return inputs


def _write_onnx(network: nn.Module, card: ModelCard, path: Path) -> None:
    import torch

    inputs = tuple(torch.from_numpy(array) for array in sample_inputs(card, 1).values())
    network = network.eval().float().to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    with torch.no_grad(), warnings.catch_warnings():
        # The tracer warns of every size that becomes a constant; the tile is meant to be one, and the file is checked.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            inputs,
            str(path),
            opset_version=OPSET,
            input_names=list(card.inputs),
            output_names=list(card.outputs),
            dynamic_axes={name: {0: "tiles"} for name in (*card.inputs, *card.outputs)},
            dynamo=False,
        )
    _shorten_names(path, {*card.inputs, *card.outputs})


def _shorten_names(path: Path, kept: set[str]) -> None:
    """Rename inner tensors to numbers and drop the names of nodes: module paths, repeated, a tenth of the file."""
    import onnx

    model = onnx.load(str(path))
    short: dict[str, str] = {}

    def renamed(name: str) -> str:
        return name if name in kept or not name else short.setdefault(name, f"t{len(short)}")

    for tensor in model.graph.initializer:
        tensor.name = renamed(tensor.name)
    for node in model.graph.node:
        node.name = node.doc_string = ""
        node.input[:] = [renamed(name) for name in node.input]
        node.output[:] = [renamed(name) for name in node.output]
    del model.graph.value_info[:]
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _results(network: nn.Module, card: ModelCard, path: Path, number: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return each output twice, by ONNX Runtime and by torch, for `number` tiles of random inputs."""
    import torch

    inputs = sample_inputs(card, number, seed=number)
    with torch.no_grad():
        expected = network(*(torch.from_numpy(array) for array in inputs.values()))
    session = open_session(path.read_bytes(), ["CPUExecutionProvider"])
    given = session.run(list(card.outputs), inputs)
    return [(ours, theirs.numpy()) for ours, theirs in zip(given, expected)]
