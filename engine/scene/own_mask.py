"""The mask that is made of a raster where its user gave none."""

from __future__ import annotations

from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.raster.ground import pixels
from unveil.engine.raster.source import Raster, describe
from unveil.engine.scene.mask import Masking, SceneMask
from unveil.engine.workplace import Workplace

SCARCE = 20.0
"""Metres that a mask is grown by where the usual growth leaves hardly anything clear: then a little haze in what is
known costs less than knowing nothing near by."""


def make_mask(raster: Raster, masking: Masking, work: Workplace) -> SceneMask:
    """Detect clouds by `masking.method`, grown as every mask is, and say what was found.

    Raises:
        UnveilError: the detector cannot work on the raster.
        Cancelled: the user stopped it.
    """
    path, dilation = work.path("mask.tif"), masking.reading.dilation
    settings = MaskSettings(masking.method, dilation=dilation, scarce_dilation=SCARCE)
    found = detect_clouds(raster, path, work.feedback, settings)
    if found.dilation < dilation:
        work.feedback.info(
            f"The mask is grown by {found.dilation:g} instead of {dilation:g} m, which would leave too little of the "
            "scene clear to learn from."
        )
        dilation = found.dilation
    work.feedback.info(f"Mask ({found.detector}): {found.cloud_cover:.1f} % cloud, {found.shadow_cover:.1f} % shadow.")
    origin = f"detector {found.detector}, grown by {dilation:g} m"
    return SceneMask(describe(path), counts=found.counts, origin=origin, grown=pixels(dilation, raster.grid))
