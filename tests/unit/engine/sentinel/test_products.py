from __future__ import annotations

import numpy as np
import pytest
from fixtures.products import IDS, make_safe, write_jp2, zipped
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.sentinel.products import is_product, open_product

L2A = [name for name in IDS if name != "B10"]


@pytest.fixture(scope="module")
def l1c(tmp_path_factory):
    return make_safe(tmp_path_factory.mktemp("l1c"), size=60)


@pytest.fixture(scope="module")
def l2a(tmp_path_factory):
    return make_safe(tmp_path_factory.mktemp("l2a"), "L2A", "05.09", size=60)


def test_a_safe_tree_is_found_from_any_of_its_ends(l1c):
    granule = next((l1c / "GRANULE").iterdir())
    archive = zipped(l1c)
    driver = gdal.Open(str(l1c / "MTD_MSIL1C.xml")).GetSubDatasets() + gdal.Open(str(archive)).GetSubDatasets()
    ends = [l1c, f"{l1c}/", archive, l1c / "MTD_MSIL1C.xml", granule, granule / "IMG_DATA", granule / "MTD_TL.xml"]
    for end in [*map(str, ends), *(name for name, _ in driver)]:
        product = open_product(end)
        assert (product.level, product.baseline, list(product.names)) == ("L1C", "04.00", IDS), end
        assert product.stated and {band.bias for band in product.bands.values()} == {-1000}, end
        assert is_product(end)


def test_l2a_has_the_finest_file_of_each_band_and_the_classification(l2a):
    product = open_product(str(l2a))
    assert (product.level, list(product.names)) == ("L2A", L2A)
    assert product.bands["B5"].raster.grid.pixel_size == (20, 20) and "R20m" in product.bands["B5"].raster.path
    assert product.classification.raster.path.endswith("SCL_20m.jp2")


def test_bands_are_found_by_name_whatever_their_order(raster_file):
    path = raster_file("gee.tif", np.full((4, 6, 6), 900, np.uint16), names=["B12", "QA60", "B8A", "B02"])
    product = open_product(path)
    assert {name: band.position for name, band in product.bands.items()} == {"B2": 4, "B8A": 3, "B12": 1}


def test_names_can_be_given_for_a_raster_that_has_none(raster_file):
    path = raster_file("plain.tif", np.full((3, 6, 6), 900, np.uint16))
    assert open_product(path, ("B4", "B03", "B2")).bands["B3"].position == 2
    for names, words in (
        (("B4", "B3"), "2 band names"),
        (("B4", "grey", "B2"), "'grey' is no band"),
        ((), "cannot be told"),
    ):
        with pytest.raises(UnveilError, match=words):
            open_product(path, names)


@pytest.mark.parametrize(
    ("name", "bands", "level"),
    [
        ("S2A_MSIL2A_x.tif", ["B2", "B3"], "L2A"),
        ("2019_Sentinel-2_L1C_B04_(Raw).tif", ["B4"], "L1C"),
        ("S2A2A_20190723_BOA_10.tif", ["B2"], "L2A"),
        ("x.tif", ["B2", "B10"], "L1C"),
        ("x.tif", ["B2", "SCL"], "L2A"),
        ("boat.tif", ["B2", "B3"], ""),
    ],
)
def test_the_level_is_told_by_names_or_not_at_all(raster_file, name, bands, level):
    assert open_product(raster_file(name, np.full((len(bands), 6, 6), 900, np.uint16), names=bands)).level == level


def test_folders_that_are_not_one_scene_are_refused(tmp_path, l1c, l2a):
    with pytest.raises(UnveilError, match="holds no files named after Sentinel-2 bands"):
        open_product(str(tmp_path))
    with pytest.raises(UnveilError, match="does not exist"):
        open_product(str(tmp_path / "no"))
    (tmp_path / "notes.xml").write_text("<a/>")
    with pytest.raises(UnveilError, match="not known as metadata"):
        open_product(str(tmp_path / "notes.xml"))
    for date in ("20200101", "20200102"):
        write_jp2(tmp_path / f"{date}_B02.jp2", np.full((64, 64), 900, np.uint16), 10)
    with pytest.raises(UnveilError, match="more than one file for B2"):
        open_product(str(tmp_path))
    tiles = tmp_path / "two.SAFE" / "GRANULE"
    for tile in ("A", "B"):
        (tiles / tile / "IMG_DATA").mkdir(parents=True)
        write_jp2(tiles / tile / "IMG_DATA" / "B02.jp2", np.full((64, 64), 900, np.uint16), 10)
    with pytest.raises(UnveilError, match="2 granules"):
        open_product(str(tiles.parent))


def test_real_band_files(real_data):
    product = open_product(str(real_data / "readers" / "l1c_jp2"))
    assert (product.level, list(product.names), product.stated) == ("L1C", IDS, False)
    assert {band.raster.grid.pixel_size[0] for band in product.bands.values()} == {10, 20, 60}


def test_a_product_is_opened_once_until_something_in_it_changes(tmp_path, monkeypatch):
    from fixtures.products import make_safe

    from unveil.engine.sentinel import band_files

    safe, described = make_safe(tmp_path), []
    original = band_files.describe
    monkeypatch.setattr(band_files, "describe", lambda *a, **k: described.append(a) or original(*a, **k))
    first = open_product(str(safe))
    number = len(described)
    assert number >= 13 and open_product(str(safe)) == first and len(described) == number
    (safe / "GRANULE" / "another").mkdir()
    open_product(str(safe))
    assert len(described) == 2 * number
