"""One model for several threads, which take turns."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from unveil.models.any_predictor import AnyPredictor
from unveil.models.forwarding import Forwarding


class OneAtATime(Forwarding):
    """A predictor that threads may share: one predicts, the others wait. The face of `predictor.Predictor`."""

    def __init__(self, predictor: AnyPredictor):
        super().__init__(predictor)
        self._turn = threading.Lock()

    def predict(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Return the cloud-free tiles [n, bands, tile, tile], scaled as the card says; errors as the predictor's."""
        with self._turn:
            return self._predictor.predict(inputs)

    def predict_outputs(self, inputs: dict[str, np.ndarray], names: Sequence[str]) -> dict[str, np.ndarray]:
        """Return several outputs by name, likewise."""
        with self._turn:
            return self._predictor.predict_outputs(inputs, names)
