"""Which blocks of a scene a run looks at: the others are taken over as they lie in the file, and never read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.raster.grid import any_in_squares
from unveil.engine.raster.rows import HeldRows
from unveil.engine.removal.plain_blocks import BLOCK as PLAIN
from unveil.engine.removal.strip import measured_in
from unveil.engine.removal.survey import BLOCK
from unveil.engine.sentinel.optical import Optical


@dataclass(frozen=True)
class LookedAt:
    """What a run need not look at to know where a scene was measured.

    complete: blocks that were measured all over, as `Survey` holds them; tile: pixels along a side; starts: first
    column of each tile of a row. margin: pixels round a block that its plain ground depends on.
    """

    complete: np.ndarray
    tile: int
    starts: tuple[int, ...]
    margin: int

    def measured(self, whole: HeldRows, optical: Optical, active: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Return where pixels of a strip were measured [n, width] bool, as far as anything is done with them.

        whole: its rows of all bands; active [tiles of the row] bool; codes [n, width], classes of its mask.
        """
        wanted = self._wanted(active) | any_in_squares(classes.to_restore(codes).any(axis=0)[None], BLOCK)[0]
        rows = slice(whole.first // BLOCK, -(-whole.last // BLOCK))
        return measured_in(whole, optical, wanted & ~self.complete[rows].all(axis=0), BLOCK)

    def _wanted(self, active: np.ndarray) -> np.ndarray:
        """Return the columns of blocks that the plain ground of active tiles depends on, [columns] bool."""
        wanted = np.zeros(self.complete.shape[1], dtype=bool)
        for start, is_active in zip(self.starts, active):
            if is_active:
                # Plain ground is made in blocks, and looks round them.
                first = max(start, 0) // PLAIN * PLAIN - self.margin
                last = -(-(start + self.tile) // PLAIN) * PLAIN + self.margin
                wanted[max(first, 0) // BLOCK : -(-last // BLOCK)] = True
        return wanted
