"""Rows of a raster of which each column of blocks is read by whoever looks at it first, and never if nobody does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import numpy as np

from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader

LEAST_COLUMNS = 256
"""Columns that are read together at least."""

Fill = Callable[[np.ndarray], None]
"""Fills an array with what is read."""

ReadColumns = Callable[[int, int, np.ndarray], None]
"""Reads columns first ... last - 1 of rows into an array [bands, n, columns]."""


class RowsOnDemand:
    """Rows [bands, n, width] of a raster that are cut as an array is; any thread may do so.

    All of them have their place in one piece of memory, of which the system gives what is read, and which it has back
    as a whole.
    """

    def __init__(self, shape: tuple[int, int, int], side: int, parts: list[_Part]):
        """Take parts of `side` columns each, from left to right, of rows of a shape."""
        self.shape = shape
        self._side = side
        self._parts = parts

    @classmethod
    def of(cls, shape: tuple[int, int, int], dtype: str, side: int, read: ReadColumns) -> RowsOnDemand:
        """Return rows of a shape and a data type (NumPy's name), of which `side` columns are read together."""
        parts = []
        for left, room in zip(range(0, shape[2], side), _rooms(shape, np.dtype(dtype), side)):
            parts.append(_Part(room, partial(read, left, left + room.shape[2])))
        return cls(shape, side, parts)

    def __getitem__(self, place: tuple[slice, slice, slice]) -> np.ndarray:
        """Return what lies there; a view where it lies in one column of blocks."""
        bands, rows, columns = place
        first, last, _ = columns.indices(self.shape[2])
        found = []
        for number in range(first // self._side, max(-(-last // self._side), first // self._side + 1)):
            left = number * self._side
            inner = slice(max(first - left, 0), max(min(last - left, self._side), 0))
            found.append(self._parts[number].values()[bands, rows, inner])
        return found[0] if len(found) == 1 else np.concatenate(found, axis=2)

    def last_rows(self, number: int) -> RowsOnDemand:
        """Return the last rows of these; of what was read no more is held for them."""
        shape = (self.shape[0], number, self.shape[2])
        rooms = _rooms(shape, self._parts[0].dtype, self._side)
        return RowsOnDemand(shape, self._side, [part.last_rows(room) for part, room in zip(self._parts, rooms)])


def _rooms(shape: tuple[int, int, int], dtype: np.dtype, side: int) -> list[np.ndarray]:
    """Return arrays [bands, n, up to `side`] for the columns of rows of a shape, one behind the other in memory."""
    bands, height, width = shape
    all_of_it, size = np.empty(bands * height * width, dtype=dtype), bands * height
    edges = [*range(0, width, side), width]
    return [
        all_of_it[size * left : size * right].reshape(bands, height, right - left)
        for left, right in zip(edges, edges[1:])
    ]


class _Part:
    """Values that are read once, when they are first asked for."""

    def __init__(self, room: np.ndarray, fill: Fill):
        self._room = room
        self._fill: Fill | None = fill
        self._turn = threading.Lock()

    @property
    def dtype(self) -> np.dtype:
        return self._room.dtype

    def values(self) -> np.ndarray:
        """Return [bands, n, columns]."""
        with self._turn:
            if self._fill is not None:
                self._fill(self._room)
                self._fill = None
            return self._room

    def last_rows(self, room: np.ndarray) -> _Part:
        """Return the last rows of it that fill an array, read with it or copied from it."""

        def fill(into: np.ndarray) -> None:
            into[...] = self.values()[:, -into.shape[1] :]

        found = _Part(room, fill)
        if self._fill is None:
            found.values()
        return found


def reads_columns(reader: Reader) -> bool:
    """Tell whether some columns of a file can be read without the others, in any thread, and as fast."""
    return reader.is_tiff and not reader.blocks_span_rows


def rows_on_demand(reader: Reader, bands: tuple[int, ...]) -> Callable[[int, int], RowsOnDemand]:
    """Return a function that gives rows start ... stop - 1 of `bands` of a raster that `reads_columns`."""
    raster = reader.raster

    def rows(start: int, stop: int) -> RowsOnDemand:
        def read(left: int, right: int, into: np.ndarray) -> None:
            # GDAL wants no axis of bands for one.
            room = into if len(bands) > 1 else into[0]
            reader.read(Window(start, left, stop - start, right - left), bands, room)
            reader.forget_blocks()

        shape = (len(bands), stop - start, raster.grid.width)
        return RowsOnDemand.of(shape, raster.dtype, columns_together(reader), read)

    return rows


def columns_together(reader: Reader) -> int:
    """Return how many columns of a file are read together, whole blocks."""
    across = reader.block_width
    return -(-LEAST_COLUMNS // across) * across
