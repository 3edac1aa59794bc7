"""How a scene is to be masked: the detector and what is done with its answer, all lengths in metres."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from unveil.engine.errors import UnveilError
from unveil.engine.masking.detectors.methods import AUTO
from unveil.engine.masking.detectors.spectral import SpectralSettings
from unveil.engine.masking.sun import Sun
from unveil.engine.numbers import MOST_METRES, check_number
from unveil.engine.raster.form import OutputForm

RESOLUTION = 20.0
"""Metres at which users' masks are made unless they say otherwise; detectors are published at 10."""


@dataclass(frozen=True)
class MaskSettings:
    """One run of a detector. Lengths are metres on the ground, 0 for none; the steps are done in this order.

    method: one of METHODS; "auto" is what suits the raster.
    resolution: of the cells that the detector sees, None for its own; the mask is written on the raster's own pixels.
    averaging: radius of the disc over which the evidence is averaged before it becomes classes.
    threshold: evidence from which a pixel is cloud; None for the detector's own.
    closing, opening: radius of the discs that close gaps in clouds and remove what is narrower (beaches, roads).
    minimum_area: square metres; smaller clouds and smaller shadows become clear ground.
    sun: only shadows half of which lies where a cloud can cast them are kept; None looks for the way they fall.
    lone_shadows: keep the others, too.
    dilation: how far clouds grow; shadow_dilation: how far shadows grow, None for as far as clouds.
    scarce_dilation: how far clouds grow instead where `dilation` leaves hardly anything clear, None for no exception.
    level: "L1C" or "L2A" where the bands do not tell; spectral: thresholds other than the detector's own.
    form: how the rasters are written. probability: where the cloud score goes, "" for nowhere.
    """

    method: str = AUTO
    resolution: float | None = None
    threshold: float | None = None
    averaging: float = 0.0
    closing: float = 0.0
    opening: float = 0.0
    minimum_area: float = 0.0
    sun: Sun | None = None
    dilation: float = 0.0
    shadow_dilation: float | None = None
    scarce_dilation: float | None = None
    level: str | None = None
    spectral: SpectralSettings | None = None
    lone_shadows: bool = False
    form: OutputForm = OutputForm()
    probability: str = ""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in _LENGTHS and value is not None and not (math.isfinite(value) and value >= 0):
                raise UnveilError(f"The mask's {field.name} of {value} is no length; give metres, 0 or more.")
            if field.name in _LENGTHS:
                most = MOST_METRES if field.name != "minimum_area" else MOST_METRES**2
                check_number(value, f"mask's {field.name}", 0, most)
        if self.resolution == 0:
            raise UnveilError("The mask's resolution of 0 is no length; give metres, for example 20.")
        check_number(self.threshold, "mask's threshold", -1e6, 1e6)


_LENGTHS = (
    "resolution",
    "averaging",
    "closing",
    "opening",
    "minimum_area",
    "dilation",
    "shadow_dilation",
    "scarce_dilation",
)
