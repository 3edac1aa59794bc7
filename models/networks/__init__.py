"""The networks, as torch modules: built by name and size, imported only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unveil.models.errors import ModelError

if TYPE_CHECKING:
    from torch import nn

ARCHITECTURES = ("glf-cr",)
SIZES = ("paper", "compact")


def build(architecture: str, size: str = "paper", **overrides: Any) -> nn.Module:
    """Return a new network; `module(optical[n, 13, h, w], radar[n, 2, h, w])` gives the cloud-free image first.

    architecture: one of ARCHITECTURES. size: "paper" (the published settings) or "compact" (what ships with Unveil).
    overrides: settings of the architecture that differ from that size.

    Raises:
        ModelError: the architecture or the size is not known, or a setting is not one of the architecture's.
    """
    settings = settings_of(architecture, size, **overrides)
    from unveil.models.networks import glf_cr

    try:
        return glf_cr.GlfCr(**settings)
    except TypeError as error:
        raise ModelError(f"The network {architecture} cannot be built with these settings: {error}.") from error


def settings_of(architecture: str, size: str = "paper", **overrides: Any) -> dict[str, Any]:
    """Return the settings that `build` gives the module beyond its defaults, which are the paper's; errors as there."""
    if architecture not in ARCHITECTURES:
        raise ModelError(f"The architecture '{architecture}' is not known; choose {', '.join(ARCHITECTURES)}.")
    if size not in SIZES:
        raise ModelError(f"The size '{size}' is not known; choose {' or '.join(SIZES)}.")
    from unveil.models.networks import glf_cr

    return {**(glf_cr.COMPACT if size == "compact" else glf_cr.PAPER), **overrides}
