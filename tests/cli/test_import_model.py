"""Importing weights in qgis_process, where packages of the system stand before those of PyTorch."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")


def test_weights_become_a_model(qgis_process, tmp_path):
    from unveil.models.networks import build

    torch.save(build("ib-hfn", "compact").state_dict(), tmp_path / "net.pth")
    outcome = qgis_process.run("unveil:importmodel", INPUT=str(tmp_path / "net.pth"), NAME="Imported")
    assert outcome.code == 0, outcome.text
    assert outcome.results["MODEL"] == "imported"
    folder = qgis_process.profile / "profiles" / "default" / "unveil" / "models" / "imported"
    assert sorted(path.name for path in folder.iterdir()) == ["card.toml", "model.onnx", "weights.safetensors"]


def test_without_pytorch_one_sentence_says_what_to_install(bare_qgis_process, tmp_path):
    torch.save({"x": torch.zeros(1)}, tmp_path / "net.pth")
    outcome = bare_qgis_process.run("unveil:importmodel", INPUT=str(tmp_path / "net.pth"), NAME="x")
    assert outcome.code != 0 and "install the packages torch, onnx and onnxruntime" in outcome.text
    assert "Traceback" not in outcome.text
