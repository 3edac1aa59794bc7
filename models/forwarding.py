"""What stands before a predictor and passes on what that says of itself."""

from __future__ import annotations

from unveil.models.any_predictor import AnyPredictor
from unveil.models.card import ModelCard


class Forwarding:
    """The properties of `AnyPredictor` as the predictor behind has them, which may change. A base of such classes."""

    def __init__(self, predictor: AnyPredictor):
        self._predictor = predictor

    @property
    def card(self) -> ModelCard:
        return self._predictor.card

    @property
    def runtime(self) -> str:
        return self._predictor.runtime

    @property
    def device(self) -> str:
        return self._predictor.device

    @property
    def batch(self) -> int:
        return self._predictor.batch

    @property
    def at_once(self) -> int:
        return self._predictor.at_once

    @property
    def note(self) -> str:
        return self._predictor.note
