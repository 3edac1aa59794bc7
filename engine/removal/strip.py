"""Rows of a scene that a row of tiles is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.removal.reference_rows import KnownGround
from unveil.engine.scene.rows import Rows


@dataclass(frozen=True)
class Strip:
    """Rows of a scene: `whole` holds all bands of the raster as they are stored.

    stored: [bands, n, width] of the model's bands, where gaps of single bands are filled; valid: [n, width] bool; mask:
    classes, and radar: dB with NaN, each of the same rows and more above and below as far as the scene goes; known:
    what other dates show of the same rows as `stored`.
    """

    whole: Rows
    stored: np.ndarray
    valid: np.ndarray
    mask: Rows
    radar: Rows
    known: KnownGround | None = None

    @property
    def first(self) -> int:
        """The scene row of the top one."""
        return self.whole.first

    @property
    def codes(self) -> np.ndarray:
        """Classes [n, width] of the same rows as `stored`."""
        return self.mask.part(self.first, self.first + len(self.valid))

    def known_part(self, rows: slice) -> np.ndarray | None:
        """Return the share of what other dates show in rows of the strip, None where there are none."""
        return None if self.known is None else self.known.weight[rows]
