"""Masking whatever a user names as a scene: a raster as it is, a product after it was prepared for that."""

from __future__ import annotations

from unveil.engine.errors import naming
from unveil.engine.feedback import Feedback, Step
from unveil.engine.masking.detect import MaskSummary, detect_clouds
from unveil.engine.masking.detectors.methods import SCENE_CLASSIFICATION
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.prepare.optical import prepared_copy
from unveil.engine.raster.source import Raster
from unveil.engine.raster.targets import check_targets
from unveil.models.scratch import scratch_folder


def mask_scene(raster: Raster, output: str, feedback: Feedback, settings: MaskSettings) -> MaskSummary:
    """Write the classes of a scene to `output`, and the cloud score where the settings want it; see `detect_clouds`.

    A product is prepared in a scratch folder first, with its own scene classification where that is what was asked for.

    Raises:
        UnveilError, Cancelled: as for `detect_clouds`; a product cannot be prepared.
    """
    check_targets((output, settings.probability), (raster.path,))
    with scratch_folder() as folder:
        with_classes = settings.method == SCENE_CLASSIFICATION
        read, classes_made = prepared_copy(raster, folder, Step(feedback, 0, 0.3), with_classes)
        share = 0.0 if read.path == raster.path else 0.3
        read = classes_made or read
        with naming(raster.path, read.path):
            return detect_clouds(read, output, Step(feedback, share, 1), settings)
