from __future__ import annotations

import pytest
from fixtures.products import AZIMUTH, ZENITH, granule_xml, make_safe, zipped
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking.sun import Sun, sun_of
from unveil.engine.prepare.optical import OpticalSettings, described, prepare_optical
from unveil.engine.raster.source import describe
from unveil.engine.sentinel.products import open_product
from unveil.engine.sentinel.sunlight import Sunlight, sunlight_of_granule

STATED = Sunlight(AZIMUTH, 90 - ZENITH)


def read(tmp_path, text):
    path = tmp_path / "MTD_TL.xml"
    path.write_text(text)
    return sunlight_of_granule(str(path))


@pytest.mark.parametrize("level", ["L1C", "L2A"])
def test_the_mean_sun_of_a_granule_is_read_and_not_where_the_camera_stood(tmp_path, level):
    assert read(tmp_path, granule_xml(level, 120)) == STATED


def test_a_granule_that_does_not_tell_has_none(tmp_path):
    assert read(tmp_path, granule_xml("L1C", 120).replace("Mean_Sun_Angle", "Another_Angle")) is None


def test_an_angle_that_is_no_number_is_one_sentence(tmp_path):
    with pytest.raises(UnveilError, match="sun angle that cannot be read"):
        read(tmp_path, granule_xml("L1C", 120).replace(f">{AZIMUTH}<", ">south<"))


@pytest.mark.parametrize("level", ["L1C", "L2A"])
def test_the_shadow_pass_finds_the_sun_of_a_prepared_product(tmp_path, level):
    output = str(tmp_path / "o.tif")
    prepare_optical(open_product(str(make_safe(tmp_path, level))), output, OpticalSettings(), Feedback())
    metadata = gdal.Open(output).GetMetadata()
    assert (metadata["UNVEIL_SUN_AZIMUTH"], metadata["UNVEIL_SUN_ELEVATION"]) == ("145.5000", "62.7500")
    assert sun_of(describe(output)) == Sun(AZIMUTH, 90 - ZENITH)
    assert open_product(output).sun == STATED


def test_the_sun_is_found_from_every_end_of_a_product(tmp_path):
    safe = make_safe(tmp_path)
    granule = next((safe / "GRANULE").iterdir())
    ends = [safe, zipped(safe), safe / "MTD_MSIL1C.xml", granule, granule / "MTD_TL.xml", granule / "IMG_DATA"]
    for end in map(str, ends):
        assert open_product(end).sun == STATED, end
    assert sun_of(described(f"SENTINEL2_L1C:{safe}/MTD_MSIL1C.xml:10m:EPSG_32631")).azimuth == AZIMUTH


def test_a_product_without_a_granules_metadata_is_prepared_all_the_same(tmp_path):
    safe = make_safe(tmp_path)
    next(safe.glob("GRANULE/*/MTD_TL.xml")).unlink()
    prepare_optical(open_product(str(safe)), str(tmp_path / "o.tif"), OpticalSettings(), Feedback())
    sun = sun_of(describe(str(tmp_path / "o.tif")))
    # That of a pass on the product's day, which is near what its metadata would have stated.
    assert sun.doubt > 0 and abs(sun.azimuth - AZIMUTH) < sun.doubt and abs(sun.elevation - (90 - ZENITH)) < 2
