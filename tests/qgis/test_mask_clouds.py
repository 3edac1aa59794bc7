from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsProcessing


def test_the_mask_comes_with_the_cover_as_numbers(
    tmp_path, algorithm, run_in_background, raster_file, log, read_raster
):
    dn = np.full((13, 60, 60), 1500, np.uint16)
    dn[10] = 15
    dn[:, :, :30] = 6000
    values = {
        "INPUT": raster_file("s2.tif", dn),
        "METHOD": "spectral",
        "OUTPUT": str(tmp_path / "m.tif"),
        "PROBABILITY": str(tmp_path / "p.tif"),
    }
    succeeded, results, _ = run_in_background(algorithm("maskclouds"), values)
    assert succeeded, log.text
    mask = read_raster(tmp_path / "m.tif")[0]
    assert (mask[:, :28] == 1).all() and not (mask[:, 34:] == 1).any()
    assert results["CLOUD_COVER"] == pytest.approx(100 * (mask == 1).mean())
    assert read_raster(tmp_path / "p.tif").dtype == np.float32


def test_the_score_is_optional(tmp_path, algorithm, run_in_background, scene_files, log):
    values = {"INPUT": scene_files(40, 40)[0], "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT}
    succeeded, results, _ = run_in_background(algorithm("maskclouds"), values)
    assert succeeded, log.text
    assert "PROBABILITY" not in results and results["OUTPUT"].endswith(".tif")


def test_bad_input_is_one_sentence(tmp_path, algorithm, run_in_background, raster_file, log):
    values = {"INPUT": raster_file("rgb.tif", np.ones((3, 9, 9), np.uint16)), "OUTPUT": str(tmp_path / "m.tif")}
    succeeded, _, _ = run_in_background(algorithm("maskclouds"), values)
    assert not succeeded and "3 bands without Sentinel-2 names" in log.text and not (tmp_path / "m.tif").exists()
