"""Windows of remote rasters as files here: whole or not at all, with progress, and kept where a run broke off."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass
from pathlib import Path

from osgeo import gdal

from unveil.engine.errors import Cancelled, PassingFault, UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.crs import WGS84, same_crs, way_between
from unveil.engine.raster.drivers import PRODUCT_DRIVERS, check_file
from unveil.engine.raster.gdal_calls import collected_errors
from unveil.engine.raster.gdal_thread import Callback
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import describe

_POINTS = 9
_PASSING = re.compile(
    r"\b(HTTP|response)\b.*\b(429|5\d\d)\b|CURL error|timed? ?out|(resolve|connect to) |reset by peer|SlowDown", re.I
)
"""What GDAL says of a network or a server that fails."""

_SNAP = 6
"""Windows begin and end at multiples of so many 10 m pixels, where the pixels of 20 m and 60 m bands do."""


@dataclass(frozen=True)
class Area:
    """A rectangle in a CRS: left, bottom, right, top in its units."""

    left: float
    bottom: float
    right: float
    top: float
    crs: str

    def grown(self, metres: float) -> Area:
        """Return the area with a rim, in units of a projected CRS."""
        return Area(self.left - metres, self.bottom - metres, self.right + metres, self.top + metres, self.crs)


def vsi_path(href: str) -> str:
    """Return how GDAL opens an href."""
    if href.startswith(("http://", "https://")):
        return f"/vsicurl/{href}"
    return f"/vsis3/{href[5:]}" if href.startswith("s3://") else href.removeprefix("file://")


def remote_grid(href: str) -> Grid:
    """Return the grid of a raster anywhere; call it inside `thread_options` of the catalogue.

    Raises:
        UnveilError: the raster cannot be opened, or has no grid. PassingFault: a network or a server failed.
    """
    try:
        return describe(vsi_path(href), drivers=PRODUCT_DRIVERS).grid
    except UnveilError as error:
        # GDAL's words may hold the whole address, with its signature.
        where = href.partition("?")[0]
        raise _fault(where, str(error).replace(href, where)) from error


def area_on(grid: Grid, box: tuple[float, float, float, float] | None) -> Area:
    """Return the part of a scene's grid inside a box (west, south, east, north in degrees); all of it for None.

    Raises:
        UnveilError: the box does not touch the scene.
    """
    left, across, _, top, _, down = grid.transform
    right, bottom = left + grid.width * across, top + grid.height * down
    if box is None:
        return Area(left, bottom, right, top, grid.crs)
    xs, ys = _projected(box, grid.crs)
    step = _SNAP * across
    first = max(math.floor((min(xs) - left) / step) * step, 0.0)
    last = min(math.ceil((max(xs) - left) / step) * step, right - left)
    upper = max(math.floor((top - max(ys)) / step) * step, 0.0)
    lower = min(math.ceil((top - min(ys)) / step) * step, top - bottom)
    if first >= last or upper >= lower:
        raise UnveilError("The extent does not touch the Sentinel-2 scene; choose another one.")
    return Area(left + first, top - lower, left + last, top - upper, grid.crs)


def copy_window(href: str, target: Path, area: Area | None, feedback: Feedback) -> None:
    """Copy the window of a raster that covers `area` (in any CRS) to a GeoTIFF; a file that is there is kept.

    Pixels are not resampled. Call it inside `thread_options` of the catalogue.

    Raises:
        UnveilError: the raster cannot be opened or read, or the area lies outside of it.
        Cancelled: the user stopped it.
    """
    if target.exists():
        feedback.progress(1)
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part.tif")
    progress = Callback(feedback)
    where = href.partition("?")[0]
    check_file(vsi_path(href))
    try:
        with collected_errors() as errors:
            copied = None
            try:
                source = gdal.OpenEx(vsi_path(href), gdal.OF_RASTER, allowed_drivers=list(PRODUCT_DRIVERS))
                if source is not None:
                    copied = gdal.Translate(
                        str(part),
                        source,
                        srcWin=None if area is None else _window(source, area, where),
                        creationOptions=["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER"],
                        callback=progress,
                    )
            except RuntimeError as error:
                errors.append(str(error))
            complete, copied = copied is not None, None
        if progress.stopped:
            raise Cancelled
        if not complete or errors:
            raise _fault(where, errors[-1] if errors else "GDAL does not know its format")
        os.replace(part, target)
    finally:
        for leftover in (part, Path(f"{part}.aux.xml")):
            leftover.unlink(missing_ok=True)


def _fault(where: str, why: str) -> UnveilError:
    kind = PassingFault if _PASSING.search(why) else UnveilError
    return kind(f"The file {where} cannot be read ({why.partition('?')[0].rstrip('.')}).")


def _window(source: gdal.Dataset, area: Area, where: str) -> list[float]:
    """Return the source window [column, row, width, height] of whole pixels that covers the area."""
    left, across, skew, top, other_skew, down = source.GetGeoTransform()
    if skew or other_skew or not source.GetProjection():
        raise UnveilError(f"The file {where} is not north up in a CRS (a GRD that is not terrain-corrected?).")
    xs, ys = _between(area, source.GetProjection())
    columns = sorted(((min(xs) - left) / across, (max(xs) - left) / across))
    rows = sorted(((min(ys) - top) / down, (max(ys) - top) / down))
    first, last = max(math.floor(columns[0] + 1e-6), 0), min(math.ceil(columns[1] - 1e-6), source.RasterXSize)
    upper, lower = max(math.floor(rows[0] + 1e-6), 0), min(math.ceil(rows[1] - 1e-6), source.RasterYSize)
    if first >= last or upper >= lower:
        raise UnveilError(f"The file {where} does not reach the area that is wanted.")
    return [first, upper, last - first, lower - upper]


def _projected(box: tuple[float, float, float, float], crs: str) -> tuple[list[float], list[float]]:
    west, south, east, north = box
    return _between(Area(west, south, east if east >= west else east + 360, north, WGS84), crs)


def _between(area: Area, crs: str) -> tuple[list[float], list[float]]:
    """Return x and y in `crs` of points along the area's sides."""
    shares = [index / (_POINTS - 1) for index in range(_POINTS)]
    across = [area.left + share * (area.right - area.left) for share in shares]
    along = [area.bottom + share * (area.top - area.bottom) for share in shares]
    points = [(x, y) for x in across for y in (area.bottom, area.top)]
    points += [(x, y) for x in (area.left, area.right) for y in along]
    if not same_crs(area.crs, crs):
        way = way_between(area.crs, crs)
        with collected_errors():
            try:
                points = [point[:2] for point in way.TransformPoints(points)]
            except RuntimeError:
                points = [(math.inf, math.inf)]
    xs, ys = zip(*points)
    if not all(map(math.isfinite, (*xs, *ys))):
        raise UnveilError("The extent has no place in the CRS of the scene; choose one that lies there.")
    return list(xs), list(ys)
