"""From a torch network to what ships: an ONNX file that has been checked against the network, and its card."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unveil.models.card import ModelCard, file_sha256, write_card
from unveil.models.errors import ModelError

if TYPE_CHECKING:
    from torch import nn

OPSET = 17
TOLERANCE = 1e-4
"""Greatest difference between ONNX Runtime and torch, in scaled values, with which a file is written."""

_OUTPUT = "cloud_free"


def export_model(network: nn.Module, card: ModelCard, folder: Path) -> ModelCard:
    """Write `folder/model.onnx` and `folder/card.toml`, and return the card with the file's SHA-256 and parameters.

    The graph takes the card's inputs by name as float32 [n, channels, tile, tile] with any n, and gives `cloud_free`.
    Nothing is written unless ONNX Runtime computes what torch does, for one tile and for two.

    Raises:
        ModelError: the difference is above TOLERANCE, or the network's size does not fit the card.
    """
    multiple = getattr(network, "multiple", 1)
    if card.tile % multiple:
        raise ModelError(f"The tile {card.tile} is not a multiple of {multiple}, which the network needs.")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "model.onnx.part"
    try:
        _write_onnx(network, card, part)
        for number in (1, 2):
            difference = _difference(network, card, part, number)
            if not difference <= TOLERANCE:
                raise ModelError(
                    f"ONNX Runtime differs from torch by {difference:.2g} on {number} tiles of {card.tile} pixels, "
                    f"more than the {TOLERANCE:g} allowed; the model was not written."
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
    network = network.eval().float().to(memory_format=torch.contiguous_format)
    with torch.no_grad(), warnings.catch_warnings():
        # The tracer warns of every size that becomes a constant; the tile is meant to be one, and the file is checked.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            inputs,
            str(path),
            opset_version=OPSET,
            input_names=list(card.inputs),
            output_names=[_OUTPUT],
            dynamic_axes={name: {0: "tiles"} for name in (*card.inputs, _OUTPUT)},
            dynamo=False,
        )
    _shorten_names(path, {*card.inputs, _OUTPUT})


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


def _difference(network: nn.Module, card: ModelCard, path: Path, number: int) -> float:
    import onnxruntime
    import torch

    inputs = sample_inputs(card, number, seed=number)
    with torch.no_grad():
        expected = network(*(torch.from_numpy(array) for array in inputs.values())).numpy()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"])
    return float(np.abs(session.run([_OUTPUT], inputs)[0] - expected).max())
