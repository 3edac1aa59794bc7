"""A scene in square cells: sums of its clear ground, from which its colour at any pixel is had.

The cells depend on the scene alone, never on tiles; those of a whole Sentinel-2 tile need some tens of megabytes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.raster.filters import any_within

CELL = 32
BUFFER = 8
"""Pixels beside a cloud that are hazy: they tell less of the ground, and nothing of its relation to radar."""

NEAR = 0.2
"""How much such a pixel tells; one further away tells 1."""

_TYPICAL_PIXELS = 300.0
"""A typical spectrum weighs as much as this many clear pixels (3 ha at 10 m) wherever they lie in the scene."""


@dataclass(frozen=True)
class Cells:
    """Sums [bands, rows, columns], in DN or of radar features, and numbers [rows, columns] of each cell's pixels."""

    sums: np.ndarray
    counts: np.ndarray

    def part(self, rows: slice, columns: slice) -> Cells:
        """Return a window of cells."""
        return Cells(self.sums[:, rows, columns], self.counts[rows, columns])


def clear_ground(restore: np.ndarray, valid: np.ndarray, buffer: int = BUFFER) -> np.ndarray:
    """Return [h, w] bool: valid pixels at least `buffer` pixels away from any pixel to be restored."""
    return valid & ~any_within(restore, buffer)


def clear_share(restore: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return [h, w] float32 how much each pixel tells of the ground's colour: 1, `NEAR` beside clouds, or 0.

    It depends on the surroundings within `BUFFER` pixels only.
    """
    away = clear_ground(restore, np.ones_like(valid))
    return np.where(valid & ~restore, np.where(away, np.float32(1), np.float32(NEAR)), np.float32(0))


def cell_statistics(dn: np.ndarray, known: np.ndarray, cell: int = CELL) -> Cells:
    """Sum the pixels of `dn` [bands, h, w] by cells, each by its weight; cells at the lower right may be cut short.

    known [h, w]: bool, or the weight of each pixel; what has none may be anything.
    """
    known = np.asarray(known, dtype=np.float32)
    return Cells(_sums(dn, known, cell), _sums(np.ones((1, 1, 1), dtype=np.float32), known, cell)[0])


def cell_squares(dn: np.ndarray, known: np.ndarray, cell: int = CELL) -> np.ndarray:
    """Return the weighted sums [bands, rows, columns] of squares, likewise."""
    return _sums(dn, np.asarray(known, dtype=np.float32), cell, squared=True)


def _sums(planes: np.ndarray, known: np.ndarray, cell: int, squared: bool = False) -> np.ndarray:
    """Return the weighted sums [planes, rows, columns] over cells, float64; planes may be of one pixel for all."""
    height, width = known.shape
    columns = np.arange(0, width, cell)
    sums = np.empty((len(planes), -(-height // cell), len(columns)))
    down = np.empty((sums.shape[1], width), dtype=np.float32)
    # Band by band of cells, so that what is made lies in the processor's cache; 32 numbers are added in float32.
    bands = [slice(start, start + cell) for start in range(0, height, cell)]
    whole = [bool((known[rows] == 1).all()) for rows in bands]
    for plane, result in zip(planes, sums):
        plane = np.broadcast_to(plane, known.shape)
        for rows, all_known, out in zip(bands, whole, down):
            kept = plane[rows]
            if not all_known:
                kept = kept * known[rows]
            if squared:
                kept = kept * plane[rows]
            np.add.reduce(kept, axis=0, out=out)
        if not np.isfinite(down).all():
            kept = np.where(known > 0, plane, 0)
            kept = kept * kept * known if squared else kept * known
            np.add.reduceat(kept, np.arange(0, height, cell), axis=0, out=down)
        np.add.reduceat(down, columns, axis=1, dtype=np.float64, out=result)
    return sums


def scene_prior(cells: Cells, typical: np.ndarray) -> np.ndarray:
    """Return [bands] in DN: the mean of the scene's clear ground, shrunk towards a `typical` spectrum.

    Far from clear ground the background takes it; a typical spectrum knows neither the season nor the product's level.
    """
    typical = np.asarray(typical, dtype=np.float64)
    weight = _TYPICAL_PIXELS + cells.counts.sum()
    return (_TYPICAL_PIXELS * typical + cells.sums.sum(axis=(1, 2))) / weight


def resample_field(field: np.ndarray, rows: np.ndarray, columns: np.ndarray, cell: int = CELL) -> np.ndarray:
    """Return the field at pixel `rows` [h] and `columns` [w] of the scene, bilinear between cell centres.

    Shape [bands, h, w], float32. Rows and columns outside the scene take the value of the nearest cell.
    """
    (top, down), (left, across) = (
        _interpolation(pixels, cell, number) for pixels, number in ((rows, field.shape[1]), (columns, field.shape[2]))
    )
    part = field[:, top : top + down.shape[1], left : left + across.shape[1]].astype(np.float32)
    return down @ (part @ across.T)


def _interpolation(pixels: np.ndarray, cell: int, number: int) -> tuple[int, np.ndarray]:
    """Return the first of the cells that pixels lie between, and the weights [pixels, cells] of it and those after."""
    place = np.clip((np.asarray(pixels, dtype=np.float64) + 0.5) / cell - 0.5, 0, number - 1)
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, number - 1)
    part = (place - low).astype(np.float32)
    first = int(low.min())
    weights = np.zeros((len(place), int(high.max()) - first + 1), dtype=np.float32)
    index = np.arange(len(place))
    weights[index, low - first] = 1 - part
    weights[index, high - first] += part
    return first, weights
