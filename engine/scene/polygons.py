"""Clouds drawn as polygons: a vector layer burnt onto the pixels of a scene."""

from __future__ import annotations

import os
from dataclasses import dataclass

from osgeo import gdal, ogr

from unveil.engine.errors import UnveilError
from unveil.engine.masking import classes
from unveil.engine.raster.gdal_calls import collected_errors, open_vector
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import Raster, describe

_CLASS_FIELDS = ("class", "code", "classcode", "class_code")
_SURFACES = (ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiSurface)
_MIXED = (ogr.wkbUnknown, ogr.wkbGeometryCollection)


@dataclass(frozen=True)
class Polygons:
    """A layer of polygons by where it lies; layer "" is the first one that can hold polygons."""

    path: str
    layer: str = ""


def find_polygons(path: str, layer: str = "") -> Polygons | None:
    """Return the polygons in a vector file, or None where GDAL knows no vector data in it.

    Raises:
        UnveilError: it holds vector data, but none that can be polygons.
    """
    dataset = _open(path)
    if dataset is None or dataset.GetLayerCount() == 0:
        return None
    found = [dataset.GetLayer(index) for index in range(dataset.GetLayerCount())]
    names = [each.GetName() for each in found if ogr.GT_Flatten(each.GetGeomType()) in (*_SURFACES, *_MIXED)]
    # A layer that was saved for this has the file's name; among several only its own will do.
    if layer and len(names) > 1:
        names = [name for name in names if name == layer]
    if not names:
        raise UnveilError(f"The mask {path} holds no polygons; give a layer of cloud polygons or a raster.")
    return Polygons(path, names[0])


def burn_polygons(polygons: Polygons, grid: Grid, folder: str) -> Raster:
    """Write class codes on `grid`: what a polygon touches is cloud, or what its field "class" says (1, 2, 3).

    Raises:
        UnveilError: the layer cannot be read, is empty, or does not lie on the grid.
    """
    dataset = _open(polygons.path)
    layer = None if dataset is None else dataset.GetLayerByName(polygons.layer)
    if layer is None:
        raise UnveilError(f"The mask {polygons.path} cannot be read as a layer of polygons.")
    if layer.GetFeatureCount() == 0:
        raise UnveilError(f"The mask {polygons.path} holds no polygon; draw the clouds, or leave the mask out.")
    path = os.path.join(folder, "polygons.tif")
    target = gdal.GetDriverByName("GTiff").Create(
        path, grid.width, grid.height, 1, gdal.GDT_Byte, ["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"]
    )
    target.SetGeoTransform(grid.transform)
    target.SetProjection(grid.crs)
    field = _class_field(layer)
    options = ["ALL_TOUCHED=TRUE", *([f"ATTRIBUTE={field}"] if field else [])]
    with collected_errors() as errors:
        try:
            failed = gdal.RasterizeLayer(target, [1], layer, burn_values=[classes.CLOUD], options=options)
        except RuntimeError as error:
            failed = True
            errors.append(str(error))
    if failed:
        raise UnveilError(f"The polygons of {polygons.path} cannot be drawn: {errors[-1] if errors else 'no reason'}.")
    target.FlushCache()
    if target.GetRasterBand(1).ComputeRasterMinMax(False)[1] == 0:
        raise UnveilError(
            f"No polygon of the mask {polygons.path} lies on the optical raster; choose the layer of the same place "
            "and see to its coordinate reference system."
        )
    target = None
    return describe(path)


def _open(path: str) -> gdal.Dataset | None:
    return open_vector(path)[0]


def _class_field(layer: ogr.Layer) -> str:
    """Return the field whose value is a class code in every feature, or ""."""
    definition = layer.GetLayerDefn()
    for index in range(definition.GetFieldCount()):
        name = definition.GetFieldDefn(index).GetName()
        if name.lower() in _CLASS_FIELDS:
            values = {feature.GetField(index) for feature in layer}
            layer.ResetReading()
            if values <= {classes.CLEAR, classes.CLOUD, classes.THIN_CLOUD, classes.SHADOW}:
                return name
    return ""
