"""One model for several threads, of which no more predict at a time than it takes."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from unveil.models.any_predictor import AnyPredictor
from unveil.models.forwarding import Forwarding


class InTurns(Forwarding):
    """A predictor that any number of threads may share: `at_once` of them predict, the others wait."""

    def __init__(self, predictor: AnyPredictor):
        super().__init__(predictor)
        self._turn = threading.Semaphore(predictor.at_once)

    def predict(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Return the cloud-free tiles [n, bands, tile, tile], scaled as the card says; errors as the predictor's."""
        with self._turn:
            return self._predictor.predict(inputs)

    def predict_outputs(self, inputs: dict[str, np.ndarray], names: Sequence[str]) -> dict[str, np.ndarray]:
        """Return several outputs by name, likewise."""
        with self._turn:
            return self._predictor.predict_outputs(inputs, names)
