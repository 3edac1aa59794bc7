"""What a run takes for granted of the networks that ship."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnxruntime")

from unveil.models.card import read_card  # noqa: E402
from unveil.models.predictor import load_predictor  # noqa: E402
from unveil.models.registry import ZOO  # noqa: E402


@pytest.mark.parametrize("name", sorted(path.parent.name for path in ZOO.glob("*/card.toml")))
def test_a_network_returns_its_background_where_nothing_is_hidden_and_not_elsewhere(name):
    card = read_card(ZOO / name / "card.toml")
    assert card.scaling.relative
    generator = np.random.default_rng(1)
    shape = (1, len(card.bands), card.tile, card.tile)
    inputs = {
        "optical": generator.normal(size=shape),
        "background": generator.normal(size=shape),
        "radar": generator.uniform(0.2, 0.9, (1, 2, *shape[2:])),
        "mask": np.zeros((1, 1, *shape[2:])),
    }
    inputs["mask"][..., 40:120, 40:120] = 1
    inputs = {key: values.astype(np.float32) for key, values in inputs.items()}
    image = load_predictor(card, "cpu").predict(inputs)
    changed = (image != inputs["background"]).any(axis=1)[0]
    assert not changed[inputs["mask"][0, 0] == 0].any()
    assert changed[60:100, 60:100].all()
