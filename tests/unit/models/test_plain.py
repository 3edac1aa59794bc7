from __future__ import annotations

import numpy as np
import pytest

from unveil.models import predictor as predictor_module
from unveil.models.errors import ModelError
from unveil.models.plain import PLAIN
from unveil.models.predictor import load_predictor
from unveil.models.registry import find_model, list_models


def test_the_method_without_a_network_is_found_by_its_id_and_is_no_installed_model():
    assert find_model("ground") is PLAIN
    assert PLAIN.id not in [card.id for card in list_models()]


def test_it_returns_its_background_and_needs_no_runtime(monkeypatch):
    monkeypatch.setattr(predictor_module, "has_onnxruntime", lambda: False)
    predictor = load_predictor(PLAIN, "auto")
    background = np.random.default_rng(0).random((2, 13, 256, 256), dtype=np.float32)
    np.testing.assert_array_equal(predictor.predict({"background": background}), background)
    with pytest.raises(ModelError, match="does not give clear_sky"):
        predictor.predict_outputs({"background": background}, ("clear_sky",))


def test_its_typical_spectrum_has_a_number_for_each_band():
    assert len(PLAIN.prior) == len(PLAIN.bands)
