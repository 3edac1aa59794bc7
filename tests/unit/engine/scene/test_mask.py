from __future__ import annotations

import numpy as np
import pytest
from fixtures.log import Log
from osgeo import ogr, osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import describe
from unveil.engine.scene.mask import MaskReading, describe_mask, open_mask
from unveil.engine.workplace import Workplace


@pytest.fixture
def grid(raster_file):
    return describe(raster_file("grid.tif", np.ones((1, 40, 60), np.uint16))).grid


def opened(path, grid, folder, **reading):
    log = Log()
    return open_mask(describe_mask(path), grid, MaskReading(**reading), Workplace(str(folder), log)), log


def test_a_mask_becomes_class_codes_on_the_grid(raster_file, grid, tmp_path, read_raster):
    values = np.zeros((1, 40, 60), np.float32)
    values[0, 5:9, 7:11] = 0.9
    mask, log = opened(raster_file("m.tif", values), grid, tmp_path)
    np.testing.assert_array_equal(read_raster(mask.raster.path)[0], values[0] > 0.5)
    assert mask.counts == {0: 2384, 1: 16} and "probability" in log.infos[0]


def test_every_mask_grows_by_the_same_length(raster_file, grid, tmp_path, read_raster):
    values = np.zeros((1, 40, 60), np.uint8)
    values[0, 20, 30] = 255
    mask, _ = opened(raster_file("m.tif", values), grid, tmp_path, dilation=30.0)
    rows, columns = np.mgrid[:40, :60]
    np.testing.assert_array_equal(read_raster(mask.raster.path)[0] == 1, (rows - 20) ** 2 + (columns - 30) ** 2 <= 9)


def test_growth_does_not_depend_on_strips(raster_file, grid, tmp_path, read_raster, monkeypatch):
    values = (np.random.default_rng(1).uniform(size=(1, 300, 60)) > 0.995).astype(np.uint8)
    path = raster_file("m.tif", values)
    whole = read_raster(opened(path, describe(path).grid, tmp_path, dilation=50.0)[0].raster.path)
    monkeypatch.setattr("unveil.engine.scene.mask._STRIP_PIXELS", 600)
    cut = read_raster(opened(path, describe(path).grid, tmp_path, dilation=50.0)[0].raster.path)
    np.testing.assert_array_equal(whole, cut)


def test_a_scene_classification_of_20_m_is_brought_onto_the_grid_and_said(raster_file, grid, tmp_path, read_raster):
    scl = np.full((1, 20, 30), 4, np.uint8)
    scl[0, 3, 4] = 9
    coarse = raster_file("scl.tif", scl, names=["SCL"], transform=(600000, 20, 0, 5000000, 0, -20))
    mask, log = opened(coarse, grid, tmp_path)
    expected = np.zeros((40, 60), np.uint8)
    expected[6:8, 8:10] = 1
    np.testing.assert_array_equal(read_raster(mask.raster.path)[0], expected)
    assert any("nearest neighbour" in line for line in log.infos) and not log.warnings


def test_where_a_mask_covers_nothing_is_no_data_and_said(raster_file, grid, tmp_path, read_raster):
    moved = raster_file("m.tif", np.ones((1, 40, 60), np.uint8), transform=(600300, 10, 0, 5000000, 0, -10), nodata=0)
    mask, log = opened(moved, grid, tmp_path)
    codes = read_raster(mask.raster.path)[0]
    assert (codes[:, :30] == 255).all() and (codes[:, 30:] == 1).all()
    assert "50 %" in log.warnings[0]


def test_masks_that_lie_nowhere_are_refused(raster_file, grid, tmp_path):
    smaller = raster_file("s.tif", np.zeros((1, 50, 50), np.uint8), epsg=None)
    with pytest.raises(UnveilError, match="no coordinate reference system and 50 x 50 pixels"):
        opened(smaller, grid, tmp_path)
    away = raster_file("a.tif", np.zeros((1, 40, 60), np.uint8), transform=(400000, 10, 0, 5000000, 0, -10))
    with pytest.raises(UnveilError, match="does not overlap"):
        opened(away, grid, tmp_path)


def test_a_mask_without_crs_of_the_right_size_lies_where_the_raster_does(raster_file, grid, tmp_path, read_raster):
    mask, _ = opened(raster_file("n.tif", np.ones((1, 40, 60), np.uint8), epsg=None), grid, tmp_path)
    assert (read_raster(mask.raster.path) == 1).all() and mask.raster.grid == grid


