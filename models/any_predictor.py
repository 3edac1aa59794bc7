"""The face of whatever runs a model, on any runtime: all that removal and scores know of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from unveil.models.card import ModelCard


class AnyPredictor(Protocol):
    """card: of the model. runtime, device: in words. batch: tiles at a time. at_once: how many threads may have it
    predict at a time. note: what the user should know, or "".
    """

    @property
    def card(self) -> ModelCard: ...

    @property
    def runtime(self) -> str: ...

    @property
    def device(self) -> str: ...

    @property
    def batch(self) -> int: ...

    @property
    def at_once(self) -> int: ...

    @property
    def note(self) -> str: ...

    def predict(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Return the image [n, bands, tile, tile] of scaled inputs."""

    def predict_outputs(self, inputs: dict[str, np.ndarray], names: Sequence[str]) -> dict[str, np.ndarray]:
        """Return several outputs by name."""
