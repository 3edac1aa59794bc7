"""Training and adapting in qgis_process and on the command line."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from osgeo import gdal

pytest.importorskip("torch")
pytest.importorskip("onnx")

LEVEL = np.array([1400, 1200, 1000, 850, 1100, 1900, 2200, 2300, 2500, 700, 15, 1600, 950])[:, None, None]


@pytest.fixture
def scenes(tmp_path):
    folder = tmp_path / "scenes"
    folder.mkdir()
    image = (LEVEL * np.random.default_rng(0).uniform(0.8, 1.2, (13, 128, 128))).astype(np.uint16)
    dataset = gdal.GetDriverByName("GTiff").Create(str(folder / "a.tif"), 128, 128, 13, gdal.GDT_UInt16)
    dataset.WriteArray(image)
    dataset = None
    return folder


def test_training_in_qgis_process_gives_a_model(qgis_process, scenes):
    outcome = qgis_process.run(
        "unveil:trainmodel",
        FOLDER=str(scenes),
        NAME="Trained",
        ARCHITECTURE="ib-hfn",
        MINUTES=None,
        STEPS=1,
        CROP=64,
        BATCH=1,
        DEVICE="cpu",
    )
    assert outcome.code == 0, outcome.text
    assert outcome.results["MODEL"] == "trained"
    folder = qgis_process.profile / "profiles" / "default" / "unveil" / "models" / "trained"
    assert sorted(path.name for path in folder.iterdir()) == ["card.toml", "model.onnx", "weights.safetensors"]


def test_without_pytorch_one_sentence_names_the_page_of_packages(bare_qgis_process, scenes):
    outcome = bare_qgis_process.run("unveil:trainmodel", FOLDER=str(scenes), NAME="Trained", STEPS=1)
    assert outcome.code != 0 and "Settings > Options > Unveil" in outcome.text
    assert "Traceback" not in outcome.text


def test_commands_refuse_bad_input_with_one_sentence(root, tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import conftest; from unveil.engine.commands.cli import main; "
        "sys.exit(main(sys.argv[2:]))"
    )
    environment = {**os.environ, "UNVEIL_MODELS": str(tmp_path / "models")}
    for arguments, sentence in (
        (["train", str(tmp_path / "nowhere"), "--name", "x"], "does not exist; choose another."),
        (["adapt", "a.tif", "b.tif", "--name", "x"], "a.tif cannot be read"),
    ):
        command = [sys.executable, "-c", code, str(root / "tests"), *arguments]
        found = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        assert found.returncode == 1 and sentence in found.stderr and "Traceback" not in found.stderr
    assert not (tmp_path / "models").exists()
