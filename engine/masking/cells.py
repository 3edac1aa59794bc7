"""A scene at a detector's own resolution: square cells of whole pixels, counted from the upper left corner."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from unveil.engine.raster.grid import Grid, any_in_squares
from unveil.engine.raster.ground import ground_sampling_distance


@dataclass(frozen=True)
class CellGrid:
    """Cells of `factor` x `factor` pixels over a raster; those at the right and lower border may be cut short."""

    pixels: Grid
    factor: int

    @property
    def height(self) -> int:
        return -(-self.pixels.height // self.factor)

    @property
    def width(self) -> int:
        return -(-self.pixels.width // self.factor)

    @property
    def grid(self) -> Grid:
        """The cells as pixels of a raster."""
        x, dx, rx, y, ry, dy = self.pixels.transform
        factor = self.factor
        transform = (x, dx * factor, rx * factor, y, ry * factor, dy * factor)
        return Grid(self.width, self.height, transform, self.pixels.crs)

    def rows_of_pixels(self, start: int, stop: int) -> tuple[int, int]:
        """Return first and last + 1 row of pixels of rows of cells."""
        return start * self.factor, min(stop * self.factor, self.pixels.height)

    def any_of(self, pixels: np.ndarray) -> np.ndarray:
        """Return [rows, columns] bool: cells with any set pixel of [h, width], whose first row begins a cell."""
        if self.factor == 1:
            return pixels
        return any_in_squares(pixels, self.factor)

    def as_pixels(self, cells: np.ndarray, start: int) -> np.ndarray:
        """Return rows of cells [n, width] from row `start` on as the pixels that lie in them."""
        if self.factor == 1:
            return cells
        first, stop = self.rows_of_pixels(start, start + len(cells))
        wide = np.repeat(cells, self.factor, axis=1)[:, : self.pixels.width]
        return np.repeat(wide, self.factor, axis=0)[: stop - first]


def cell_grid(grid: Grid, resolution: float) -> CellGrid:
    """Return cells of about `resolution` metres; pixels that are as large already stay as they are."""
    distance = ground_sampling_distance(grid)
    factor = max(1, round(resolution / distance)) if math.isfinite(distance) and distance > 0 else 1
    return CellGrid(grid, min(factor, max(grid.height, grid.width)))


def cell_means(values: np.ndarray, valid: np.ndarray, factor: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (means [bands, rows, columns] float32 of the valid pixels of each cell, 0 where there are none; validity).

    values: [bands, h, w] float32 whose first row begins a cell. A cell is valid where any of its pixels is.
    """
    whole = valid.all()
    values = values if whole else np.where(valid, values, np.float32(0))
    if factor == 1:
        return values, valid
    count = _sums(valid[None].astype(np.float32), factor)
    return _sums(values, factor) / np.maximum(count, 1), count[0] > 0


def _sums(values: np.ndarray, factor: int) -> np.ndarray:
    for axis in (1, 2):
        length = -(-values.shape[axis] // factor)
        shape = list(values.shape)
        shape[axis] = length
        total = np.zeros(shape, dtype=np.float32)
        for offset in range(factor):
            part = values[:, offset::factor] if axis == 1 else values[:, :, offset::factor]
            target = total[:, : part.shape[1]] if axis == 1 else total[:, :, : part.shape[2]]
            target += part
        values = total
    return values
