"""Checkpoints of the networks that Unveil knows: read without trusting them, recognised by their keys."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unveil.models.errors import ModelError
from unveil.models.network_shapes import is_modest, shapes_of
from unveil.models.tensorfile import is_tensorfile, read_tensors
from unveil.models.torch_file import check_size, load_torch_file
from unveil.models.torch_import import import_torch

if TYPE_CHECKING:
    from torch import Tensor, nn

CONTAINERS = ("average", "network", "model_state_dict", "state_dict", "model")
"""Under which of these keys a checkpoint's tensors stand, in the order of preference."""

COMPUTED = ("attn_mask", "relative_position_index")
"""Last parts of names of tensors that the published GLF-CR stores and ours computes for the size of its input."""

MARKERS = {
    "SFENet1.weight": "glf-cr",
    "bottleneck.mean.weight": "ib-hfn",
    "passes.0.optical.stem.0.0.weight": "mmcanet",
}
"""A tensor that only this network has."""

FOREIGN = {
    "in_conv.conv.conv.0.weight": "UnCRtainTS",
    "net.0.weight": "ACA-CRNet",
    "sar_stem": "CLEAR-Net",
    "layer1.blocks": "HPN-CR",
}
"""Beginnings of names in checkpoints of networks that Unveil does not have."""

MOST_BANDS = 13

_ZIP = b"PK\x03\x04"
_OLD = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
_PREFIX = re.compile(r"^((module|net_G)\.)+")


@dataclass(frozen=True)
class Checkpoint:
    """A network's weights and what is known of them.

    settings: what the torch module takes beyond its defaults. state: float32 tensors by the names of our module.
    container: in words, how they were stored. prior: a typical clear spectrum in DN, where the file says it.
    """

    architecture: str
    size: str
    settings: dict[str, Any]
    state: dict[str, Tensor] = field(repr=False)
    container: str = "state dict"
    prior: tuple[float, ...] = ()

    def build(self) -> nn.Module:
        """Return the network with these weights, ready to run."""
        from unveil.models.networks import build

        network = build(self.architecture, "paper", **self.settings)
        network.load_state_dict(self.state, strict=True)
        return network.eval()


def read_checkpoint(path: Path) -> Checkpoint:
    """Return the network in a file: GLF-CR's or Cloud-Removal's checkpoint, or weights of our own networks.

    Raises:
        ModelError: PyTorch is missing; or the file is no checkpoint, truncated or damaged, holds code, belongs to a
            network that is not known, lacks tensors, or has tensors of other shapes or with values that are no numbers.
    """
    path = Path(path)
    kind = file_kind(path)
    torch = import_torch()
    settings: dict[str, Any] = {}
    if kind == "safetensors":
        arrays, metadata = read_tensors(path)
        state = {name: torch.from_numpy(array) for name, array in arrays.items()}
        container = "safetensors"
        settings = _described(metadata, path)
    else:
        content = load_torch_file(torch, path)
        state, container = _unpacked(torch, content, path)
        if container == "average" and isinstance(content.get("settings"), dict):
            own = content["settings"]
            settings = {
                "architecture": own.get("architecture"),
                "size": own.get("size"),
                "settings": own.get("overrides"),
            }
    _check_plain(torch, state, path)
    state = {_PREFIX.sub("", name): tensor for name, tensor in state.items()}
    state = {name: tensor for name, tensor in state.items() if name.rsplit(".", 1)[-1] not in COMPUTED}
    architecture, size, kwargs = _recognised(state, container, settings, path)
    return Checkpoint(
        architecture, size, kwargs, _checked(torch, state, path), container, tuple(settings.get("prior", ()))
    )


def file_kind(path: Path) -> str:
    """Return "zip", "old" (both of PyTorch) or "safetensors"; a ModelError says when a file can be none of them."""
    try:
        if path.exists() and not path.is_file():
            raise ModelError(f"The checkpoint {path} is not a file.")
        size = path.stat().st_size
        with open(path, "rb") as file:
            head = file.read(32)
    except OSError as error:
        raise ModelError(f"The checkpoint {path} cannot be read: {error.strerror}.") from error
    check_size(size, f"The file {path} has")
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OLD):
        return "old"
    if is_tensorfile(head, size):
        return "safetensors"
    raise ModelError(f"The file {path} is no checkpoint: neither PyTorch (.pth, .pt) nor safetensors.")


def _unpacked(torch: Any, content: Any, path: Path) -> tuple[dict[str, Any], str]:
    """Return the tensors by name, and the key under which they stood ("state dict" where there was none)."""
    container = "state dict"
    if isinstance(content, dict):
        for key in CONTAINERS:
            if isinstance(content.get(key), dict):
                content, container = content[key], key
                break
    if not isinstance(content, dict) or not any(torch.is_tensor(value) for value in content.values()):
        raise ModelError(f"The file {path} is no checkpoint of a network: it holds no tensors by name.")
    odd = [str(name) for name, value in content.items() if not torch.is_tensor(value)]
    if odd:
        raise ModelError(f"The checkpoint {path} holds entries among its tensors that are none: {_few(odd)}.")
    return {str(name): value for name, value in content.items()}, container


def _described(metadata: Mapping[str, str], path: Path) -> dict[str, Any]:
    """Return architecture, size, settings and prior that our own safetensors files name; empty for others."""
    if "architecture" not in metadata:
        return {}
    try:
        settings = json.loads(metadata.get("settings", "{}"))
        prior = [float(value) for value in json.loads(metadata.get("prior", "[]"))]
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise ModelError(f"The file {path} describes its network in a way that cannot be read.") from error
    if len(prior) > MOST_BANDS or not all(map(math.isfinite, prior)):
        raise ModelError(f"The file {path} describes a typical spectrum that is none.")
    return {
        "architecture": metadata["architecture"],
        "size": metadata.get("size", "custom"),
        "settings": settings,
        "prior": prior,
    }


