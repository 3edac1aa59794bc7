from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.masking.palette import MASK_CLASSES
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band
from unveil.engine.raster.style import MARK, shown_ranges, true_colour_ranges, visible_bands

GRID = Grid(60, 300, (600000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), "")
NAMES = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12")


def write(path, data, bands, **keywords):
    with Sink(str(path), GRID, Content(data.dtype.name, bands, **keywords)) as sink:
        sink.write_rows(data)


def renderer_of(path):
    return ElementTree.fromstring(path.with_suffix(".qml").read_text(encoding="utf-8")).find("pipe/rasterrenderer")


def limits(renderer, colour):
    stretch = renderer.find(f"{colour}ContrastEnhancement")
    return float(stretch.findtext("minValue")), float(stretch.findtext("maxValue"))


@pytest.mark.parametrize(
    "names, places",
    [
        (NAMES, (4, 3, 2)),
        (("B02", "B03", "B04", "B08"), (3, 2, 1)),
        (("B4, central wavelength 665 nm", "B3, central wavelength 560 nm", "B2, x"), (1, 2, 3)),
        (("",) * 13, (4, 3, 2)),
        (("",) * 4, None),
        (("B2", "B3", "B8A"), None),
        (("B12", "B11", "B4A"), None),
        (("VV", "VH"), None),
    ],
)
def test_red_green_and_blue_are_told_by_names(names, places):
    assert visible_bands(names) == places


def test_clouds_have_no_part_in_the_stretch_and_one_gain_holds_for_all_colours():
    ground = np.stack([np.linspace(400, 2400, 1001), np.linspace(600, 1600, 1001), np.linspace(900, 1500, 1001)])
    cloudy = np.concatenate([ground, np.full((3, 3000), 8000.0)], axis=1)
    ranges = true_colour_ranges(cloudy)
    assert ranges == true_colour_ranges(ground)
    gains = [white - black for black, white in ranges]
    assert gains == pytest.approx([gains[0]] * 3) and gains[0] == pytest.approx(1.2 * 0.97 * 2000, abs=1)
    assert [black for black, _ in ranges] == pytest.approx([420 - 194, 610 - 194, 906 - 194], abs=1)


def test_a_scene_of_cloud_alone_or_without_any_pixel_has_a_stretch_too():
    assert true_colour_ranges(np.full((3, 100), 9000.0))[0] == (8900, 10100)
    assert true_colour_ranges(np.empty((3, 0))) == ((0, 3000),) * 3


def test_reflectance_is_stretched_as_reflectance():
    dn = np.random.default_rng(0).uniform(500, 2000, (3, 500))
    for (low, high), (low_dn, high_dn) in zip(shown_ranges(dn / 10000), shown_ranges(dn)):
        assert (low, high) == pytest.approx((low_dn / 10000, high_dn / 10000))


def test_a_raster_of_many_bands_is_true_colour_in_qgis_and_elsewhere(tmp_path):
    data = np.random.default_rng(0).integers(500, 2000, (13, 300, 60)).astype(np.uint16)
    data[:, :200] = 9000
    data[:, :10] = 0
    write(tmp_path / "a.tif", data, [Band(name, nodata=0) for name in NAMES])
    renderer = renderer_of(tmp_path / "a.tif")
    assert [renderer.get(f"{colour}Band") for colour in ("red", "green", "blue")] == ["4", "3", "2"]
    assert 300 <= limits(renderer, "red")[0] < 500 and 2000 < limits(renderer, "red")[1] < 2300
    dataset = gdal.Open(str(tmp_path / "a.tif"))
    meant = {index: dataset.GetRasterBand(index).GetColorInterpretation() for index in range(1, 14)}
    assert (meant[4], meant[3], meant[2]) == (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)
    assert {meant[index] for index in (1, 5, 13)} == {gdal.GCI_Undefined}


def test_scale_and_offset_are_in_the_stretch_as_qgis_shows_values(tmp_path):
    data = np.random.default_rng(0).integers(1500, 3000, (3, 300, 60)).astype(np.uint16)
    write(tmp_path / "a.tif", data, [Band(name, scale=1e-4, offset=-0.1) for name in ("B4", "B3", "B2")])
    black, white = limits(renderer_of(tmp_path / "a.tif"), "red")
    assert black == pytest.approx(0.035, abs=0.005) and white == pytest.approx(0.21, abs=0.01)


def test_classes_are_see_through_and_named(tmp_path):
    write(tmp_path / "a.tif", np.ones((1, 300, 60), np.uint8), [Band("class", 255)], classes=MASK_CLASSES)
    entries = {entry.get("value"): entry for entry in renderer_of(tmp_path / "a.tif").iter("paletteEntry")}
    assert [entry.get("label") for entry in entries.values()] == ["clear", "cloud", "thin cloud", "cloud shadow"]
    assert entries["0"].get("alpha") == "0" and all(0 < int(entries[code].get("alpha")) < 160 for code in "123")


def test_radar_is_drawn_in_decibels(tmp_path):
    write(tmp_path / "a.tif", np.full((2, 300, 60), -10, np.float32), [Band("VV"), Band("VH")])
    renderer = renderer_of(tmp_path / "a.tif")
    assert renderer.get("greenBand") == "2" and limits(renderer, "green") == (-29, -8)


def test_a_style_that_somebody_saved_stays_and_one_of_unveil_is_made_again(tmp_path):
    data = np.full((3, 300, 60), 1000, np.uint16)
    bands = [Band(name) for name in ("B4", "B3", "B2")]
    write(tmp_path / "a.tif", data, bands)
    style = tmp_path / "a.qml"
    assert MARK in style.read_text(encoding="utf-8")
    write(tmp_path / "a.tif", data + np.uint16(500), bands)
    assert limits(renderer_of(tmp_path / "a.tif"), "red")[0] == 1400
    write(tmp_path / "a.tif", data[:1], [Band("anything")])
    assert not style.exists()
    style.write_text("<qgis/>", encoding="utf-8")
    write(tmp_path / "a.tif", data, bands)
    assert style.read_text(encoding="utf-8") == "<qgis/>"


def test_a_raster_that_failed_leaves_no_style(tmp_path):
    bands = [Band(name) for name in ("B4", "B3", "B2")]
    with pytest.raises(RuntimeError), Sink(str(tmp_path / "a.tif"), GRID, Content("uint16", bands)) as sink:
        sink.write_rows(np.ones((3, 100, 60), np.uint16))
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
