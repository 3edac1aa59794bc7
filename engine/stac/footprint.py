"""Where a raster lies on Earth, as GeoJSON wants it."""

from __future__ import annotations

import math
from typing import Any

from unveil.engine.errors import UnveilError
from unveil.engine.raster.crs import WGS84, way_between
from unveil.engine.raster.gdal_thread import collected_errors
from unveil.engine.raster.grid import Grid

_EDGE_POINTS = 8
_DIGITS = 7


def footprint(grid: Grid) -> tuple[dict[str, Any], list[float]]:
    """Return (geometry, bounding box) of a grid in longitude and latitude (WGS 84); edges are followed, not cut.

    Raises:
        UnveilError: the grid has no CRS that can be brought to WGS 84.
    """
    ring = [_longitude_latitude(grid, row, column) for row, column in _outline(grid)]
    ring = _unbroken(_to_wgs84(grid, ring))
    longitudes, latitudes = zip(*ring)
    box = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
    if box[2] > 180:
        # RFC 7946, 5.2: a box over the antimeridian has its west east of its east.
        box[2] -= 360
        west = [[min(x, 180.0), y] for x, y in ring]
        east = [[max(x, 180.0) - 360, y] for x, y in ring]
        return {"type": "MultiPolygon", "coordinates": [[_counterclockwise(west)], [_counterclockwise(east)]]}, box
    return {"type": "Polygon", "coordinates": [_counterclockwise([list(point) for point in ring])]}, box


def _outline(grid: Grid) -> list[tuple[float, float]]:
    steps = [index / _EDGE_POINTS for index in range(_EDGE_POINTS)]
    height, width = grid.height, grid.width
    return (
        [(0.0, step * width) for step in steps]
        + [(step * height, float(width)) for step in steps]
        + [(float(height), (1 - step) * width) for step in steps]
        + [((1 - step) * height, 0.0) for step in steps]
        + [(0, 0)]
    )


def _longitude_latitude(grid: Grid, row: float, column: float) -> tuple[float, float]:
    x, y = grid.place(column, row)
    return float(x), float(y)


def _to_wgs84(grid: Grid, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    if not grid.crs:
        raise UnveilError("The raster cannot be placed on Earth: it has no coordinate reference system.")
    way = way_between(grid.crs, WGS84)
    with collected_errors():
        try:
            transformed = way.TransformPoints(points)
        except RuntimeError:
            transformed = []
    ring = [(round(x, _DIGITS), round(y, _DIGITS)) for x, y, *_ in transformed]
    if not ring or not all(math.isfinite(x) and math.isfinite(y) for x, y in ring):
        raise UnveilError("The raster cannot be placed on Earth: its corners have no place there.")
    return ring


def _unbroken(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a ring whose longitudes do not jump at the antimeridian (those beyond it are above 180)."""
    longitudes = [x for x, _ in ring]
    if max(longitudes) - min(longitudes) <= 180:
        return ring
    return [(x + 360 if x < 0 else x, y) for x, y in ring]


def _counterclockwise(ring: list[list[float]]) -> list[list[float]]:
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:]))
    return ring if area > 0 else ring[::-1]
