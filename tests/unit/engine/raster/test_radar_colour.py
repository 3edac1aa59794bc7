from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import numpy as np
from osgeo import gdal

from unveil.engine.raster.grid import Grid
from unveil.engine.raster.radar_colour import RATIO, RATIO_RANGE, write_radar_colour
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band, describe
from unveil.engine.sentinel.radar import open_radar

GRID = Grid(40, 30, (600000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), "")


def radar_file(path, names):
    rng = np.random.default_rng(3)
    data = np.stack([rng.normal(mean, 2, (30, 40)) for mean in (-10, -17)]).astype(np.float32)
    data[:, 5:8, 3] = np.nan
    crs = gdal.osr.SpatialReference()
    crs.ImportFromEPSG(32631)
    grid = Grid(GRID.width, GRID.height, GRID.transform, crs.ExportToWkt())
    bands = tuple(Band(name, float("nan")) for name in names)
    with Sink(str(path), grid, Content("float32", bands)) as sink:
        sink.write_rows(data)
    return data


def test_vv_vh_and_their_ratio_are_read_from_two_bands(tmp_path):
    data = radar_file(tmp_path / "a & b.tif", ("VV", "VH"))
    path = write_radar_colour(describe(str(tmp_path / "a & b.tif")))
    assert path == tmp_path / "a & b_vv_vh_ratio.vrt"
    made, source = gdal.Open(str(path)), gdal.Open(str(tmp_path / "a & b.tif"))
    assert [made.GetRasterBand(n).GetDescription() for n in (1, 2, 3)] == ["VV", "VH", RATIO]
    assert made.GetGeoTransform() == source.GetGeoTransform() and made.GetProjection() == source.GetProjection()
    np.testing.assert_array_equal(made.ReadAsArray(), np.concatenate([data, data[:1] - data[1:]]))
    assert sorted(each.name for each in tmp_path.iterdir() if "ratio" in each.name) == [
        "a & b_vv_vh_ratio.qml",
        "a & b_vv_vh_ratio.vrt",
    ]
    style = ElementTree.parse(path.with_suffix(".qml")).find("pipe/rasterrenderer")
    assert [style.get(f"{colour}Band") for colour in ("red", "green", "blue")] == ["1", "2", "3"]
    assert float(style.findtext("blueContrastEnhancement/minValue")) == RATIO_RANGE[0]
    # Their folder may go elsewhere.
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("a & b.tif", path.name):
        (tmp_path / name).rename(moved / name)
    assert np.isfinite(gdal.Open(str(moved / path.name)).ReadAsArray()).sum() == 3 * (30 * 40 - 3)


def test_bands_in_another_order_are_told_by_their_names(tmp_path):
    data = radar_file(tmp_path / "r.tif", ("VH", "VV"))
    made = gdal.Open(str(write_radar_colour(describe(str(tmp_path / "r.tif")))))
    np.testing.assert_array_equal(made.ReadAsArray(), np.stack([data[1], data[0], data[1] - data[0]]))


def test_the_file_is_radar_for_every_reader(tmp_path):
    radar_file(tmp_path / "r.tif", ("VV", "VH"))
    radar = open_radar(describe(str(write_radar_colour(describe(str(tmp_path / "r.tif"))))))
    assert radar.positions == (1, 2) and radar.raster.units == ""


def test_other_rasters_get_none_and_a_style_of_the_user_is_kept(tmp_path):
    radar_file(tmp_path / "o.tif", ("B2", "B3"))
    assert write_radar_colour(describe(str(tmp_path / "o.tif"))) is None
    radar_file(tmp_path / "r.tif", ("VV", "VH"))
    (tmp_path / "r_vv_vh_ratio.qml").write_text("<qgis/>", encoding="utf-8")
    write_radar_colour(describe(str(tmp_path / "r.tif")))
    assert (tmp_path / "r_vv_vh_ratio.qml").read_text(encoding="utf-8") == "<qgis/>"
