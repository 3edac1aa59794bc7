"""From a cloudy scene and its radar to a cloud-free raster: mask, survey, predict, blend, compose, write.

Memory is a band of rows as high as a tile, whatever the scene's height. A tile with nothing to restore is copied.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.masking import classes
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.detectors import find_detector
from unveil.engine.masking.recognise import PROBABILITY_THRESHOLD, class_rows, recognise_mask
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.memory import release_freed_memory
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.grid import Tiling, Window
from unveil.engine.raster.ground import ground_sampling_distance, pixels
from unveil.engine.raster.rows import RowFeed, whole_rows
from unveil.engine.raster.sink import Sink, check_target
from unveil.engine.raster.source import Raster, Reader, describe
from unveil.engine.removal.background import background_field
from unveil.engine.removal.blend import RollingBlend
from unveil.engine.removal.compose import compose, feather, to_dtype
from unveil.engine.removal.inputs import Strip, tile_inputs
from unveil.engine.removal.survey import Survey, survey_scene
from unveil.engine.sentinel.input import input_metadata, say_input
from unveil.engine.sentinel.prepare_optical import prepared_copy
from unveil.engine.sentinel.products import is_product
from unveil.engine.sentinel.scene import Scene, open_scene
from unveil.engine.version import version
from unveil.models.card import ModelCard
from unveil.models.predictor import Predictor

TRAINED_DISTANCE = (8.0, 12.5)
"""Metres of a pixel on the ground for which networks of this field are trained."""


_MEASURED_SECONDS = 5.0
"""How long tiles are timed before the rest is estimated."""


@dataclass(frozen=True)
class RemovalSettings:
    """How to remove: keep clear pixels or not, the feather round clouds in metres, and the tiles' overlap in pixels.

    overlap None: as the model's card recommends. mask_method, mask_dilation (metres): for the mask that is made when
    none is given. mask_threshold: of a user's mask that holds probabilities, 0..1.
    """

    keep_clear: bool = True
    feather: float = 80.0
    overlap: int | None = None
    mask_method: str = "spectral"
    mask_dilation: float = 0.0
    mask_threshold: float = PROBABILITY_THRESHOLD


@dataclass(frozen=True)
class RemovalReport:
    """What was done: tiles predicted and copied, restored pixels in percent, and those of them without radar."""

    predicted: int
    copied: int
    restored: float
    without_radar: float


def remove_clouds(
    optical: Raster,
    radar: Raster,
    mask: Raster | None,
    predictor: Predictor,
    output: str,
    settings: RemovalSettings,
    feedback: Feedback,
) -> RemovalReport:
    """Write the cloud-free scene to `output`: the optical raster's grid, bands, names, data type, scaling and nodata.

    Without a mask the scene's own is made by `settings.mask_method`. Bands that the model does not know are copied.

    Raises:
        UnveilError: the input cannot be fed to a network, or the output cannot be written; nothing is left behind.
        ModelError: the model failed.
        Cancelled: the user stopped it; what was at `output` before is still there.
    """
    target = check_target(output)
    for raster in filter(None, (optical, radar, mask)):
        if os.path.exists(raster.path) and target.exists() and os.path.samefile(raster.path, target):
            raise UnveilError(f"The output {output} is one of the inputs; choose another name.")
    if is_product(optical.path):
        with tempfile.TemporaryDirectory(prefix="unveil-") as folder:
            with_classes = mask is None and settings.mask_method == "scl"
            made, found = prepared_copy(optical, folder, Step(feedback, 0, 0.1), with_classes)
            return remove_clouds(made, radar, mask or found, predictor, output, settings, Step(feedback, 0.1, 1))
    card = predictor.card
    scene = open_scene(optical, radar, mask, card.bands, fill=True)
    _warn_of_distance(scene, card, feedback)
    say_input(scene.optical, card.level, card.id, feedback)
    with tempfile.TemporaryDirectory(prefix="unveil-") as folder:
        if mask is None:
            own = os.path.join(folder, "mask.tif")
            detector = find_detector(settings.mask_method)
            masking = MaskSettings(detector.name, detector.resolution, dilation=settings.mask_dilation)
            found = detect_clouds(optical, own, Step(feedback, 0, 0.08), masking)
            feedback.info(
                f"Mask ({settings.mask_method}): {found.cloud_cover:.1f} % cloud, {found.shadow_cover:.1f} % shadow."
            )
            scene = replace(scene, mask=describe(own))
        else:
            coding = recognise_mask(mask, Step(feedback, 0, 0.02), settings.mask_threshold)
            feedback.info(coding.sentence())
            scene = replace(scene, mask_coding=coding)
        release_freed_memory()
        survey = survey_scene(scene, "background" in card.inputs, Step(feedback, 0.08, 0.14))
        release_freed_memory()
        if survey.valid == 0:
            raise UnveilError(f"The optical raster {optical.path} has no valid pixel: everything in it is nodata.")
        removal = _Removal(scene, predictor, settings, survey)
        feedback.info(removal.plan())
        report = removal.run(output, Step(feedback, 0.14, 1.0))
    feedback.info(
        f"Model {card.id} on {predictor.runtime}, device {predictor.device}: {report.predicted} tiles predicted, "
        f"{report.copied} copied; {report.restored:.1f} % of the scene was under cloud or shadow."
    )
    if report.without_radar > 1:
        feedback.warn(f"{report.without_radar:.0f} % of what was restored has no radar; there the result is a guess.")
    return report


class _Removal:
    """One run over one scene, row of tiles by row of tiles."""

    def __init__(self, scene: Scene, predictor: Predictor, settings: RemovalSettings, survey: Survey):
        self._scene = scene
        self._predictor = predictor
        self._card = predictor.card
        self._settings = settings
        self._survey = survey
        overlap = self._card.overlap if settings.overlap is None else settings.overlap
        try:
            self._tiling = Tiling(scene.grid.height, scene.grid.width, self._card.tile, overlap)
        except ValueError as error:
            raise UnveilError(f"The overlap must lie between 0 and {self._card.tile // 2} pixels.") from error
        self._reach = pixels(settings.feather, scene.grid) if settings.keep_clear else 0
        self._active = survey.active_tiles(self._tiling, self._reach)
        self._field = None
        if survey.cells is not None:
            self._field = background_field(survey.cells, np.array(self._card.prior))
        self._blind = 0

    def plan(self) -> str:
        predicted = int(self._active.sum())
        return (
            f"{self._tiling.count} tiles of {self._card.tile} pixels, overlap {self._tiling.overlap}: "
            f"{predicted} to predict, {self._tiling.count - predicted} to copy."
        )

    def run(self, output: str, feedback: Feedback) -> RemovalReport:
        optical, grid = self._scene.optical, self._scene.grid
        with (
            Reader(optical.raster) as reader,
            Reader(self._scene.radar.raster) as radar_reader,
            Reader(self._scene.mask) as mask_reader,
        ):
            everything = tuple(range(1, len(optical.raster.bands) + 1))
            read_mask = class_rows(mask_reader, self._scene.mask_coding)
            read_radar = self._radar_rows(AlignedPower(radar_reader, self._scene.radar.positions, grid))
            with (
                RowFeed(whole_rows(reader, everything), grid.height, optical.raster.block_height) as feed,
                RowFeed(read_radar, grid.height, 1, self._tiling.stride) as radar_feed,
                RowFeed(read_mask, grid.height, self._scene.mask.block_height) as mask_feed,
                Sink(output, grid, optical.raster.dtype, optical.raster.bands, self._metadata()) as sink,
            ):
                self._rows_of_tiles(feed, radar_feed, mask_feed, sink, feedback)
        predicted = int(self._active.sum())
        survey = self._survey
        return RemovalReport(
            predicted,
            self._tiling.count - predicted,
            100 * survey.restore / survey.valid,
            100 * self._blind / survey.restore if survey.restore else 0.0,
        )

    def _rows_of_tiles(
        self, feed: RowFeed, radar_feed: RowFeed, mask_feed: RowFeed, sink: Sink, feedback: Feedback
    ) -> None:
        height = self._scene.grid.height
        starts = self._tiling.row_starts
        blend = RollingBlend(self._tiling, len(self._card.bands))
        progress = _Progress(feedback, self._active)
        for index, row in enumerate(starts):
            first, last = max(row, 0), min(row + self._tiling.tile, height)
            # Reflection at the bottom may reach one row above the tile.
            top = max(first - 1, 0)
            stored = feed.rows(top, last)
            codes_top = max(top - self._reach, 0)
            codes = mask_feed.rows(codes_top, min(last + self._reach, height))[0]
            radar = radar_feed.rows(top, last)
            strip = self._strip(top, stored, codes[top - codes_top : last - codes_top], radar)
            if index:
                blend.advance(row)
            self._predict_row(strip, row, np.flatnonzero(self._active[index]), blend, progress, feedback)
            done = max(starts[index], 0)
            stop = max(starts[index + 1], 0) if index + 1 < len(starts) else height
            if stop > done:
                weight = self._weight(codes, done - codes_top, stop - codes_top)
                rows = slice(done - top, stop - top)
                touched = self._active[max(index - 1, 0) : index + 1].any()
                sink.write_rows(
                    self._composed(strip, stored[:, rows], rows, blend, weight) if touched else stored[:, rows]
                )
                self._count_blind(strip, rows)
            progress.row(index)

    def _strip(self, first: int, stored: np.ndarray, codes: np.ndarray, radar: np.ndarray) -> Strip:
        optical = self._scene.optical
        wanted = stored
        if optical.positions != tuple(range(1, len(stored) + 1)):
            wanted = stored[[position - 1 for position in optical.positions]]
        return Strip(first, wanted, optical.valid(wanted), codes, radar)

    def _predict_row(
        self, strip: Strip, row: int, tiles: np.ndarray, blend: RollingBlend, progress: _Progress, feedback: Feedback
    ) -> None:
        size = (self._scene.grid.height, self._scene.grid.width)
        columns = [self._tiling.column_starts[index] for index in tiles]
        for start in range(0, len(columns), self._predictor.batch):
            feedback.check()
            batch = columns[start : start + self._predictor.batch]
            fed = [
                tile_inputs(strip, row, column, size, self._card, self._scene.optical, self._field) for column in batch
            ]
            inputs = {name: np.stack([tile[name] for tile in fed]) for name in fed[0]}
            output = self._predictor.predict(inputs)
            difference = self._card.scaling.to_dn(output - inputs["optical"])
            for column, tile in zip(batch, difference):
                blend.add(column, tile)
            progress.tiles(len(batch))

    def _weight(self, codes: np.ndarray, start: int, stop: int) -> np.ndarray | None:
        """Return how much of the prediction to take in those rows, or None for all of it."""
        if not self._settings.keep_clear:
            return None
        low = max(start - self._reach, 0)
        restore = classes.to_restore(codes[low : stop + self._reach])
        return feather(restore, self._reach)[start - low : stop - low]

    def _composed(
        self, strip: Strip, stored: np.ndarray, rows: slice, blend: RollingBlend, weight: np.ndarray | None
    ) -> np.ndarray:
        result = stored.copy()
        optical = self._scene.optical
        scaling = self._card.scaling
        limits = (scaling.optical_min, scaling.optical_max)
        valid = strip.valid[rows]
        for number, position, band in zip(optical.places, optical.positions, optical.bands):
            plane = result[position - 1]
            difference = blend.difference(number, strip.first + rows.start, strip.first + rows.stop)
            taken = valid & (difference != 0)
            if band.nodata is not None:
                taken &= plane != band.nodata
            if weight is not None:
                taken &= weight > 0
            part = 1.0 if weight is None else weight[taken]
            dn = compose(optical.dn(plane[taken]), difference[taken], limits, part)
            plane[taken] = to_dtype(optical.stored(dn), plane.dtype, band.nodata)
        return result

    def _count_blind(self, strip: Strip, rows: slice) -> None:
        hidden = classes.to_restore(strip.codes[rows]) & strip.valid[rows]
        self._blind += int(np.count_nonzero(hidden & np.isnan(strip.radar[:, rows]).any(axis=0)))

    def _radar_rows(self, aligned: AlignedPower):
        width = self._scene.grid.width

        def read(start: int, stop: int) -> np.ndarray:
            data = aligned.read(Window(start, 0, stop - start, width))
            aligned.forget_blocks()
            return data

        return read

    def _metadata(self) -> dict[str, str]:
        card, predictor = self._card, self._predictor
        return {
            "UNVEIL": version(),
            "UNVEIL_MODEL": card.id,
            "UNVEIL_MODEL_SHA256": card.sha256,
            "UNVEIL_MODEL_LEVEL": card.level,
            **input_metadata(self._scene.optical, card.level),
            "UNVEIL_RUNTIME": f"{predictor.runtime}, {predictor.device}",
            "UNVEIL_TILE": f"{self._tiling.tile} overlap {self._tiling.overlap}",
            "UNVEIL_KEEP_CLEAR": "yes" if self._settings.keep_clear else "no",
        }


class _Progress:
    """Progress by what takes the time: predicted tiles, and a little for each row of tiles that is read and written."""

    def __init__(self, feedback: Feedback, active: np.ndarray):
        self._feedback = feedback
        self._row_cost = 0.05 * active.shape[1]
        self._all_tiles = int(active.sum())
        self._whole = self._all_tiles + self._row_cost * active.shape[0]
        self._tiles = 0
        self._rows = 0
        self._start = time.monotonic()
        self._told = False

    def tiles(self, number: int) -> None:
        self._tiles += number
        self._tell_time()
        self._report()

    def row(self, index: int) -> None:
        self._rows = index + 1
        self._report()

    def _tell_time(self) -> None:
        seconds = time.monotonic() - self._start
        left = seconds / self._tiles * (self._all_tiles - self._tiles)
        if self._told or seconds < _MEASURED_SECONDS or left < 60:
            return
        self._told = True
        self._feedback.info(f"A tile takes {seconds / self._tiles:.2g} s here: about {left / 60:.0f} minutes to go.")

    def _report(self) -> None:
        self._feedback.progress((self._tiles + self._row_cost * self._rows) / self._whole)


def _warn_of_distance(scene: Scene, card: ModelCard, feedback: Feedback) -> None:
    distance = ground_sampling_distance(scene.grid)
    low, high = TRAINED_DISTANCE
    if not low <= distance <= high:
        feedback.warn(
            f"Pixels of the optical raster are {distance:.1f} m on the ground, and the model {card.id} was trained on "
            "10 m: the result will be worse; resample the scene to 10 m."
        )
