"""Lengths on the ground in pixels of a grid."""

from __future__ import annotations

import math

from osgeo import osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.grid import Grid

_METRES_A_DEGREE = 111_320.0


def ground_sampling_distance(grid: Grid) -> float:
    """Return the length of a pixel on the ground in metres, the mean of both directions.

    For a geographic CRS it is taken at the middle of the raster.
    """
    reference = osr.SpatialReference()
    reference.ImportFromWkt(grid.crs)
    across, down = grid.pixel_size
    if reference.IsGeographic():
        _, latitude = grid.place(grid.width / 2, grid.height / 2)
        across *= _METRES_A_DEGREE * math.cos(math.radians(latitude))
        down *= _METRES_A_DEGREE
    else:
        unit = reference.GetLinearUnits() or 1.0
        across *= unit
        down *= unit
    return (across + down) / 2


def pixels(metres: float, grid: Grid) -> int:
    """Return a length on the ground as the nearest number of whole pixels; UnveilError where it is no number."""
    if not math.isfinite(metres):
        raise UnveilError(f"A length of {metres:g} metres is none; give a number.")
    return round(metres / ground_sampling_distance(grid))
