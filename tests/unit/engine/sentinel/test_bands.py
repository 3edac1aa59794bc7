from __future__ import annotations

import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import Band, Raster
from unveil.engine.sentinel.bands import (
    SENTINEL2,
    find_optical_bands,
    find_radar_bands,
    optical_name,
    polarisation_name,
)


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


def test_thirteen_unnamed_bands_are_in_the_order_of_sen12ms_cr():
    assert find_optical_bands(raster([""] * 13), SENTINEL2) == tuple(range(1, 14))
    assert SENTINEL2[8:11] == ("B8A", "B9", "B10")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([""] * 12, "12 bands without Sentinel-2 names"),
        ([""] * 3, "3 bands without"),
        (["red", "green", "blue"], "3 bands without"),
        ([""], "1 band without"),
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
    assert find_radar_bands(raster(["", ""])) == (1, 2)


@pytest.mark.parametrize("names", [["VV"], [""], ["", "", ""], ["VV", "VV"], ["VH", "HH"]])
def test_radar_without_both_polarisations_is_refused(names):
    with pytest.raises(UnveilError, match="one band VV and one band VH"):
        find_radar_bands(raster(names))
