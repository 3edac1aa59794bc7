"""Rows of the ground that other dates show, for whoever restores a scene from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.raster.rows import HeldRows, RowFeed, whole_rows
from unveil.engine.raster.source import Reader
from unveil.engine.references.ground import FULL, ReferenceGround
from unveil.engine.scene.rows import SceneRows
from unveil.engine.scene.scene import Scene

_PATCHES = 64
"""Rows of patches that are looked at together."""

_AROUND, _FEW_PIXELS = 40, 100.0
"""1 ha in a square of 400 m, of pixels of 10 m."""


@dataclass(frozen=True)
class Joined:
    """DN [bands, h, w] float32 at rows and columns of the scene, which take the place of what is stored there."""

    rows: slice
    columns: slice
    dn: np.ndarray

    def put(self, into: np.ndarray, rows: slice, columns: slice) -> None:
        """Put what lies at rows and columns of the scene into [bands, h, w] of these."""
        (down, own_rows), (across, own_columns) = (
            _shared(*each) for each in ((rows, self.rows), (columns, self.columns))
        )
        into[:, down, across] = self.dn[:, own_rows, own_columns]


@dataclass(frozen=True)
class KnownGround:
    """Some rows of it, as they are stored: half of what numbers with fractions take. All places are the scene's.

    layers: see `ReferenceGround.raster`. share: of its weight. joined: what is to stand there instead.
    """

    layers: HeldRows
    share: float
    joined: tuple[Joined, ...] = ()

    def dn(self, rows: slice, columns: slice) -> np.ndarray:
        """Return the ground [bands, h, w] float32 of the scene's own bands."""
        dn = self.layers.window(rows, columns)[:-3].astype(np.float32)
        for each in self.joined:
            each.put(dn, rows, columns)
        return dn

    def weight(self, rows: slice, columns: slice) -> np.ndarray:
        """Return how far it counts, [h, w] float32, 0..1."""
        return self.layers.window(rows, columns)[-3].astype(np.float32) * np.float32(self.share / FULL)

    def source(self, rows: slice) -> np.ndarray:
        """Return the layer SOURCE [h, width] uint16."""
        return self.layers.window(rows)[-2]

    def reason(self, rows: slice) -> np.ndarray:
        """Return the layer REASON [h, width] uint16."""
        return self.layers.window(rows)[-1]

    def below(self, row: int) -> KnownGround:
        """Return the rows from scene row `row` on."""
        return replace(self, layers=self.layers.below(row))


def _shared(asked: slice, own: slice) -> tuple[slice, slice]:
    """Return the places that two parts of an axis share, counted from the start of each; none of both where none."""
    start = max(asked.start, own.start)
    stop = max(min(asked.stop, own.stop), start)
    return slice(start - asked.start, stop - asked.start), slice(start - own.start, stop - own.start)


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
        return KnownGround(self._feed.held(start, stop), self._ground.share)


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
