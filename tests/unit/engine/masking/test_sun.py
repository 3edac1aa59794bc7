from __future__ import annotations

import math

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.masking.sun import CLOUD_HEIGHTS, Sun, chosen_sun, shaded_ground, shadow_step, sun_of
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import describe

UTM = 'PROJCS["x",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
UTM += 'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["central_meridian",3],'
UTM += 'PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],UNIT["metre",1]]'


def grid(size, cell):
    return Grid(size, size, (600000, cell, 0, 5000000, 0, -cell), UTM)


@pytest.mark.parametrize(("azimuth", "step"), [(180, (0, -1)), (90, (-1, 0)), (0, (0, 1)), (135, (-(0.5**0.5),) * 2)])
def test_shadows_fall_away_from_the_sun(azimuth, step):
    np.testing.assert_allclose(shadow_step(Sun(azimuth), grid(10, 10)), np.array(step) / 10, atol=1e-12)


def test_the_ground_that_a_cloud_can_shade_is_a_ray_of_plausible_heights():
    cloud = np.zeros((200, 200), bool)
    cloud[150, 100] = True
    sun = Sun(180, 60)
    shaded = shaded_ground(cloud, sun, grid(200, 100))
    rows = np.flatnonzero(shaded[:, 100])
    lengths = [height / math.tan(math.radians(60)) / 100 for height in CLOUD_HEIGHTS]
    assert abs(150 - rows.max() - lengths[0]) <= 2 and abs(150 - rows.min() - lengths[1]) <= 2
    assert (np.diff(rows) == 1).all() and (shaded.any(axis=0).sum()) == 3
    assert not shaded_ground(np.zeros((9, 9), bool), sun, grid(9, 100)).any()


def test_the_sun_comes_from_the_metadata_or_from_the_user(raster_file):
    path = raster_file("s2.tif", np.zeros((1, 4, 4), np.uint8))
    assert sun_of(describe(path)) is None and chosen_sun(describe(path), None, None) is None
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetMetadata({"MEAN_SUN_AZIMUTH_ANGLE": "151.5", "MEAN_SUN_ZENITH_ANGLE": "30"})
    dataset = None
    assert sun_of(describe(path)) == Sun(151.5, 60)
    assert chosen_sun(describe(path), 100, None) == Sun(100, 60)
    assert chosen_sun(describe(path), None, 20) == Sun(151.5, 20)


def test_a_sun_below_the_horizon_is_refused():
    with pytest.raises(UnveilError, match="azimuth 400"):
        Sun(400)
    with pytest.raises(UnveilError, match="elevation -3"):
        Sun(10, -3)
