"""The sun's place goes from a product's metadata through the prepared raster into the shadow pass."""

from __future__ import annotations

import pytest
from fixtures.products import AZIMUTH, ZENITH, make_safe
from osgeo import gdal


@pytest.mark.parametrize(("level", "method"), [("L1C", "spectral"), ("L2A", "scl")])
def test_a_prepared_product_tells_the_shadow_pass_where_the_sun_stood(qgis_process, tmp_path, level, method):
    safe, prepared, scl = make_safe(tmp_path, level), str(tmp_path / "s2.tif"), str(tmp_path / "scl.tif")
    wanted = {"SCL": scl} if level == "L2A" else {}
    outcome = qgis_process.run("unveil:preparesentinel2", INPUT=str(safe), OUTPUT=prepared, **wanted)
    assert outcome.code == 0, outcome.text
    metadata = gdal.Open(prepared).GetMetadata()
    assert float(metadata["UNVEIL_SUN_AZIMUTH"]) == AZIMUTH
    assert float(metadata["UNVEIL_SUN_ELEVATION"]) == 90 - ZENITH
    mask = str(tmp_path / "mask.tif")
    source = scl if method == "scl" else prepared
    outcome = qgis_process.run("unveil:maskclouds", INPUT=source, METHOD=method, OUTPUT=mask)
    assert outcome.code == 0, outcome.text
    assert "Sun at azimuth 146 and elevation 63 degrees" in outcome.text
    assert gdal.Open(mask).GetMetadata()["UNVEIL_SUN"] == "azimuth 145.5 elevation 62.75"
