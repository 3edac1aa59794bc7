"""Joining overlapping tiles without seams, in a band of rows as high as one tile.

What is blended is the difference between a network's output and its input. Where no tile changes anything the sum is
exactly zero, so an identity network returns the scene bit for bit.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.grid import Tiling


def ramp(tile: int, overlap: int) -> np.ndarray:
    """Return the weights [tile], float32, of one tile along an axis: a Hann flank of `overlap` pixels at either end.

    Neighbouring tiles that share `overlap` pixels have weights that add up to one.
    """
    weights = np.ones(tile)
    flank = np.sin(np.pi / 2 * (np.arange(overlap) + 0.5) / max(overlap, 1)) ** 2
    weights[:overlap] = flank
    weights[tile - overlap :] *= flank[::-1]
    return weights.astype(np.float32)


PANEL = 512
"""Columns that take memory together, if a tile is added there."""


def panels(width: int) -> list[slice]:
    """Return the panels of a scene of so many columns, from left to right."""
    return [slice(start, min(start + PANEL, width)) for start in range(0, width, PANEL)]


class RollingBlend:
    """Weighted differences of the tiles of a scene, gathered row of tiles by row of tiles from the top.

    among_added: weights are shared among the tiles that are added, so that one alone counts in full up to its border;
    else among all of the tiling, and the difference goes to nothing towards those that are not added.
    """

    def __init__(self, tiling: Tiling, bands: int, among_added: bool = False):
        self._tiling = tiling
        self._weights = ramp(tiling.tile, tiling.overlap)
        self._row_total = _total(self._weights, tiling.row_starts, tiling.height)
        self._column_total = _total(self._weights, tiling.column_starts, tiling.width)
        self._bands, self._among_added = bands, among_added
        # Sums of each band, and after them what was added where weights are shared among the tiles that are.
        self._panels: dict[int, np.ndarray] = {}
        # What the row above left for panels of this one, and what this one leaves for those of the row below.
        self._above: dict[int, np.ndarray] = {}
        self._below: dict[int, np.ndarray] = {}
        self._spare: list[np.ndarray] = []
        self._rows = tiling.row_starts
        self._top = self._rows[0]

    def add(self, column: int, difference: np.ndarray) -> None:
        """Add a tile's difference [bands, tile, tile] whose left pixel is `column`, in the present row of tiles."""
        left, right = max(column, 0), min(column + self._tiling.tile, self._tiling.width)
        for number in range(left // PANEL, -(-right // PANEL)):
            start, stop = max(left, number * PANEL), min(right, (number + 1) * PANEL)
            part = slice(start - column, stop - column)
            weights = self._weights[:, None] * (self._weights[part] / self._column_total[start:stop])
            panel, inner = self._panel(number), slice(start - number * PANEL, stop - number * PANEL)
            panel[: self._bands, :, inner] += difference[:, :, part] * weights
            if self._among_added:
                panel[self._bands, :, inner] += weights

    def difference(self, band: int, start: int, stop: int) -> np.ndarray:
        """Return a band's blended difference [stop - start, width] in scene rows that no later tile will change."""
        result = np.zeros((stop - start, self._tiling.width), dtype=np.float32)
        for columns in self.touched():
            result[:, columns] = self.part(band, slice(start, stop), columns)
        return result

    def touched(self) -> list[slice]:
        """Return the panels that hold tiles of the present row or what the one above left, from left to right.

        Those that were closed are not among them.
        """
        held = self._panels.keys() | self._above.keys()
        return [columns for columns in panels(self._tiling.width) if columns.start // PANEL in held]

    def part(self, band: int, rows: slice, columns: slice) -> np.ndarray:
        """Return a band's blended difference [h, w] in rows of the scene and in columns of one panel."""
        number = columns.start // PANEL
        if number not in self._panels and number not in self._above:
            return np.zeros((rows.stop - rows.start, columns.stop - columns.start), dtype=np.float32)
        left, top = columns.start - number * PANEL, rows.start - self._top
        panel = self._panel(number)[:, top : rows.stop - self._top, left : columns.stop - number * PANEL]
        if not self._among_added:
            return panel[band] / self._row_total[rows, None]
        return panel[band] / np.where(panel[self._bands] > 0, panel[self._bands], np.float32(1))

    def at(self, place: tuple[slice, slice], down: np.ndarray, across: np.ndarray) -> np.ndarray:
        """Return all bands' blended difference [bands, n] at rows and columns of a place as `part` takes it."""
        (rows, columns), number = place, place[1].start // PANEL
        if number not in self._panels and number not in self._above:
            return np.zeros((self._bands, len(down)), dtype=np.float32)
        left, panel = columns.start - number * PANEL, self._panel(number)
        places = (rows.start - self._top + down) * PANEL + left + across
        found = np.stack([plane.take(places) for plane in panel.reshape(len(panel), -1)])
        if not self._among_added:
            return found / self._row_total[rows.start + down]
        shares = found[self._bands]
        return found[: self._bands] / np.where(shares > 0, shares, np.float32(1))

    def close(self, columns: slice) -> None:
        """Give the memory of a panel back, to which no tile of the present row will be added, but for later rows."""
        number = columns.start // PANEL
        if number not in self._panels and number not in self._above:
            return
        panel = self._panel(number)
        place = self._rows.index(self._top) + 1
        left = panel[:, self._rows[place] - self._top :] if place < len(self._rows) else panel[:, :0]
        if left.any():
            self._below[number] = left.copy()
        self._spare.append(self._panels.pop(number))

    def advance(self, row: int) -> None:
        """Go on to the row of tiles that begins at scene row `row`, the next one; the rows above it are forgotten."""
        for columns in self.touched():
            self.close(columns)
        self._above, self._below = self._below, {}
        self._top = row

    def _panel(self, number: int) -> np.ndarray:
        if number not in self._panels:
            shape = (self._bands + self._among_added, self._tiling.tile, PANEL)
            panel = self._spare.pop() if self._spare else np.empty(shape, dtype=np.float32)
            left = self._above.pop(number, panel[:, :0])
            panel[:, : left.shape[1]] = left
            panel[:, left.shape[1] :] = 0
            self._panels[number] = panel
        return self._panels[number]


def _total(weights: np.ndarray, starts: tuple[int, ...], length: int) -> np.ndarray:
    total = np.zeros(length, dtype=np.float32)
    for start in starts:
        left, right = max(start, 0), min(start + len(weights), length)
        total[left:right] += weights[left - start : right - start]
    return total
