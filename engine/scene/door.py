"""The one place where it is decided what a scene is: products are prepared, bands and values checked, the mask made.

Whoever works on a `Scene` or a `MaskedOptical` asks for no product, no unit and no coding any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from unveil.engine.errors import naming
from unveil.engine.masking.detectors.methods import SCENE_CLASSIFICATION
from unveil.engine.prepare.optical import prepared_copy
from unveil.engine.raster.source import Raster
from unveil.engine.scene.checks import INVERTED, NO_CLOUD, is_darker_below, mask_faults, restored_pixels
from unveil.engine.scene.mask import RESTORED, Masking, SceneMask, check_mask_place, lies_on, open_mask
from unveil.engine.scene.own_mask import make_mask
from unveil.engine.scene.part import Part, inside_of, surroundings, windowed
from unveil.engine.scene.polygons import Polygons
from unveil.engine.scene.scene import MaskedOptical, Scene, open_rasters
from unveil.engine.sentinel.no_radar import as_missing, empty_radar
from unveil.engine.sentinel.optical import open_optical
from unveil.engine.workplace import Workplace


@dataclass(frozen=True)
class SceneFiles:
    """The files of a scene as a user gave them; None for radar where there is none, for a mask that is to be made."""

    optical: Raster
    radar: Raster | None
    mask: Raster | Polygons | None = None


@dataclass(frozen=True)
class SceneRequest:
    """What a user gave: the files, and how to come by a mask. radar: None where there is none.

    part: where to restore, None for everywhere.
    """

    optical: Raster
    radar: Raster | None
    masking: Masking = Masking()
    part: Part | None = None


def open_scene(request: SceneRequest, bands: tuple[str, ...], work: Workplace) -> Scene:
    """Return the scene that a network which takes `bands` can be fed, with its mask; files are made in `work`.

    Raises:
        UnveilError: anything of it cannot be used; nothing was written outside the folder.
        Cancelled: the user stopped it.
    """
    feedback = work.feedback
    optical, masking = prepared(request.optical, request.masking, work.step(0, 0.5))
    optical, masking = _cut_out(optical, masking, request.part, work.folder)
    with naming(request.optical.path, optical.path):
        given = empty_radar(optical.grid, work.folder) if request.radar is None else request.radar
        opened, radar = open_rasters(optical, given, bands, fill=True)
        if request.radar is None:
            radar = as_missing(radar)
        for note in radar.notes:
            feedback.info(note)
        for warning in radar.warnings:
            feedback.warn(warning)
        found = mask_of(optical, masking, work.step(0.5, 1))
    scene = Scene(opened, found.raster, radar, mask_origin=found.origin, mask_grown=found.grown)
    if request.part is not None:
        scene = replace(scene, inside=inside_of(request.part, optical, work.folder))
    faults: tuple[str, ...] = ()
    if request.masking.reading.use != RESTORED:
        # Others than removal say themselves what too much cloud means to them, or none.
        faults = (INVERTED,) if request.masking.given is not None and is_darker_below(scene) else ()
    elif request.masking.given is None and not restored_pixels(found.counts):
        feedback.info(NO_CLOUD)
    else:
        faults = mask_faults(scene, found.counts)
    for fault in faults:
        feedback.warn(fault)
    return replace(scene, faults=(*radar.warnings, *faults))


def open_masked(
    optical: Raster, masking: Masking, bands_of: Callable[[Raster], tuple[str, ...]], work: Workplace
) -> MaskedOptical:
    """Return an optical raster or product with its mask, for what needs no radar; bands_of: names those to be read.

    Raises:
        UnveilError: anything of it cannot be used; nothing was written outside the folder.
        Cancelled: the user stopped it.
    """
    given = optical.path
    optical, masking = prepared(optical, masking, work.step(0, 0.4))
    with naming(given, optical.path):
        opened = open_optical(optical, bands_of(optical))
        for note in opened.notes:
            work.feedback.info(note)
        masked = MaskedOptical(opened, mask_of(optical, masking, work.step(0.4, 1)).raster)
        if masking.given is not None and is_darker_below(masked):
            work.feedback.warn(INVERTED)
        return masked


def prepared(optical: Raster, masking: Masking, work: Workplace) -> tuple[Raster, Masking]:
    """Return the raster that is read of what a user gave, and how its mask is come by.

    A product is prepared in the folder of `work`; where its own scene classification is asked for, that is the mask.

    Raises:
        UnveilError: the product cannot be prepared, or the mask cannot lie on it.
        Cancelled: the user stopped it.
    """
    own = masking.given is None and masking.method == SCENE_CLASSIFICATION
    optical, classification = prepared_copy(optical, work.folder, work.feedback, own)
    if classification is not None:
        masking = replace(masking, given=classification, reading=replace(masking.reading, coding=SCENE_CLASSIFICATION))
    if masking.given is not None:
        check_mask_place(masking.given, optical.grid)
    return optical, masking


def mask_of(raster: Raster, masking: Masking, work: Workplace) -> SceneMask:
    """Return the mask of a raster that is no product, as class codes on its grid: the one that is given, or its own.

    Raises:
        UnveilError: the mask cannot be used, or a detector cannot work on the raster.
        Cancelled: the user stopped it.
    """
    if masking.given is None:
        return make_mask(raster, masking, work)
    return open_mask(masking.given, raster.grid, masking.reading, work)


def _cut_out(optical: Raster, masking: Masking, part: Part | None, folder: str) -> tuple[Raster, Masking]:
    """Return what of the optical raster and the mask is read for a part."""
    if part is None:
        return optical, masking
    window, given = surroundings(part, optical), masking.given
    if isinstance(given, Raster) and lies_on(given, optical.grid):
        # Others are brought onto the smaller grid as onto any.
        masking = replace(masking, given=windowed(given, window, folder))
    return windowed(optical, window, folder), masking
