from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import optical_dn

from unveil.engine.errors import UnveilError
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import Band, Raster, describe
from unveil.engine.sentinel.bands import (
    SENTINEL2,
    find_optical_bands,
    find_radar_bands,
    optical_name,
    optical_names,
    polarisation_name,
)
from unveil.engine.sentinel.order import BY_NUMBER, order_by_values


def raster(names):
    return Raster("x.tif", Grid(1, 1, (0, 1, 0, 0, 0, -1), ""), "uint16", tuple(Band(name) for name in names))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("B1", "B1"),
        ("B01", "B1"),
        ("b8a", "B8A"),
        ("B08A_20m", "B8A"),
        ("B4, central wavelength 665 nm", "B4"),
        ("Sentinel-2 B12", "B12"),
        ("T31TDH_20150726T105026_B11", "B11"),
        ("B13", None),
        ("B0", None),
        ("B9A", None),
        ("AOT", None),
        ("", None),
    ],
)
def test_optical_names_are_read_as_products_write_them(text, name):
    assert optical_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"), [("VV", "VV"), ("Sigma0_VH_db", "VH"), ("vv", "VV"), ("HV", None), ("VVV", None)]
)
def test_polarisations_are_read_as_products_write_them(text, name):
    assert polarisation_name(text) == name


def test_bands_are_found_by_name_in_any_order():
    assert find_optical_bands(raster(["B12", "SCL", "B02", "B8A"]), ("B2", "B8A", "B12")) == (3, 4, 1)


def test_thirteen_unnamed_bands_of_l1c_are_in_the_order_of_sen12ms_cr(raster_file):
    unnamed = describe(raster_file("u.tif", optical_dn(30, 40)))
    assert find_optical_bands(unnamed, SENTINEL2) == tuple(range(1, 14))
    assert SENTINEL2[8:11] == ("B8A", "B9", "B10")


@pytest.mark.parametrize(
    ("said", "bands"),
    [
        ("coastal blue green red rededge1 rededge2 rededge3 nir nir08 nir09 cirrus swir16 swir22", SENTINEL2),
        ("Coastal_aerosol Blue RE1 red-edge-1 NIR_narrow water_vapour", ("B1", "B2", None, "B5", "B8A", "B9")),
        ("NDVI_B8_B4 B8/B4 B8 B08_median scl SCL angle", (None, None, "B8", "B8", None, None, None)),
        ("blue_median nir_2020 rededge", ("B2", "B8", None)),
    ],
)
def test_common_names_are_names_and_names_with_two_bands_are_of_something_derived(said, bands):
    assert tuple(map(optical_name, said.split())) == bands


@pytest.mark.parametrize("style", ["b{}", "B{}", "band_{}", "Band {}"])
def test_bands_that_are_only_numbered_have_no_names(raster_file, style):
    names = [style.format(number) for number in range(1, 14)]
    numbered = describe(raster_file("n.tif", optical_dn(30, 40), names=names))
    assert optical_names(numbered) == (None,) * 13
    assert find_optical_bands(numbered, SENTINEL2) == tuple(range(1, 14))
    with pytest.raises(UnveilError, match="12 bands without"):
        find_optical_bands(describe(raster_file("m.tif", optical_dn(30, 40)[:12], names=names[:12])), ("B2",))


def test_bands_sorted_by_number_are_told_by_their_values(raster_file):
    data = optical_dn(30, 40)
    by_number = [data[SENTINEL2.index(name)] for name in BY_NUMBER]
    found = find_optical_bands(describe(raster_file("a.tif", by_number)), SENTINEL2)
    assert [BY_NUMBER[position - 1] for position in found] == list(SENTINEL2)


def surface(data):
    """Twelve bands of L2A: no B10, and B9 as bright as B8A."""
    rows = [data[SENTINEL2.index(name)] for name in SENTINEL2 if name != "B10"]
    rows[9] = rows[8] + 50
    return rows


