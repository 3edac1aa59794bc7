"""Power of rasters that are placed by ground control points, read on the grid of another; no terrain correction."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.align import in_memory
from unveil.engine.raster.gdal_calls import collected_errors, open_dataset
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.source import Reader

LEAST_POINTS = 10
"""Fewer control points do not carry a thin plate spline over a scene."""

_PROBES = 9
_RIM = 8

Power = Callable[[np.ndarray, Window], np.ndarray]
"""Linear power [h, w] with NaN of the numbers stored in a window."""


class GeolocatedPower:
    """The first band of each file on the grid `target`, as dB: bilinear in power, by a thin plate spline of the points.

    Heights of the points are part of their positions, terrain between them is not.
    """

    def __init__(self, files: Sequence[tuple[Reader, Power]], target: Grid):
        self._parts = [_Part(reader, power, target) for reader, power in files]

    def read(self, window: Window) -> np.ndarray:
        """Return [files, height, width] in dB, float32, NaN where there is nothing; the window lies in the target."""
        power = np.stack([part.read(window) for part in self._parts])
        with np.errstate(divide="ignore", invalid="ignore"):
            decibels = np.float32(10) * np.log10(power)
        return np.where(np.isfinite(decibels), decibels, np.float32(np.nan))

    def forget_blocks(self) -> None:
        """Give back what GDAL caches for this thread's handles."""
        for part in self._parts:
            part.reader.forget_blocks()

    def overlaps(self) -> bool:
        """Tell whether the files cover any part of the target grid, as far as probes spread over it show."""
        return all(part.overlaps() for part in self._parts)


class _Part:
    def __init__(self, reader: Reader, power: Power, target: Grid):
        self.reader = reader
        self._power = power
        self._target = target
        dataset, reason = open_dataset(reader.raster.path, reader.raster.open_options, reader.raster.drivers)
        if dataset is None:
            raise UnveilError(f"The raster {reader.raster.path} cannot be read: {reason}.")
        self._points = dataset.GetGCPs()
        self._crs = dataset.GetGCPProjection()
        if len(self._points) < LEAST_POINTS or not self._crs:
            raise UnveilError(
                f"The raster {reader.raster.path} has {len(self._points)} ground control points, too few to place it; "
                "terrain-correct the scene first."
            )
        self._transformer = gdal.Transformer(dataset, None, ["SRC_METHOD=GCP_TPS", f"DST_SRS={target.crs}"])
        self._dataset = dataset

    def overlaps(self) -> bool:
        return self._needed(Window(0, 0, self._target.height, self._target.width)) is not None

    def read(self, window: Window) -> np.ndarray:
        empty = np.full((1, window.height, window.width), np.nan, dtype=np.float32)
        needed = self._needed(window)
        if needed is None:
            return empty[0]
        power = self._power(self.reader.read(needed, (1,))[0], needed)
        source = in_memory(power[None], (0, 1, 0, 0, 0, 1), "")
        source.SetGCPs(
            [
                gdal.GCP(point.GCPX, point.GCPY, 0, point.GCPPixel - needed.column, point.GCPLine - needed.row)
                for point in self._points
            ],
            self._crs,
        )
        target = in_memory(empty, self._target.window_transform(window), self._target.crs)
        with collected_errors() as errors:
            try:
                done = gdal.Warp(target, source, resampleAlg="bilinear", srcNodata="nan", dstNodata="nan", tps=True)
            except RuntimeError as error:
                done = None
                errors.append(str(error))
        if not done:
            raise UnveilError(
                f"The raster {self.reader.raster.path} cannot be warped: "
                f"{errors[-1] if errors else 'GDAL gave no reason'}."
            )
        return target.ReadAsArray().reshape(empty.shape)[0]

    def _needed(self, window: Window) -> Window | None:
        """Return the pixels of the file that a window of the target needs, or None where they do not meet."""
        rows = np.linspace(window.row, window.row + window.height, _PROBES)
        columns = np.linspace(window.column, window.column + window.width, _PROBES)
        places = [(*self._target.place(column, row), 0.0) for row in rows for column in columns]
        with collected_errors():
            points, good = self._transformer.TransformPoints(1, places)
        found = np.array([point[:2] for point, fine in zip(points, good) if fine and np.isfinite(point[:2]).all()])
        if not len(found):
            return None
        left, top = (math.floor(value) - _RIM for value in found.min(axis=0))
        right, bottom = (math.ceil(value) + _RIM for value in found.max(axis=0))
        grid = self.reader.raster.grid
        inside = Window(top, left, bottom - top, right - left).clip(grid.height, grid.width)
        return inside if inside.height and inside.width else None
