"""Where the sun stood, and the ground that the clouds of a scene can shade from there."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from osgeo import osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import Raster
from unveil.engine.sentinel.overpass import usual_light
from unveil.engine.sentinel.products import sunlight_of

CLOUD_HEIGHTS = (200.0, 12_000.0)
"""Metres above ground between which clouds are looked for, as in Fmask (Zhu and Woodcock 2012)."""

USUAL_ELEVATION = 45.0

_METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class Sun:
    """Azimuth in degrees clockwise from north, elevation in degrees above the horizon.

    doubt: degrees by which the azimuth may be off, where day and place alone tell it.
    """

    azimuth: float
    elevation: float = USUAL_ELEVATION
    doubt: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.azimuth <= 360 or not 0 < self.elevation <= 90:
            raise UnveilError(
                f"The sun cannot stand at azimuth {self.azimuth:g} and elevation {self.elevation:g}; give degrees, "
                "0 to 360 clockwise from north and more than 0 to 90 above the horizon."
            )

    @property
    def ways(self) -> tuple[Sun, ...]:
        """Itself, or where its azimuth is in doubt itself and the suns on either side of it."""
        if not self.doubt:
            return (self,)
        return tuple(Sun((self.azimuth + off) % 360, self.elevation) for off in (0.0, -self.doubt, self.doubt))


def sun_of(raster: Raster) -> Sun | None:
    """Return the sun's place as a product's or a raster's metadata give it; without an elevation 45 degrees.

    Where they do not, it is that of Sentinel-2's passes over the place on that day, if both are certain, or None.

    Raises:
        UnveilError: the product cannot be read.
    """
    light = sunlight_of(raster) or usual_light(raster)
    if light is None:
        return None
    return Sun(light.azimuth, USUAL_ELEVATION if light.elevation is None else light.elevation, light.doubt)


def chosen_sun(raster: Raster, azimuth: float | None, elevation: float | None) -> Sun | None:
    """Return the sun's place from what a user gave, completed by the raster's metadata; None where nothing tells.

    Raises:
        UnveilError: the angles are none.
    """
    stated = sun_of(raster)
    usual = stated.elevation if stated is not None else USUAL_ELEVATION
    if azimuth is None:
        if stated is None:
            return None
        return Sun(stated.azimuth, usual if elevation is None else elevation, stated.doubt)
    return Sun(azimuth, usual if elevation is None else elevation)


def shaded_ground(cloud: np.ndarray, sun: Sun, grid: Grid, heights: tuple[float, float] = CLOUD_HEIGHTS) -> np.ndarray:
    """Return [h, w] bool: cells that a cloud at one of the `heights` over one of the `cloud` cells can shade.

    A cloud of height h shades the ground h / tan(elevation) away from the sun. One cell more on every side is taken for
    what the cells round off. Clouds outside the scene are not known.
    """
    across, down = shadow_step(sun, grid)
    length = math.hypot(across, down)
    # A shadow farther away than the map is long lies outside, however low the sun stands.
    longest = math.hypot(*cloud.shape) / length
    near, far = (min(height / math.tan(math.radians(sun.elevation)), longest) for height in heights)
    result = np.zeros_like(cloud)
    if not cloud.any():
        return result
    first, last = math.floor(near * length), math.ceil(far * length)
    # Steps of half a cell leave no gap.
    steps = {
        (round(down / length * step / 2), round(across / length * step / 2)) for step in range(2 * first, 2 * last + 1)
    }
    height, width = cloud.shape
    for row, column in steps:
        if abs(row) < height and abs(column) < width:
            part = cloud[max(-row, 0) : height - max(row, 0), max(-column, 0) : width - max(column, 0)]
            result[max(row, 0) : height + min(row, 0), max(column, 0) : width + min(column, 0)] |= part
    grown = np.pad(result, 1)
    grown = grown[:-2] | grown[1:-1] | grown[2:]
    return grown[:, :-2] | grown[:, 1:-1] | grown[:, 2:]


def shadow_step(sun: Sun, grid: Grid) -> tuple[float, float]:
    """Return (columns, rows) by which a shadow moves for each metre of its distance from the cloud."""
    east, north = -math.sin(math.radians(sun.azimuth)), -math.cos(math.radians(sun.azimuth))
    x_unit, y_unit = _metres_a_unit(grid)
    x, y = east / x_unit, north / y_unit
    _, dx, rx, _, ry, dy = grid.transform
    determinant = dx * dy - rx * ry
    return (dy * x - rx * y) / determinant, (dx * y - ry * x) / determinant


def _metres_a_unit(grid: Grid) -> tuple[float, float]:
    reference = osr.SpatialReference()
    reference.ImportFromWkt(grid.crs)
    if not reference.IsGeographic():
        unit = reference.GetLinearUnits() or 1.0
        return unit, unit
    _, latitude = grid.place(grid.width / 2, grid.height / 2)
    return _METRES_A_DEGREE * max(math.cos(math.radians(latitude)), 1e-6), _METRES_A_DEGREE
