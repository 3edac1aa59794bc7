"""Going down a raster once, ahead of whoever needs the rows: block-aligned reads in a thread of their own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Union

import numpy as np

from unveil.engine.raster.grid import Window, part_at
from unveil.engine.raster.on_demand import RowsOnDemand
from unveil.engine.raster.source import Reader

Group = Union[np.ndarray, RowsOnDemand]
"""Rows of a raster [bands, n, width] that were read together, or will be read column by column."""

ReadRows = Callable[[int, int], np.ndarray]
"""Rows start..stop-1 of a raster as [bands, stop - start, width]."""


def whole_rows(reader: Reader, bands: tuple[int, ...], pool: Executor | None = None) -> ReadRows:
    """Return a function that reads whole rows and then drops GDAL's cached blocks.

    pool: threads of which each decodes a band, if these lie apart in the file; by default all are decoded in one.
    """
    width = reader.raster.grid.width

    def read(start: int, stop: int) -> np.ndarray:
        window = Window(start, 0, stop - start, width)
        if not reader.bands_apart:
            data = reader.read(window, bands)
            reader.forget_blocks()
            return data
        # GDAL's cache holds the blocks of one band at a time.
        first = reader.read(window, bands[:1])
        planes = np.empty((len(bands), *first.shape[1:]), dtype=first.dtype)
        planes[:1] = first
        reader.forget_blocks()

        def fill(place: int) -> None:
            reader.read(window, (bands[place],), planes[place])
            reader.forget_blocks()

        for _ in (map if pool is None else pool.map)(fill, range(1, len(bands))):
            pass
        return planes

    return read


_MOST_BLOCK_ROWS = 1024
"""The blocks of Sentinel-2's JPEG 2000 files are that high."""


@dataclass(frozen=True)
class HeldRows:
    """Rows first ... last - 1 of a raster in the groups that they were read in: what overlaps lies in memory once.

    groups: (first row, values [bands, n, width]), one below the other.
    """

    first: int
    last: int
    groups: tuple[tuple[int, Group], ...]

    def window(self, rows: slice, columns: slice = slice(None)) -> np.ndarray:  # noqa: B008
        """Return [bands, h, w] at rows of the raster, of which these hold one at least; a view where one group does."""
        parts = [
            group[:, max(rows.start - first, 0) : rows.stop - first, columns]
            for first, group in self.groups
            if first < rows.stop and rows.start < first + group.shape[1]
        ]
        return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)

    def below(self, row: int) -> HeldRows:
        """Return what lies in row `row` of the raster, which is one of these, and below it."""
        return HeldRows(row, self.last, tuple(each for each in self.groups if row < each[0] + each[1].shape[1]))

    def at(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return [bands, h, w] at rows [h] and columns [w] of the raster, in any order."""
        top, left = int(rows.min()), int(columns.min())
        window = self.window(slice(top, int(rows.max()) + 1), slice(left, int(columns.max()) + 1))
        return part_at(window, rows - top, columns - left)


_FEW = 0.5
"""Share of a group's rows up to which those that are still needed are copied."""


class RowFeed:
    """Rows of a raster from top to bottom, the next group read while the caller works on this one.

    Groups are whole block rows, so each block is decoded once. Memory: the rows asked for up to the end of their group,
    and one group more. What is returned may be a view of what the next call returns.
    """

    def __init__(self, read: Callable[[int, int], Group], height: int, block_height: int, least_rows: int = 64):
        # A raster that is one single block cannot be read in its blocks with bounded memory.
        group = block_height if 1 <= block_height <= _MOST_BLOCK_ROWS else least_rows
        while group < least_rows:
            group += block_height
        self._groups: Iterator[tuple[int, int]] = iter(
            [(start, min(start + group, height)) for start in range(0, height, group)]
        )
        self._read = read
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="unveil-read")
        self._next: Future[Group] | None = None
        self._held: deque[tuple[int, Group]] = deque()
        self._ahead = True
        self._submit()

    def __enter__(self) -> RowFeed:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def when_asked(self) -> RowFeed:
        """Have the next group read when `prepare` says so, or its rows are asked for, which holds one group less."""
        self._ahead = False
        return self

    def prepare(self) -> None:
        """Begin to read the next group, unless that was done."""
        if self._next is None:
            self._submit()

    def rows(self, start: int, stop: int) -> np.ndarray:
        """Return [bands, stop - start, width]; `start` never goes back, and rows before it are forgotten."""
        return self.held(start, stop).window(slice(start, stop))

    def held(self, start: int, stop: int) -> HeldRows:
        """Return the same rows, which are one at least, as they were read."""
        while not self._held or self._end() < stop:
            self.prepare()
            if self._next is None:
                raise IndexError(f"rows {start} to {stop} lie outside the raster")
            first, group = self._next_first, self._next.result()
            self._next = None
            if self._ahead:
                self._submit()
            self._held.append((first, group))
        while self._held[0][0] + self._held[0][1].shape[1] <= start:
            self._held.popleft()
        first, group = self._held[0]
        kept = first + group.shape[1] - start
        if kept <= _FEW * group.shape[1]:
            # A view of a few rows would hold all of their group.
            rest = group[:, -kept:].copy() if isinstance(group, np.ndarray) else group.last_rows(kept)
            self._held[0] = start, rest
        return HeldRows(start, stop, tuple((first, group) for first, group in self._held if first < stop))

    def _end(self) -> int:
        first, group = self._held[-1]
        return first + group.shape[1]

    def _submit(self) -> None:
        bounds = next(self._groups, None)
        self._next_first = bounds[0] if bounds else 0
        self._next = None if bounds is None else self._pool.submit(self._read, *bounds)
