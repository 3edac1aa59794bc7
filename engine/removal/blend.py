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
        self._sum = np.zeros((bands, tiling.tile, tiling.width), dtype=np.float32)
        self._added = np.zeros((tiling.tile, tiling.width), dtype=np.float32) if among_added else None
        self._top = tiling.row_starts[0]

    def add(self, column: int, difference: np.ndarray) -> None:
        """Add a tile's difference [bands, tile, tile] whose left pixel is `column`, in the present row of tiles."""
        left, right = max(column, 0), min(column + self._tiling.tile, self._tiling.width)
        part = slice(left - column, right - column)
        weights = self._weights[:, None] * (self._weights[part] / self._column_total[left:right])
        self._sum[:, :, left:right] += difference[:, :, part] * weights
        if self._added is not None:
            self._added[:, left:right] += weights

    def difference(self, band: int, start: int, stop: int) -> np.ndarray:
        """Return a band's blended difference [stop - start, width] in scene rows that no later tile will change."""
        rows = slice(start - self._top, stop - self._top)
        if self._added is None:
            return self._sum[band, rows] / self._row_total[start:stop, None]
        return self._sum[band, rows] / np.where(self._added[rows] > 0, self._added[rows], np.float32(1))

    def advance(self, row: int) -> None:
        """Go on to the row of tiles that begins at scene row `row`; the rows above it are forgotten."""
        shift = row - self._top
        kept = self._tiling.tile - shift
        for plane in self._sum if self._added is None else (*self._sum, self._added):
            plane[:kept] = plane[shift:].copy()
            plane[kept:] = 0
        self._top = row


def _total(weights: np.ndarray, starts: tuple[int, ...], length: int) -> np.ndarray:
    total = np.zeros(length, dtype=np.float32)
    for start in starts:
        left, right = max(start, 0), min(start + len(weights), length)
        total[left:right] += weights[left - start : right - start]
    return total
