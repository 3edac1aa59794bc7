"""The networks, as torch modules: built by name and size, imported only when asked for."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from unveil.models.errors import ModelError

if TYPE_CHECKING:
    from torch import nn

ARCHITECTURES = {
    "glf-cr": ("glf_cr", "GlfCr"),
    "attention": ("attention", "CloudAttentive"),
    "ib-hfn": ("ib_hfn", "IbHfn"),
    "mmcanet": ("mmcanet", "MmcaNet"),
}
"""The names of the networks, and the module and class of each."""

PARTS = {"radar-prior": ("radar_prior", "PriorOnly")}
"""What is trained alone before a network that holds it, by the name that training knows it by."""

_KNOWN = {**ARCHITECTURES, **PARTS}

SIZES = ("paper", "compact")


def build(architecture: str, size: str = "paper", **overrides: Any) -> nn.Module:
    """Return a new network; `module(optical[n, 13, h, w], radar[n, 2, h, w])` gives the cloud-free image first.

    architecture: one of ARCHITECTURES. size: "paper" (the published settings) or "compact" (what ships with Unveil).
    overrides: settings of the architecture that differ from that size.

    Raises:
        ModelError: the architecture or the size is not known, or a setting is not one of the architecture's.
    """
    settings = settings_of(architecture, size, **overrides)
    try:
        return getattr(_module(architecture), _KNOWN[architecture][1])(**settings)
    except TypeError as error:
        raise ModelError(f"The network {architecture} cannot be built with these settings: {error}.") from error


def settings_of(architecture: str, size: str = "paper", **overrides: Any) -> dict[str, Any]:
    """Return the settings that `build` gives the module beyond its defaults, which are the paper's; errors as there."""
    if architecture not in _KNOWN:
        raise ModelError(f"The architecture '{architecture}' is not known; choose {', '.join(ARCHITECTURES)}.")
    if size not in SIZES:
        raise ModelError(f"The size '{size}' is not known; choose {' or '.join(SIZES)}.")
    module = _module(architecture)
    return {**(module.COMPACT if size == "compact" else module.PAPER), **overrides}


def works_on_plain_ground(architecture: str, size: str = "paper", **overrides: Any) -> bool:
    """Tell whether a network adds to the plain ground of a scene, on relative values; errors as for `build`."""
    settings = settings_of(architecture, size, **overrides)
    # Parts are always told the mask and the ground.
    return bool(settings.get("plain") and (settings.get("conditioned") or architecture in PARTS))


def _module(architecture: str) -> ModuleType:
    return import_module(f"unveil.models.networks.{_KNOWN[architecture][0]}")
