"""Rows of the ground that other dates show, for whoever restores a scene from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.raster.rows import RowFeed, whole_rows
from unveil.engine.raster.source import Reader
from unveil.engine.references.ground import FULL, ReferenceGround


@dataclass(frozen=True)
class KnownGround:
    """Some rows of it. dn [bands, n, width] float32 of the scene's own bands; weight [n, width] float32, 0..1.

    source, reason [n, width] uint16: see `ReferenceGround`.
    """

    dn: np.ndarray
    weight: np.ndarray
    source: np.ndarray
    reason: np.ndarray

    def part(self, rows: slice | np.ndarray, columns: slice | np.ndarray) -> KnownGround:
        """Return a part: slices, or the indices of an open grid (`np.ix_`)."""
        arrays = (self.weight, self.source, self.reason)
        return KnownGround(self.dn[:, rows, columns], *(array[rows, columns] for array in arrays))


class KnownGroundRows:
    """Reads the ground from top to bottom. Use as a context manager."""

    def __init__(self, ground: ReferenceGround):
        self._ground = ground
        self._reader = Reader(ground.raster)

    def __enter__(self) -> KnownGroundRows:
        raster = self._ground.raster
        everything = tuple(range(1, len(raster.bands) + 1))
        self._feed = RowFeed(whole_rows(self._reader, everything), raster.grid.height, raster.block_height)
        return self

    def __exit__(self, *exception: object) -> None:
        self._feed.__exit__(*exception)
        self._reader.close()

    def rows(self, start: int, stop: int) -> KnownGround:
        """Return rows of the scene; `start` never goes back."""
        layers = self._feed.rows(start, stop)
        return KnownGround(layers[:-3].astype(np.float32), self._share(layers[-3]), layers[-2], layers[-1])

    def weight(self, start: int, stop: int) -> np.ndarray:
        """Return how much of the ground is known in rows of the scene, [n, width] float32; as `rows` does."""
        return self._share(self._feed.rows(start, stop)[-3])

    def _share(self, stored: np.ndarray) -> np.ndarray:
        return stored.astype(np.float32) * np.float32(self._ground.share / FULL)


def open_patches(ground: ReferenceGround, patches: np.ndarray, side: int) -> np.ndarray:
    """Return which patches [rows, columns] bool of `side` pixels hold ground that other dates do not show in full.

    patches: those with something to restore; the others are looked at no further.
    """
    found = np.zeros(patches.shape, dtype=bool)
    grid = ground.raster.grid
    with KnownGroundRows(ground) as rows:
        for index, asked in enumerate(patches):
            start, stop = index * side, min((index + 1) * side, grid.height)
            weight = rows.weight(start, stop)
            if asked.any():
                columns = np.arange(0, grid.width, side)
                found[index] = asked & np.logical_or.reduceat((weight < 1).any(axis=0), columns)
    return found
