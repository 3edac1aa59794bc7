"""Importing weights in qgis_process, where packages of the system stand before those of PyTorch."""

from __future__ import annotations

import re

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")


def test_weights_become_a_model_that_runs_and_shows_its_gate(
    qgis_process, tmp_path, raster_file, scene_files, read_raster
):
    from unveil.models.networks import build

    torch.save(build("ib-hfn", "compact").state_dict(), tmp_path / "net.pth")
    outcome = qgis_process.run("unveil:importmodel", INPUT=str(tmp_path / "net.pth"), NAME="Imported")
    assert outcome.code == 0, outcome.text
    assert outcome.results["MODEL"] == "imported"
    folder = qgis_process.profile / "profiles" / "default" / "unveil" / "models" / "imported"
    assert sorted(path.name for path in folder.iterdir()) == ["card.toml", "model.onnx", "weights.safetensors"]
    mask = np.zeros((70, 60))
    mask[:20, :20] = 1
    _, radar, mask = scene_files(70, 60, mask=mask)
    # Cloud that lets no ground through: what does is not the network's to replace.
    dn = optical_dn(70, 60)
    dn[:, :20, :20] = 9000
    optical = raster_file("cloudy.tif", dn, names=S2)
    inputs = {"OPTICAL": optical, "RADAR": radar, "MASK": mask, "MODEL": "imported"}
    outputs = {"OUTPUT": str(tmp_path / "out.tif"), "CLEAR_SKY": str(tmp_path / "sky.tif")}
    outcome = qgis_process.run("unveil:removeclouds", **inputs, **outputs)
    assert outcome.code == 0 and outcome.results["CLEAR_SKY"] == outputs["CLEAR_SKY"], outcome.text
    sky = read_raster(tmp_path / "sky.tif")[0]
    # The gate of untrained weights is about what the mask says.
    assert sky.shape == (70, 60) and sky[2:18, 2:18].mean() < sky[25:, 25:].mean() - 0.3
    outcome = qgis_process.run("unveil:removeclouds", **{**inputs, "MODEL": "glf-cr"}, **outputs)
    assert outcome.code != 0 and re.search(
        "'glf-cr' has no map of clear sky; models that have one: .*imported", outcome.text
    )


def test_without_pytorch_one_sentence_says_what_to_install(bare_qgis_process, tmp_path):
    torch.save({"x": torch.zeros(1)}, tmp_path / "net.pth")
    outcome = bare_qgis_process.run("unveil:importmodel", INPUT=str(tmp_path / "net.pth"), NAME="x")
    assert outcome.code != 0 and "install the packages torch, onnx and onnxruntime" in outcome.text
    assert "Traceback" not in outcome.text
