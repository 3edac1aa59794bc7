"""Windows spread over a raster, for a look at its values before long work begins."""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.grid import Grid, Window

_SAMPLES = 5
_SAMPLE_SIZE = 128


def sample_windows(grid: Grid) -> list[Window]:
    """Return up to 25 windows of 128 x 128 pixels spread evenly over a raster; all of a small one."""
    if grid.width * grid.height <= (_SAMPLES * _SAMPLE_SIZE) ** 2:
        return [Window(0, 0, grid.height, grid.width)]
    height, width = min(_SAMPLE_SIZE, grid.height), min(_SAMPLE_SIZE, grid.width)
    rows = np.linspace(0, grid.height - height, _SAMPLES).astype(int)
    columns = np.linspace(0, grid.width - width, _SAMPLES).astype(int)
    return [
        Window(int(row), int(column), height, width) for row in sorted(set(rows)) for column in sorted(set(columns))
    ]


class RowSamples:
    """The values of `sample_windows` of a raster that is made from top to bottom, taken from its rows as they pass."""

    def __init__(self, grid: Grid):
        self._windows = sample_windows(grid)
        self._parts: list[np.ndarray] = []

    def add(self, start: int, rows: np.ndarray) -> None:
        """Take rows [bands, n, width] of which the first is `start`."""
        stop = start + rows.shape[1]
        for window in self._windows:
            first, last = max(window.row, start), min(window.row + window.height, stop)
            if first < last:
                columns = slice(window.column, window.column + window.width)
                part = rows[:, first - start : last - start, columns]
                self._parts.append(part.reshape(len(part), -1).copy())

    def values(self) -> np.ndarray:
        """Return [bands, n] of what was taken."""
        return np.concatenate(self._parts, axis=1)
