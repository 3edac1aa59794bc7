"""Blocks of cells in which a scene is searched, and what is done with fields of cells.

Blocks begin at fixed places of the scene and overlap, so that an answer does not depend on how the scene is read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.raster.filters import box_mean
from unveil.engine.raster.grid import extent

BLOCK = 96
"""Cells along a side of a block."""

MARGIN = 16
"""Cells by which blocks reach over each other on every side."""

_NEAR = 25
"""Cells: 1 km."""

_ENOUGH = 0.05


@dataclass(frozen=True)
class Place:
    """A block: its number (row, column), its cells with the margin, and the scene's cells."""

    row: int
    column: int
    shape: tuple[int, int]

    @property
    def rows(self) -> slice:
        return slice(max(self.row * BLOCK - MARGIN, 0), min((self.row + 1) * BLOCK + MARGIN, self.shape[0]))

    @property
    def columns(self) -> slice:
        return slice(max(self.column * BLOCK - MARGIN, 0), min((self.column + 1) * BLOCK + MARGIN, self.shape[1]))


@dataclass(frozen=True)
class Part:
    """Rows and columns of a block of cells, counted from its first ones."""

    place: Place
    down: slice
    across: slice

    @property
    def rows(self) -> slice:
        """Rows of the scene."""
        return slice(self.place.rows.start + self.down.start, self.place.rows.start + self.down.stop)

    @property
    def columns(self) -> slice:
        """Columns of the scene."""
        return slice(self.place.columns.start + self.across.start, self.place.columns.start + self.across.stop)

    def cut(self, block: np.ndarray) -> np.ndarray:
        """Return what of a block's cells [..., h, w] lies in the part."""
        return block[..., self.down, self.across]

    def spread(self, part: np.ndarray, rest: float = 0) -> np.ndarray:
        """Return the block's cells [h, w] of which the part's are given, `rest` elsewhere."""
        rows, columns = self.place.rows, self.place.columns
        block = np.full((rows.stop - rows.start, columns.stop - columns.start), rest, dtype=part.dtype)
        block[self.down, self.across] = part
        return block


def part_round(place: Place, chosen: np.ndarray, reach: int) -> Part:
    """Return the part of a block that holds all chosen cells [h, w] bool, one at least, and `reach` more around."""
    sides = []
    for axis, length in ((1, chosen.shape[0]), (0, chosen.shape[1])):
        found = extent(chosen.any(axis=axis))
        sides.append(slice(max(found.start - reach, 0), min(found.stop + reach, length)))
    return Part(place, *sides)


def every_place(shape: tuple[int, int]) -> list[Place]:
    """Return the blocks of a scene of so many rows and columns of cells, from top to bottom."""
    rows, columns = (range(-(-length // BLOCK)) for length in shape)
    return [Place(row, column, shape) for row in rows for column in columns]


class Blended:
    """Depth and trust of all cells of a scene, out of blocks of which each counts less and less across its margins."""

    def __init__(self, shape: tuple[int, int]):
        self._depth = np.zeros(shape, dtype=np.float32)
        self._trust, self._share = np.zeros_like(self._depth), np.zeros_like(self._depth)

    def add(self, place: Place, depth: np.ndarray, trust: np.ndarray) -> None:
        """Take the depth and trust [h, w] of a block's cells in."""
        part = _ramp(place)
        self._depth[place.rows, place.columns] += part * depth
        self._trust[place.rows, place.columns] += part * trust
        self._share[place.rows, place.columns] += part

    def fields(self) -> tuple[np.ndarray, np.ndarray]:
        """Return depth and trust [rows, columns] float32, 0 where no block lay."""
        share = np.maximum(self._share, 1e-6)
        return self._depth / share, self._trust / share


def _ramp(place: Place) -> np.ndarray:
    """Return [h, w] float32: how much a block counts, less and less across its margins."""
    sides = []
    for cells, number in ((place.rows, place.row), (place.columns, place.column)):
        index = np.arange(cells.start, cells.stop)
        inner = np.minimum(index - (number * BLOCK - MARGIN), (number + 1) * BLOCK + MARGIN - 1 - index) + 1
        sides.append(np.clip(inner / (2 * MARGIN), 0, 1).astype(np.float32))
    return sides[0][:, None] * sides[1]


def falling(values: np.ndarray, all_of_it: float, nothing: float) -> np.ndarray:
    """Return 1 up to one value and 0 from another on, smooth between."""
    part = np.clip((nothing - values) / (nothing - all_of_it), 0, 1)
    return (part * part * (3 - 2 * part)).astype(np.float32)


def near_clear(clear: np.ndarray) -> np.ndarray:
    """Return 1 near clear cells, of which a twentieth of those within 1 km is enough, and 0 far from them.

    clear [h, w]: 1 where a cell is. What light does is told from what ground is where clear ground lies beside.
    """
    return np.clip(box_mean(clear, 2 * _NEAR + 1) / _ENOUGH, 0, 1)
