"""The mask that is made of a scene where its user gave none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from unveil.engine.feedback import Feedback
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.raster.source import Raster, describe
from unveil.engine.scene.mask import SceneMask

if TYPE_CHECKING:
    from unveil.engine.scene.door import SceneRequest


def make_mask(optical: Raster, request: SceneRequest, folder: str, feedback: Feedback) -> SceneMask:
    """Detect clouds by `request.method`, grown as every mask is, and say what was found.

    Raises:
        UnveilError: the detector cannot work on the raster.
        Cancelled: the user stopped it.
    """
    path = os.path.join(folder, "mask.tif")
    settings = MaskSettings(request.method, dilation=request.reading.dilation)
    found = detect_clouds(optical, path, feedback, settings)
    feedback.info(f"Mask ({found.detector}): {found.cloud_cover:.1f} % cloud, {found.shadow_cover:.1f} % shadow.")
    origin = f"detector {found.detector}, grown by {request.reading.dilation:g} m"
    return SceneMask(describe(path), counts=found.counts, origin=origin)
