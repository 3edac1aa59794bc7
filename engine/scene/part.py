"""A part of a scene: where to restore when not everywhere, and what becomes of the rest."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from osgeo import gdal, ogr, osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.crs import reference_of, same_crs, way_between
from unveil.engine.raster.drivers import OWN_DRIVERS
from unveil.engine.raster.gdal_calls import collected_errors, open_dataset, open_vector
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.source import Raster

CONTEXT = 512
"""Pixels round a part that is cut out from which the ground's colours and its relation to radar are learnt."""

_OUTSIDE = "The part to restore lies outside the optical raster {}; choose one that overlaps it."


@dataclass(frozen=True)
class Part:
    """polygons: as WKB in the CRS of the optical raster; clouds outside of them stay. cut: the result ends with them.

    A result that is cut out is the rectangle of pixels round the polygons; else it is the whole scene.
    """

    polygons: tuple[bytes, ...]
    cut: bool = False


@dataclass(frozen=True)
class Inside:
    """A part on a grid. area: byte raster, 1 where to restore. frame: what is written of the grid; None for all."""

    area: Raster
    frame: Window | None = None


def rectangle(left: float, bottom: float, right: float, top: float) -> bytes:
    """Return a rectangle as WKB; UnveilError where it is empty or has no end."""
    if not all(map(math.isfinite, (left, bottom, right, top))):
        raise UnveilError(f"The extent {left:g} {bottom:g} {right:g} {top:g} has no end; give four numbers.")
    if not (left < right and bottom < top):
        raise UnveilError(f"The extent {left:g} {bottom:g} {right:g} {top:g} is empty; give it as xmin ymin xmax ymax.")
    corners = ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))
    return _wkb(ogr.CreateGeometryFromWkt(f"POLYGON(({','.join(f'{x!r} {y!r}' for x, y in corners)}))"))


def part_of(rectangles: Iterable[bytes], polygons: Iterable[bytes], cut: bool) -> Part | None:
    """Return the part that lies in any of the polygons and in the rectangle; None where there is neither.

    Raises:
        UnveilError: no polygon reaches into the rectangle.
    """
    rectangles, polygons = tuple(rectangles), tuple(polygons)
    if not rectangles or not polygons:
        chosen = rectangles or polygons
        return Part(chosen, cut) if chosen else None
    frame = ogr.CreateGeometryFromWkb(rectangles[0])
    parts = [ogr.CreateGeometryFromWkb(polygon).Intersection(frame) for polygon in polygons]
    kept = tuple(_wkb(part) for part in parts if part is not None and part.Area() > 0)
    if not kept:
        raise UnveilError("No polygon of the area lies in the extent; choose an extent that overlaps the area.")
    return Part(kept, cut)


def read_area(path: str, crs: str) -> tuple[bytes, ...]:
    """Return the polygons of all layers of a vector file as WKB in a CRS (WKT; "": as they are).

    Raises:
        UnveilError: it cannot be read, holds no polygon, or its CRS cannot be transformed.
    """
    source, reason = open_vector(path)
    if source is None:
        raise UnveilError(f"The area {path} cannot be read: {reason}.")
    found = []
    for index in range(source.GetLayerCount()):
        layer = source.GetLayer(index)
        transformation = _transformation(layer.GetSpatialRef(), crs)
        for feature in layer:
            geometry = feature.GetGeometryRef()
            if geometry is None or ogr.GT_Flatten(geometry.GetGeometryType()) not in _POLYGONS:
                continue
            geometry = geometry.GetLinearGeometry()
            if transformation is not None and not _is_brought(geometry, transformation):
                raise UnveilError(f"The area {path} cannot be brought to the CRS of the optical raster.")
            found.append(_wkb(geometry))
    if not found:
        raise UnveilError(f"The area {path} holds no polygon; give a vector file of polygons.")
    return tuple(found)


def frame_of(part: Part, raster: Raster) -> Window:
    """Return the rectangle of pixels round a part, clipped to the raster; UnveilError where nothing is left."""
    grid = raster.grid
    inverse = gdal.InvGeoTransform(grid.transform)
    corners = []
    for polygon in part.polygons:
        left, right, bottom, top = ogr.CreateGeometryFromWkb(polygon).GetEnvelope()
        corners += [gdal.ApplyGeoTransform(inverse, x, y) for x in (left, right) for y in (bottom, top)]
    columns, rows = zip(*corners)
    first, row = (math.floor(min(values) + 1e-6) for values in (columns, rows))
    last, end = (math.ceil(max(values) - 1e-6) for values in (columns, rows))
    window = Window(row, first, end - row, last - first).clip(grid.height, grid.width)
    if not window.height or not window.width:
        raise UnveilError(_OUTSIDE.format(raster.path))
    return window


