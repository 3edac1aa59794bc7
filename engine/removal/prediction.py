"""What a network makes of tiles: the DN by which it changes what it was fed, with the colour that is believed of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.added import HeldBack, Resolved
from unveil.models.any_predictor import AnyPredictor
from unveil.models.card import CLEAR_SKY, CLOUD_FREE
from unveil.models.in_turns import InTurns
from unveil.models.scaling import Levels
from unveil.models.threads import thread_count

LANES = 2
"""Tiles at work at a time: what the network drew of one is looked at while it has the next one."""


@dataclass(frozen=True)
class Made:
    """difference [n, bands, tile, tile] in DN; sky [n, 1, tile, tile]: the map of clear sky, None where nobody asks."""

    difference: np.ndarray
    sky: np.ndarray | None = None


@dataclass(frozen=True)
class Prediction:
    """A network with what is taken of it, for several threads. predictor: takes turns.

    levels: of the scene, for a model on relative values. colour: share of the colour that it adds to the plain ground,
    None for one that adds to none. raised: by how much the detail that it draws beside radar is made stronger, see
    `strength.raised_by`; None where it stays as it is. sky: whether the map of clear sky is wanted.
    """

    predictor: InTurns
    levels: Levels | None
    colour: float | None
    raised: float | None
    sky: bool

    @staticmethod
    def lanes() -> int:
        """Return how many threads are to ask."""
        return min(thread_count(), LANES)

    def of(self, inputs: dict[str, np.ndarray], trust: np.ndarray | None) -> Made:
        """Return what is made of tiles.

        inputs: as `tile_inputs`, stacked; trust [n, 1, tile, tile]: how far ground is seen through thin cloud there and
        takes the place of what is predicted, None for nowhere.

        Raises:
            ModelError, Cancelled: as `Predictor.predict_outputs`.
        """
        sky = None
        if self.sky:
            output = self.predictor.predict_outputs(inputs, (CLOUD_FREE, CLEAR_SKY))
            image, sky = output[CLOUD_FREE], output[CLEAR_SKY]
        else:
            image = self.predictor.predict(inputs)
        if self.colour is not None or trust is not None:
            if any(np.may_share_memory(image, given) for given in inputs.values()):
                # What returns what it was fed would change it.
                image = image.copy()
            for number in range(len(image)):
                self._take(number, image, inputs, trust)
        return Made(self.predictor.card.scaling.difference(image - inputs["optical"], self.levels), sky)

    def _take(self, number: int, image: np.ndarray, inputs: dict[str, np.ndarray], trust: np.ndarray | None) -> None:
        """Leave of one of the tiles [n, bands, tile, tile] what is taken, band by band: each stays in the cache."""
        grounds, mask = inputs["background"][number], inputs["mask"][number, 0]
        held = resolved = None
        if self.colour is not None:
            held = HeldBack.of(mask, self.colour)
            resolved = None if self.raised is None else Resolved.of(mask, inputs["radar"][number], self.raised)
        for plane, ground in zip(image[number], grounds):
            if held is not None:
                plane -= ground
                held.hold(plane)
                plane += ground
            if resolved is not None:
                resolved.strengthen(plane)
            if trust is not None:
                plane += trust[number, 0] * (ground - plane)


def prediction_of(
    predictor: AnyPredictor, levels: Levels | None, colour: float | None, asked: tuple[float | None, bool]
) -> Prediction:
    """Return the prediction of a network; asked: `raised` and `sky`."""
    return Prediction(InTurns(predictor), levels, colour, *asked)
