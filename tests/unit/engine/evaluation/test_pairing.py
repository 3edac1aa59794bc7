"""Rasters that cannot be compared are refused with one sentence that says what to do."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.pairing import bands_of, is_somewhere, open_pair, pixel_on_pixel
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader, describe


@pytest.fixture
def opened(raster_file, tmp_path):
    """A function that opens two images: (keywords of the prediction, those of the reference)."""

    def make(first=None, second=None, first_data=None, second_data=None, resample=False):
        data = optical_dn(40, 50)
        one = raster_file("p.tif", data if first_data is None else first_data, **{"names": S2, **(first or {})})
        two = raster_file("r.tif", data if second_data is None else second_data, **{"names": S2, **(second or {})})
        return open_pair(describe(one), describe(two), None, None, str(tmp_path), resample)

    return make


SHIFTED = (600005, 10, 0, 5000000, 0, -10)
REFLECTANCE = (optical_dn(40, 50) / 10000).astype(np.float32)
FAR = (700000, 10, 0, 5000000, 0, -10)


@pytest.mark.parametrize(
    ("keywords", "sentence"),
    [
        ({"second": {"transform": SHIFTED}}, r"does not lie on the prediction's grid .*; ask for resampling"),
        ({"second": {"transform": FAR}}, "does not overlap the prediction; choose images of the same place"),
        ({"second": {"transform": FAR}, "resample": True}, "does not overlap"),
        ({"second_data": optical_dn(20, 50)}, "does not lie on the prediction's grid"),
        ({"second_data": optical_dn(20, 50), "second": {"epsg": None}}, "no coordinate reference system"),
        ({"second_data": REFLECTANCE, "second": {"names": None}}, "r.tif look like reflectance"),
        ({"first_data": REFLECTANCE, "first": {"names": None}}, "p.tif look like reflectance"),
        ({"second_data": optical_dn(40, 50) + np.uint16(1000)}, "offset of processing baseline 04.00"),
        (
            {
                "second_data": optical_dn(40, 50)[:2],
                "second": {"names": S2[:2]},
                "first_data": optical_dn(40, 50)[2:],
                "first": {"names": S2[2:]},
            },
            r"no band in common \(.*p.tif: B3, .*r.tif: B1, B2\); compare",
        ),
        ({"second_data": optical_dn(40, 50)[:3], "second": {"names": None}}, "3 bands without Sentinel-2 names"),
    ],
)
def test_what_cannot_be_compared_is_refused(opened, keywords, sentence):
    with pytest.raises(UnveilError, match=sentence) as caught:
        opened(**keywords)
    text = str(caught.value)
    assert text.endswith(".") and "\n" not in text and ".vrt" not in text


def test_the_same_grid_is_read_as_it_is(opened):
    pair = opened()
    assert pair.reference.raster.path.endswith("r.tif") and pair.bands == tuple(S2)


def test_reflectance_in_named_bands_is_read_as_what_it_is(opened):
    pair = opened(second_data=REFLECTANCE)
    with Reader(pair.reference.raster) as reader:
        stored = reader.read(Window(0, 0, 40, 50), pair.reference.positions)
    np.testing.assert_allclose(pair.reference.dn(stored), optical_dn(40, 50), rtol=1e-5)


def test_bands_are_matched_by_name(raster_file, tmp_path):
    data = optical_dn(30, 30)
    one = raster_file("p.tif", data[[3, 2, 1]], names=["B4", "B3", "B2"])
    two = raster_file("r.tif", data[[1, 2, 3]], names=["B02", "B03", "B04"])
    pair = open_pair(describe(one), describe(two), None, None, str(tmp_path))
    assert pair.bands == ("B2", "B3", "B4")
    window = Window(0, 0, 30, 30)
    for optical in (pair.prediction, pair.reference):
        with Reader(optical.raster) as reader:
            np.testing.assert_array_equal(reader.read(window, optical.positions), data[1:4])


def test_bands_that_one_image_lacks_are_left_out(opened):
    lost = S2.index("B10")
    kept = [name for name in S2 if name != "B10"]
    pair = opened(first_data=np.delete(optical_dn(40, 50), lost, axis=0), first={"names": kept})
    assert pair.bands == tuple(kept) and pair.left_out == ("B10",)
    assert pair.reference.names == pair.prediction.names
    with Reader(pair.reference.raster) as reader:
        stored = reader.read(Window(0, 0, 40, 50), pair.reference.positions)
    np.testing.assert_array_equal(stored, np.delete(optical_dn(40, 50), lost, axis=0))


def test_a_cirrus_band_that_is_left_out_tells_the_offset_all_the_same(opened):
    kept = [index for index, name in enumerate(S2) if name != "B10"]
    given = {"first_data": optical_dn(40, 50)[kept], "first": {"names": [S2[index] for index in kept]}}
    with pytest.raises(UnveilError, match="offset of processing baseline 04.00"):
        opened(second_data=optical_dn(40, 50) + np.uint16(1000), **given)


def test_resampling_is_gdals_bilinear_and_marks_what_lies_outside(opened, tmp_path, read_raster):
    smooth = np.linspace(500, 3000, 13)[:, None, None] + 20.0 * np.arange(40)[:, None] + 10.0 * np.arange(50)
    pair = opened(
        first_data=smooth.astype(np.uint16),
        second_data=smooth.astype(np.uint16),
        second={"transform": SHIFTED},
        resample=True,
    )
    with Reader(pair.reference.raster) as reader:
        stored = reader.read(Window(0, 0, 40, 50), pair.reference.positions)
    # Half a pixel to the right: the mean of two neighbours of the plane.
    expected = smooth[:, 2:-2, 2:-2] - 5
    np.testing.assert_allclose(stored[:, 2:-2, 2:-2], expected, atol=1.01)
    gdal.Warp(str(tmp_path / "c.tif"), str(tmp_path / "r.tif"), xRes=20, yRes=20).FlushCache()
    again = open_pair(
        describe(str(tmp_path / "p.tif")), describe(str(tmp_path / "c.tif")), None, None, str(tmp_path), True
    )
    assert again.reference.raster.grid == again.grid


def test_a_reference_that_covers_a_part_is_nodata_beside_it(opened):
    pair = opened(second={"transform": (600250, 10, 0, 5000000, 0, -10)}, resample=True)
    with Reader(pair.reference.raster) as reader:
        stored = reader.read(Window(0, 0, 40, 50), pair.reference.positions)
    valid = pair.reference.valid(stored)
    assert not valid[:, :24].any() and valid[:, 26:].all()


def test_without_any_crs_images_lie_pixel_on_pixel(raster_file):
    files = [raster_file(f"{n}.tif", optical_dn(20, 30), epsg=None, transform=(0, 1, 0, 0, 0, 1)) for n in "ab"]
    placed = pixel_on_pixel([describe(path) for path in files])
    assert placed[0].grid == placed[1].grid and not is_somewhere(placed[0].grid)
    assert placed[0].grid.pixel_size == (10, 10)


def test_one_crs_is_enough_for_images_of_one_size(raster_file):
    bare = describe(raster_file("a.tif", optical_dn(20, 30), epsg=None, transform=(0, 1, 0, 0, 0, 1)))
    there = describe(raster_file("b.tif", optical_dn(20, 30)))
    placed = pixel_on_pixel([bare, there])
    assert placed[0].grid == there.grid and placed[0].path == bare.path
    assert is_somewhere(placed[0].grid)


def test_bands_without_names_are_those_of_sen12mscr(raster_file):
    assert bands_of(describe(raster_file("a.tif", optical_dn(9, 9)))) == tuple(S2)
