"""A raster opened for a detector: which bands, and what their stored values mean."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.detectors import scene_classification
from unveil.engine.masking.levels import (
    SCENE_CLASSIFICATION,
    band_names,
    names_scene_classification,
    scene_classification_band,
)
from unveil.engine.masking.recognise import is_own_mask
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Raster, Reader
from unveil.engine.sentinel.optical import (
    QUANTIFICATION,
    Optical,
    has_offset,
    is_prepared,
    measured_dn,
    open_optical,
    optical_sample,
)


@dataclass(frozen=True)
class MaskScene:
    """A raster with the bands that a detector reads."""

    optical: Optical

    def values(self, stored: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (values [bands, n, width] float32, validity [n, width]) of stored values.

        Values are reflectance, or for a scene classification three planes of 0 and 1: cloud, thin cloud, shadow.
        """
        valid = self.optical.valid(stored)
        if self.optical.names != (SCENE_CLASSIFICATION,):
            return self.optical.dn(stored) / np.float32(QUANTIFICATION), valid
        codes = scene_classification.classes_of(stored[0])
        planes = [codes == code for code in (classes.CLOUD, classes.THIN_CLOUD, classes.SHADOW)]
        return np.stack(planes).astype(np.float32), valid & (codes != classes.NODATA)


def open_for_masking(raster: Raster, bands: tuple[str, ...], feedback: Feedback) -> MaskScene:
    """Find the bands and look at a sample of the values.

    Raises:
        UnveilError: bands or the CRS are missing, or the values are not what a detector can work with.
    """
    if bands == (SCENE_CLASSIFICATION,):
        return MaskScene(_open_scene_classification(raster))
    # Only the cirrus band tells a scene without the offset from bright land.
    has_cirrus = "B10" in band_names(raster)
    wanted = tuple(dict.fromkeys((*bands, "B10"))) if has_cirrus else bands
    optical = open_optical(raster, wanted, offset_matters=has_cirrus)
    for note in optical.notes:
        feedback.info(note)
    if not has_cirrus and not is_prepared(raster):
        _warn_of_offset(optical, feedback)
    return MaskScene(optical.only(bands))


def _warn_of_offset(optical: Optical, feedback: Feedback) -> None:
    dn = measured_dn(optical, optical_sample(optical))
    if dn and has_offset({name: np.percentile(values, 1) for name, values in dn.items()}):
        least = min(float(np.percentile(values, 1)) for values in dn.values())
        feedback.warn(
            f"Every band of {optical.raster.path} is brighter than {least:.0f} DN: if that is the offset of "
            "processing baseline 04.00 and not the land, subtract 1000 first, or the mask will show too much cloud."
        )


def _open_scene_classification(raster: Raster) -> Optical:
    if not raster.grid.crs:
        raise UnveilError(
            f"The raster {raster.path} has no coordinate reference system; set it for the layer in QGIS, "
            "or in the file with: gdal_edit.py -a_srs EPSG:<code> <file>."
        )
    position = scene_classification_band(raster)
    if position is None:
        raise UnveilError(f"{raster.path} holds no scene classification; choose the product's SCL.")
    if is_own_mask(raster):
        raise UnveilError(
            f"{raster.path} is a cloud mask already; choose the Sentinel-2 scene, or give the mask to Remove clouds."
        )
    optical = Optical(raster, (SCENE_CLASSIFICATION,), (position,))
    seen = np.empty(0)
    with Reader(raster) as reader:
        for window in sample_windows(raster.grid):
            values = reader.read(window, (position,))
            odd = np.setdiff1d(values[optical.valid(values)[None]], list(scene_classification.CODES))
            if odd.size:
                raise UnveilError(
                    f"Band {position} of {raster.path} holds the value {odd[0]:g}, which is no class of a scene "
                    "classification (0 to 11); choose the product's SCL."
                )
            seen = np.union1d(seen, np.unique(values))
    codes = seen[seen != raster.bands[position - 1].nodata]
    if codes.any() and codes.max() <= classes.SHADOW and not _is_named(raster, position):
        held = ", ".join(f"{code:g}" for code in codes)
        raise UnveilError(
            f"{raster.path} holds {held} and nothing else, as cloud masks do; choose the Sentinel-2 scene, or name "
            "the band SCL if it is a scene classification."
        )
    return optical


def _is_named(raster: Raster, position: int) -> bool:
    """Tell whether the band or the file says that it is a scene classification."""
    return any(map(names_scene_classification, (raster.names[position - 1], PurePath(raster.path).stem)))
