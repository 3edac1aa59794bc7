"""A network for PyTorch from a model whose weights lie in its ONNX file only.

The exporter folds and renames: weights of matrices are turned, tables of position biases spread out, batch
normalisation melts into the convolution before it. So a twin of the network is exported, in which every value of every
tensor is a number of its own; where those numbers appear in the twin's file, the model's file holds the values.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unveil.models.card import ModelCard, file_sha256
from unveil.models.errors import ModelError
from unveil.models.network_shapes import shapes_of
from unveil.models.scratch import scratch_folder
from unveil.models.torch_import import TORCH_HINT, import_torch

if TYPE_CHECKING:
    from torch import nn

SAME = 1e-3
"""Greatest difference between the network and its ONNX file, in scaled values, with which it is taken for the same."""

_FIRST = 10_000
"""Numbers from here on stand for values; smaller ones may be constants of the graph."""

_MOST = 2**24 - _FIRST
"""Whole numbers up to 2**24 are exact in float32."""


def network_of(card: ModelCard) -> nn.Module:
    """Return the network of an installed model with its weights, in evaluation mode.

    Batch normalisation that the export melted into convolutions comes back as the identity with a shift, so its
    statistics must stay as they are: train such a network in evaluation mode. What the image does not depend on keeps
    its first values.

    Raises:
        ModelError: PyTorch or ONNX is missing, the files are missing, changed or damaged, or the file was made in a
            way that cannot be followed.
    """
    import_torch()
    if card.weights_sha256:
        from unveil.models.torch_predictor import _network

        return _network(card).eval()
    _check_file(card)
    network = _built(card)
    _fill(network, _values(card, network))
    _compare(card, network)
    return network


def _check_file(card: ModelCard) -> None:
    if not card.model_path.is_file() or file_sha256(card.model_path) != card.sha256:
        raise ModelError(
            f"The model file {card.model_path} is missing or not the one its card describes; install the model again."
        )


def _built(card: ModelCard) -> nn.Module:
    from unveil.models.networks import build

    shapes_of(card.architecture, card.settings, f"The card of '{card.id}'")
    return build(card.architecture, "paper", **card.settings).eval()


def _values(card: ModelCard, network: nn.Module) -> np.ndarray:
    """Return all values of the state in a row, NaN where the model's file does not hold them."""
    try:
        import onnx
    except ImportError as error:
        raise ModelError(TORCH_HINT) from error
    from unveil.models.export import _write_onnx
    from unveil.models.networks.blocks import Outputs

    twin = _built(card)
    _number(twin)
    with scratch_folder() as folder:
        path = Path(folder) / "twin.onnx"
        _write_onnx(Outputs(twin, card.outputs), card, path)
        numbered = _uses(onnx.load(str(path)))
    given = _uses(onnx.load(str(card.model_path)))
    if [use[:2] for use in numbered] != [use[:2] for use in given] or any(
        one[2].shape != other[2].shape for one, other in zip(numbered, given)
    ):
        raise ModelError(
            f"The model '{card.id}' was exported in another way than this version of PyTorch does, so its weights "
            "cannot be told from its file; choose a model with weights for PyTorch (weights.safetensors), as train "
            "or import make them."
        )
    size = sum(tensor.numel() for tensor in _floats(network).values())
    values = np.full(size, np.nan, dtype=np.float32)
    for (_, _, numbers), (_, _, weights) in zip(numbered, given):
        places = np.rint(numbers).astype(np.int64) - _FIRST
        inside = (places >= 0) & (places < size)
        values[places[inside]] = weights[inside]
    return values


def _uses(model: Any) -> list[tuple[str, int, np.ndarray]]:
    """Return kind of node, place among its inputs, and values of each float constant that a node takes, in order."""
    from onnx import numpy_helper

    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    uses = []
    for node in model.graph.node:
        if node.op_type == "Constant":
            tensors = [item.t for item in node.attribute if item.HasField("t")]
            if tensors:
                constants[node.output[0]] = numpy_helper.to_array(tensors[0])
            continue
        if node.op_type in ("Cast", "Identity") and node.input[0] in constants:
            # Weights in half precision are cast when the file is loaded; those that are equal are kept once.
            constants[node.output[0]] = constants[node.input[0]].astype(np.float32)
            continue
        for place, name in enumerate(node.input):
            array = constants.get(name)
            # Weights have a dimension; single numbers belong to the graph.
            if array is not None and array.dtype == np.float32 and array.ndim:
                uses.append((node.op_type, place, array))
    return uses


def _floats(network: nn.Module) -> dict[str, Any]:
    return {name: tensor for name, tensor in network.state_dict().items() if tensor.is_floating_point()}


def _number(network: nn.Module) -> None:
    """Give every value of the state a whole number of its own, and let batch normalisation be the identity."""
    import torch

    first = _FIRST
    with torch.no_grad():
        for tensor in _floats(network).values():
            tensor.copy_(torch.arange(first, first + tensor.numel(), dtype=torch.float32).view(tensor.shape))
            first += tensor.numel()
        if first - _FIRST > _MOST:
            raise ModelError("The network has too many values to be told apart; use weights.safetensors.")
        for module in _normalisations(network):
            _make_identity(module)


def _normalisations(network: nn.Module) -> list[Any]:
    from torch import nn

    return [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]


def _make_identity(module: Any) -> None:
    """Set all but the shift; with the small constant that it adds the variance is 1."""
    import torch

    with torch.no_grad():
        module.weight.fill_(1.0)
        module.running_mean.fill_(0.0)
        module.running_var.fill_(float(np.float32(1) - np.float32(module.eps)))


def _fill(network: nn.Module, found: np.ndarray) -> None:
    import torch

    values, first = torch.from_numpy(found), 0
    with torch.no_grad():
        for module in _normalisations(network):
            _make_identity(module)
        for tensor in _floats(network).values():
            part = values[first : first + tensor.numel()].view(tensor.shape)
            tensor.copy_(torch.where(torch.isnan(part), tensor, part))
            first += tensor.numel()


def _compare(card: ModelCard, network: nn.Module) -> None:
    import torch

    from unveil.models.export import sample_inputs
    from unveil.models.networks.blocks import image_of
    from unveil.models.predictor import load_predictor

    inputs = sample_inputs(card, 1)
    with torch.no_grad():
        ours = image_of(network(*(torch.from_numpy(array) for array in inputs.values()))).numpy()
    theirs = load_predictor(replace(card, weights_sha256=""), "cpu").predict(inputs)
    difference = float(np.abs(ours - theirs).max())
    if not difference <= SAME:
        raise ModelError(
            f"The network of the model '{card.id}' differs from its file by {difference:.2g}, so its weights cannot be "
            "told from it; choose a model with weights for PyTorch."
        )
