"""Weights to begin a training with: a checkpoint of a run, or the network that ships, of which ONNX is all there is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn

from unveil.engine.errors import UnveilError
from unveil.engine.training.detector.samples import DetectorSampler
from unveil.models.networks.detector import Detector

_BATCHES, _BATCH = 6, 8


def begin_with(network: Detector, path: Path, sampler: DetectorSampler) -> None:
    """Fill a network with the weights of `path`: detector.pt, or model.onnx.

    The exporter melts normalisation into the convolution before it. It is laid out again with the statistics of a few
    batches of `sampler`, which leaves the answers as they are and lets the network learn on.

    Raises:
        UnveilError: the file does not hold this network.
    """
    try:
        if path.suffix == ".onnx":
            _fill(network, _convolutions(path))
        else:
            network.load_state_dict(torch.load(path, weights_only=True))
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        raise UnveilError(
            f"The weights {path} are none of the detector's ({error}); give detector.pt or model.onnx."
        ) from error
    if path.suffix == ".onnx":
        _lay_out(network, sampler)


def _convolutions(path: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return weight and bias of the convolutions in the order of the graph, which is that of their use."""
    import onnx
    from onnx import numpy_helper

    try:
        graph = onnx.load(str(path)).graph
    except Exception as error:  # What protobuf raises differs from version to version.
        raise ValueError(f"no ONNX file: {error}") from error
    values = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    inputs = [node.input for node in graph.node if node.op_type == "Conv"]
    return [(values[weight], values[bias]) for _, weight, bias in inputs]


def _fill(network: Detector, values: list[tuple[np.ndarray, np.ndarray]]) -> None:
    used: list[nn.Conv2d] = []
    convolutions = [each for each in network.modules() if isinstance(each, nn.Conv2d)]
    hooks = [each.register_forward_hook(lambda module, *_: used.append(module)) for each in convolutions]
    network.eval()
    with torch.no_grad():
        network(torch.zeros(1, network.floor.shape[1], 64, 64))
    for hook in hooks:
        hook.remove()
    if len(used) != len(values):
        raise ValueError(f"{len(values)} convolutions instead of {len(used)}")
    normalised = {first: second for first, second in _pairs(network)}
    with torch.no_grad():
        for module, (weight, bias) in zip(used, values):
            if module.weight.shape != weight.shape:
                raise ValueError("convolutions of other shapes")
            module.weight.copy_(torch.tensor(weight))
            _bias(normalised.get(module, module)).copy_(torch.tensor(bias))


def _lay_out(network: Detector, sampler: DetectorSampler) -> None:
    """Give every normalisation the mean and variance of what comes in, and take both back behind it."""
    sums: dict[nn.Module, list[torch.Tensor]] = {}

    def count(module: nn.Module, given: tuple[torch.Tensor, ...], _: torch.Tensor) -> None:
        values = given[0].double()
        found = [values.mean((0, 2, 3)), (values**2).mean((0, 2, 3))]
        sums[module] = [a + b for a, b in zip(sums[module], found)] if module in sums else found

    layers = [second for _, second in _pairs(network)]
    for layer in layers:
        layer.reset_running_stats()
        layer.weight.data.fill_((1 + layer.eps) ** 0.5)
    hooks = [layer.register_forward_hook(count) for layer in layers]
    network.eval()
    with torch.no_grad():
        for _ in range(_BATCHES):
            network(torch.from_numpy(sampler.batch(_BATCH)[0]))
    for hook in hooks:
        hook.remove()
    for layer in layers:
        mean, square = (each / _BATCHES for each in sums[layer])
        state = layer.state_dict()
        state["running_mean"].copy_(mean)
        state["running_var"].copy_((square - mean**2).clamp_min(1e-8))
        state["weight"].copy_((state["running_var"] + layer.eps).sqrt())
        state["bias"].add_(state["running_mean"])


def _bias(layer: nn.Conv2d | nn.BatchNorm2d) -> torch.Tensor:
    if layer.bias is None:
        raise ValueError("a convolution without a bias")
    return layer.bias


def _pairs(network: Detector) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    blocks = [each for each in network.modules() if isinstance(each, nn.Sequential) and len(each) == 3]
    found = [(each[0], each[1]) for each in blocks]
    return [(a, b) for a, b in found if isinstance(a, nn.Conv2d) and isinstance(b, nn.BatchNorm2d)]
