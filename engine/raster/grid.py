"""Pixels and places: windows, tiles and the grid of a raster. Pure values, no input or output."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

NOWHERE = 'LOCAL_CS["pixels of a patch",UNIT["metre",1]]'
"""The CRS of patches that lie at no place on earth."""


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels; `row` and `column` are its upper left pixel and may lie outside the raster."""

    row: int
    column: int
    height: int
    width: int

    @property
    def rows(self) -> slice:
        return slice(self.row, self.row + self.height)

    @property
    def columns(self) -> slice:
        return slice(self.column, self.column + self.width)

    def grow(self, pixels: int) -> Window:
        """Return the window with a rim of `pixels` on every side."""
        return Window(self.row - pixels, self.column - pixels, self.height + 2 * pixels, self.width + 2 * pixels)

    def clip(self, height: int, width: int) -> Window:
        """Return the part inside a raster of that size; empty (height or width 0) where there is none."""
        row, column = min(max(self.row, 0), height), min(max(self.column, 0), width)
        end_row, end_column = min(self.row + self.height, height), min(self.column + self.width, width)
        return Window(row, column, max(end_row - row, 0), max(end_column - column, 0))


@dataclass(frozen=True)
class Tiling:
    """Square tiles in rows over a raster of `height` x `width` pixels, neighbours sharing `overlap` pixels.

    As few tiles as cover the raster; what they cover too much is shared between both ends, so the outer tiles hang over
    the border evenly.
    """

    height: int
    width: int
    tile: int
    overlap: int

    def __post_init__(self) -> None:
        if min(self.height, self.width, self.tile) < 1 or not 0 <= self.overlap <= self.tile // 2:
            raise ValueError(f"no tiling: {self}")

    @property
    def stride(self) -> int:
        return self.tile - self.overlap

    @property
    def row_starts(self) -> tuple[int, ...]:
        return _starts(self.height, self.tile, self.stride)

    @property
    def column_starts(self) -> tuple[int, ...]:
        return _starts(self.width, self.tile, self.stride)

    def columns_of(self, number: int) -> slice:
        """Return the columns of the scene that a column of tiles shows, without what they reflect of it."""
        start = self.column_starts[number]
        return slice(max(start, 0), min(start + self.tile, self.width))

    @property
    def count(self) -> int:
        return len(self.row_starts) * len(self.column_starts)


def _starts(length: int, tile: int, stride: int) -> tuple[int, ...]:
    number = 1 + max(0, math.ceil((length - tile) / stride))
    first = -((tile + (number - 1) * stride - length) // 2)
    return tuple(first + index * stride for index in range(number))


def reflect(start: int, stop: int, length: int) -> np.ndarray:
    """Return the pixel indices start..stop-1 of an axis of `length` pixels, mirrored at both ends.

    The border pixel is not repeated (2 1 | 0 1 2 3 | 2 1), however far the indices reach out.
    """
    index = np.arange(start, stop)
    if length == 1:
        return np.zeros_like(index)
    period = 2 * (length - 1)
    index = np.abs(index) % period
    return np.where(index < length, index, period - index)


def part_at(array: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return [..., h, w], what lies at rows [h] and columns [w]; a view where neither leaves anything out."""
    if _run(rows) and _run(columns):
        return array[..., rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return array[..., rows[:, None], columns]


def extent(chosen: np.ndarray) -> slice:
    """Return from the first to the last place of an axis that is chosen, [n] bool with one at least."""
    places = np.flatnonzero(chosen)
    return slice(int(places[0]), int(places[-1]) + 1)


def runs(chosen: np.ndarray) -> list[slice]:
    """Return the runs of an axis that are chosen, [n] bool, from the first to the last."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], chosen, [False])).astype(np.int8)))
    return [slice(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2])]


def any_in_squares(chosen: np.ndarray, side: int) -> np.ndarray:
    """Return which squares of `side` pixels hold a chosen one of [h, w] bool, [rows, columns] bool.

    The first square begins at the first pixel; the last of a row or column may be cut off.
    """
    down, across = (np.arange(0, length, side) for length in chosen.shape)
    return np.logical_or.reduceat(np.logical_or.reduceat(chosen, down, axis=0), across, axis=1)


def _run(places: np.ndarray) -> bool:
    return bool(places[-1] - places[0] == len(places) - 1 and (np.diff(places) == 1).all())


@dataclass(frozen=True)
class Grid:
    """Where the pixels of a raster lie: size, GDAL geotransform and CRS as WKT ("" for none)."""

    width: int
    height: int
    transform: tuple[float, float, float, float, float, float]
    crs: str

    def place(self, column: float, row: float) -> tuple[float, float]:
        """Return the map coordinates of a pixel position; whole numbers are pixel corners."""
        x0, dx, rx, y0, ry, dy = self.transform
        return x0 + column * dx + row * rx, y0 + column * ry + row * dy

    def window_transform(self, window: Window) -> tuple[float, float, float, float, float, float]:
        """Return the geotransform of the window's own pixels."""
        _, dx, rx, _, ry, dy = self.transform
        x, y = self.place(window.column, window.row)
        return (x, dx, rx, y, ry, dy)

    @property
    def pixel_size(self) -> tuple[float, float]:
        """The length of a pixel along a row and along a column, in units of the CRS."""
        _, dx, rx, _, ry, dy = self.transform
        return math.hypot(dx, ry), math.hypot(rx, dy)

    def is_aligned(self, other: Grid, tolerance: float = 0.01) -> bool:
        """Tell whether both have the same size and their corners agree within `tolerance` pixels (CRS not compared)."""
        if (self.width, self.height) != (other.width, other.height):
            return False
        size = min(self.pixel_size)
        corners = [(0, 0), (self.width, 0), (0, self.height), (self.width, self.height)]
        return all(math.dist(self.place(*corner), other.place(*corner)) <= tolerance * size for corner in corners)
