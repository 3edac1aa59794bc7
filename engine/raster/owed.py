"""Rows that were not given to whoever writes a raster, since they are those of another one."""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.grid import Window, runs
from unveil.engine.raster.source import Raster, Reader


class Owed:
    """Remembers of rows that wait to be written which columns of blocks were not given, and fetches them.

    Blocks are taken over as they lie in the other raster's file. Where part of a block differs after all, the rest of
    it is read.
    """

    def __init__(self, raster: Raster, block: int):
        """Take the raster and the pixels along a side of a block."""
        self._raster, self._block = raster, block
        self._missing: list[tuple[slice, np.ndarray]] = []

    def add(self, rows: slice, missing: np.ndarray) -> None:
        """Note that rows of those that wait lack columns of blocks [columns] bool."""
        self._missing.append((rows, missing))

    def settle(self, needed: np.ndarray, first: int, waiting: np.ndarray) -> None:
        """Put into rows that wait [bands, n, width] what they lack of the needed columns of blocks [columns] bool.

        first: the raster's row of the first of them. Nothing is owed afterwards.

        Raises:
            UnveilError: the raster cannot be read.
        """
        bands, width = tuple(range(1, len(waiting) + 1)), waiting.shape[2]
        with Reader(self._raster) as reader:
            for rows, missing in self._missing:
                for run in runs(missing & needed):
                    columns = slice(run.start * self._block, min(run.stop * self._block, width))
                    place = (first + rows.start, columns.start, rows.stop - rows.start, columns.stop - columns.start)
                    waiting[:, rows, columns] = reader.read(Window(*place), bands)
        self._missing.clear()
