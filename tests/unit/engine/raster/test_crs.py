"""Between two CRS there is a way, or one sentence, whoever switched GDAL's exceptions on."""

from __future__ import annotations

import math

import numpy as np
import pytest
from osgeo import ogr, osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.crs import WGS84, reference_of, same_crs, way_between
from unveil.engine.raster.source import describe
from unveil.engine.raster.warp import overlap
from unveil.engine.scene.part import read_area
from unveil.engine.stac.footprint import footprint

SOMEWHERE = 'LOCAL_CS["somewhere",UNIT["metre",1]]'
MARS = 'GEOGCS["Mars",DATUM["Mars",SPHEROID["Mars",3396190,169]],PRIMEM["0",0],UNIT["degree",0.01745]]'
NO_WAY = "There is no way from .* set the CRS that the file was made in"


@pytest.fixture(params=[False, True], ids=["codes", "exceptions"])
def exceptions(request):
    before = osr.GetUseExceptions()
    (osr.UseExceptions if request.param else osr.DontUseExceptions)()
    yield
    (osr.UseExceptions if before else osr.DontUseExceptions)()


@pytest.fixture
def utm(raster_file):
    return describe(raster_file("utm.tif", np.ones((1, 8, 8), np.uint8))).grid


def test_degrees_become_metres_with_longitude_first(exceptions, utm):
    # The central meridian of zone 31 at the equator: easting 500 000, northing 0, by the zone's definition.
    x, y, _ = way_between(WGS84, utm.crs).TransformPoint(3.0, 0.0)
    assert x == pytest.approx(500_000, abs=1e-3) and y == pytest.approx(0, abs=1e-3)
    assert same_crs(utm.crs, utm.crs) and not same_crs(utm.crs, WGS84)


@pytest.mark.parametrize("crs", [SOMEWHERE, MARS, 'PROJCS["half', "EPSG:32631", "http://127.0.0.1:9/", ""])
def test_where_there_is_no_way_one_sentence_says_so(exceptions, utm, crs):
    for pair in ((crs, utm.crs), (utm.crs, crs)):
        with pytest.raises(UnveilError, match=NO_WAY):
            way_between(*pair)
    assert reference_of(crs) is not None


@pytest.mark.parametrize("crs", [SOMEWHERE, MARS])
def test_all_who_go_from_one_crs_to_another_say_it(exceptions, utm, raster_file, tmp_path, crs):
    odd = describe(raster_file("odd.tif", np.ones((1, 8, 8), np.uint8))).with_crs(crs).grid
    with pytest.raises(UnveilError, match=NO_WAY):
        overlap(odd, utm)
    with pytest.raises(UnveilError, match=NO_WAY):
        footprint(odd)
    path = str(tmp_path / "area.gpkg")
    area = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    layer = area.CreateLayer("area", reference_of(utm.crs), ogr.wkbPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(
        ogr.CreateGeometryFromWkt("POLYGON((600000 4999990,600010 4999990,600010 5000000,600000 4999990))")
    )
    layer.CreateFeature(feature)
    area = layer = feature = None
    with pytest.raises(UnveilError, match=NO_WAY):
        read_area(path, crs)


def test_a_grid_beyond_the_earth_overlaps_nothing_and_has_no_footprint(exceptions, utm):
    from dataclasses import replace

    far = replace(utm, transform=(1e8, 10, 0, 1e8, 0, -10))
    degrees = replace(utm, crs=WGS84, transform=(3, 1e-4, 0, 45, 0, -1e-4))
    assert not overlap(far, degrees)
    with pytest.raises(UnveilError, match="cannot be placed on Earth"):
        footprint(far)
    assert math.isfinite(footprint(utm)[1][0])
