from __future__ import annotations

import math

import numpy as np
import pytest
from osgeo import osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.source import Raster, Reader, describe

MOON = 'GEOGCS["Moon",DATUM["Moon",SPHEROID["Moon",1737400,0]],PRIMEM["0",0],UNIT["degree",0.0174532925199433]]'


@pytest.mark.parametrize(
    "transform",
    [
        (math.nan, 10, 0, 0, 0, -10),
        (0, math.inf, 0, 0, 0, -10),
        (0, 10, 10, 0, 10, 10),
        (1e300, 10, 0, 0, 0, -10),
    ],
)
def test_a_geotransform_that_places_no_pixel_is_refused(raster_file, transform):
    path = raster_file("a.tif", np.ones((1, 8, 8), np.uint8), transform=transform)
    with pytest.raises(UnveilError, match="has a geotransform that places no pixel"):
        describe(path)


@pytest.mark.parametrize("crs", ['LOCAL_CS["somewhere",UNIT["metre",1]]', MOON, ""])
@pytest.mark.parametrize("which", ["radar", "optical"])
def test_a_crs_of_no_place_on_earth_is_refused_before_anything_is_warped(raster_file, crs, which):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32631)
    earth = reference.ExportToWkt()
    radar = describe(raster_file("r.tif", np.ones((2, 8, 8), np.float32))).with_crs(crs if which == "radar" else earth)
    target = Grid(8, 8, (600005, 10, 0, 5000000, 0, -10), crs if which == "optical" else earth)
    with Reader(radar) as reader, pytest.raises(UnveilError, match=r"on Earth|another body|no CRS that can be read"):
        AlignedPower(reader, (1, 2), target)


@pytest.mark.parametrize("size", [(2_000_000, 3), (3, 2_000_000)])
def test_sizes_that_no_scene_has_are_refused_before_anything_is_read(tmp_path, size):
    band = '<VRTRasterBand dataType="Byte" band="1"/>'
    text = f'<VRTDataset rasterXSize="{size[0]}" rasterYSize="{size[1]}">{band}</VRTDataset>'
    (tmp_path / "a.vrt").write_text(text)
    with pytest.raises(UnveilError, match="claims .* pixels"):
        describe(str(tmp_path / "a.vrt"))


def test_rows_that_no_memory_holds_are_refused(raster_file, monkeypatch):
    path = raster_file("a.tif", np.ones((30, 600, 4000), np.uint8))
    assert describe(path).grid.width == 4000
    monkeypatch.setenv("UNVEIL_MEMORY", "0.2")
    with pytest.raises(UnveilError, match="at a time, and 0.2 GB are at hand"):
        describe(path)


def test_a_nodata_value_that_the_type_cannot_hold_marks_nothing(raster_file):
    for nodata in (-3.4e38, -1, 70000, 0.5, math.nan):
        assert describe(raster_file("a.tif", np.ones((1, 8, 8), np.uint16), nodata=nodata)).bands[0].nodata is None
    assert describe(raster_file("a.tif", np.ones((1, 8, 8), np.uint16), nodata=65535)).bands[0].nodata == 65535
    assert describe(raster_file("a.tif", np.ones((1, 8, 8), np.float32), nodata=-3.4e38)).bands[0].nodata < -1e38


@pytest.mark.parametrize("scale", [math.nan, math.inf])
def test_a_scale_that_is_no_number_is_refused(raster_file, scale):
    with pytest.raises(UnveilError, match="states a scale or an offset"):
        describe(raster_file("a.tif", np.ones((1, 8, 8), np.uint16), scale=scale))


def test_a_raster_far_finer_than_the_grid_is_averaged_in_pieces_to_the_same_values(raster_file, monkeypatch):
    from unveil.engine.raster import align

    data = np.random.default_rng(0).uniform(-20, -5, (2, 400, 400)).astype(np.float32)
    radar: Raster = describe(raster_file("r.tif", data, transform=(600000, 1, 0, 5000000, 0, -1)))
    target = Grid(40, 40, (600003, 10, 0, 5000000, 0, -10), radar.grid.crs)
    with Reader(radar) as reader:
        aligned = AlignedPower(reader, (1, 2), target)
        whole = aligned.read(Window(0, 0, 40, 40))
        monkeypatch.setattr(align, "_MOST_PIXELS", 5000)
        pieces = aligned.read(Window(0, 0, 40, 40))
    assert np.isfinite(whole).sum() > 2000
    np.testing.assert_allclose(pieces, whole, rtol=0, atol=1e-4)


@pytest.mark.parametrize("metres", [math.nan, math.inf, -math.inf])
def test_a_length_that_is_no_number_is_refused(raster_file, metres):
    from unveil.engine.raster.ground import pixels

    grid = describe(raster_file("a.tif", np.ones((1, 8, 8), np.uint8))).grid
    assert pixels(64.9, grid) == 6
    with pytest.raises(UnveilError, match="metres is none"):
        pixels(metres, grid)
