"""What a removal will take, told before it begins: tiles, seconds and bytes of memory. Nothing is predicted here.

The numbers are for people who decide whether to start now or over lunch: right within about a third.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.codings import MaskCoding
from unveil.engine.raster.gdal_calls import collected_errors, open_dataset
from unveil.engine.raster.grid import Tiling
from unveil.engine.raster.ground import pixels
from unveil.engine.raster.sink import BLOCK
from unveil.engine.raster.source import Raster
from unveil.engine.removal.held_out import SIDE
from unveil.engine.removal.plain_blocks import BLOCK as BLOCK_COLUMNS
from unveil.engine.removal.plain_blocks import MOST_THREADS
from unveil.engine.removal.prediction import Prediction
from unveil.engine.removal.settings import RemovalSettings
from unveil.engine.removal.survey import PATCH, Survey
from unveil.engine.removal.trial import MOST_WINDOWS
from unveil.engine.scene.scene import Scene
from unveil.models.card import ModelCard
from unveil.models.memory import free_memory, given_memory
from unveil.models.speed import Cover, Speed, megavalues
from unveil.models.threads import thread_count

BYTES_AT_LEAST = 105e6
"""Buffers and threads that any scene takes; this and `_bytes` fit the peaks of five widths, tiles and data types."""

GROUND_BYTES, GROUND_BYTES_A_BLOCK, GROUND_BYTES_A_PIXEL = 40e6, 35e6, 3.0
"""What a model takes beside that starts from the plain ground; the last is what is remembered of the scene."""

REFERENCE_BYTES = 300e6
"""Of the first other date; each further one takes about half as much."""

_HELD_BLOCKS = 2.9
"""Rows of blocks of the file that are held at a time."""

_WAITING, _PLANES_IN_WORK = 5, 4
"""Tiles whose inputs are held at a time, and images of each that is worked on after the network."""

_STRIP_ROWS = 128 * PATCH


@dataclass(frozen=True)
class Estimate:
    """tiles: all of the scene; predicted: those that need the network; certain: a mask told which they are.

    seconds: None where nobody has measured the model here. memory: bytes beside what the program holds already.
    """

    tiles: int
    predicted: int
    certain: bool
    seconds: float | None
    memory: float


@dataclass(frozen=True)
class Work:
    """A scene in tiles. size: (bands, height, width) of the optical raster; itemsize: bytes of one of its values.

    tile, overlap, reach (how far the feather reaches): pixels. card: of the model. active: share of the tiles in which
    something is restored, by whatever; None for those that are predicted.
    """

    size: tuple[int, int, int]
    itemsize: int
    tile: int
    overlap: int
    reach: int = 0
    card: ModelCard | None = None
    active: float | None = None


def estimate(
    work: Work, patches: np.ndarray | None = None, speed: Speed | None = None, references: int = 0
) -> Estimate:
    """Return what the removal of a scene takes.

    patches: as `Survey` holds them; None where the mask is not known, and every tile is counted. speed: None where it
    was not measured. references: number of other dates.

    Raises:
        UnveilError: the overlap is more than half a tile or less than 0.
    """
    size, itemsize, tile, card = work.size, work.itemsize, work.tile, work.card
    bands, height, width = size
    try:
        tiling = Tiling(height, width, tile, work.overlap)
    except ValueError as error:
        raise UnveilError(f"The overlap must lie between 0 and {tile // 2} pixels.") from error
    predicted = tiling.count
    if patches is not None:
        predicted = int(Survey(0, 0, patches, None).active_tiles(tiling, work.reach, keep_clear=work.reach > 0).sum())
    seconds = None
    if speed is not None:
        share = predicted / tiling.count
        cover = Cover(share if work.active is None else work.active, share, references)
        # Where no tile is predicted none is tried.
        tried = predicted > 0 and card is not None and card.scaling.relative
        tiles = predicted + (_tried_tiles(tiling) if tried else 0)
        seconds = tiles * speed.tile + speed.rest * megavalues(card, bands * height * width, cover)
    memory = _bytes(size, itemsize, tile) + (speed.memory if speed else 0.0)
    if card is not None and "background" in card.inputs:
        memory += _ground_bytes(height, width)
        if speed is not None and Prediction.lanes() > 1:
            memory += _tile_bytes(bands, tile, min(tiling.count, _WAITING))
    if references:
        memory += REFERENCE_BYTES * (1 + references) / 2
    return Estimate(tiling.count, predicted, patches is not None, seconds, memory)


def _tried_tiles(tiling: Tiling) -> int:
    """Return how many tiles a model is tried on before it is used."""
    height, width = min(SIDE, tiling.height), min(SIDE, tiling.width)
    return MOST_WINDOWS * Tiling(height, width, tiling.tile, 0).count


def _bytes(size: tuple[int, int, int], itemsize: int, tile: int) -> float:
    """Rows of blocks as they are read, three of them, and as they are written; of a row of tiles what is composed of it
    in the file's type, and radar, masks and sums.
    """
    bands, height, width = size
    rows, block_rows = min(tile, height), min(BLOCK, height) + min(_HELD_BLOCKS * BLOCK, height)
    return BYTES_AT_LEAST + width * bands * (rows * (5.2 + 1.5 * itemsize) + block_rows * itemsize)


def _ground_bytes(height: int, width: int) -> float:
    blocks = min(thread_count(), MOST_THREADS, width / BLOCK_COLUMNS) * min(height / BLOCK, 1)
    return GROUND_BYTES + blocks * GROUND_BYTES_A_BLOCK + height * width * GROUND_BYTES_A_PIXEL


def _tile_bytes(bands: int, tile: int, number: int) -> float:
    """Return what tiles take that wait for a network, image, ground, radar and mask, or are worked on beside it."""
    planes = number * (2 * bands + 3) + Prediction.lanes() * _PLANES_IN_WORK * bands
    return 4.0 * planes * tile**2


def check_memory(raster: Raster, tile: int, held: float = 0.0) -> None:
    """Refuse a scene so wide that its rows do not fit into memory, before work of hours begins.

    held: bytes that the model takes. What counts is the memory that is free, or UNVEIL_MEMORY.

    Raises:
        UnveilError: they do not fit.
    """
    size = (len(raster.bands), raster.grid.height, raster.grid.width)
    needed = _bytes(size, np.dtype(raster.dtype).itemsize, tile) + held
    allowed = given_memory()
    free = free_memory() if allowed is None else allowed
    if needed > free:
        raise UnveilError(
            f"The removal of {raster.path} takes about {amount(needed)} of memory, and {amount(free)} are "
            f"{'free' if allowed is None else 'allowed'}; take a part of the scene, or close other programs."
        )


def cover_of(mask: Raster, coding: MaskCoding, feedback: Feedback) -> np.ndarray:
    """Return [ceil(height / 8), ceil(width / 8)] bool: where a mask has something to restore, one look a patch.

    Raises:
        UnveilError: the mask cannot be read.
        Cancelled: the user stopped it.
    """
    dataset, reason = open_dataset(mask.path, mask.open_options)
    if dataset is None:
        raise UnveilError(f"The raster {mask.path} cannot be read: {reason}.")
    positions = list(coding.positions)
    height, width = mask.grid.height, mask.grid.width
    parts = []
    for start in range(0, height, _STRIP_ROWS):
        feedback.check()
        rows = min(_STRIP_ROWS, height - start)
        with collected_errors() as errors:
            try:
                size = {"buf_xsize": math.ceil(width / PATCH), "buf_ysize": math.ceil(rows / PATCH)}
                values = dataset.ReadAsArray(0, start, width, rows, **size, band_list=positions)
            except RuntimeError as error:
                values = None
                errors.append(str(error))
        if values is None or errors:
            reason = errors[-1] if errors else "GDAL gave no reason"
            raise UnveilError(f"The raster {mask.path} cannot be read in row {start}: {reason}.")
        values = values.reshape(len(positions), size["buf_ysize"], size["buf_xsize"])
        parts.append(classes.to_restore(coding.classes(values)[0]))
    return np.concatenate(parts)


def duration(seconds: float) -> str:
    """Return a time as a person says it: "3 s", "12 minutes", "1.5 hours"."""
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} minutes"
    return f"{seconds / 3600:.1f} hours"


def amount(memory: float) -> str:
    """Return bytes as a person says them: "300 MB", "1.2 GB"."""
    return f"{math.ceil(memory / 1e8) * 100} MB" if memory < 9.5e8 else f"{memory / 1e9:.1f} GB"


def forecast(scene: Scene, card: ModelCard, settings: RemovalSettings, cover: tuple[np.ndarray | None, float]) -> str:
    """Return the line of the log before a run.

    cover: patches, as `Survey` holds them, that a network is asked for, None where every tile is predicted; and the
    share of tiles in which something is restored.
    """
    raster, speed = scene.optical.raster, settings.speed
    size = (len(raster.bands), raster.grid.height, raster.grid.width)
    overlap = card.overlap if settings.overlap is None else settings.overlap
    reach = pixels(settings.feather, raster.grid) if settings.keep_clear else 0
    references = len(settings.references)
    work = Work(size, np.dtype(raster.dtype).itemsize, card.tile, overlap, reach, card, cover[1])
    found = estimate(work, cover[0], speed, references)
    if found.seconds is None or speed is None:
        return f"Estimate: about {amount(found.memory)} of memory; the time is told with the first tiles."
    return (
        f"Estimate: about {duration(found.seconds)} and {amount(found.memory)} of memory "
        f"({speed.tile_told} s a tile, as measured here before)."
    )
