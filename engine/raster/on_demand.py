"""Rows of a raster of which each column of blocks is read by whoever looks at it first, and never if nobody does."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader

LEAST_COLUMNS = 256
"""Columns that are read together at least."""


class RowsOnDemand:
    """Rows [bands, n, width] of a raster that are cut as an array is; any thread may do so."""

    def __init__(self, shape: tuple[int, int, int], side: int, parts: list[_Part]):
        """Take parts of `side` columns each, from left to right, of rows of a shape."""
        self.shape = shape
        self._side = side
        self._parts = parts

    @classmethod
    def of(cls, shape: tuple[int, int, int], side: int, read: Callable[[int, int], np.ndarray]) -> RowsOnDemand:
        """Return rows of which `read` gives columns first ... last - 1, [bands, n, columns]."""
        width = shape[2]

        def part(left: int) -> _Part:
            return _Part(lambda: read(left, min(left + side, width)))

        return cls(shape, side, [part(left) for left in range(0, width, side)])

    def __getitem__(self, place: tuple[slice, slice, slice]) -> np.ndarray:
        """Return what lies there; a view where it lies in one column of blocks."""
        bands, rows, columns = place
        first, last, _ = columns.indices(self.shape[2])
        found = []
        for number in range(first // self._side, -(-last // self._side)):
            left = number * self._side
            inner = slice(max(first - left, 0), min(last - left, self._side))
            found.append(self._parts[number].values()[bands, rows, inner])
        return found[0] if len(found) == 1 else np.concatenate(found, axis=2)

    def last_rows(self, number: int) -> RowsOnDemand:
        """Return the last rows of these; of what was read no more is held for them."""
        bands, _, width = self.shape
        return RowsOnDemand((bands, number, width), self._side, [part.last_rows(number) for part in self._parts])


class _Part:
    """Values that are read once, when they are first asked for."""

    def __init__(self, read: Callable[[], np.ndarray]):
        self._read: Callable[[], np.ndarray] | None = read
        self._values: np.ndarray | None = None
        self._turn = threading.Lock()

    def values(self) -> np.ndarray:
        """Return [bands, n, columns]."""
        with self._turn:
            if self._values is None:
                if self._read is None:
                    raise RuntimeError("what was read is gone")
                self._values = self._read()
                self._read = None
            return self._values

    def last_rows(self, number: int) -> _Part:
        """Return the last rows of it, read with it or copied from it."""
        found = _Part(lambda: self.values()[:, -number:].copy())
        if self._values is not None:
            found.values()
        return found


def reads_columns(reader: Reader) -> bool:
    """Tell whether some columns of a file can be read without the others, in any thread, and as fast."""
    return reader.is_tiff and not reader.blocks_span_rows


def rows_on_demand(reader: Reader, bands: tuple[int, ...]) -> Callable[[int, int], RowsOnDemand]:
    """Return a function that gives rows start ... stop - 1 of `bands` of a raster that `reads_columns`."""
    raster = reader.raster

    def rows(start: int, stop: int) -> RowsOnDemand:
        def read(left: int, right: int) -> np.ndarray:
            values = reader.read(Window(start, left, stop - start, right - left), bands)
            reader.forget_blocks()
            return values

        return RowsOnDemand.of((len(bands), stop - start, raster.grid.width), columns_together(reader), read)

    return rows


def columns_together(reader: Reader) -> int:
    """Return how many columns of a file are read together, whole blocks."""
    across = reader.block_width
    return -(-LEAST_COLUMNS // across) * across
