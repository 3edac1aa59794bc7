from __future__ import annotations

import os

import numpy as np
import pytest
from fixtures.rasters import write_raster

from unveil.engine.errors import UnveilError
from unveil.engine.raster.drivers import PRODUCT_DRIVERS
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader, describe
from unveil.engine.scene.part import windowed

WMS = "<GDAL_WMS><Service name='TMS'><ServerUrl>http://127.0.0.1:9/${z}</ServerUrl></Service><DataWindow>"
WMS += "<UpperLeftX>0</UpperLeftX><UpperLeftY>0</UpperLeftY><LowerRightX>1</LowerRightX><LowerRightY>-1</LowerRightY>"
WMS += "<TileLevel>1</TileLevel></DataWindow><Projection>EPSG:3857</Projection><BlockSizeX>256</BlockSizeX>"
WMS += "<BlockSizeY>256</BlockSizeY><BandsCount>1</BandsCount></GDAL_WMS>"


def vrt(source, relative=0):
    return (
        '<VRTDataset rasterXSize="8" rasterYSize="8"><GeoTransform>0,1,0,0,0,-1</GeoTransform>'
        '<VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
        f'<SourceFilename relativeToVRT="{relative}">{source}</SourceFilename><SourceBand>1</SourceBand>'
        "</SimpleSource></VRTRasterBand></VRTDataset>"
    )


def test_a_file_of_a_product_is_of_an_image_format_whatever_its_name(tmp_path, raster_file):
    secret = raster_file("secret.tif", np.ones((1, 8, 8), np.uint8))
    for text in (vrt(secret), WMS):
        (tmp_path / "T31_B02.jp2").write_text(text)
        with pytest.raises(UnveilError, match="B02.jp2 cannot be read"):
            describe(str(tmp_path / "T31_B02.jp2"), drivers=PRODUCT_DRIVERS)


def test_a_product_with_a_virtual_raster_for_a_band_is_refused(tmp_path, raster_file):
    from unveil.engine.sentinel.products import open_product

    secret = raster_file("secret.tif", np.ones((1, 8, 8), np.uint8))
    folder = tmp_path / "product"
    folder.mkdir()
    (folder / "B02.tif").write_text(vrt(secret))
    with pytest.raises(UnveilError, match="B02.tif cannot be read"):
        open_product(str(folder))


def test_the_users_own_virtual_rasters_open(tmp_path, raster_file):
    raster_file("a.tif", np.full((1, 8, 8), 7, np.uint8))
    (tmp_path / "b.vrt").write_text(vrt("a.tif", 1))
    (tmp_path / "c.vrt").write_text(vrt("b.vrt", 1))
    with Reader(describe(str(tmp_path / "c.vrt"))) as reader:
        assert (reader.read(Window(0, 0, 8, 8), (1,)) == 7).all()


def test_a_description_of_a_server_is_refused_unless_the_name_says_so(tmp_path):
    (tmp_path / "innocent.tif").write_text(WMS)
    with pytest.raises(UnveilError, match="cannot be read"):
        describe(str(tmp_path / "innocent.tif"))
    # Named as what it is, GDAL opens it: the pixels would come from the server.
    assert describe(WMS).grid.width > 0


@pytest.mark.parametrize(
    "source",
    [
        "/vsicurl/http://127.0.0.1:9/x.tif",
        "WMS:http://127.0.0.1:9/",
        "/vsizip//vsis3/bucket/x.zip/y.tif",
        "innocent.tif",
    ],
)
@pytest.mark.parametrize("nested", [False, True])
def test_a_virtual_raster_of_pixels_from_a_server_is_refused(tmp_path, source, nested):
    (tmp_path / "innocent.tif").write_text(WMS)
    (tmp_path / "outer.vrt").write_text(
        vrt("inner.vrt" if nested else source, 1 if nested or "innocent" in source else 0)
    )
    (tmp_path / "inner.vrt").write_text(vrt(source, 1 if "innocent" in source else 0))
    with pytest.raises(UnveilError, match="takes pixels from a server"):
        describe(str(tmp_path / "outer.vrt"))


def test_virtual_rasters_of_themselves_end(tmp_path):
    (tmp_path / "a.vrt").write_text(vrt("a.vrt", 1))
    with pytest.raises(UnveilError):
        describe(str(tmp_path / "a.vrt"))


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.tif")
    (tmp_path / "a.vrt").write_text(vrt("pipe.tif", 1))
    for name in ("pipe.tif", "a.vrt"):
        with pytest.raises(UnveilError, match="is not a regular file"):
            describe(str(tmp_path / name))
    with pytest.raises(UnveilError, match="is not a regular file"):
        describe("/dev/zero")


def test_files_beside_one_of_a_product_are_not_read(tmp_path, raster_file):
    path = raster_file("B02.tif", np.ones((1, 8, 8), np.uint8))
    with open(path + ".aux.xml", "w") as file:
        file.write("<PAMDataset><PAMRasterBand band='1'><Description>other</Description></PAMRasterBand></PAMDataset>")
    assert describe(path).names == ("other",)
    assert describe(path, drivers=PRODUCT_DRIVERS).names == ("",)


def test_a_pipe_for_a_mask_or_an_area_is_not_waited_for(tmp_path):
    from unveil.engine.scene.mask import describe_mask
    from unveil.engine.scene.part import read_area

    os.mkfifo(tmp_path / "mask.tif")
    for read in (describe_mask, lambda path: read_area(path, "")):
        with pytest.raises(UnveilError, match="is not a regular file"):
            read(str(tmp_path / "mask.tif"))


def test_a_window_of_a_file_that_only_some_formats_may_open_is_read(raster_file, tmp_path):
    data = np.arange(64, dtype=np.uint8).reshape(1, 8, 8)
    raster = describe(raster_file("band.tif", data), drivers=PRODUCT_DRIVERS)
    part = windowed(raster, Window(2, 3, 4, 5), str(tmp_path))
    with Reader(part) as reader:
        np.testing.assert_array_equal(reader.read(Window(0, 0, 4, 5), (1,)), data[:, 2:6, 3:8])


def test_a_window_of_a_raster_that_the_user_named_on_a_server_is_read(server, tmp_path):
    data = np.arange(64, dtype=np.uint8).reshape(1, 8, 8)
    write_raster(server.folder / "scene.tif", data)
    part = windowed(describe(f"/vsicurl/{server.address}/scene.tif"), Window(2, 3, 4, 5), str(tmp_path))
    with Reader(part) as reader:
        np.testing.assert_array_equal(reader.read(Window(0, 0, 4, 5), (1,)), data[:, 2:6, 3:8])
