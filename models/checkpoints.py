"""Checkpoints of the networks that Unveil knows: read without trusting them, recognised by their keys.

A checkpoint of PyTorch is a pickle, which can run code when it is loaded; `weights_only=True` loads tensors, numbers,
texts and containers and refuses everything else.
"""

from __future__ import annotations

import json
import pickletools  # nosec B403 - takes pickles apart; loads nothing
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from unveil.models.errors import ModelError
from unveil.models.tensorfile import is_tensorfile, read_tensors
from unveil.models.torch_import import import_torch

if TYPE_CHECKING:
    from torch import Tensor, nn

MAXIMUM_BYTES = 2 * 10**9
"""The greatest checkpoint of these networks, with its optimiser, has 0.2e9."""

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
        content = _load(torch, path)
        state, container = _unpacked(torch, content, path)
        if container == "average" and isinstance(content.get("settings"), dict):
            own = content["settings"]
            settings = {
                "architecture": own.get("architecture"),
                "size": own.get("size"),
                "settings": own.get("overrides"),
            }
    state = {_PREFIX.sub("", name): tensor for name, tensor in state.items()}
    state = {name: tensor for name, tensor in state.items() if name.rsplit(".", 1)[-1] not in COMPUTED}
    architecture, size, kwargs = _recognised(state, container, settings, path)
    return Checkpoint(
        architecture, size, kwargs, _checked(torch, state, path), container, tuple(settings.get("prior", ()))
    )


def file_kind(path: Path) -> str:
    """Return "zip", "old" (both of PyTorch) or "safetensors"; a ModelError says when a file can be none of them."""
    try:
        size = path.stat().st_size
        with open(path, "rb") as file:
            head = file.read(32)
    except OSError as error:
        raise ModelError(f"The checkpoint {path} cannot be read: {error.strerror}.") from error
    if size > MAXIMUM_BYTES:
        raise ModelError(
            f"The file {path} has {size / 1e9:.1f} GB, more than any checkpoint of a network that Unveil knows."
        )
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OLD):
        return "old"
    if is_tensorfile(head, size):
        return "safetensors"
    raise ModelError(f"The file {path} is no checkpoint: neither PyTorch (.pth, .pt) nor safetensors.")


def _load(torch: Any, path: Path) -> Any:
    """Return what a checkpoint of PyTorch holds, loaded with `weights_only=True`."""
    import pickle  # nosec B403 - for the class of its error; nothing is loaded with it

    truncated = f"The checkpoint {path} is truncated or damaged; download or copy it again."
    try:
        names = _globals(path)
        return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        foreign = [name for name in names if not name.startswith(("torch", "collections.OrderedDict"))]
        if foreign:
            raise ModelError(
                f"The checkpoint {path} was not loaded: besides tensors it holds code or objects ({foreign[0]}), which "
                "could run anything; ask its author for a file of plain tensors."
            ) from error
        raise ModelError(truncated) from error
    except (zipfile.BadZipFile, EOFError, RuntimeError, OSError, ValueError, KeyError, AttributeError) as error:
        raise ModelError(truncated) from error


def _globals(path: Path) -> list[str]:
    """Return the names of functions and classes that a checkpoint refers to, without loading it."""
    if not zipfile.is_zipfile(path):
        with open(path, "rb") as file:
            # The old format: a magic number, a version, facts of the system, the content; then raw numbers.
            return [name for _ in range(4) for name in _names_in(file)]
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MAXIMUM_BYTES:
            raise ModelError(f"The checkpoint {path} unpacks to more than {MAXIMUM_BYTES / 1e9:.0f} GB.")
        tables = [entry for entry in entries if entry.filename.endswith("data.pkl")]
        if not tables:
            raise ModelError(f"The file {path} is no checkpoint: it is a zip file without tensors.")
        return _names_in(archive.read(tables[0]))


def _names_in(pickled: bytes | BinaryIO) -> list[str]:
    names, texts = [], []
    for operation, argument, _ in pickletools.genops(pickled):
        if operation.name == "GLOBAL":
            names.append(str(argument).replace(" ", "."))
        elif operation.name == "STACK_GLOBAL" and len(texts) > 1:
            names.append(".".join(texts[-2:]))
        elif isinstance(argument, str):
            texts.append(argument)
    return names


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
    except (ValueError, TypeError) as error:
        raise ModelError(f"The file {path} describes its network in a way that cannot be read.") from error
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
        size, settings = str(described["size"]), described["settings"]
        if not isinstance(settings, dict) or not _modest(settings):
            raise ModelError(f"The file {path} describes its network with settings that make no sense.")
        architecture = str(described["architecture"])
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
    if "passes.1.output.weight" in state:
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
    """Raise a ModelError unless names and shapes are those of the network."""
    from unveil.models.networks import build

    wanted = {
        name: tuple(tensor.shape) for name, tensor in build(architecture, "paper", **settings).state_dict().items()
    }
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


def _modest(value: Any, most: int = 256) -> bool:
    """Tell whether settings are plain values of a size that a network can have."""
    if isinstance(value, dict):
        depth = [value.get(name, 1) for name in ("blocks", "layers", "steps", "decoder_blocks")]
        return all(_modest(item) for item in value.values()) and all(isinstance(n, int) and n <= 12 for n in depth)
    if isinstance(value, list):
        return len(value) <= 8 and all(_modest(item, 64) for item in value)
    return isinstance(value, (bool, str)) or (isinstance(value, (int, float)) and -most <= value <= most)


def _few(names: list[str], number: int = 3) -> str:
    return ", ".join(names[:number]) + (", ..." if len(names) > number else "")
