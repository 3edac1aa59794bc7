"""Seeing through thin cloud alone: cirrus and haze are taken off, and everything else stays; no radar is needed."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.ground.veil import Veil
from unveil.engine.ground.veil_cells import SceneCells
from unveil.engine.ground.veil_search import find_veil
from unveil.engine.masking import classes
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.detectors.methods import AUTO
from unveil.engine.masking.levels import band_names, level_of
from unveil.engine.masking.recognise import class_rows
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.prepare.optical import prepared_copy
from unveil.engine.raster.form import OutputForm
from unveil.engine.raster.rows import RowFeed, whole_rows
from unveil.engine.raster.sink import Sink
from unveil.engine.raster.source import Raster, Reader, describe
from unveil.engine.raster.targets import check_targets
from unveil.engine.removal.compose import to_dtype
from unveil.engine.scene.mask import MaskReading, SceneMask, check_mask_place, open_mask
from unveil.engine.scene.polygons import Polygons
from unveil.engine.sentinel.optical import Optical, open_optical
from unveil.engine.sentinel.products import is_product
from unveil.engine.version import version
from unveil.models.card import BANDS
from unveil.models.scratch import scratch_folder

_ROWS = 256
"""Rows at a time; a whole number of cells."""

_NEEDED = ("B2", "B4")
_INFRARED = {"B8", "B8A", "B11", "B12"}


@dataclass(frozen=True)
class HazeSettings:
    """How to come by the mask of clouds: its method where none is given, and how to read and grow it (metres)."""

    method: str = AUTO
    dilation: float = 60.0
    reading: MaskReading = MaskReading(use="looked through")
    form: OutputForm = OutputForm()


@dataclass(frozen=True)
class HazeReport:
    """kind of thin cloud, "" where there is none; corrected: percent of the scene's pixels; left: those below cloud
    through which no ground is seen, which stay as they are.
    """

    kind: str
    corrected: float
    left: float


def correct_haze(
    optical: Raster, mask: Raster | Polygons | None, output: str, settings: HazeSettings, feedback: Feedback
) -> HazeReport:
    """Write the scene without its thin cloud to `output`: the raster's grid, bands, names, data type and nodata.

    Bands that are none of Sentinel-2's are copied, as is what is clear, in shadow or below thick cloud.

    Raises:
        UnveilError: the raster has too few bands, the mask cannot be used, or a file cannot be read or written.
        Cancelled: the user stopped it; what was at `output` before is still there.
    """
    settings.form.check()
    check_targets((output,), [file.path for file in (optical, mask) if file is not None])
    with scratch_folder() as folder:
        if is_product(optical.path):
            optical, _ = prepared_copy(optical, folder, Step(feedback, 0, 0.2), False)
        opened = open_optical(optical, _bands(optical))
        codes = _mask(opened, mask, settings, folder, Step(feedback, 0.2, 0.5))
        veil = _search(opened, codes, Step(feedback, 0.5, 0.8))
        report = _write(opened, codes, veil, (output, settings.form), Step(feedback, 0.8, 1))
    kind = f" ({report.kind})" if report.kind else ""
    feedback.info(
        f"Thin cloud{kind} was taken off {report.corrected:.1f} % of the scene; {report.left:.1f} % lies below cloud "
        "that lets no ground be seen and stays as it is."
    )
    return report


def _bands(optical: Raster) -> tuple[str, ...]:
    there = set(band_names(optical))
    if not there.issuperset(_NEEDED) or not there & _INFRARED:
        raise UnveilError(
            f"Thin cloud is told from ground by its colour, which takes B2, B4 and one of B8, B8A, B11 and B12; "
            f"{optical.path} has {', '.join(name for name in BANDS if name in there) or 'no named bands'}."
        )
    return tuple(name for name in BANDS if name in there)


def _mask(
    optical: Optical, mask: Raster | Polygons | None, settings: HazeSettings, folder: str, feedback: Feedback
) -> SceneMask:
    reading = settings.reading
    if mask is None:
        path = os.path.join(folder, "haze_mask.tif")
        making = MaskSettings(method=settings.method, dilation=settings.dilation)
        detect_clouds(optical.raster, path, feedback, making)
        return SceneMask(describe(path))
    check_mask_place(mask, optical.raster.grid)
    return open_mask(mask, optical.raster.grid, reading, folder, feedback)


def _search(optical: Optical, mask: SceneMask, feedback: Feedback) -> Veil | None:
    grid = optical.raster.grid
    with (
        Reader(optical.raster) as reader,
        Reader(mask.raster) as mask_reader,
        SceneCells(optical.names, grid.height, grid.width) as cells,
    ):
        read_mask = class_rows(mask_reader, mask.coding)
        with RowFeed(whole_rows(reader, optical.positions), grid.height, optical.raster.block_height) as feed:
            for start in range(0, grid.height, _ROWS):
                feedback.check()
                stop = min(start + _ROWS, grid.height)
                stored = feed.rows(start, stop)
                cells.add(start, optical.dn(stored), optical.valid(stored), read_mask(start, stop)[0])
                feedback.progress(0.5 * stop / grid.height)
        return find_veil(cells, level_of(optical.raster), Step(feedback, 0.5, 1))


def _write(
    optical: Optical, mask: SceneMask, veil: Veil | None, target: tuple[str, OutputForm], feedback: Feedback
) -> HazeReport:
    grid, raster = optical.raster.grid, optical.raster
    everything = tuple(range(1, len(raster.bands) + 1))
    kind = "" if veil is None else veil.layer.kind
    metadata = {"UNVEIL": version(), "UNVEIL_THIN_CLOUD": kind or "none"}
    valid_number = corrected = cloudy = 0.0
    with (
        Reader(raster) as reader,
        Reader(mask.raster) as mask_reader,
        RowFeed(whole_rows(reader, everything), grid.height, raster.block_height) as feed,
        Sink(target[0], grid, raster.dtype, raster.bands, metadata, form=target[1]) as sink,
    ):
        read_mask = class_rows(mask_reader, mask.coding)
        for start in range(0, grid.height, _ROWS):
            feedback.check()
            stop = min(start + _ROWS, grid.height)
            stored = feed.rows(start, stop)
            chosen = stored[[position - 1 for position in optical.positions]]
            valid, codes = optical.valid(chosen), read_mask(start, stop)[0]
            cloud = ((codes == classes.CLOUD) | (codes == classes.THIN_CLOUD)) & valid
            trust = np.zeros(valid.shape, dtype=np.float32)
            if veil is not None:
                trust = _corrected(optical, veil, stored, cloud, start)
            sink.write_rows(stored)
            valid_number += np.count_nonzero(valid)
            corrected += float(trust.sum())
            cloudy += np.count_nonzero(cloud)
            feedback.progress(stop / grid.height)
    share = 100 / max(valid_number, 1)
    return HazeReport(kind, corrected * share, (cloudy - corrected) * share)


def _corrected(optical: Optical, veil: Veil, stored: np.ndarray, cloud: np.ndarray, start: int) -> np.ndarray:
    """Take thin cloud off rows from `start` on, in place; return how far, [n, width] in 0..1."""
    trust = veil.trusted(np.where(cloud, classes.CLOUD, classes.CLEAR), cloud, (start, 0))
    rows, columns = np.nonzero(trust)
    if not len(rows):
        return trust
    dn = optical.dn(stored[[position - 1 for position in optical.positions]][:, rows, columns])
    place = (rows + start, columns)
    seen = veil.uncovered(dn, veil.expected(*place), *place)
    for position, band, before, after in zip(optical.positions, optical.bands, dn, seen):
        plane = stored[position - 1]
        values = before + trust[rows, columns] * (after - before)
        kept = plane[rows, columns] == band.nodata if band.nodata is not None else np.zeros(len(rows), dtype=bool)
        written = to_dtype(optical.stored(values), plane.dtype, band.nodata)
        plane[rows, columns] = np.where(kept, plane[rows, columns], written)
    return trust
