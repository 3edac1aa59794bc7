"""The face of a cloud detector at work on one scene.

A detector turns rows of a scene into planes of evidence (probabilities, scores), and evidence into classes. Between the
two the engine may average the evidence. Rows come from the top; the answer for a row depends on the rows within `halo`
alone, or, for a network that works in tiles, on tiles that lie fixed in the scene.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from unveil.engine.masking.detectors.spectral import SpectralSettings

ReadCells = Callable[[int, int], "tuple[np.ndarray, np.ndarray]"]
"""Rows start..stop-1 of a scene at the detector's resolution: (values [bands, n, width], validity [n, width])."""


class Detection:
    """A detector at work on one scene."""

    halo = 0
    most_cells = 2_000_000
    """Cells that are asked for at once; slow detectors take fewer, so that they can be stopped."""

    looks_first = False
    """Whether all rows must be shown to `look` before the first `evidence`."""

    has_cores = False
    """Whether a cloud is believed only near one of the `cores`."""

    tells_shadow = False
    """Whether there is a probability of `shadow`."""

    def look(self, values: np.ndarray, valid: np.ndarray) -> None:
        """Take rows [bands, n, width] of the scene for what is needed to know of the whole."""

    def evidence(self, read: ReadCells, start: int, stop: int, height: int) -> np.ndarray:
        """Return [planes, stop - start, width] float32; the first plane is the score or probability of cloud."""
        raise NotImplementedError

    def classes(self, evidence: np.ndarray) -> np.ndarray:
        """Return the classes [n, width] uint8 of (averaged) evidence."""
        raise NotImplementedError

    def cores(self, evidence: np.ndarray) -> np.ndarray:
        """Return [n, width] bool: the cells that are sure to be cloud."""
        raise NotImplementedError

    def shadow(self, evidence: np.ndarray) -> np.ndarray:
        """Return [n, width] float32: the probability of shadow, in 0..1."""
        raise NotImplementedError

    def close(self) -> None:
        """Give back what the work needed."""


@dataclass(frozen=True)
class Request:
    """What a detection starts with. cell: metres; threshold, spectral: the user's, None for the detector's own."""

    bands: tuple[str, ...]
    level: str
    cell: float = 10.0
    threshold: float | None = None
    spectral: SpectralSettings | None = None
