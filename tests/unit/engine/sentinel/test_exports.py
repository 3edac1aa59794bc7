"""Products as other software hands them out, made small: netCDF, BEAM-DIMAP, folders, zips and stacks of band files."""

from __future__ import annotations

import shutil
import zipfile

import numpy as np
import pytest
from fixtures.products import make_safe
from fixtures.rasters import S2, optical_dn
from osgeo import gdal, osr

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.prepare.optical import OpticalSettings, prepare_optical
from unveil.engine.sentinel.bands import optical_names
from unveil.engine.sentinel.products import open_product

L2A = [name for name in S2 if name != "B10"]
BANDS = dict(zip(S2, optical_dn(40, 50)))


@pytest.fixture
def prepared(tmp_path, read_raster):
    """A function that prepares a product and returns its bands by name."""

    def prepare(path):
        product = open_product(str(path))
        output = str(tmp_path / "prepared.tif")
        prepare_optical(product, output, OpticalSettings(), Feedback())
        return dict(zip(product.names, read_raster(output)))

    return prepare


@pytest.fixture
def write_nc(tmp_path):
    """A function that writes variables [h, w] or [t, h, w] as openEO does, and returns the file's path."""

    def write(variables):
        path = str(tmp_path / "openEO.nc")
        root = gdal.GetDriverByName("netCDF").CreateMultiDimensional(path).GetRootGroup()
        height, width = next(iter(variables.values())).shape[-2:]
        y, x = root.CreateDimension("y", None, None, height), root.CreateDimension("x", None, None, width)
        numbers = gdal.ExtendedDataType.Create(gdal.GDT_Float64)
        for dimension, start, step in ((y, 4999995.0, -10.0), (x, 500005.0, 10.0)):
            axis = root.CreateMDArray(dimension.GetName(), [dimension], numbers)
            axis.Write((start + step * np.arange(dimension.GetSize())).astype(np.float64))
        place = osr.SpatialReference()
        place.ImportFromEPSG(32632)
        for name, values in variables.items():
            dimensions = [y, x]
            if values.ndim == 3:
                dimensions.insert(0, root.CreateDimension(f"t_{name}", None, None, len(values)))
            array = root.CreateMDArray(name, dimensions, gdal.ExtendedDataType.Create(gdal.GDT_UInt16))
            array.SetSpatialRef(place)
            array.Write(np.ascontiguousarray(values))
        return path

    return write


def test_netcdf_has_a_variable_for_each_band_and_is_read_without_a_word_on_the_console(prepared, write_nc, capfd):
    found = prepared(write_nc({f"B0{number}": BANDS[f"B{number}"] for number in (2, 3, 4)}))
    assert list(found) == ["B2", "B3", "B4"]
    for name in found:
        np.testing.assert_array_equal(found[name], BANDS[name])
    assert "HDF5" not in "".join(capfd.readouterr())


def test_netcdf_of_several_dates_is_refused(write_nc):
    with pytest.raises(UnveilError, match="2 dates in each variable"):
        open_product(write_nc({name: np.stack([BANDS["B2"]] * 2) for name in ("B02", "B03")}))


def test_beam_dimap_is_its_folder_of_bands_and_refused_without_it(prepared, tmp_path):
    (tmp_path / "scene.dim").write_text("<Dimap_Document/>")
    with pytest.raises(UnveilError, match="copy the whole folder scene.data"):
        open_product(str(tmp_path / "scene.dim"))
    (tmp_path / "scene.data").mkdir()
    place = osr.SpatialReference()
    place.ImportFromEPSG(32632)
    for name in ("B2", "B8A"):
        memory = gdal.GetDriverByName("MEM").Create("", 50, 40, 1, gdal.GDT_Float32)
        memory.SetGeoTransform((500000, 10, 0, 5000000, 0, -10))
        memory.SetProjection(place.ExportToWkt())
        memory.GetRasterBand(1).WriteArray(BANDS[name].astype(np.float32) / 10000)
        gdal.GetDriverByName("ENVI").CreateCopy(str(tmp_path / "scene.data" / f"{name}.img"), memory)
    found = prepared(tmp_path / "scene.dim")
    np.testing.assert_allclose(found["B8A"], BANDS["B8A"], atol=1)


def test_a_stack_alone_in_a_zip_or_a_folder_is_a_raster(prepared, raster_file, tmp_path):
    stack = raster_file("download.tif", optical_dn(40, 50), names=S2)
    (tmp_path / "folder").mkdir()
    with zipfile.ZipFile(tmp_path / "ee.zip", "w") as archive:
        archive.write(stack, "download.tif")
        archive.write(stack, "folder/download.tif")
    shutil.copy(stack, tmp_path / "folder")
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.write(stack, "download.tif")
    for path in (tmp_path / "folder", tmp_path / "one.zip"):
        np.testing.assert_array_equal(list(prepared(path).values()), optical_dn(40, 50))
    with pytest.raises(UnveilError, match="holds no files named after Sentinel-2 bands"):
        open_product(str(tmp_path / "ee.zip"))


