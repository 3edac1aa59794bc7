"""The one place where it is decided what a scene is: products are prepared, bands and values checked, the mask made.

Whoever works on a `Scene` asks for no product, no unit and no coding any more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from unveil.engine.feedback import Feedback, Step
from unveil.engine.masking.detectors.methods import AUTO, SCENE_CLASSIFICATION
from unveil.engine.prepare.optical import prepared_copy
from unveil.engine.raster.source import Raster
from unveil.engine.scene.checks import NO_CLOUD, mask_faults, restored_pixels
from unveil.engine.scene.mask import MaskReading, check_mask_place, lies_on, open_mask
from unveil.engine.scene.own_mask import make_mask
from unveil.engine.scene.part import Part, inside_of, surroundings, windowed
from unveil.engine.scene.polygons import Polygons
from unveil.engine.scene.scene import Scene, open_rasters
from unveil.engine.sentinel.products import is_product


@dataclass(frozen=True)
class SceneRequest:
    """What a user gave: the files, and how to come by a mask.

    method: of METHODS, for the mask that is made where none is given. reading: of the mask that is given; its dilation
    is that of both. part: where to restore, None for everywhere.
    """

    optical: Raster
    radar: Raster
    mask: Raster | Polygons | None = None
    method: str = AUTO
    reading: MaskReading = MaskReading()
    part: Part | None = None


def open_scene(request: SceneRequest, bands: tuple[str, ...], folder: str, feedback: Feedback) -> Scene:
    """Return the scene that a network which takes `bands` can be fed, with its mask; `folder` takes what is made.

    Raises:
        UnveilError: anything of it cannot be used; nothing was written outside `folder`.
        Cancelled: the user stopped it.
    """
    optical, mask = request.optical, request.mask
    reading = request.reading
    if is_product(optical.path):
        with_classes = mask is None and request.method == SCENE_CLASSIFICATION
        optical, classification = prepared_copy(optical, folder, Step(feedback, 0, 0.5), with_classes)
        if classification is not None:
            mask, reading = classification, replace(reading, coding=SCENE_CLASSIFICATION)
    if mask is not None:
        check_mask_place(mask, optical.grid)
    optical, mask = _cut_out(optical, mask, request.part, folder)
    opened, radar = open_rasters(optical, request.radar, bands, fill=True)
    for note in radar.notes:
        feedback.info(note)
    for warning in radar.warnings:
        feedback.warn(warning)
    if mask is not None:
        found = open_mask(mask, optical.grid, reading, folder, Step(feedback, 0.5, 1))
    else:
        found = make_mask(optical, request, folder, Step(feedback, 0.5, 1))
    scene = Scene(opened, found.raster, radar, mask_origin=found.origin)
    if request.part is not None:
        scene = replace(scene, inside=inside_of(request.part, optical, folder))
    if request.mask is None and not restored_pixels(found.counts):
        feedback.info(NO_CLOUD)
        return replace(scene, faults=radar.warnings)
    faults = mask_faults(scene, found.counts)
    for fault in faults:
        feedback.warn(fault)
    return replace(scene, faults=(*radar.warnings, *faults))


def _cut_out(
    optical: Raster, mask: Raster | Polygons | None, part: Part | None, folder: str
) -> tuple[Raster, Raster | Polygons | None]:
    """Return what of the optical raster and the mask is read for a part."""
    if part is None:
        return optical, mask
    window = surroundings(part, optical)
    if mask is not None and lies_on(mask, optical.grid):
        # Others are brought onto the smaller grid as onto any.
        mask = windowed(mask, window, folder)
    return windowed(optical, window, folder), mask
