from __future__ import annotations

import os
import sys

import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from unveil.engine.training.jobs import packages  # noqa: E402
from unveil.models.errors import ModelError  # noqa: E402


def test_onnx_runtime_is_loaded_without_its_telemetry_for_training_too(monkeypatch):
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    packages.require_packages()
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1" and "onnxruntime" in sys.modules


def test_without_onnx_runtime_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(packages, "has_onnxruntime", lambda: False)
    with pytest.raises(ModelError, match="install the packages torch, onnx and onnxruntime"):
        packages.require_packages()
