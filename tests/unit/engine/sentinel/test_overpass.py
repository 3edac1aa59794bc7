from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from osgeo import gdal, osr

from unveil.engine.masking.sun import Sun, chosen_sun, sun_of
from unveil.engine.raster.source import describe
from unveil.engine.sentinel.overpass import overpass_sun, sun_at


def noaa(day, hour, longitude, latitude):
    """Azimuth and elevation by the equations of NOAA's solar calculator (a Fourier series of the day of the year)."""
    moment = datetime(day.year, day.month, day.day) + timedelta(hours=hour)
    of_year = moment.timetuple().tm_yday
    angle = 2 * math.pi / 365 * (of_year - 1 + (moment.hour - 12) / 24)
    equation = 229.18 * (
        0.000075
        + 0.001868 * math.cos(angle)
        - 0.032077 * math.sin(angle)
        - 0.014615 * math.cos(2 * angle)
        - 0.040849 * math.sin(2 * angle)
    )
    declination = (
        0.006918
        - 0.399912 * math.cos(angle)
        + 0.070257 * math.sin(angle)
        - 0.006758 * math.cos(2 * angle)
        + 0.000907 * math.sin(2 * angle)
        - 0.002697 * math.cos(3 * angle)
        + 0.00148 * math.sin(3 * angle)
    )
    minutes = moment.hour * 60 + moment.minute + moment.second / 60 + equation + 4 * longitude
    turned, north = math.radians(minutes / 4 - 180), math.radians(latitude)
    zenith = math.acos(
        math.sin(north) * math.sin(declination) + math.cos(north) * math.cos(declination) * math.cos(turned)
    )
    from_south = math.atan2(
        math.sin(turned), math.cos(turned) * math.sin(north) - math.tan(declination) * math.cos(north)
    )
    return (math.degrees(from_south) + 180) % 360, 90 - math.degrees(zenith)


@pytest.mark.parametrize("day", [date(2016, 1, 7), date(2018, 5, 6), date(2021, 9, 23), date(2025, 12, 21)])
@pytest.mark.parametrize(("longitude", "latitude"), [(12.7, 42.1), (25.0, 62.0), (-70.0, -10.0), (175.0, -41.0)])
def test_the_suns_place_is_that_of_another_formula(day, longitude, latitude):
    hour = 10.7 - longitude / 15
    azimuth, elevation = sun_at(day, hour, longitude, latitude)
    other = noaa(day, hour, longitude, latitude)
    across = math.cos(math.radians(elevation))
    assert abs((azimuth - other[0] + 180) % 360 - 180) * across < 0.7 and abs(elevation - other[1]) < 0.7


@pytest.mark.parametrize(
    ("day", "hour", "longitude", "latitude"),
    [  # Times in names of products are those of their strip's first line, some minutes earlier.
        (date(2015, 7, 26), 10 + 50 / 60, 2.9, 42.0),  # T31TDH
        (date(2017, 6, 13), 10 + 10 / 60, 25.0, 62.0),  # Finland
        (date(2020, 2, 23), 3 + 27 / 60, 103.75, 17.9),  # T48QUE
        (date(2017, 10, 22), 2 + 20 / 60, 115.5, -34.0),  # T49JGM
    ],
)
def test_a_pass_comes_at_the_time_that_products_state_and_its_sun_is_theirs(day, hour, longitude, latitude):
    light = overpass_sun(day, longitude, latitude)
    azimuth, elevation = sun_at(day, hour, longitude, latitude)
    assert abs(light.azimuth - azimuth) < light.doubt + 2
    assert abs(light.elevation - elevation) < 4
    assert 1 < light.doubt < 10


def test_where_the_sun_turns_too_fast_or_hardly_rises_nothing_is_told():
    assert overpass_sun(date(2020, 8, 20), 0, 15) is not None
    assert overpass_sun(date(2020, 12, 21), 20, 68) is None  # polar night
    assert overpass_sun(date(2020, 6, 21), 0, 85) is None  # farther north than the orbit goes
    assert overpass_sun(date(2020, 6, 21), math.nan, 10) is None
    fast = [overpass_sun(date(2020, 6, 1), 0, latitude) for latitude in range(20, 36)]
    assert all(light is None or light.doubt <= 20 for light in fast)


def written(path, metadata=None, epsg=32631):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1, gdal.GDT_UInt16)
    dataset.GetRasterBand(1).WriteArray(np.ones((4, 4), np.uint16))
    if epsg:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        dataset.SetProjection(reference.ExportToWkt())
        dataset.SetGeoTransform((500000, 10, 0, 4650000, 0, -10))
    dataset.SetMetadata(metadata or {})
    del dataset
    return describe(str(path))


@pytest.mark.parametrize(
    ("name", "metadata"),
    [
        ("clip_20150726.tif", {}),
        ("T31TDH_20150726T105026_20230924T183543.tif", {}),
        ("S2A_MSIL2A_20150726T105026_N0400_R094_T31TDH_20190130T080000.tif", {}),
        ("clip.tif", {"UNVEIL_DATE": "2015-07-26"}),
        ("clip_20190101.tif", {"PRODUCT_URI": "S2A_MSIL2A_20150726T105026_N0400_R094_T31TDH_20190130T080000.SAFE"}),
    ],
)
def test_a_raster_whose_day_and_place_are_certain_has_the_sun_of_a_pass(tmp_path, name, metadata):
    sun = sun_of(written(tmp_path / name, metadata))
    assert abs(sun.azimuth - 143) < 2 and abs(sun.elevation - 63.5) < 1 and 4 < sun.doubt < 9
    assert len(sun.ways) == 3 and sun.ways[0].azimuth == sun.azimuth
    assert chosen_sun(describe(str(tmp_path / name)), None, None) == sun
    assert chosen_sun(describe(str(tmp_path / name)), 150, 40) == Sun(150, 40)


@pytest.mark.parametrize(
    ("name", "metadata", "epsg"),
    [
        ("median_20150701_20150731.tif", {}, 32631),
        ("clip.tif", {}, 32631),
        ("clip_20150726.tif", {}, None),
        ("sample_20150726.tif", {"UNVEIL_SIMULATED": "YES"}, 32631),
    ],
)
def test_without_a_certain_day_and_place_there_is_no_sun(tmp_path, name, metadata, epsg):
    assert sun_of(written(tmp_path / name, metadata, epsg)) is None


def test_a_folders_day_may_be_that_of_a_download(tmp_path):
    (tmp_path / "2015-07-26").mkdir()
    assert sun_of(written(tmp_path / "2015-07-26" / "clip.tif")) is None


def test_what_metadata_state_goes_before_a_pass(tmp_path):
    raster = written(tmp_path / "clip_20150726.tif", {"SUN_AZIMUTH": "120", "SUN_ELEVATION": "30"})
    assert sun_of(raster) == Sun(120, 30)
