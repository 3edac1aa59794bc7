"""Creation options and cloud-optimised outputs of the sink."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn, write_raster
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.form import OutputForm, parse_options
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import describe


def write(path, source, form):
    raster = describe(source)
    values = optical_dn(600, 520)
    with Sink(str(path), raster.grid, Content("uint16", raster.bands, {"A": "b"}), form) as sink:
        sink.write_rows(values)
    return values


def structure(path):
    return gdal.Open(str(path)).GetMetadata("IMAGE_STRUCTURE")


def test_a_sink_writes_a_cog_of_the_same_values_and_nothing_else(tmp_path):
    source = write_raster(tmp_path / "s.tif", optical_dn(600, 520), names=S2)
    values = write(tmp_path / "a.tif", source, OutputForm(cog=True, options=("COMPRESS=LZW",)))
    assert structure(tmp_path / "a.tif")["LAYOUT"] == "COG"
    assert structure(tmp_path / "a.tif")["COMPRESSION"] == "LZW"
    dataset = gdal.Open(str(tmp_path / "a.tif"))
    assert np.array_equal(dataset.ReadAsArray(), values) and dataset.GetMetadataItem("A") == "b"
    assert not [path for path in tmp_path.iterdir() if "part" in path.name]


def test_creation_options_stand_above_the_defaults(tmp_path):
    source = write_raster(tmp_path / "s.tif", optical_dn(600, 520), names=S2)
    write(tmp_path / "a.tif", source, OutputForm(options=("COMPRESS=LZW", "INTERLEAVE=PIXEL")))
    found = structure(tmp_path / "a.tif")
    assert (found["COMPRESSION"], found["INTERLEAVE"]) == ("LZW", "PIXEL")


@pytest.mark.parametrize(("cog", "option"), [(False, "COMPRESS=NOTHING"), (True, "BLOCKXSIZE=256"), (False, "X=1")])
def test_options_that_gdal_does_not_have_are_refused_before_any_work(cog, option):
    with pytest.raises(UnveilError, match="creation option"):
        OutputForm(cog, (option,)).check()


def test_options_are_written_as_qgis_writes_them():
    assert parse_options("COMPRESS=ZSTD| ZLEVEL=9 |") == ("COMPRESS=ZSTD", "ZLEVEL=9")
    with pytest.raises(UnveilError, match="is not NAME=VALUE"):
        parse_options("COMPRESS")