def test_theia_lies_beside_masks_that_are_no_bands(prepared, raster_file, tmp_path):
    name = "SENTINEL2A_20200901-103635-531_L2A_T32TNR_C_V2-2"
    folder = tmp_path / "theia"
    (folder / "MASKS").mkdir(parents=True)
    for band in ("B2", "B3", "B8A"):
        dn = BANDS[band].astype(np.int16)
        dn[:9] = -10000
        raster_file(f"theia/{name}_FRE_{band}.tif", dn[None])
    raster_file(f"theia/MASKS/{name}_CLM_R1.tif", np.zeros((1, 40, 50), np.uint8))
    raster_file(f"theia/{name}_ATB_R1.tif", np.zeros((2, 40, 50), np.uint8))
    found = prepared(folder)
    assert list(found) == ["B2", "B3", "B8A"]
    np.testing.assert_array_equal(found["B2"][9:], BANDS["B2"][9:])
    assert not found["B2"][:9].any()
    raster_file(f"theia/{name}_SRE_B2.tif", BANDS["B2"].astype(np.int16)[None])
    with pytest.raises(UnveilError, match="_FRE_ and _SRE_"):
        open_product(str(folder))


def test_one_resolution_of_a_safe_tree_has_the_coding_of_its_product(tmp_path):
    safe = make_safe(tmp_path, "L2A")
    images = next((safe / "GRANULE").iterdir()) / "IMG_DATA"
    for folder, bands in (("R10m", 4), ("R20m", 6), ("R60m", 8)):
        product = open_product(str(images / folder))
        assert product.stated and len(product.names) == bands and product.sun is not None
        assert {band.bias for band in product.bands.values()} == {-1000}


def test_forces_broad_infrared_is_b8_and_its_other_one_is_narrow(raster_file):
    from unveil.engine.raster.source import describe

    names = ["BLUE", "GREEN", "RED", "REDEDGE1", "REDEDGE2", "REDEDGE3", "BROADNIR", "NIR", "SWIR1", "SWIR2"]
    path = raster_file("force.tif", optical_dn(8, 8)[:10], names=names)
    assert optical_names(describe(path)) == ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")


@pytest.mark.parametrize(
    ("file", "sensor"),
    [
        ("HLS.L30.T32TNR.2020245T103629.v2.0.B04.tif", "Landsat"),
        ("LC08_L2SP_192028_20200901_02_T1_SR_B4.tif", "Landsat"),
        ("MOD09GA.A2020245.h18v04_B04.tif", "MODIS"),
    ],
)
def test_files_of_other_sensors_are_refused_by_name(raster_file, tmp_path, file, sensor):
    (tmp_path / "other").mkdir()
    raster_file(f"other/{file}", BANDS["B4"][None])
    with pytest.raises(UnveilError, match=f"{sensor}'s by name"):
        open_product(str(tmp_path / "other"))


def test_harmonised_sentinel_2_is_none_of_them(raster_file, tmp_path):
    (tmp_path / "hls").mkdir()
    for band in ("B04", "B8A"):
        raster_file(f"hls/HLS.S30.T32TNR.2020245T103629.v2.0.{band}.tif", BANDS["B4"][None])
    assert list(open_product(str(tmp_path / "hls")).names) == ["B4", "B8A"]


def test_a_product_without_a_measured_pixel_is_refused(prepared, raster_file, tmp_path):
    with pytest.raises(UnveilError, match="no valid pixel"):
        prepared(raster_file("empty.tif", np.zeros((13, 20, 20), np.uint16), names=S2, nodata=0))
    assert not (tmp_path / "prepared.tif").exists()


def test_an_eighth_band_with_a_letter_is_told_from_the_eighth():
    from unveil.engine.sentinel.bands import optical_name

    assert optical_name("Band 8A - Narrow NIR") == optical_name("band_8a") == "B8A"
    assert optical_name("Band 8 - NIR") == "B8" and optical_name("Band 8") is None


def test_a_file_of_a_product_is_opened_to_be_described_and_to_be_read_and_no_more(prepared, tmp_path, monkeypatch):
    from collections import Counter

    safe, opened, original = make_safe(tmp_path), Counter(), gdal.OpenEx
    monkeypatch.setattr(gdal, "OpenEx", lambda path, *a, **k: opened.update([str(path)]) or original(path, *a, **k))
    prepared(safe)
    images = {path: number for path, number in opened.items() if path.endswith(".jp2")}
    assert len(images) == 13 and set(images.values()) == {2}
