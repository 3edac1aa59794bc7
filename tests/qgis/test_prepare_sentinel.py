"""unveil:preparesentinel2 and unveil:preparesentinel1 as the toolbox runs them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from fixtures.products import AZIMUTH, IDS, ZENITH, make_grd, make_safe, zipped
from fixtures.rasters import radar_db
from osgeo import gdal
from qgis.core import QgsProcessing, QgsRasterLayer


@pytest.fixture
def prepare2(qgis_processing):
    from unveil.plugin.algorithms.prepare_sentinel2 import PrepareSentinel2

    return PrepareSentinel2().create()


@pytest.fixture
def prepare1(qgis_processing):
    from unveil.plugin.algorithms.prepare_sentinel1 import PrepareSentinel1

    return PrepareSentinel1().create()


def names(definitions):
    return [definition.name() for definition in definitions]


def test_the_contract(prepare1, prepare2):
    assert names(prepare2.parameterDefinitions())[0] == "INPUT" and "OUTPUT" in names(prepare2.outputDefinitions())
    assert names(prepare1.parameterDefinitions())[:2] == ["INPUT", "REFERENCE"]
    assert {"OUTPUT", "SHIFT_X", "SHIFT_Y"} <= set(names(prepare1.outputDefinitions()))


@pytest.mark.parametrize("end", ["folder", "zip", "xml", "subdataset"])
def test_a_safe_product_from_any_end(tmp_path, prepare2, run_in_background, log, read_raster, end):
    safe = make_safe(tmp_path)
    source = {
        "folder": lambda: str(safe),
        "zip": lambda: str(zipped(safe)),
        "xml": lambda: str(safe / "MTD_MSIL1C.xml"),
        "subdataset": lambda: f"SENTINEL2_L1C:{safe}/MTD_MSIL1C.xml:10m:EPSG_32631",
    }[end]()
    output = str(tmp_path / "o.tif")
    succeeded, results, _ = run_in_background(prepare2, {"INPUT": source, "OUTPUT": output})
    assert succeeded, log.text
    assert (results["LEVEL"], results["OFFSET_REMOVED"]) == ("L1C", 1000)
    assert results["BANDS_FOUND"] == ", ".join(IDS) and read_raster(output).shape == (13, 120, 120)
    metadata = gdal.Open(output).GetMetadata()
    assert (float(metadata["UNVEIL_SUN_AZIMUTH"]), float(metadata["UNVEIL_SUN_ELEVATION"])) == (AZIMUTH, 90 - ZENITH)
    assert "Sun: azimuth 145.5, elevation 62.8 degrees" in log.text


def test_the_scene_classification_comes_along(tmp_path, prepare2, run_in_background, log):
    values = {
        "INPUT": str(make_safe(tmp_path, "L2A", "05.09")),
        "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT,
        "SCL": str(tmp_path / "scl.tif"),
    }
    succeeded, results, _ = run_in_background(prepare2, values)
    assert succeeded, log.text
    assert results["LEVEL"] == "L2A" and gdal.Open(results["SCL"]).RasterXSize == 120


def test_a_layer_is_an_input_too(tmp_path, prepare2, run_in_background, raster_file, log):
    layer = QgsRasterLayer(raster_file("gee.tif", np.full((2, 30, 30), 700, np.uint16), names=["B3", "B2"]), "gee")
    succeeded, results, _ = run_in_background(prepare2, {"INPUT": layer, "OUTPUT": str(tmp_path / "o.tif")})
    assert succeeded, log.text
    assert results["BANDS_FOUND"] == "B2, B3"


def test_what_cannot_be_prepared_is_said_before_the_run(tmp_path, prepare2, prepare1, raster_file, qgis_processing):
    from qgis.core import QgsProcessingContext

    context = QgsProcessingContext()
    plain = raster_file("plain.tif", np.full((4, 30, 30), 700, np.uint16))
    values = {"INPUT": plain, "OUTPUT": str(tmp_path / "o.tif")}
    right, reason = prepare2.checkParameterValues(values, context)
    assert not right and "4 bands cannot be told apart" in reason
    assert prepare2.checkParameterValues({**values, "BANDS": "B2, B3, B4, B8"}, context)[0]
    right, reason = prepare2.checkParameterValues({**values, "INPUT": str(tmp_path / "no")}, context)
    assert not right and "does not exist" in reason
    single = raster_file("s1_VV.tif", radar_db(30, 30)[:1])
    right, reason = prepare1.checkParameterValues({**values, "INPUT": single, "REFERENCE": plain}, context)
    assert not right and "holds VV only" in reason


def test_radar_comes_to_the_optical_grid(tmp_path, prepare1, run_in_background, scene_files, log, read_raster):
    optical, radar, _ = scene_files(60, 70)
    values = {"INPUT": radar, "REFERENCE": optical, "OUTPUT": str(tmp_path / "o.tif")}
    succeeded, results, _ = run_in_background(prepare1, values)
    assert succeeded, log.text
    np.testing.assert_array_equal(read_raster(tmp_path / "o.tif"), read_raster(radar))
    assert math.isnan(results["SHIFT_X"]) and math.isnan(results["SHIFT_Y"])  # too small to tell
    assert (results["INPUT_UNITS"], results["QUANTITY"], results["COVERAGE"]) == ("dB", "sigma0", 100)


def test_a_grd_product_warns_that_it_is_not_terrain_corrected(
    tmp_path, prepare1, run_in_background, scene_files, log, read_raster
):
    optical, _, _ = scene_files(60, 70)
    safe = make_grd(tmp_path, radar_db(80, 90), (599900, 10, 0, 5000100, 0, -10), 32631)
    values = {"INPUT": str(safe), "REFERENCE": optical, "OUTPUT": str(tmp_path / "o.tif")}
    succeeded, results, _ = run_in_background(prepare1, values)
    assert succeeded, log.text
    assert "no terrain correction" in log.text and results["INPUT_UNITS"] == "linear"
    assert np.isfinite(read_raster(tmp_path / "o.tif")).all()


def test_a_subdataset_goes_into_masking_without_preparation(tmp_path, algorithm, run_in_background, log, read_raster):
    safe = make_safe(tmp_path)
    layer = QgsRasterLayer(f"SENTINEL2_L1C:{safe}/MTD_MSIL1C.xml:20m:EPSG_32631", "20 m")
    assert layer.isValid()
    values = {"INPUT": layer, "METHOD": "spectral", "OUTPUT": str(tmp_path / "m.tif")}
    succeeded, _, _ = run_in_background(algorithm("maskclouds"), values)
    assert succeeded, log.text
    assert read_raster(tmp_path / "m.tif").shape == (1, 120, 120)


def test_what_a_window_leaves_empty_is_no_file(tmp_path, prepare1, run_in_background, scene_files, log):
    from qgis.core import NULL, QgsProcessingContext

    optical, radar, _ = scene_files(60, 70)
    values = {"INPUT": radar, "INPUT_VH": NULL, "REFERENCE": optical, "OUTPUT": str(tmp_path / "o.tif")}
    assert prepare1.checkParameterValues(values, QgsProcessingContext()) == (True, "")
    succeeded, _, _ = run_in_background(prepare1, values)
    assert succeeded, log.text
