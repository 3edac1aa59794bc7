"""Whether a raster lies somewhere: its geotransform is of numbers, and its CRS, where that is needed, the Earth's."""

from __future__ import annotations

import math

from osgeo import gdal, osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_thread import collected_errors
from unveil.engine.raster.grid import Grid

_LEAST, _MOST = 1e-9, 1e9
"""Sizes of a pixel in units of a CRS, and amounts of its coordinates, beyond which none is."""

_EARTH = (6.2e6, 6.5e6)
"""Metres of the half axes of every figure of the Earth."""


def check_grid(path: str, grid: Grid) -> None:
    """Raise an UnveilError unless pixels have a size and a place in the units of the CRS."""
    _, dx, rx, _, ry, dy = grid.transform
    numbers = all(math.isfinite(value) and abs(value) < _MOST for value in grid.transform)
    if not numbers or abs(dx * dy - rx * ry) < _LEAST**2 or gdal.InvGeoTransform(grid.transform) is None:
        raise UnveilError(
            f"The raster {path} has a geotransform that places no pixel, {_shown(grid.transform)}; georeference it."
        )


def check_crs(grid: Grid, name: str) -> None:
    """Raise an UnveilError, in which the raster is called `name`, unless its CRS is one of the Earth."""
    reference = osr.SpatialReference()
    with collected_errors():
        try:
            broken = not grid.crs or reference.ImportFromWkt(grid.crs) != 0
        except RuntimeError:
            broken = True
        known = not broken and (reference.IsProjected() or reference.IsGeographic() or reference.IsGeocentric())
        half_axis = reference.GetSemiMajor() if known else 0.0
    if broken:
        raise UnveilError(f"{name} has no CRS that can be read; set its CRS anew.")
    if not known:
        raise UnveilError(
            f"{name} has a CRS ({reference.GetName() or 'unnamed'}) that is no place on Earth; set the one that it was "
            "made in."
        )
    if not _EARTH[0] <= half_axis <= _EARTH[1]:
        raise UnveilError(f"{name} has a CRS ({reference.GetName() or 'unnamed'}) of another body than the Earth.")


def _shown(transform: tuple[float, ...]) -> str:
    return "(" + ", ".join(f"{value:g}" for value in transform) + ")"
