"""Rows of the ground that other dates show, for whoever restores a scene from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.raster.rows import RowFeed, whole_rows
from unveil.engine.raster.source import Reader
from unveil.engine.references.ground import FULL, ReferenceGround
from unveil.engine.scene.rows import SceneRows
from unveil.engine.scene.scene import Scene

_PATCHES = 64
"""Rows of patches that are looked at together."""

_AROUND, _FEW_PIXELS = 40, 100.0
"""1 ha in a square of 400 m, of pixels of 10 m."""


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

    def _share(self, stored: np.ndarray) -> np.ndarray:
        return stored.astype(np.float32) * np.float32(self._ground.share / FULL)


def open_pixels(scene: Scene, ground: ReferenceGround, patches: np.ndarray, side: int) -> np.ndarray:
    """Return how many hidden pixels of each patch other dates do not show, [rows, columns] float32; a half counts half.

    patches: those of `side` pixels with something to restore; the others are looked at no further.

    Raises:
        UnveilError: a file cannot be read.
    """
    found = np.zeros(patches.shape, dtype=np.float32)
    grid, layer = ground.raster.grid, len(ground.raster.bands) - 2
    columns = np.arange(0, grid.width, side)
    with Reader(ground.raster) as reader, SceneRows(scene) as rows:
        weights = whole_rows(reader, (layer,))
        for first in range(0, len(patches), _PATCHES):
            asked = patches[first : first + _PATCHES]
            if not asked.any():
                continue
            start, stop = first * side, min((first + _PATCHES) * side, grid.height)
            shown = weights(start, stop)[0] * np.float32(ground.share / FULL)
            hidden = classes.to_restore(rows.codes(start, stop).values)
            missing = np.where(hidden, 1 - shown, np.float32(0))
            sums = np.add.reduceat(np.add.reduceat(missing, np.arange(0, stop - start, side), axis=0), columns, axis=1)
            found[first : first + _PATCHES] = np.where(asked, sums, 0)
    return found


def widely_open(missing: np.ndarray, side: int) -> np.ndarray:
    """Tell from pixels [rows, columns] of patches of `side` pixels that no date shows where they are many together.

    A network is asked for such ground; of less than `_FEW_PIXELS` in a square of about `_AROUND` pixels a side it would
    make hardly anything else than the plain ground.
    """
    reach = _AROUND // side // 2
    padded = np.pad(missing.astype(np.float64), ((reach + 1, reach), (reach + 1, reach))).cumsum(axis=0).cumsum(axis=1)
    width = 2 * reach + 1
    sums = padded[width:, width:] - padded[:-width, width:] - padded[width:, :-width] + padded[:-width, :-width]
    return (missing > 0) & (sums > _FEW_PIXELS)
