"""Several ways to run one model on a processor, of which the first tile chooses the fastest that is exact enough."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from unveil.models.any_predictor import AnyPredictor
from unveil.models.card import CLOUD_FREE
from unveil.models.errors import ModelError
from unveil.models.exactness import LEAST_EXACT, WORTH, decibels, in_reflectance, too_rough
from unveil.models.forwarding import Forwarding


class MeasuredPredictor(Forwarding):
    """A model with ways to run it, the exact one first. Not to be shared between threads.

    Attributes: ways, by their names; runtime, device and batch of the way that was chosen, of the exact one
    before; note, what the user should know of the choice, or "".
    """

    at_once = 1

    def __init__(self, ways: dict[str, AnyPredictor], note: str = ""):
        super().__init__(next(iter(ways.values())))
        self.ways = dict(ways)
        self._is_open = len(ways) > 1
        self._note = note

    @property
    def note(self) -> str:
        return " ".join(text for text in (self._note, self._predictor.note) if text)

    def predict(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Return the cloud-free tiles [n, bands, tile, tile], scaled as the card says; as `Predictor.predict`."""
        return self.predict_outputs(inputs, (CLOUD_FREE,))[CLOUD_FREE]

    def predict_outputs(self, inputs: dict[str, np.ndarray], names: Sequence[str]) -> dict[str, np.ndarray]:
        """Return outputs by name, for tiles as in `predict`; the first tile's are the exact way's."""
        if not self._is_open or not len(inputs["optical"]):
            return self._predictor.predict_outputs(inputs, names)
        first = self._choose({name: array[:1] for name, array in inputs.items()}, names)
        if len(inputs["optical"]) == 1:
            return first
        rest = self._predictor.predict_outputs({name: array[1:] for name, array in inputs.items()}, names)
        return {name: np.concatenate((first[name], rest[name])) for name in names}

    def _choose(self, tile: dict[str, np.ndarray], names: Sequence[str]) -> dict[str, np.ndarray]:
        """Choose a way on one real tile and return that tile's outputs as the exact way gives them."""
        best, *others = self.ways
        exact, least = _timed(self.ways[best], tile, names)
        refused: list[str] = []
        for name in others:
            try:
                found, seconds = _timed(self.ways[name], tile, names)
            except ModelError as error:
                refused.append(str(error))
                continue
            if seconds >= WORTH * least:
                continue
            nearness = min(
                decibels(*(in_reflectance(self.card, key, each[key]) for each in (found, exact))) for key in names
            )
            if nearness >= LEAST_EXACT:
                best, least = name, seconds
            else:
                refused.append(too_rough(name, nearness))
        self._predictor, self._is_open = self.ways[best], False
        self.ways = {best: self._predictor}
        self._note = " ".join(text for text in (self._note, *refused) if text)
        return exact


def _timed(way: AnyPredictor, tile: dict[str, np.ndarray], names: Sequence[str]) -> tuple[dict[str, np.ndarray], float]:
    # The first run of a kind chooses and compiles kernels.
    way.predict_outputs(tile, names)
    start = time.perf_counter()
    result = way.predict_outputs(tile, names)
    return result, time.perf_counter() - start
