"""The way from one coordinate reference system to another, x before y (longitude before latitude) in both."""

from __future__ import annotations

from osgeo import osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_thread import collected_errors

WGS84 = osr.SRS_WKT_WGS84_LAT_LONG
"""Longitude and latitude, as WKT."""


def reference_of(crs: str) -> osr.SpatialReference:
    """Return a CRS given as WKT; one that is empty where it cannot be read."""
    reference = osr.SpatialReference()
    with collected_errors():
        try:
            reference.ImportFromWkt(crs)
        except RuntimeError:
            reference = osr.SpatialReference()
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def same_crs(first: str, second: str) -> bool:
    """Tell whether two CRS given as WKT are the same."""
    return bool(reference_of(first).IsSame(reference_of(second)))


def way_between(source: str, target: str) -> osr.CoordinateTransformation:
    """Return what brings points from one CRS to another, both as WKT.

    Raises:
        UnveilError: there is no way: one of them is no CRS, of no place, or of another body.
    """
    first, second = reference_of(source), reference_of(target)
    with collected_errors():
        try:
            found = osr.CoordinateTransformation(first, second)
        except RuntimeError:
            found = None
    # GDAL without exceptions gives an object that holds nothing.
    if getattr(found, "this", None) is None:
        raise UnveilError(
            f"There is no way from {_named(first)} to {_named(second)}; set the CRS that the file was made in."
        )
    return found


def _named(reference: osr.SpatialReference) -> str:
    with collected_errors():
        name = reference.GetName()
    return f"the CRS {name}" if name else "a CRS that cannot be read"
