"""Seeing through thin cloud alone: cirrus and haze are taken off, and everything else stays; no radar is needed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.ground.likeness import find_likeness
from unveil.engine.ground.plain import Sight
from unveil.engine.ground.veil import REACH, Unveiling, Veil
from unveil.engine.ground.veil_cells import SceneCells
from unveil.engine.ground.veil_search import find_veil
from unveil.engine.masking import classes
from unveil.engine.masking.levels import band_names
from unveil.engine.raster.form import OutputForm
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Raster
from unveil.engine.raster.targets import check_room, check_targets
from unveil.engine.removal.compose import to_dtype
from unveil.engine.scene.door import open_masked
from unveil.engine.scene.mask import Masking, MaskReading
from unveil.engine.scene.rows import Rows, SceneRows
from unveil.engine.scene.scene import MaskedOptical
from unveil.engine.sentinel.optical import Optical
from unveil.engine.version import version
from unveil.engine.workplace import Workplace
from unveil.models.blas import one_blas_thread
from unveil.models.card import BANDS
from unveil.models.scratch import scratch_folder

_ROWS = 256
"""Rows at a time; a whole number of cells."""

_COLUMNS = 1024
"""Columns in which they are seen through at a time."""

_NEEDED = ("B2", "B4")
_INFRARED = {"B8", "B8A", "B11", "B12"}


@dataclass(frozen=True)
class HazeSettings:
    """How to come by the mask of clouds, and how the output is written."""

    masking: Masking = Masking(reading=MaskReading(dilation=60.0, use="looked through"))
    form: OutputForm = OutputForm()


@dataclass(frozen=True)
class HazeReport:
    """kind of thin cloud, "" where there is none; corrected: percent of the scene's pixels; left: those below cloud
    through which no ground is seen, which stay as they are.
    """

    kind: str
    corrected: float
    left: float


def correct_haze(optical: Raster, output: str, settings: HazeSettings, feedback: Feedback) -> HazeReport:
    """Write the scene without its thin cloud to `output`: the raster's grid, bands, names, data type and nodata.

    Bands that are none of Sentinel-2's are copied, as is what is clear, in shadow or below thick cloud.

    Raises:
        UnveilError: the raster has too few bands, the mask cannot be used, or a file cannot be read or written.
        Cancelled: the user stopped it; what was at `output` before is still there.
    """
    settings.form.check()
    check_targets((output,), [file.path for file in (optical, settings.masking.given) if file is not None])
    check_room(output, optical)
    with scratch_folder() as folder, one_blas_thread():
        scene = open_masked(optical, settings.masking, _bands, Workplace(folder, Step(feedback, 0, 0.5)))
        veil = _search(scene, Step(feedback, 0.5, 0.8))
        report = _write(scene, veil, (output, settings.form), Step(feedback, 0.8, 1))
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


def _search(scene: MaskedOptical, feedback: Feedback) -> Veil | None:
    grid, optical = scene.grid, scene.optical
    with SceneRows(scene) as rows, SceneCells(optical.names, grid.height, grid.width) as cells:
        for start in range(0, grid.height, _ROWS):
            feedback.check()
            stop = min(start + _ROWS, grid.height)
            stored = rows.stored(start, stop).values
            cells.add((start, 0), optical.dn(stored), optical.valid(stored), rows.codes(start, stop).values)
            feedback.progress(0.5 * stop / grid.height)
        # Clear ground that the mask holds tells where the sky is clear.
        likeness = find_likeness(cells, cells.ground(optical.likely_level), optical.likely_level)
        cells.take_clear(likeness.clear)
        return find_veil(cells, optical.likely_level, Step(feedback, 0.5, 1))


def _write(scene: MaskedOptical, veil: Veil | None, target: tuple[str, OutputForm], feedback: Feedback) -> HazeReport:
    grid, optical, raster = scene.grid, scene.optical, scene.optical.raster
    kind = "" if veil is None else veil.layer.kind
    metadata = {"UNVEIL": version(), "UNVEIL_THIN_CLOUD": kind or "none"}
    valid_number = corrected = cloudy = 0.0
    with (
        SceneRows(scene, every_band=True) as rows,
        Sink(target[0], grid, Content(raster.dtype, raster.bands, metadata), target[1]) as sink,
    ):
        for start in range(0, grid.height, _ROWS):
            feedback.check()
            stop = min(start + _ROWS, grid.height)
            wide, codes = rows.stored(start, stop, REACH), rows.codes(start, stop, REACH)
            stored = wide.part(start, stop).copy()
            valid = optical.valid(stored[[position - 1 for position in optical.positions]])
            own = codes.part(start, stop)
            cloud = ((own == classes.CLOUD) | (own == classes.THIN_CLOUD)) & valid
            trust = np.zeros(valid.shape, dtype=np.float32)
            if veil is not None and cloud.any():
                _correct(optical, veil, (wide, codes), Rows(start, stored), trust)
            sink.write_rows(stored)
            valid_number += np.count_nonzero(valid)
            corrected += float(trust.sum())
            cloudy += np.count_nonzero(cloud)
            feedback.progress(stop / grid.height)
    share = 100 / max(valid_number, 1)
    return HazeReport(kind, corrected * share, (cloudy - corrected) * share)


def _correct(optical: Optical, veil: Veil, wide: tuple[Rows, Rows], strip: Rows, trust: np.ndarray) -> None:
    """Take thin cloud off a strip of all bands, in place, and put into trust [n, width] how far, in 0..1.

    wide: stored values and classes of these rows and `REACH` more on either side, as far as the scene goes.
    """
    stored, codes = wide
    height, width = trust.shape
    unveiling, top = Unveiling(veil, tuple(range(len(optical.positions)))), strip.first - stored.first
    for start in range(0, width, _COLUMNS):
        stop, left = min(start + _COLUMNS, width), max(start - REACH, 0)
        columns = slice(left, min(stop + REACH, width))
        values = stored.values[[position - 1 for position in optical.positions]][..., columns]
        valid = optical.valid(values)
        dn = np.where(valid, optical.dn(values), np.float32(0))
        sight = Sight(stored.first, left, dn, valid, codes.values[:, columns], np.empty((0, *valid.shape), np.float32))
        image, own = unveiling(sight, veil.expected_in(sight.row, left, valid.shape))
        inner = slice(top, top + height), slice(start - left, stop - left)
        trust[:, start:stop] = own[inner]
        chosen = np.nonzero(own[inner])
        for position, band, before, after in zip(optical.positions, optical.bands, dn, image):
            plane = strip.values[position - 1, :, start:stop]
            was = before[inner][chosen]
            values = was + own[inner][chosen] * (after[inner][chosen] - was)
            kept = plane[chosen] == band.nodata if band.nodata is not None else np.zeros(len(values), dtype=bool)
            written = to_dtype(optical.stored(values), plane.dtype, band.nodata)
            plane[chosen] = np.where(kept, plane[chosen], written)
