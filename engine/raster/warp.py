"""A raster on another grid, described by a small file as GDAL will warp it while it is read."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.crs import way_between
from unveil.engine.raster.gdal_calls import collected_errors, open_dataset
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import Raster


def overlap(grid: Grid, target: Grid) -> bool:
    """Tell whether two grids with CRS cover common ground, as far as their bounds show.

    Raises:
        UnveilError: there is no way from one CRS to the other.
    """
    change = way_between(grid.crs, target.crs)
    with collected_errors():
        try:
            left, bottom, right, top = change.TransformBounds(*bounds(grid), 21)
        except RuntimeError:
            return False
    x0, y0, x1, y1 = bounds(target)
    return left < x1 and right > x0 and bottom < y1 and top > y0


def bounds(grid: Grid) -> tuple[float, float, float, float]:
    """Return (left, bottom, right, top) of a grid in its CRS."""
    corners = [grid.place(*c) for c in ((0, 0), (grid.width, 0), (0, grid.height), (grid.width, grid.height))]
    across, down = zip(*corners)
    return min(across), min(down), max(across), max(down)


def warped(raster: Raster, target: Grid, path: str, kernel: str) -> Raster:
    """Return the raster on the grid `target`, described in a VRT at `path`; kernel: of GDAL, "near", "bilinear" ...

    Raises:
        UnveilError: it cannot be read or warped.
    """
    dataset, reason = open_dataset(raster.path, raster.open_options)
    if dataset is None:
        raise UnveilError(f"The raster {raster.path} cannot be read: {reason}.")
    floating = np.issubdtype(np.dtype(raster.dtype), np.floating)
    outside = "nan" if floating else "255" if kernel == "near" else "0"
    stated = any(band.nodata is not None for band in raster.bands)
    options = {} if stated else {"srcNodata": outside, "warpOptions": ["UNIFIED_SRC_NODATA=YES"]}
    with collected_errors() as errors:
        try:
            done = gdal.Warp(
                path,
                dataset,
                format="VRT",
                srcSRS=raster.grid.crs,
                dstSRS=target.crs,
                outputBounds=bounds(target),
                width=target.width,
                height=target.height,
                resampleAlg=kernel,
                dstNodata=None if stated else outside,
                errorThreshold=0,
                **options,
            )
        except RuntimeError as error:
            done = None
            errors.append(str(error))
    if done is None:
        raise UnveilError(
            f"The raster {raster.path} cannot be warped: {errors[-1] if errors else 'GDAL gave no reason'}."
        )
    done.FlushCache()
    return Raster(path, target, raster.dtype, raster.bands, done.GetRasterBand(1).GetBlockSize()[1])
