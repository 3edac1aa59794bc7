from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal


def good(scene_files, tmp_path, model, size=(300, 280), **more):
    optical, radar, mask = scene_files(*size, mask=np.ones(size))
    (tmp_path / "result").mkdir(exist_ok=True)
    output = tmp_path / "result" / "out.tif"
    return {"OPTICAL": optical, "RADAR": radar, "MASK": mask, "MODEL": model, "OUTPUT": str(output), **more}


def left(tmp_path):
    return [name for name in sorted(os.listdir(tmp_path / "result")) if not name.endswith(".qml")]


def test_the_plugin_is_enabled_and_lists_its_algorithms(qgis_process):
    listed = subprocess.run(
        ["qgis_process", "list"],
        env=qgis_process.environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "unveil:maskclouds" in listed.stdout and "unveil:removeclouds" in listed.stdout


def test_the_algorithms_are_named_in_the_language_of_the_system(qgis_process):
    listed = subprocess.run(
        ["qgis_process", "list"],
        env={**qgis_process.environment(), "LC_ALL": "es_ES.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    assert "unveil:removeclouds\tEliminar nubes" in listed.stdout


def test_an_identity_network_returns_the_scene_and_the_log_says_what_ran(
    qgis_process, user_model, scene_files, tmp_path, identity_card, read_raster
):
    inputs = good(scene_files, tmp_path, user_model(identity_card), KEEP_CLEAR=False)
    outcome = qgis_process.run("unveil:removeclouds", **inputs)
    assert outcome.code == 0, outcome.text
    np.testing.assert_array_equal(read_raster(inputs["OUTPUT"]), read_raster(inputs["OPTICAL"]))
    assert outcome.results["DEVICE_USED"] == "cpu" and outcome.results["TILES_PREDICTED"] > 0
    assert "Model identity on ONNX Runtime" in outcome.text and left(tmp_path) == ["out.tif"]


def test_the_mask_can_be_made_first_and_handed_on(qgis_process, scene_files, tmp_path):
    optical, _, _ = scene_files(60, 60)
    outcome = qgis_process.run("unveil:maskclouds", INPUT=optical, METHOD="spectral", OUTPUT=str(tmp_path / "m.tif"))
    assert outcome.code == 0, outcome.text
    assert 0 <= outcome.results["CLOUD_COVER"] <= 100 and (tmp_path / "m.tif").exists()


def cut(path: str) -> None:
    file = Path(path)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])


def test_bad_input_is_one_sentence_and_leaves_nothing(
    qgis_process, user_model, scene_files, raster_file, tmp_path, identity_card, read_raster
):
    inputs = good(scene_files, tmp_path, user_model(identity_card), size=(90, 80))
    optical, radar = read_raster(inputs["OPTICAL"]), read_raster(inputs["RADAR"])
    truncated = raster_file("cut.tif", optical)
    cut(truncated)
    (tmp_path / "noise.tif").write_bytes(b"not a raster")
    bad = [
        ({"OPTICAL": raster_file("12.tif", optical[:12])}, "12 bands without Sentinel-2 names"),
        ({"OPTICAL": raster_file("3.tif", optical[:3])}, "3 bands without Sentinel-2 names"),
        ({"OPTICAL": raster_file("nocrs.tif", optical, epsg=None)}, "no coordinate reference system"),
        ({"OPTICAL": raster_file("unit.tif", optical.astype("float32") / 10000)}, "look like reflectance"),
        ({"OPTICAL": raster_file("offset.tif", optical + np.uint16(1000))}, "subtract 1000"),
        ({"OPTICAL": raster_file("empty.tif", optical * 0, nodata=0)}, "no valid pixel"),
        ({"OPTICAL": truncated}, "cannot be read"),
        ({"OPTICAL": str(tmp_path / "noise.tif")}, "OPTICAL"),
        ({"RADAR": raster_file("far.tif", radar, transform=(1e5, 10, 0, 4e6, 0, -10))}, "does not overlap"),
        ({"RADAR": raster_file("x100.tif", (radar * 100).astype(np.int16))}, "dB"),
        ({"RADAR": inputs["OPTICAL"]}, "one band VV and one band VH"),
        ({"MASK": raster_file("m.tif", np.zeros((1, 9, 9), np.uint8), transform=(1e5, 10, 0, 4e6, 0, -10))}, "overlap"),
        ({"MASK": raster_file("odd.tif", np.full((1, 90, 80), 77, np.uint8))}, "holds the values 77"),
        ({"MODEL": "nothing"}, "no model 'nothing'"),
        ({"OUTPUT": str(tmp_path / "nowhere" / "out.tif")}, "does not exist"),
        ({"OUTPUT": "/proc/self/out.tif"}, "cannot be written"),
    ]
    for change, words in bad:
        outcome = qgis_process.run("unveil:removeclouds", **{**inputs, **change})
        assert outcome.code == 1 and words in outcome.text, (change, outcome.text)
        assert "Traceback" not in outcome.text
        assert left(tmp_path) == [], change


def test_a_corrupt_network_is_one_sentence(qgis_process, user_model, scene_files, tmp_path, fill_card):
    name = user_model(fill_card)
    broken = qgis_process.profile / "profiles" / "default" / "unveil" / "models" / name / "model.onnx"
    broken.write_bytes(broken.read_bytes()[:-20])
    outcome = qgis_process.run("unveil:removeclouds", **good(scene_files, tmp_path, name, size=(60, 60)))
    assert outcome.code == 1 and "is corrupt or was replaced" in outcome.text and left(tmp_path) == []


def test_without_onnx_runtime_the_algorithm_is_listed_and_says_how_to_install_it(
    bare_qgis_process, scene_files, tmp_path
):
    outcome = bare_qgis_process.run("unveil:removeclouds", **good(scene_files, tmp_path, "glf-cr", size=(60, 60)))
    assert outcome.code == 1 and "pip install onnxruntime" in outcome.text and left(tmp_path) == []


def test_a_full_disk_is_one_sentence_and_keeps_the_old_file(
    qgis_process, user_model, scene_files, tmp_path, identity_card
):
    inputs = good(scene_files, tmp_path, user_model(identity_card), size=(700, 700))
    Path(inputs["OUTPUT"]).write_bytes(b"old")
    # A limit on the size of files stands for a disk that fills up; the shell ignores the signal that comes with it.
    prefix = ("bash", "-c", 'trap "" XFSZ; ulimit -f 2000; exec "$@"', "bash")
    outcome = qgis_process.run("unveil:removeclouds", prefix, **inputs)
    assert outcome.code == 1 and "check the free space" in outcome.text, outcome.text
    assert left(tmp_path) == ["out.tif"] and Path(inputs["OUTPUT"]).read_bytes() == b"old"


@pytest.mark.parametrize(
    ("share", "number"), [(0.3, signal.SIGKILL), (0.6, signal.SIGTERM), (0.9, signal.SIGKILL)], ids=str
)
def test_killed_at_any_moment_nothing_half_written_has_the_name_and_the_next_start_leaves_nothing(
    qgis_process, user_model, scene_files, tmp_path, identity_card, monkeypatch, share, number
):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    inputs = good(scene_files, tmp_path, user_model(identity_card), size=(1500, 900))
    output = Path(inputs["OUTPUT"])
    output.write_bytes(b"old")
    start = time.monotonic()
    whole = qgis_process.run("unveil:removeclouds", **{**inputs, "OUTPUT": str(tmp_path / "whole.tif")})
    seconds = time.monotonic() - start
    assert whole.code == 0, whole.text
    process = qgis_process.start("unveil:removeclouds", inputs)
    time.sleep(share * seconds)
    process.send_signal(number)
    process.communicate(timeout=30)
    content = output.read_bytes()
    if content != b"old":  # the run was quicker than expected and had ended
        np.testing.assert_array_equal(
            gdal.Open(str(output)).ReadAsArray(), gdal.Open(str(tmp_path / "whole.tif")).ReadAsArray()
        )
    assert qgis_process.run("unveil:removeclouds", **inputs).code == 0
    assert left(tmp_path) == ["out.tif"]
    assert not list(temporary.glob("unveil*"))
