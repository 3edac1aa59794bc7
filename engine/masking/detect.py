"""Running a detector over a scene of any size and writing the class raster."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.masking import classes, spectral
from unveil.engine.masking.morphology import dilate_classes
from unveil.engine.raster.ground import pixels
from unveil.engine.raster.rows import RowFeed, whole_rows
from unveil.engine.raster.sink import Sink, check_target
from unveil.engine.raster.source import Band, Raster, Reader
from unveil.engine.sentinel.optical import QUANTIFICATION, Optical, open_optical
from unveil.engine.sentinel.scene import check_optical_sample
from unveil.engine.version import version

METHODS = ("spectral",)
"""The detectors, by the names that users give."""

_STRIP_PIXELS = 2_000_000

COLOURS = {
    classes.CLEAR: (0, 0, 0, 0),
    classes.CLOUD: (255, 255, 255, 255),
    classes.THIN_CLOUD: (170, 210, 255, 255),
    classes.SHADOW: (60, 60, 110, 255),
    classes.NODATA: (0, 0, 0, 0),
}


@dataclass(frozen=True)
class MaskSummary:
    """How many pixels of a scene fell into each class."""

    counts: dict[int, int]

    @property
    def valid(self) -> int:
        return sum(number for code, number in self.counts.items() if code != classes.NODATA)

    @property
    def cloud_cover(self) -> float:
        """Cloud and thin cloud in percent of the valid pixels; NaN where there are none."""
        cloudy = self.counts.get(classes.CLOUD, 0) + self.counts.get(classes.THIN_CLOUD, 0)
        return 100 * cloudy / self.valid if self.valid else math.nan

    @property
    def shadow_cover(self) -> float:
        """Shadow in percent of the valid pixels; NaN where there are none."""
        return 100 * self.counts.get(classes.SHADOW, 0) / self.valid if self.valid else math.nan


def detect_clouds(
    raster: Raster,
    output: str,
    feedback: Feedback,
    method: str = "spectral",
    dilation: float = 0.0,
    probability: str | None = None,
) -> MaskSummary:
    """Write the classes of a Sentinel-2 L1C raster to `output`, and the cloud score to `probability` if given.

    `dilation` in metres grows cloud and shadow. The result does not depend on how the scene is cut into strips.

    Raises:
        UnveilError: the raster is not what the detector needs, is all nodata, or an output cannot be written.
        Cancelled: the user stopped it; neither output exists.
    """
    if method not in METHODS:
        raise UnveilError(f"There is no cloud detector '{method}'; choose {', '.join(METHODS)}.")
    for target in filter(None, (output, probability)):
        check_target(target)
    optical = open_optical(raster, spectral.BANDS)
    check_optical_sample(optical)
    radius = pixels(dilation, raster.grid)
    metadata = {"UNVEIL": version(), "UNVEIL_DETECTOR": method, "UNVEIL_DILATION_METRES": f"{dilation:g}"}
    with Reader(raster) as reader:
        statistics = _statistics(reader, optical, Step(feedback, 0.0, 0.3))
        if statistics.count == 0:
            raise UnveilError(f"The optical raster {raster.path} has no valid pixel: everything in it is nodata.")
        sinks = [Sink(output, raster.grid, "uint8", [Band("class", classes.NODATA)], metadata, COLOURS)]
        try:
            if probability:
                band = Band("cloud score", float("nan"))
                sinks.append(Sink(probability, raster.grid, "float32", [band], metadata))
            counts = _classify(reader, optical, statistics, radius, sinks, Step(feedback, 0.3, 1.0))
        except BaseException as error:
            for sink in sinks:
                sink.__exit__(type(error), error, None)
            raise
        for sink in sinks:
            sink.__exit__(None, None, None)
    return MaskSummary(counts)


def _strip_rows(width: int) -> int:
    return max(64, _STRIP_PIXELS // width)


def _feed(reader: Reader, optical: Optical) -> RowFeed:
    raster = optical.raster
    return RowFeed(whole_rows(reader, optical.positions), raster.grid.height, raster.block_height)


def _statistics(reader: Reader, optical: Optical, feedback: Feedback) -> spectral.ShadowStatistics:
    grid = optical.raster.grid
    step = _strip_rows(grid.width)
    total = spectral.ShadowStatistics()
    with _feed(reader, optical) as feed:
        for start in range(0, grid.height, step):
            feedback.check()
            stored = feed.rows(start, min(start + step, grid.height))
            reflectance = optical.dn(stored[[1, 4, 6]]) / np.float32(QUANTIFICATION)
            total = total + spectral.shadow_statistics(*reflectance, optical.valid(stored))
            feedback.progress((start + step) / grid.height)
    return total


def _classify(
    reader: Reader,
    optical: Optical,
    statistics: spectral.ShadowStatistics,
    radius: int,
    sinks: list[Sink],
    feedback: Feedback,
) -> dict[int, int]:
    grid = optical.raster.grid
    halo = spectral.HALO + radius
    step = max(_strip_rows(grid.width), 2 * halo)
    counts = np.zeros(256, dtype=np.int64)
    with _feed(reader, optical) as feed:
        for start in range(0, grid.height, step):
            feedback.check()
            stop = min(start + step, grid.height)
            first = max(start - halo, 0)
            stored = feed.rows(first, min(stop + halo, grid.height))
            reflectance = optical.dn(stored) / np.float32(QUANTIFICATION)
            mask, score = spectral.classify(reflectance, optical.valid(stored), statistics)
            mask = dilate_classes(mask, radius)[start - first : stop - first]
            counts += np.bincount(mask.ravel(), minlength=256)
            sinks[0].write_rows(mask[None])
            if len(sinks) > 1:
                score = np.where(mask == classes.NODATA, np.float32(np.nan), score[start - first : stop - first])
                sinks[1].write_rows(score[None])
            feedback.progress(stop / grid.height)
    return {code: int(number) for code, number in enumerate(counts) if number}