def describe_checkpoint(
    architecture: str, size: str, settings: Mapping[str, Any], prior: tuple[float, ...]
) -> dict[str, str]:
    """Return the texts with which a safetensors file says what network its tensors are of."""
    return {
        "format": "pt",
        "architecture": architecture,
        "size": size,
        "settings": json.dumps(dict(settings)),
        "prior": json.dumps(list(prior)),
    }


def _recognised(
    state: Mapping[str, Any], container: str, described: Mapping[str, Any], path: Path
) -> tuple[str, str, dict[str, Any]]:
    """Return architecture, size and settings; the names and shapes of `state` are those of that network."""
    from unveil.models.networks import SIZES, settings_of

    if described:
        size, settings = described["size"], described["settings"]
        texts = (size, described["architecture"], *(settings if isinstance(settings, dict) else (None,)))
        if not all(isinstance(text, str) for text in texts) or not is_modest(settings):
            raise ModelError(f"The file {path} describes its network with settings that make no sense.")
        architecture = described["architecture"]
        settings = settings_of(architecture, size if size in SIZES else "paper", **settings)
        _match(state, architecture, settings, path)
        return architecture, size, settings
    architecture = next((name for key, name in MARKERS.items() if key in state), "")
    if not architecture:
        other = next((name for key, name in FOREIGN.items() if any(each.startswith(key) for each in state)), "")
        known = "GLF-CR, Cloud-Removal, IB-HFN and MMCANet as Unveil builds them"
        raise ModelError(
            f"The checkpoint {path} is of "
            + (f"{other}, which Unveil does not have" if other else "no network that Unveil knows")
            + f"; it can import {known}."
        )
    extra: dict[str, Any] = {}
    if architecture == "glf-cr" and container == "model_state_dict":
        from unveil.models.networks.attention import PUBLIC

        architecture, extra = "attention", dict(PUBLIC)
    if "passes.1.output.weight" in state or "passes.1.exit.output.weight" in state:
        passes = {name.split(".")[1] for name in state if name.startswith("passes.")}
        extra = {"restoration": "cascade", "steps": len(passes)}
    candidates = {size: settings_of(architecture, size, **extra) for size in SIZES}
    faults: dict[str, Misfit] = {}
    for size, settings in candidates.items():
        try:
            _match(state, architecture, settings, path)
        except Misfit as error:
            faults[size] = error
        else:
            return architecture, size, settings
    raise min(faults.values(), key=lambda error: error.wrong)


def _match(state: Mapping[str, Any], architecture: str, settings: Mapping[str, Any], path: Path) -> None:
    """Raise a ModelError unless names and shapes are those of the network, or where the network would be too large."""
    wanted = shapes_of(architecture, settings, f"The file {path}")
    missing = [name for name in wanted if name not in state]
    odd = [name for name in wanted if name in state and tuple(state[name].shape) != wanted[name]]
    foreign = [name for name in state if name not in wanted]
    sentences = []
    if missing:
        sentences.append(f"lacks {len(missing)} of {len(wanted)} tensors ({_few(missing)})")
    if odd:
        first = odd[0]
        sentences.append(
            f"has {len(odd)} tensors of another shape ({first}: {tuple(state[first].shape)} instead of {wanted[first]})"
        )
    if foreign:
        sentences.append(f"has {len(foreign)} tensors that the network does not have ({_few(foreign)})")
    if sentences:
        raise Misfit(
            f"The checkpoint {path} does not fit {architecture}: it {', and '.join(sentences)}.",
            len(missing) + len(odd) + len(foreign),
        )


def _check_plain(torch: Any, state: Mapping[str, Any], path: Path) -> None:
    """Raise a ModelError unless every tensor is plain numbers in main memory, each with bytes of its own."""
    seen, stored = {}, 0
    for name, tensor in state.items():
        plain = tensor.layout == torch.strided and tensor.device.type == "cpu" and not tensor.is_quantized
        if not plain or tensor.is_complex():
            raise ModelError(f"The checkpoint {path} is unusable: its tensor {name} is not plain numbers in memory.")
        storage = tensor.untyped_storage()
        seen[storage.data_ptr()] = storage.nbytes()
        stored += tensor.numel() * tensor.element_size()
    if stored > sum(seen.values()):
        raise ModelError(f"The checkpoint {path} is unusable: its tensors share numbers, which no network's do.")


class Misfit(ModelError):
    """Weights that do not fit a network; `wrong` is the number of tensors that do not."""

    def __init__(self, sentence: str, wrong: int):
        super().__init__(sentence)
        self.wrong = wrong


def _checked(torch: Any, state: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Return the tensors in float32, whole numbers as they are."""
    checked = {}
    for name, tensor in state.items():
        if tensor.is_floating_point():
            tensor = tensor.detach().to(torch.float32)
            if not torch.isfinite(tensor).all():
                raise ModelError(
                    f"The checkpoint {path} is unusable: its tensor {name} has values that are not numbers."
                )
        elif not name.endswith("num_batches_tracked"):
            raise ModelError(
                f"The checkpoint {path} is unusable: its tensor {name} is {tensor.dtype} instead of float."
            )
        checked[name] = tensor.contiguous()
    return checked


def _few(names: list[str], number: int = 3) -> str:
    return ", ".join(names[:number]) + (", ..." if len(names) > number else "")
