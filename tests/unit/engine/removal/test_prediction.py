"""What is taken of a network's tiles: the same in whatever thread, with its inputs left as they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from unveil.engine.ground.added import held_back, resolved
from unveil.engine.removal.prediction import prediction_of
from unveil.models.card import CLEAR_SKY, CLOUD_FREE
from unveil.models.plain import PLAIN, PlainPredictor

TILE = 48
CARD = replace(PLAIN, outputs=(CLOUD_FREE, CLEAR_SKY), bands=("B2", "B8"))


class Network(PlainPredictor):
    """Returns what it is told to, or an input itself."""

    card = CARD

    def __init__(self, image):
        self.image = image

    def predict(self, inputs):
        return inputs["background"] if self.image is None else self.image.copy()

    def predict_outputs(self, inputs, names):
        return {CLOUD_FREE: self.predict(inputs), CLEAR_SKY: inputs["mask"]}


@pytest.fixture
def fed():
    generator = np.random.default_rng(1)
    shapes = {"optical": 2, "radar": 2, "mask": 1, "background": 2}
    made = {name: generator.random((3, planes, TILE, TILE), np.float32) for name, planes in shapes.items()}
    made["mask"] = np.zeros_like(made["mask"])
    made["mask"][0, :, 10:30, 5:40] = made["mask"][1, :, :, :20] = 1
    made["radar"][1] = 0
    return made


@pytest.mark.parametrize("with_trust", [False, True])
@pytest.mark.parametrize("raised", [None, 1.5])
def test_colour_is_held_back_then_detail_made_stronger_and_what_is_seen_through_left(fed, raised, with_trust):
    generator = np.random.default_rng(2)
    image = generator.random(fed["optical"].shape, np.float32)
    trust = generator.random((3, 1, TILE, TILE), np.float32) if with_trust else None
    made = prediction_of(Network(image), None, 0.4, (raised, True)).of(fed, trust)
    np.testing.assert_array_equal(made.sky, fed["mask"])
    for number in range(3):
        ground, mask = fed["background"][number], fed["mask"][number, 0]
        wanted = ground + held_back(image[number] - ground, mask, 0.4)
        if raised is not None:
            wanted = resolved(wanted, mask, fed["radar"][number], raised)
        if trust is not None:
            wanted = wanted + trust[number] * (ground - wanted)
        wanted = CARD.scaling.difference(wanted - fed["optical"][number])
        np.testing.assert_allclose(made.difference[number], wanted, atol=0.01)


@pytest.mark.parametrize("colour", [None, 0.4])
def test_a_network_that_returns_an_input_changes_none(fed, colour):
    before = {name: array.copy() for name, array in fed.items()}
    trust = np.full((3, 1, TILE, TILE), 0.5, np.float32)
    made = prediction_of(Network(None), None, colour, (1.5, False)).of(fed, trust)
    assert made.sky is None and all(np.array_equal(fed[name], before[name]) for name in fed)
    if colour is None:
        wanted = CARD.scaling.difference(before["background"] - before["optical"])
        np.testing.assert_allclose(made.difference, wanted, atol=0.01)
