from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
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
    assert results["CLOUD_COVER"] == pytest.approx(100 * (mask == 1).mean(), abs=0.01)
    assert read_raster(tmp_path / "p.tif").dtype == np.float32


@pytest.fixture
def scene(raster_file):
    dn = np.full((13, 60, 60), 1500, np.uint16)
    dn[10] = 15
    dn[:, 10:40, :30] = 6000
    dn[:, 50:53] = 6000
    return raster_file("s2.tif", dn)


def test_post_processing_and_thresholds_are_parameters(tmp_path, algorithm, run_in_background, scene, log, read_raster):
    def cover(**values):
        values = {
            "INPUT": scene, "METHOD": "spectral", "OUTPUT": str(tmp_path / "m.tif"), "RESOLUTION": "10",
            "INFRARED_SHARE": 0, **values,
        }  # fmt: skip
        succeeded, results, _ = run_in_background(algorithm("maskclouds"), values)
        assert succeeded, log.text
        return results["CLOUD_COVER"]

    plain = cover()
    assert cover(OPENING=40) < plain < cover(DILATION=30)
    assert cover(THRESHOLD=0.9) < plain
    assert cover(MINIMUM_AREA=1e6) == 0
    assert cover(BLUE="0.1,3") < plain
    assert cover(METHOD="spectral-attention", SUN_AZIMUTH=150) == pytest.approx(100 * (900 + 180) / 3600)
    assert "Sun at azimuth 150 and elevation 45" in log.text


def test_a_detector_for_l1c_refuses_l2a_before_it_runs(tmp_path, algorithm, run_in_background, raster_file, log):
    names = ["B2", "B3", "B4", "B8", "B11", "B12"]
    values = {
        "INPUT": raster_file("l2a.tif", np.full((6, 30, 30), 800, np.uint16), names=names),
        "METHOD": "s2cloudless",
        "OUTPUT": str(tmp_path / "m.tif"),
    }
    from qgis.core import QgsProcessingContext

    right, reason = algorithm("maskclouds").checkParameterValues(values, QgsProcessingContext())
    assert not right and "choose unveil, csmask, cloudsen12 or scl" in reason


def test_a_scene_classification_becomes_a_mask(tmp_path, algorithm, run_in_background, raster_file, log, read_raster):
    codes = np.full((1, 30, 30), 4, np.uint8)
    codes[0, :10] = 9
    values = {"INPUT": raster_file("SCL.tif", codes), "METHOD": "scl", "OUTPUT": str(tmp_path / "m.tif")}
    succeeded, results, _ = run_in_background(algorithm("maskclouds"), values)
    assert succeeded, log.text
    assert results["CLOUD_COVER"] == pytest.approx(100 / 3, abs=0.01)


def test_the_mask_is_drawn_by_class_names(tmp_path, raster_file, qgis_processing):
    from qgis.core import QgsRasterLayer

    from unveil.plugin.mask_style import class_renderer, score_renderer

    layer = QgsRasterLayer(raster_file("m.tif", np.zeros((1, 9, 9), np.uint8)), "m")
    assert [entry.label for entry in class_renderer(layer).classes()] == [
        "clear",
        "cloud",
        "thin cloud",
        "cloud shadow",
    ]
    assert score_renderer(layer).contrastEnhancement().maximumValue() == 1


def test_the_detectors_are_those_of_the_engine(algorithm):
    from unveil.engine.masking.detectors.methods import METHODS

    names = list(METHODS)
    assert algorithm("maskclouds").parameterDefinition("METHOD").options() == names
    assert algorithm("removeclouds").parameterDefinition("MASK_METHOD").options() == names


@pytest.mark.parametrize("method", ["auto", 1, "1"])
def test_the_default_finds_a_cloud_and_methods_may_be_numbers(
    tmp_path, algorithm, run_in_background, raster_file, log, read_raster, method
):
    level = np.array([1300, 1000, 900, 800, 1000, 1800, 2100, 2200, 2300, 700, 15, 1800, 1000])[:, None, None]
    dn = (level * np.random.default_rng(0).uniform(0.9, 1.1, (13, 200, 200))).astype(np.uint16)
    dn[:, 60:120, 60:120] = 6000
    values = {"INPUT": raster_file("s2.tif", dn), "METHOD": method, "OUTPUT": str(tmp_path / "m.tif")}
    from qgis.core import QgsProcessingContext

    made = algorithm("maskclouds")
    assert made.checkParameterValues(values, QgsProcessingContext()) == (True, "")
    succeeded, results, _ = run_in_background(made, values)
    assert succeeded, log.text
    mask = read_raster(tmp_path / "m.tif")[0]
    assert np.isin(mask[70:110, 70:110], (1, 2)).mean() > 0.95 and (mask[:30] == 0).mean() > 0.99
    from osgeo import gdal

    assert gdal.Open(str(tmp_path / "m.tif")).GetMetadataItem("UNVEIL_DETECTOR") == "unveil"


def test_a_number_that_counts_no_option_is_refused(algorithm, raster_file):
    from qgis.core import QgsProcessingContext

    values = {"INPUT": raster_file("s2.tif", np.ones((13, 9, 9), np.uint16)), "METHOD": 99, "OUTPUT": "/tmp/m.tif"}
    right, reason = algorithm("maskclouds").checkParameterValues(values, QgsProcessingContext())
    assert not right and "METHOD" in reason


def test_the_score_is_optional(tmp_path, algorithm, run_in_background, scene_files, log):
    values = {"INPUT": scene_files(40, 40)[0], "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT}
    succeeded, results, _ = run_in_background(algorithm("maskclouds"), values)
    assert succeeded, log.text
    assert "PROBABILITY" not in results and results["OUTPUT"].endswith(".tif")


def test_masks_are_written_in_the_form_that_is_asked_for(tmp_path, algorithm, run_in_background, scene_files, log):
    values = {"INPUT": scene_files(40, 40)[0], "OUTPUT": str(tmp_path / "m.tif"), "COG": True}
    succeeded, *_ = run_in_background(algorithm("maskclouds"), {**values, "CREATION_OPTIONS": "COMPRESS=LZW"})
    assert succeeded, log.text
    structure = gdal.Open(str(tmp_path / "m.tif")).GetMetadata("IMAGE_STRUCTURE")
    assert (structure["LAYOUT"], structure["COMPRESSION"]) == ("COG", "LZW")
    succeeded, *_ = run_in_background(algorithm("maskclouds"), {**values, "CREATION_OPTIONS": "COLOUR=RED"})
    assert not succeeded and "no creation option COLOUR" in log.text


def test_bad_input_is_one_sentence(tmp_path, algorithm, run_in_background, raster_file, log):
    values = {"INPUT": raster_file("rgb.tif", np.ones((3, 9, 9), np.uint16)), "OUTPUT": str(tmp_path / "m.tif")}
    succeeded, _, _ = run_in_background(algorithm("maskclouds"), values)
    assert not succeeded and "3 bands without Sentinel-2 names" in log.text and not (tmp_path / "m.tif").exists()
