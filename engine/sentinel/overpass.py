"""Where the sun stands when Sentinel-2 passes a place: it comes at the same local time wherever it goes.

The satellites cross the equator southwards at 10:30 mean local solar time, on an orbit inclined by 98.62 degrees (ESA,
Sentinel-2 User Handbook), which gives the local time at every latitude. The sun's place then follows from the day and
the latitude (low precision formulae of the Astronomical Almanac, good to 0.01 degrees; Michalsky 1988). How wide a
swath is, and by how much the satellites leave their time, makes some degrees of its azimuth.
"""

from __future__ import annotations

import math
from datetime import date

from unveil.engine.errors import UnveilError
from unveil.engine.raster.crs import WGS84, way_between
from unveil.engine.raster.gdal_thread import collected_errors
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import Raster, metadata_of
from unveil.engine.sentinel.dates import certain_date
from unveil.engine.sentinel.sunlight import Sunlight

_NODE = 10.5
"""Hours of mean local solar time at which the equator is crossed southwards."""

_INCLINATION = 98.62
_EARLIER_OR_LATER = 0.15
"""Hours by which the satellites leave that time, at most."""

_HALF_SWATH = 145 / 6371
"""Of Earth's radius."""

_LOWEST = 5.0
"""Degrees of elevation below which no light is told."""

_MOST_DOUBT = 20.0
"""Degrees by which the azimuth may be off; the sun near the zenith turns too fast."""

_EPOCH = date(2000, 1, 1)

_SIMULATED = "UNVEIL_SIMULATED"
"""In the metadata of rasters that show no place."""


def usual_light(raster: Raster) -> Sunlight | None:
    """Return where the sun stands at a pass over a raster's place on its day, None where either is not certain."""
    day, place = certain_date(raster), _longitude_latitude(raster.grid)
    if day is None or place is None or _SIMULATED in metadata_of(raster):
        return None
    return overpass_sun(day, *place)


def overpass_sun(day: date, longitude: float, latitude: float) -> Sunlight | None:
    """Return where the sun stands at a pass over a place, degrees; None where that is too unsure, or night.

    Its `doubt` is by how many degrees the azimuth may be off.
    """
    beside = math.tan(math.radians(latitude)) / math.tan(math.radians(_INCLINATION))
    if not abs(latitude) < 90 or not math.isfinite(longitude) or abs(beside) >= 1:
        return None
    hour = _NODE - math.degrees(math.asin(beside)) / 15
    swath = math.degrees(_HALF_SWATH / math.cos(math.radians(latitude))) / 15
    suns = [
        sun_at(day, hour + off - longitude / 15, longitude, latitude)
        for off in (0.0, -swath - _EARLIER_OR_LATER, swath + _EARLIER_OR_LATER)
    ]
    (azimuth, elevation), *others = suns
    doubt = max(abs((other - azimuth + 180) % 360 - 180) for other, _ in others)
    if elevation < _LOWEST or doubt > _MOST_DOUBT:
        return None
    return Sunlight(azimuth, elevation, doubt)


def sun_at(day: date, hour: float, longitude: float, latitude: float) -> tuple[float, float]:
    """Return azimuth (clockwise from north) and elevation of the sun in degrees; hour: of that day in UTC, any."""
    days = (day - _EPOCH).days - 0.5 + hour / 24
    mean = math.radians(357.528 + 0.9856003 * days)
    longitude_of_sun = math.radians(280.460 + 0.9856474 * days + 1.915 * math.sin(mean) + 0.020 * math.sin(2 * mean))
    tilt = math.radians(23.439 - 4e-7 * days)
    ascension = math.atan2(math.cos(tilt) * math.sin(longitude_of_sun), math.cos(longitude_of_sun))
    declination = math.asin(math.sin(tilt) * math.sin(longitude_of_sun))
    sidereal = math.radians(15 * (6.697375 + 0.0657098242 * days + hour) + longitude)
    angle, north = sidereal - ascension, math.radians(latitude)
    up = math.sin(north) * math.sin(declination) + math.cos(north) * math.cos(declination) * math.cos(angle)
    east = -math.cos(declination) * math.sin(angle)
    ahead = math.sin(declination) * math.cos(north) - math.cos(declination) * math.sin(north) * math.cos(angle)
    return math.degrees(math.atan2(east, ahead)) % 360, math.degrees(math.asin(up))


def _longitude_latitude(grid: Grid) -> tuple[float, float] | None:
    if not grid.crs:
        return None
    try:
        way = way_between(grid.crs, WGS84)
    except UnveilError:
        return None
    with collected_errors():
        try:
            longitude, latitude, *_ = way.TransformPoint(*grid.place(grid.width / 2, grid.height / 2))
        except RuntimeError:
            return None
    found = math.isfinite(longitude) and math.isfinite(latitude) and abs(latitude) <= 90
    return (longitude, latitude) if found else None
