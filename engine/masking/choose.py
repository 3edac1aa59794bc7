"""From what a user asks of a mask to what is done: the detector behind `auto`, its resolution, where the sun stood."""

from __future__ import annotations

from dataclasses import replace

from unveil.engine.feedback import Feedback
from unveil.engine.masking.detectors import methods, spectral
from unveil.engine.masking.detectors.registry import Detector, find_detector
from unveil.engine.masking.levels import band_names, level_of, scene_classification_band
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.masking.sun import sun_of
from unveil.engine.raster.source import Raster
from unveil.models.cloud_detector import NEEDED
from unveil.models.runtimes import has_onnxruntime


def choose_detector(method: str, raster: Raster, level: str | None = None) -> Detector:
    """Return the detector of that name, or for `auto` the one that suits a raster.

    That is Unveil's own; the scene classification for a raster that holds nothing else; and the spectral detector on
    L1C where ONNX Runtime, which networks need, is not installed.

    Raises:
        UnveilError: there is no such detector.
    """
    if method != methods.AUTO:
        return find_detector(method)
    there = band_names(raster)
    if not set(NEEDED) <= set(there) and scene_classification_band(raster) is not None:
        return find_detector(methods.SCENE_CLASSIFICATION)
    without = not has_onnxruntime() and set(spectral.BANDS) <= set(there) and (level or level_of(raster)) == "L1C"
    return find_detector(methods.SPECTRAL if without else methods.UNVEIL)


def choose(settings: MaskSettings, raster: Raster, feedback: Feedback) -> MaskSettings:
    """Return settings that name a detector, its resolution and the sun of a raster's metadata, and say what was chosen.

    Raises:
        UnveilError: there is no such detector.
    """
    detector = choose_detector(settings.method, raster, settings.level)
    if settings.method == methods.AUTO:
        feedback.info(f"Cloud detector: {detector.name} ({detector.title}).")
        if detector.name == methods.SPECTRAL:
            feedback.warn(
                "ONNX Runtime, which Unveil's own detector needs, is not installed; the spectral detector takes its "
                "place, which mistakes more clear ground for cloud."
            )
    sun = settings.sun
    if sun is None and not settings.lone_shadows:
        sun = sun_of(raster)
    if sun is not None and sun.doubt:
        feedback.info(
            "Nothing states where the sun stood; on the scene's day Sentinel-2 passes its place with the sun at "
            f"azimuth {sun.azimuth:.0f} and elevation {sun.elevation:.0f} degrees: shadows that no cloud can cast are "
            "clear."
        )
    elif sun is not None:
        feedback.info(
            f"Sun at azimuth {sun.azimuth:.0f} and elevation {sun.elevation:.0f} degrees: shadows that no cloud can "
            "cast are clear."
        )
    resolution = detector.resolution if settings.resolution is None else settings.resolution
    return replace(settings, method=detector.name, sun=sun, resolution=resolution)
