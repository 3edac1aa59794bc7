"""The model that ships with the zip, run without a desktop; and what the estimate says there."""

from __future__ import annotations

import subprocess

import numpy as np


def inputs_of(scene_files, raster_file, read_raster, model, folder, size=(60, 70)):
    optical, radar, _ = scene_files(*size)
    clear = raster_file("clear.tif", read_raster(optical) + np.uint16(10))
    outputs = {"cloud_mask": "mask.tif", "cloud_free": "free.tif", "scores": "scores.html"}
    folder.mkdir(exist_ok=True)
    return {
        "OPTICAL": optical,
        "RADAR": radar,
        "REFERENCE": clear,
        "MODEL": model,
        "DEVICE": "cpu",
        **{name: str(folder / file) for name, file in outputs.items()},
    }


def test_the_file_in_the_plugin_runs_by_its_path(
    qgis_process, user_model, scene_files, raster_file, read_raster, tmp_path, identity_card
):
    plugin = qgis_process.profile / "profiles" / "default" / "python" / "plugins" / "unveil"
    inputs = inputs_of(scene_files, raster_file, read_raster, user_model(identity_card), tmp_path / "result")
    outcome = qgis_process.run(str(plugin / "resources" / "models" / "remove_and_evaluate.model3"), **inputs)
    assert outcome.code == 0, outcome.text
    np.testing.assert_array_equal(read_raster(inputs["cloud_free"]), read_raster(inputs["OPTICAL"]))
    assert outcome.results["cloud_free"] == inputs["cloud_free"]
    assert "PSNR" in (tmp_path / "result" / "scores.html").read_text(encoding="utf-8")
    assert read_raster(inputs["cloud_mask"]).shape == (1, 60, 70)


def test_it_is_listed_and_runs_by_its_id(
    qgis_process, user_model, scene_files, raster_file, read_raster, tmp_path, identity_card
):
    listed = subprocess.run(
        ["qgis_process", "list"],
        env=qgis_process.environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "unveil:Remove clouds and evaluate" in listed.stdout
    inputs = inputs_of(scene_files, raster_file, read_raster, user_model(identity_card), tmp_path / "result")
    del inputs["scores"]
    outcome = qgis_process.run("unveil:Remove clouds and evaluate", **inputs)
    assert outcome.code == 0, outcome.text
    assert {path.name for path in (tmp_path / "result").glob("*.tif")} == {"mask.tif", "free.tif"}


def test_a_bad_input_of_the_model_is_one_sentence_and_leaves_no_result(
    qgis_process, user_model, scene_files, raster_file, read_raster, tmp_path, identity_card
):
    inputs = inputs_of(scene_files, raster_file, read_raster, user_model(identity_card), tmp_path / "result")
    outcome = qgis_process.run("unveil:Remove clouds and evaluate", **{**inputs, "RADAR": inputs["OPTICAL"]})
    assert outcome.code == 1 and "The radar raster is the optical raster" in outcome.text
    assert "Traceback" not in outcome.text and not (tmp_path / "result" / "free.tif").exists()


def test_the_second_run_tells_the_time_that_the_first_one_measured(
    qgis_process, user_model, scene_files, tmp_path, fill_card
):
    optical, radar, mask = scene_files(120, 120, mask=np.ones((120, 120)))
    inputs = {"OPTICAL": optical, "RADAR": radar, "MASK": mask, "MODEL": user_model(fill_card), "DEVICE": "cpu"}
    first = qgis_process.run("unveil:removeclouds", **inputs, OUTPUT=str(tmp_path / "1.tif"))
    second = qgis_process.run("unveil:removeclouds", **inputs, OUTPUT=str(tmp_path / "2.tif"))
    assert first.code == second.code == 0, second.text
    assert "of memory; the time is told with the first tiles." in first.text
    assert "Estimate: about " in second.text and "s a tile, as measured here before)" in second.text
