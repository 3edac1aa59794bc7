"""Rows of a scene that a row of tiles is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.raster.rows import HeldRows
from unveil.engine.raster.sink import BLOCK
from unveil.engine.removal.reference_rows import KnownGround
from unveil.engine.scene.rows import Rows
from unveil.engine.sentinel.optical import Optical


@dataclass(frozen=True)
class Strip:
    """Rows of a scene. whole: all bands of the raster as they are stored; optical: which of them a model takes.

    valid: [n, width] bool, where a pixel was measured; mask: classes, and radar: dB with NaN, each of the same rows and
    more above and below as far as the scene goes; known: what other dates show of the rows that are restored.
    """

    whole: HeldRows
    optical: Optical
    valid: np.ndarray
    mask: Rows
    radar: HeldRows
    known: KnownGround | None = None

    @property
    def first(self) -> int:
        """The scene row of the top one."""
        return self.whole.first

    def below(self, row: int) -> Strip:
        """Return the rows from scene row `row` on, to be written: less memory is held for them."""
        rows = slice(row - self.first, None)
        known = None if self.known is None else self.known.below(row)
        return Strip(self.whole.below(row), self.optical, self.valid[rows], self.mask, self.radar.below(row), known)

    def to_write(
        self, rows: slice, there: list[slice] | None, copied: bool = True
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Return rows of the scene [bands, n, width] as they are stored, a copy where they are to be changed.

        there: columns that are wanted, which begin where blocks of the file that is written do. With them comes which
        columns of its blocks they hold, [columns] bool; None for all.
        """
        if there is None:
            whole = self.whole.window(rows)
            return np.array(whole) if copied else whole, None
        width, raster = self.valid.shape[1], self.optical.raster
        result = np.empty((len(raster.bands), rows.stop - rows.start, width), dtype=raster.dtype)
        given = np.zeros(-(-width // BLOCK), dtype=bool)
        for columns in there:
            result[:, :, columns] = self.whole.window(rows, columns)
            given[columns.start // BLOCK : -(-columns.stop // BLOCK)] = True
        return result, given

    def stored(self, rows: slice, columns: slice = slice(None)) -> np.ndarray:  # noqa: B008
        """Return [bands, h, w] of the model's bands in rows of the strip, where gaps of single bands are filled."""
        window = self.whole.window(slice(self.first + rows.start, self.first + rows.stop), columns)
        return self.optical.repaired(_taken(self.optical, window))

    def stored_at(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return the same at rows [h] and columns [w] of the scene, in any order."""
        return self.optical.repaired(_taken(self.optical, self.whole.at(rows, columns)))

    @property
    def codes(self) -> np.ndarray:
        """Classes [n, width] of the same rows as `whole`."""
        return self.mask.part(self.first, self.whole.last)

    def known_part(self, rows: slice, columns: slice = slice(None)) -> np.ndarray | None:  # noqa: B008
        """Return the share of what other dates show in rows of the strip, None where there are none."""
        return None if self.known is None else self.known.weight(self.in_scene(rows), columns)

    def in_scene(self, rows: slice) -> slice:
        """Return rows of the strip as they are counted in the scene."""
        return slice(self.first + rows.start, self.first + rows.stop)


def measured(whole: HeldRows, optical: Optical) -> np.ndarray:
    """Return where pixels of rows of all bands were measured, [n, width] bool."""
    bounds = [max(first, whole.first) for first, _ in whole.groups] + [whole.last]
    parts = [whole.window(slice(*each)) for each in zip(bounds, bounds[1:])]
    return np.concatenate([optical.restorable(_taken(optical, part)) for part in parts])


def measured_in(whole: HeldRows, optical: Optical, looked_at: np.ndarray, block: int) -> np.ndarray:
    """Return the same of the columns of blocks that are looked at [columns] bool, of `block` pixels; True elsewhere."""
    valid = np.ones((whole.last - whole.first, whole.groups[0][1].shape[2]), dtype=bool)
    for left in block * np.flatnonzero(looked_at):
        columns = slice(int(left), min(int(left) + block, valid.shape[1]))
        part = whole.window(slice(whole.first, whole.last), columns)
        valid[:, columns] = optical.restorable(_taken(optical, part))
    return valid


def _taken(optical: Optical, stored: np.ndarray) -> np.ndarray:
    """Return the model's bands of all [bands, h, w]."""
    if optical.positions == tuple(range(1, len(stored) + 1)):
        return stored
    return stored[[position - 1 for position in optical.positions]]