@pytest.mark.parametrize("last", ["alpha", "classes", "index"])
def test_twelve_bands_and_something_else_are_not_taken_for_l1c(raster_file, last):
    data = optical_dn(30, 40)
    beside = {
        "alpha": np.full((30, 40), 65535, np.uint16),
        "classes": np.random.default_rng(0).choice(np.array([4, 5, 9], np.uint16), (30, 40)),
        "index": data[7] // 2,
    }
    stack = describe(raster_file(f"{last}.tif", np.stack([*surface(data), beside[last]])))
    with pytest.raises(UnveilError, match="B10 is darker than B1 to B9; name the bands"):
        find_optical_bands(stack, ("B2",))


def test_where_all_bands_are_alike_positions_stand():
    assert order_by_values(np.full((13, 50), 5000.0)) == SENTINEL2


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([""] * 12, "12 bands without Sentinel-2 names"),
        ([""] * 3, "3 bands without"),
        (["hue", "saturation", "value"], "3 bands without"),
        (["red", "green", "blue"], "lacks B1, B5"),
        ([""], "1 band without"),
        (["VV", "VH"], "holds radar by the names of its bands; .* not swapped"),
        (["B4", "B3", "B2"], "lacks B1, B5"),
        ([name for name in SENTINEL2 if name != "B10"], "L2A products have no B10"),
        ([*SENTINEL2, "B04"], "more than one band named B4"),
    ],
)
def test_bands_that_cannot_be_told_are_refused_in_a_sentence(names, words):
    with pytest.raises(UnveilError, match=words) as error:
        find_optical_bands(raster(names), SENTINEL2)
    assert str(error.value).endswith(".") and "; " in str(error.value) or "more than one" in words


def test_radar_is_found_by_name_or_as_two_unnamed_bands():
    assert find_radar_bands(raster(["VH", "VV", "angle"])) == (2, 1)
    assert find_radar_bands(raster(["", ""])) == find_radar_bands(raster(["band_1", "Band 2"])) == (1, 2)
    assert find_radar_bands(raster(["VV", "VH", "VV/VH", "VV_VH_ratio"])) == (1, 2)


def test_other_polarisations_and_other_things_are_no_radar():
    with pytest.raises(UnveilError, match="holds HH and HV, and networks need VV and VH"):
        find_radar_bands(raster(["HH", "HV"]))
    with pytest.raises(UnveilError, match="named NDVI, depth"):
        find_radar_bands(raster(["NDVI", "depth"]))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["VV"], "holds VV only"),
        ([""], "holds one polarisation only"),
        (["VV", "VV"], "holds VV only"),
        (["VH", "HH"], "holds VH only"),
        (["", "", ""], "one band VV and one band VH"),
        (["VV", "VH", "VV", "VH"], "one band VV and one band VH"),
    ],
)
def test_radar_without_both_polarisations_is_refused(names, words):
    with pytest.raises(UnveilError, match=words):
        find_radar_bands(raster(names))


def test_wavelengths_in_names_do_not_hide_them():
    names = ("Coastal aerosol (443 nm)", "NIR (842 nm)", "Narrow NIR (865nm)", "SWIR 1 (1610 nm)", "red edge 071")
    assert [optical_name(name) for name in names] == ["B1", "B8", "B8A", "B11", "B5"]


def test_bands_of_landsat_are_not_taken_for_those_of_the_same_number():
    # USGS Collection 2: near infrared is SR_B5 of Landsat 8, and B5 of Sentinel-2 a red edge.
    assert optical_name("SR_B5") is None and optical_name(" st_b10") is None
    for names in (["SR_B2", "SR_B3", "SR_B4", "SR_B5"], ["B2", "SR_B5"]):
        with pytest.raises(UnveilError, match="Landsat's by name"):
            find_optical_bands(raster(names), ("B2",))
    assert optical_name("sur_refl_b01") is None
    with pytest.raises(UnveilError, match="MODIS's by name"):
        find_optical_bands(raster(["sur_refl_b01", "sur_refl_b02"]), ("B2",))
