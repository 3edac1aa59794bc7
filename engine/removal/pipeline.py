"""From a cloudy scene and its radar to a cloud-free raster: mask, survey, then the run over tiles.

Memory is a band of rows as high as a tile, whatever the scene's height. A tile with nothing to restore is copied.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.ground.kept import Kept, find_kept
from unveil.engine.ground.likeness import find_likeness
from unveil.engine.ground.shade import Shade
from unveil.engine.ground.shade_search import find_shade
from unveil.engine.ground.veil import Veil
from unveil.engine.ground.veil_cells import SceneCells
from unveil.engine.ground.veil_search import find_veil
from unveil.engine.memory import release_freed_memory
from unveil.engine.prepare.optical import as_prepared
from unveil.engine.raster.ground import ground_sampling_distance
from unveil.engine.raster.source import Raster
from unveil.engine.raster.targets import check_room, check_targets
from unveil.engine.references.ground import ReferenceGround
from unveil.engine.references.path import ground_of_references
from unveil.engine.references.reference import check_reference
from unveil.engine.references.said import said_of
from unveil.engine.removal.calibration import Calibration, calibrate
from unveil.engine.removal.estimate import check_memory, forecast
from unveil.engine.removal.progress import counted
from unveil.engine.removal.quality_layers import Provenance, write_quality
from unveil.engine.removal.run import Findings, Run
from unveil.engine.removal.settings import RemovalReport, RemovalSettings, Restorer
from unveil.engine.removal.survey import PATCH, Survey, survey_scene
from unveil.engine.removal.trial import better_of
from unveil.engine.scene.door import SceneFiles, SceneRequest, open_scene
from unveil.engine.scene.mask import Masking, MaskReading
from unveil.engine.scene.mask_used import keep_mask
from unveil.engine.scene.messages import input_metadata, say_input
from unveil.engine.scene.polygons import Polygons
from unveil.engine.scene.scene import Scene
from unveil.engine.workplace import Workplace
from unveil.models.blas import one_blas_thread
from unveil.models.card import CLEAR_SKY, ModelCard
from unveil.models.registry import require_output
from unveil.models.scratch import scratch_folder

__all__ = ["RemovalReport", "RemovalSettings", "Restorer", "SceneFiles", "remove_clouds"]

TRAINED_DISTANCE = (8.0, 12.5)
"""Metres of a pixel on the ground for which networks of this field are trained."""


def remove_clouds(files: SceneFiles, restorer: Restorer, output: str, feedback: Feedback) -> RemovalReport:
    """Write the cloud-free scene to `output`: the optical raster's grid, bands, names, data type, scaling and nodata.

    Without a mask the scene's own is made by the settings' `mask_method`. Bands that the model does not know are
    copied. Their `clear_sky` is a float32 raster of 0..1 on the same grid; every tile with data is predicted for it,
    and the cloud-free scene is the same with and without it.

    Raises:
        UnveilError: the input cannot be fed to a network, a reference lies elsewhere or is the scene itself, or an
            output cannot be written; nothing is left behind.
        ModelError: the model failed, or has no map of clear sky.
        Cancelled: the user stopped it; what was at `output` before is still there.
    """
    settings, told = restorer.settings, restorer.predictor.note
    _check_outputs(files, restorer, output)
    with scratch_folder() as folder, one_blas_thread():
        whole = Workplace(folder, feedback)
        reading = MaskReading(settings.mask_coding, settings.mask_threshold, settings.mask_dilation)
        masking = Masking(files.mask, settings.mask_method, reading)
        request = SceneRequest(files.optical, files.radar, masking, settings.part)
        scene = open_scene(request, restorer.card.bands, whole.step(0, 0.08))
        _warn_of_distance(scene, restorer.card, feedback)
        say_input(scene.optical, restorer.card.level, restorer.card.id, feedback)
        known, rest = None, feedback
        if settings.references:
            masking = Masking(method=settings.mask_method, reading=MaskReading(dilation=settings.mask_dilation))
            known = ground_of_references(scene, settings.references, masking, whole.step(0.08, 0.3))
            rest = Step(feedback, 0.25, 1)
        survey, seen = _surveyed(scene, restorer.wants_background, Step(rest, 0.08, 0.11))
        release_freed_memory()
        if survey.valid == 0:
            raise UnveilError(
                f"The optical raster {files.optical.path} has no valid pixel: everything in it is nodata."
            )
        # Where all cloud is seen through no network is asked, and none need be tried.
        if not settings.clear_sky and seen.hidden(survey).any():
            restorer = better_of(scene, restorer, Workplace(folder, Step(rest, 0.11, 0.13)))
        card, calibration = restorer.card, Calibration()
        if known is not None or settings.layers.sigma:
            calibration = calibrate(scene, restorer, known, Workplace(folder, Step(rest, 0.13, 0.14)))
            known = _trusted(known, calibration, rest)
        release_freed_memory()
        if known is not None:
            # What other dates show is nearer to the ground than what may lie below a little haze.
            seen = replace(seen, kept=None)
        findings = Findings(seen.left_of(survey), known, seen.veil, seen.shade, seen.kept)
        run = Run(scene, restorer, findings)
        # The sums of the ground are large.
        findings = replace(findings, survey=replace(findings.survey, ground=None))
        del survey
        _say_plan(run, rest)
        cover = None if settings.clear_sky else run.network_patches, run.active_share
        rest.info(forecast(scene, card, settings, cover))
        report = run.run(output, Step(rest, 0.14, 0.97 if settings.layers.paths else 1.0))
        if settings.layers.paths:
            mismatch = "UNVEIL_LEVEL_MISMATCH" in input_metadata(scene.optical, card.level)
            made = Provenance(settings, findings, calibration.spread_of(known), mismatch, output)
            write_quality(scene, made, settings.layers, Step(rest, 0.97, 1.0))
        if settings.mask_used:
            keep_mask(scene, settings.mask_used, settings.form)
    _say_report(report, restorer, rest)
    if restorer.predictor.note not in ("", told):
        # Some ways to run a network are chosen with its first tile.
        rest.warn(restorer.predictor.note)
    for sentence in _origins(report, findings):
        rest.info(sentence)
    if scene.radar.given and report.without_radar > 1:
        rest.warn(f"{report.without_radar:.0f} % of what was restored has no radar; there the result is a guess.")
    return replace(report, faults=scene.faults)


def _check_outputs(files: SceneFiles, restorer: Restorer, output: str) -> None:
    """Refuse what cannot be written, and references that cannot be used, before any work (UnveilError)."""
    settings = restorer.settings
    settings.form.check()
    if settings.clear_sky:
        require_output(restorer.card, CLEAR_SKY)
    outputs = (output, settings.clear_sky, settings.mask_used, *settings.layers.paths)
    inputs = (files.optical, files.radar, files.mask, *_checked_references(settings, files.optical))
    check_targets(outputs, [file.path for file in inputs if file is not None])
    if settings.part is None or not settings.part.cut:
        check_room(output, files.optical)
        speed = settings.speed
        check_memory(as_prepared(files.optical), restorer.card.tile, speed.memory if speed else 0.0)


def _say_plan(run: Run, feedback: Feedback) -> None:
    if said := run.said_of_radar():
        feedback.info(said)
    if doubt := run.doubt():
        feedback.warn(doubt)
    feedback.info(run.plan())


def _say_report(report: RemovalReport, restorer: Restorer, feedback: Feedback) -> None:
    predictor = restorer.predictor
    mapped = f" ({report.mapped} of them predicted for the map of clear sky only)" if report.mapped else ""
    feedback.info(
        f"Model {restorer.card.id} on {predictor.runtime}, device {predictor.device}: "
        f"{counted(report.predicted, 'tile')} predicted, "
        f"{report.copied} copied{mapped}; {report.restored:.1f} % of the scene was under cloud or shadow."
    )


def _origins(report: RemovalReport, findings: Findings) -> list[str]:
    """Return where what was restored comes from, but for the model, in sentences."""
    said, known, veil = [], findings.known, findings.veil
    if report.kept > 0.5:
        said.append(
            f"{report.kept:.0f} % of what the mask holds looks like the clear ground of the scene and stays as it is."
        )
    if known is not None:
        said.append(f"Other dates show {report.from_references:.1f} % of what was restored.")
        said += said_of(known)
    if veil is not None and report.seen_through > 0.5:
        said.append(
            f"Thin cloud ({veil.layer.kind}) was seen through on {report.seen_through:.0f} % of what was restored: the "
            "ground there is the scene's own, without the cloud."
        )
    if report.lit > 0.5:
        said.append(
            f"Shadow was lit up on {report.lit:.0f} % of what was restored: the ground there is the scene's own, too."
        )
    return said


@dataclass(frozen=True)
class _Seen:
    """Ground below the mask that a scene shows: thin cloud to see through, shadow to light up, and what is kept."""

    veil: Veil | None = None
    shade: Shade | None = None
    kept: Kept | None = None

    def left_of(self, survey: Survey) -> Survey:
        """Return the survey of a scene without what is kept."""
        if self.kept is None:
            return survey
        return replace(
            survey,
            restore=survey.restore - self.kept.pixels,
            patches=survey.patches & self.kept.left_patches(PATCH),
            kept=self.kept.pixels,
        )

    def hidden(self, survey: Survey) -> np.ndarray:
        """Return which patches of a survey hold ground that is not seen, [rows, columns] bool."""
        patches = self.left_of(survey).patches
        return patches if self.veil is None else patches & self.veil.hidden_patches(PATCH)


def _surveyed(scene: Scene, with_background: bool, feedback: Feedback) -> tuple[Survey, _Seen]:
    """Return what is known of a scene, and what is seen below its mask if the model starts from a background."""
    grid, optical = scene.grid, scene.optical
    if not with_background:
        return survey_scene(scene, False, feedback), _Seen()
    with SceneCells(optical.names, grid.height, grid.width) as cells:
        survey = survey_scene(scene, True, Step(feedback, 0, 0.7), cells)
        if not survey.restore:
            return survey, _Seen()
        likeness = find_likeness(cells, cells.ground(optical.likely_level), optical.likely_level)
        cells.take_clear(likeness.clear)
        veil = find_veil(cells, optical.likely_level, Step(feedback, 0.7, 0.95))
        shade = find_shade(cells, optical.likely_level, Step(feedback, 0.95, 1))
        kept = find_kept(cells, likeness, veil)
    return survey, _Seen(veil, shade, kept)


def _checked_references(settings: RemovalSettings, optical: Raster) -> list[Raster | Polygons | None]:
    """Return all files of the references; UnveilError where one cannot be a reference of the scene."""
    for reference in settings.references:
        check_reference(reference, optical)
    return [file for each in settings.references for file in (each.optical, each.radar, each.mask)]


def _trusted(known: ReferenceGround | None, calibration: Calibration, feedback: Feedback) -> ReferenceGround | None:
    """Return the ground of other dates if it does better than the model on held-out ground of the scene; say it."""
    if known is not None and known.dates.learnt.as_they_are:
        # What is held out is as hazy as what they were not learnt from.
        return known
    if known is None or not np.isfinite(calibration.with_dates):
        return None if known is None or known.dates.learnt.doubted else known
    known = replace(known, off=calibration.with_dates)
    compared = (
        f"On clear ground that was held out the other dates are off by {calibration.with_dates:.0f} DN, and the model "
        f"alone by {calibration.without:.0f} DN"
    )
    if calibration.dates_are_worse:
        feedback.warn(f"{compared}: the other dates are not used.")
        return None
    if calibration.model_adds:
        feedback.info(f"{compared}; adding to the dates the model is off by {calibration.joined:.0f} DN: it does.")
        return replace(known, alone=False)
    if calibration.share < 1:
        percent = 100 * calibration.share
        feedback.info(
            f"{compared}; {percent:.0f} % of them beside the model by {calibration.mixed:.0f} DN: both are used."
        )
        return replace(known, share=calibration.share)
    feedback.info(f"{compared}: the model stays out where they show the ground.")
    return known


def _warn_of_distance(scene: Scene, card: ModelCard, feedback: Feedback) -> None:
    distance = ground_sampling_distance(scene.grid)
    low, high = TRAINED_DISTANCE
    if not low <= distance <= high:
        feedback.warn(
            f"Pixels of the optical raster are {distance:.1f} m on the ground, and the model {card.id} was trained on "
            "10 m: the result will be worse; resample the scene to 10 m."
        )
