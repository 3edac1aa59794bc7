"""The networks, as torch modules: built by name and size, imported only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unveil.models.errors import ModelError

if TYPE_CHECKING:
    from torch import nn

SIZES = ("paper", "compact")


def build(architecture: str, size: str = "paper", **overrides: Any) -> nn.Module:
    """Return a new network; `module(optical[n, 13, h, w], radar[n, 2, h, w])` gives the cloud-free image first.

    architecture: "glf-cr". size: "paper" (the published settings) or "compact" (what ships with Unveil).
    overrides: settings of the architecture that differ from that size.

    Raises:
        ModelError: the architecture or the size is not known, or a setting is not one of the architecture's.
    """
    if architecture != "glf-cr":
        raise ModelError(f"The architecture '{architecture}' is not known; choose glf-cr.")
    from unveil.models.networks import glf_cr

    sizes = {"paper": glf_cr.PAPER, "compact": glf_cr.COMPACT}
    if size not in sizes:
        raise ModelError(f"The size '{size}' is not known; choose {' or '.join(SIZES)}.")
    try:
        return glf_cr.GlfCr(**{**sizes[size], **overrides})
    except TypeError as error:
        raise ModelError(f"The network glf-cr cannot be built with these settings: {error}.") from error
