"""Rows of a scene that a row of tiles is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.removal.reference_rows import KnownGround


@dataclass(frozen=True)
class Strip:
    """Rows of a scene as they are stored: `first` is the scene row of the top one.

    stored: [bands, n, width] of the model's bands; valid: [n, width] bool; codes: [n, width] classes of the mask;
    radar: [2, m, width] dB with NaN, from the scene row `first_radar` on: those rows, and up to `REACH` more above and
    below as far as the scene goes; known: what other dates show of the same rows as `stored`.
    """

    first: int
    stored: np.ndarray
    valid: np.ndarray
    codes: np.ndarray
    radar: np.ndarray
    first_radar: int
    known: KnownGround | None = None

    def known_part(self, rows: slice) -> np.ndarray | None:
        """Return the share of what other dates show in rows of the strip, None where there are none."""
        return None if self.known is None else self.known.weight[rows]
