"""A QGIS whose Python lacks SciPy: all but training runs, and that says what is missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn, radar_db, write_raster

from unveil.models.networks import build, settings_of

pytest.importorskip("onnxruntime")
pytest.importorskip("torch")

SIDE = 96


def write_inputs(folder):
    import torch

    from unveil.models.checkpoints import describe_checkpoint
    from unveil.models.tensorfile import write_tensors

    clear = optical_dn(SIDE, SIDE)
    cloudy = clear.copy()
    cloudy[:, 20:50, 30:70] = 6000
    mask = np.zeros((1, SIDE, SIDE), np.uint8)
    mask[0, 20:50, 30:70] = 1
    for path in (folder, folder / "patches" / "a"):
        path.mkdir(parents=True, exist_ok=True)
    patch = folder / "patches" / "a"
    for path in (folder / "s2.tif", patch / "s2_cloudy.tif"):
        write_raster(path, cloudy, names=S2)
    for path in (folder / "clear.tif", patch / "s2_clear.tif"):
        write_raster(path, clear, names=S2)
    for path in (folder / "s1.tif", patch / "s1.tif"):
        write_raster(path, radar_db(SIDE, SIDE), names=["VV", "VH"])
    write_raster(folder / "other.tif", (1.1 * clear).astype(np.uint16), names=S2)
    write_raster(folder / "mask.tif", mask, nodata=255)
    settings = settings_of("mmcanet", "compact")
    texts = describe_checkpoint("mmcanet", "compact", settings, (1000.0,) * 13)
    torch.manual_seed(0)
    state = build("mmcanet", "compact").state_dict()
    write_tensors({name: value.numpy() for name, value in state.items()}, texts, folder / "weights.safetensors")


def test_every_algorithm_runs_or_says_what_is_missing_and_the_options_open(tmp_path, pytestconfig):
    write_inputs(tmp_path / "in")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.qgis.without_scipy", str(tmp_path / "in")],
        cwd=pytestconfig.rootpath, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    ended = json.loads(done.stdout.strip().splitlines()[-1])
    assert not ended.pop("scipy")
    assert ended.pop("options page") == "offers SciPy"
    tried = {"maskclouds", "removeclouds", "correcthaze", "preparesentinel1", "preparesentinel2", "fetchscene"}
    tried |= {"evaluate", "benchmark", "importmodel", "trainmodel", "adaptmodel"}
    assert tried <= set(ended.pop("algorithms"))
    assert "none.json" in ended.pop("fetch")  # there is no such catalogue, as it should say
    for what in ("train", "adapt"):
        assert "This needs SciPy" in ended.pop(what)
    assert set(ended.values()) == {"done"}, ended