def polygons(path, rings, epsg=32631, field=None):
    """Write squares (left, top, right, bottom, class) as a GeoPackage."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("clouds", reference, ogr.wkbPolygon)
    if field:
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTInteger))
    for left, top, right, bottom, code in rings:
        feature = ogr.Feature(layer.GetLayerDefn())
        corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        wkt = ", ".join(f"{x} {y}" for x, y in corners)
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({wkt}))"))
        if field:
            feature.SetField(field, code)
        layer.CreateFeature(feature)
    layer = dataset = None
    return str(path)


def test_polygons_are_drawn_on_the_grid(grid, tmp_path, read_raster):
    path = polygons(tmp_path / "c.gpkg", [(600101, 4999899, 600199, 4999801, 1)])
    mask, log = opened(path, grid, tmp_path)
    expected = np.zeros((40, 60), np.uint8)
    expected[10:20, 10:20] = 1
    np.testing.assert_array_equal(read_raster(mask.raster.path)[0], expected)
    assert "polygons" in log.infos[0]


def test_a_field_of_classes_is_taken(grid, tmp_path, read_raster):
    squares = [(600001, 4999999, 600099, 4999901, 1), (600201, 4999999, 600299, 4999901, 3)]
    mask, _ = opened(polygons(tmp_path / "c.gpkg", squares, field="class"), grid, tmp_path)
    codes = read_raster(mask.raster.path)[0]
    assert codes[5, 5] == 1 and codes[5, 25] == 3 and codes[30, 5] == 0


def test_a_layer_of_a_file_may_be_named_as_qgis_names_it(grid, tmp_path):
    path = polygons(tmp_path / "c.gpkg", [(600101, 4999899, 600199, 4999801, 1)])
    drawn = ogr.Open(path, 1)
    other = drawn.CreateLayer("other", drawn.GetLayer(0).GetSpatialRef(), ogr.wkbPolygon)
    feature = ogr.Feature(other.GetLayerDefn())
    feature.SetGeometry(
        ogr.CreateGeometryFromWkt("POLYGON((600001 4999999,600009 4999999,600009 4999991,600001 4999999))")
    )
    other.CreateFeature(feature)
    drawn = other = feature = None
    assert opened(f"{path}|layername=other", grid, tmp_path)[0].counts == {0: 2399, 1: 1}
    with pytest.raises(UnveilError, match="holds no polygons"):
        describe_mask(f"{path}|layername=none")


def test_polygons_in_another_crs_land_where_they_belong(grid, tmp_path, read_raster):
    source, target = osr.SpatialReference(), osr.SpatialReference()
    source.ImportFromEPSG(32631)
    target.ImportFromEPSG(4326)
    for reference in (source, target):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    change = osr.CoordinateTransformation(source, target)
    left, top, _ = change.TransformPoint(600103, 4999897)
    right, bottom, _ = change.TransformPoint(600197, 4999803)
    mask, _ = opened(polygons(tmp_path / "c.gpkg", [(left, top, right, bottom, 1)], epsg=4326), grid, tmp_path)
    rows, columns = np.nonzero(read_raster(mask.raster.path)[0])
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (10, 19, 10, 19)


def test_polygons_elsewhere_and_empty_layers_are_refused(grid, tmp_path):
    with pytest.raises(UnveilError, match="No polygon .* lies on"):
        opened(polygons(tmp_path / "away.gpkg", [(0, 100, 100, 0, 1)]), grid, tmp_path)
    with pytest.raises(UnveilError, match="holds no polygon"):
        opened(polygons(tmp_path / "empty.gpkg", []), grid, tmp_path)


def test_what_is_neither_raster_nor_polygons_is_refused(grid, tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("no mask")
    with pytest.raises(UnveilError, match="cannot be read"):
        describe_mask(str(text))
    points = str(tmp_path / "p.geojson")
    (tmp_path / "p.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": '
        '{"type": "Point", "coordinates": [1, 2]}}]}'
    )
    with pytest.raises(UnveilError, match="holds no polygons"):
        describe_mask(points)


def test_a_band_called_clear_is_read_as_clear_and_warned_of(raster_file, grid, tmp_path, read_raster):
    values = np.ones((1, 40, 60), np.uint8)
    values[0, :10] = 0
    mask, log = opened(raster_file("m.tif", values, names=["clear"]), grid, tmp_path)
    assert (read_raster(mask.raster.path)[0] == (values[0] == 0)).all() and "1 is taken for clear" in log.warnings[0]


def test_a_mask_does_not_grow_over_the_last_clear_ground(raster_file, grid, tmp_path, read_raster):
    values = np.ones((1, 40, 60), np.uint8)
    values[0, :, :6] = 0
    mask, log = opened(raster_file("m.tif", values), grid, tmp_path, dilation=60.0)
    np.testing.assert_array_equal(read_raster(mask.raster.path)[0], values[0])
    assert mask.counts[0] == 240 and any("taken as it is" in line for line in log.infos)


def test_of_a_mask_far_larger_than_the_scene_only_what_lies_there_is_read(raster_file, grid, tmp_path, read_raster):
    values = np.zeros((1, 40, 60), np.uint8)
    values[0, 5:9, 7:11] = 1
    raster_file("m.tif", values)
    side = 100_000
    path = tmp_path / "huge.vrt"
    path.write_text(
        f'<VRTDataset rasterXSize="{side}" rasterYSize="{side}"><SRS>EPSG:32631</SRS><GeoTransform>'
        f"{grid.transform[0] - 5000}, 10, 0, {grid.transform[3] + 5000}, 0, -10</GeoTransform><VRTRasterBand "
        'dataType="Byte" band="1"><SimpleSource><SourceFilename relativeToVRT="1">m.tif</SourceFilename><SourceBand>1'
        '</SourceBand><SrcRect xOff="0" yOff="0" xSize="60" ySize="40"/><DstRect xOff="500" yOff="500" xSize="60" '
        'ySize="40"/></SimpleSource></VRTRasterBand></VRTDataset>'
    )
    mask, log = opened(str(path), grid, tmp_path)
    np.testing.assert_array_equal(read_raster(mask.raster.path)[0], values[0])
    assert "another grid" in log.infos[1]


def test_a_mask_of_pixels_far_finer_than_the_scenes_is_refused_before_it_is_read(raster_file, grid, tmp_path):
    raster_file("m.tif", np.zeros((1, 40, 60), np.uint8))
    path = tmp_path / "fine.vrt"
    path.write_text(
        '<VRTDataset rasterXSize="60000" rasterYSize="40000"><SRS>EPSG:32631</SRS><GeoTransform>'
        f"{grid.transform[0]}, 0.01, 0, {grid.transform[3]}, 0, -0.01</GeoTransform><VRTRasterBand "
        'dataType="Byte" band="1"><SimpleSource><SourceFilename relativeToVRT="1">m.tif</SourceFilename>'
        "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    with pytest.raises(UnveilError, match="bring it to pixels of about that size"):
        opened(str(path), grid, tmp_path)