def surroundings(part: Part, raster: Raster) -> Window:
    """Return what of a raster is read for a part: all, or where it is cut out its frame and `CONTEXT` round that."""
    grid = raster.grid
    frame = frame_of(part, raster)
    return frame.grow(CONTEXT).clip(grid.height, grid.width) if part.cut else whole(grid)


def whole(grid: Grid) -> Window:
    """Return the window of all pixels of a grid."""
    return Window(0, 0, grid.height, grid.width)


def windowed(raster: Raster, window: Window, folder: str) -> Raster:
    """Return a window of a raster as a raster of its own, a VRT in a folder; the whole raster is returned as it is."""
    grid = raster.grid
    if (window.height, window.width) == (grid.height, grid.width):
        return raster
    source, reason = open_dataset(raster.path, raster.open_options, raster.drivers)
    if source is None:
        raise UnveilError(f"The raster {raster.path} cannot be read: {reason}.")
    # The name of a file may tell its level and date.
    stem = os.path.splitext(os.path.basename(raster.path.rstrip("/\\")))[0] or "raster"
    target = os.path.join(folder, f"{stem}.vrt")
    number = 1
    while os.path.exists(target):
        number += 1
        target = os.path.join(folder, f"{stem}_{number}.vrt")
    with collected_errors() as errors:
        made = gdal.Translate(
            target, source, format="VRT", srcWin=[window.column, window.row, window.width, window.height]
        )
    if made is None:
        raise UnveilError(f"The raster {raster.path} cannot be cut: {errors[-1] if errors else 'GDAL gave no reason'}.")
    made = None
    small = replace(grid, width=window.width, height=window.height, transform=grid.window_transform(window))
    return replace(raster, path=target, grid=small, open_options=(), drivers=OWN_DRIVERS)


def inside_of(part: Part, raster: Raster, folder: str) -> Inside:
    """Return a part on the grid of a raster, which may be a window of the scene; its area goes to a file in `folder`.

    A pixel lies inside when its centre does.
    """
    from unveil.engine.raster.source import describe

    path = os.path.join(folder, "area.tif")
    options = ["TILED=YES", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE"]
    grid = raster.grid
    _burn(part, grid, gdal.GetDriverByName("GTiff").Create(path, grid.width, grid.height, 1, gdal.GDT_Byte, options))
    frame = frame_of(part, raster) if part.cut else None
    return Inside(describe(path), frame)


def inside_patches(part: Part, grid: Grid, patch: int) -> np.ndarray:
    """Return [ceil(height / patch), ceil(width / patch)] bool: the patches of pixels that a part touches."""
    x, dx, rx, y, ry, dy = grid.transform
    coarse = Grid(
        math.ceil(grid.width / patch),
        math.ceil(grid.height / patch),
        (x, dx * patch, rx * patch, y, ry * patch, dy * patch),
        grid.crs,
    )
    made = gdal.GetDriverByName("MEM").Create("", coarse.width, coarse.height, 1, gdal.GDT_Byte)
    _burn(part, coarse, made, ["ALL_TOUCHED=TRUE"])
    return made.ReadAsArray() > 0


_POLYGONS = (ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiSurface)


def _burn(part: Part, grid: Grid, made: gdal.Dataset, how: Iterable[str] = ()) -> None:
    """Write 1 into a dataset of a grid's size where a part lies; how: options of GDAL's rasteriser."""
    made.SetGeoTransform(grid.transform)
    made.SetProjection(grid.crs)
    source = ogr.GetDriverByName("Memory").CreateDataSource("area")
    layer = source.CreateLayer("area", reference_of(grid.crs) if grid.crs else None, ogr.wkbUnknown)
    for polygon in part.polygons:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkb(polygon))
        layer.CreateFeature(feature)
    with collected_errors() as errors:
        failed = gdal.RasterizeLayer(made, [1], layer, burn_values=[1], options=list(how))
    if failed or errors:
        raise UnveilError(f"The part to restore cannot be drawn on the grid: {errors[-1] if errors else 'no reason'}.")
    made.FlushCache()


def _transformation(source: osr.SpatialReference | None, crs: str) -> osr.CoordinateTransformation | None:
    if source is None or not crs:
        return None
    own = source.ExportToWkt()
    return None if same_crs(own, crs) else way_between(own, crs)


def _is_brought(geometry: ogr.Geometry, transformation: osr.CoordinateTransformation) -> bool:
    """Bring a geometry to another CRS, and tell whether that went well."""
    with collected_errors():
        try:
            return geometry.Transform(transformation) == 0
        except RuntimeError:
            return False


def _wkb(geometry: ogr.Geometry) -> bytes:
    return bytes(geometry.ExportToWkb())
