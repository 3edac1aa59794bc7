"""How large a network would be, judged before it is built: on PyTorch's device without memory ("meta")."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from unveil.models.errors import ModelError
from unveil.models.torch_file import check_size

_MOST_BLOCKS = 12


def shapes_of(architecture: str, settings: Mapping[str, Any], origin: str) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the tensors of a network by name; nothing of its size is made.

    origin: what describes the network so, for the sentence of an error.

    Raises:
        ModelError: the settings are of no network, or of one that this machine cannot hold.
    """
    import torch

    from unveil.models.networks import build

    senseless = ModelError(f"{origin} describes its network with settings that make no sense.")
    if not is_modest(dict(settings)):
        raise senseless
    try:
        with torch.device("meta"):
            state = build(architecture, "paper", **settings).state_dict()
    except ModelError:
        raise
    except Exception as error:  # whatever a network's own code makes of settings that contradict one another
        raise senseless from error
    shapes = {name: tuple(tensor.shape) for name, tensor in state.items()}
    check_size(4 * sum(map(math.prod, shapes.values())), f"{origin} describes a network of")
    return shapes


def is_modest(value: Any, most: int = 256, depth: int = 3) -> bool:
    """Tell whether settings are plain values of a size that a network can have."""
    if isinstance(value, dict):
        deep = [value.get(name, 1) for name in ("blocks", "layers", "steps", "decoder_blocks")]
        return (
            depth > 0
            and len(value) <= 64
            and all(is_modest(item, most, depth - 1) for item in value.values())
            and all(isinstance(number, int) and 0 <= number <= _MOST_BLOCKS for number in deep)
        )
    if isinstance(value, (list, tuple)):
        return depth > 0 and len(value) <= 8 and all(is_modest(item, 64, depth - 1) for item in value)
    return isinstance(value, (bool, str)) or (isinstance(value, (int, float)) and -most <= value <= most)
