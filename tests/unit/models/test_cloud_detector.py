from __future__ import annotations

import pytest

from unveil.models import cloud_detector
from unveil.models.cloud_detector import BANDS, NEEDED, detector_thresholds, detector_weights
from unveil.models.errors import ModelError


def test_the_weights_that_ship_are_small_and_those_of_the_card():
    weights = detector_weights()
    assert 100_000 < len(weights) < 2_000_000
    assert all(0 < limit < 1 for level in ("L1C", "L2A") for limit in detector_thresholds(level))
    assert detector_thresholds("L2A") > detector_thresholds("L1C")
    assert set(NEEDED) < set(BANDS)


@pytest.mark.parametrize("fault", ["missing", "other"])
def test_other_weights_than_the_cards_are_refused(tmp_path, monkeypatch, fault):
    if fault == "other":
        (tmp_path / "model.onnx").write_bytes(b"other")
        (tmp_path / "card.toml").write_text('sha256 = "00"\n')
    monkeypatch.setattr(cloud_detector, "FOLDER", tmp_path)
    detector_weights.cache_clear()
    with pytest.raises(ModelError, match="install Unveil again"):
        detector_weights()
    detector_weights.cache_clear()
