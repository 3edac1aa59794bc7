"""One raster on the grid of another, window by window; power in dB is averaged as power."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.crs import same_crs, way_between
from unveil.engine.raster.gdal_calls import collected_errors
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.on_demand import RowsOnDemand, columns_together, reads_columns
from unveil.engine.raster.place import check_crs
from unveil.engine.raster.rows import RowFeed
from unveil.engine.raster.source import Raster, Reader

_MOST_PIXELS = 50_000_000
"""Pixels of the source that are read at once, a few hundred MB."""

_PROBES = 9
"""Points along each side of a window that are followed into the other grid."""


def is_on_grid(raster_grid: Grid, grid: Grid) -> bool:
    """Tell whether pixels of both grids fall on one another, so that nothing need be warped."""
    return raster_grid.is_aligned(grid) and same_crs(raster_grid.crs, grid.crs)


_WHOLE = 0.01
"""Pixels within which pixels of two grids fall on one another."""


def whole_offset(raster_grid: Grid, grid: Grid) -> tuple[int, int] | None:
    """Return the row and column of a raster in which the upper left pixel of a grid lies, if all pixels of the grid
    fall on some of the raster or beside it; else None.
    """
    inverse = gdal.InvGeoTransform(raster_grid.transform)
    if inverse is None or not same_crs(raster_grid.crs, grid.crs):
        return None
    found = []
    for corner in ((0, 0), (grid.width, 0), (0, grid.height), (grid.width, grid.height)):
        column, row = gdal.ApplyGeoTransform(inverse, *grid.place(*corner))
        found.append((row - corner[1], column - corner[0]))
    row, column = (round(part) for part in found[0])
    if any(math.dist(each, (row, column)) > _WHOLE for each in found):
        return None
    return row, column


def covering_window(source: Grid, target: Grid) -> Window | None:
    """Return the pixels of one grid that another needs of it, with a rim; None where they do not meet.

    Raises:
        UnveilError: there is no way from one CRS to the other.
    """
    return _Transformer(source, target).source_window(Window(0, 0, target.height, target.width))


def covers(source: Grid, target: Grid) -> bool:
    """Tell whether one grid covers any part of another, as far as corners and sides show; UnveilError as `Aligned`."""
    if is_on_grid(source, target):
        return True
    return _Transformer(source, target).source_window(Window(0, 0, target.height, target.width)) is not None


@dataclass(frozen=True)
class Planes:
    """What is read of a raster. values: [number, height, width] float32 of a window, NaN where there is nothing."""

    values: Callable[[Window], np.ndarray]
    number: int


class Aligned:
    """What is read from a raster on any grid, brought to the grid `target` window by window.

    resampling: GDAL's name of the kernel; what is finer than the target is averaged as the kernel is widened.
    """

    def __init__(self, raster: Raster, target: Grid, planes: Planes, resampling: str = "bilinear"):
        self._values = planes.values
        self._number = planes.number
        self._path = raster.path
        self._source = raster.grid
        self._target = target
        self._resampling = resampling
        self.offset = whole_offset(raster.grid, target)
        self.warped = self.offset is None
        self._transformer = _Transformer(raster.grid, target) if self.warped else None

    def straight(self, window: Window, values: Callable[[Window], np.ndarray]) -> np.ndarray:
        """Return what `values` gives of the pixels of the raster that a window of the target falls on, not warped."""
        row, column = self.offset or (0, 0)
        own = Window(window.row + row, window.column + column, window.height, window.width)
        there = own.clip(self._source.height, self._source.width)
        if there == own:
            return values(own)
        result = np.full((self._number, window.height, window.width), np.nan, dtype=np.float32)
        if there.height and there.width:
            top, left = there.row - own.row, there.column - own.column
            result[:, top : top + there.height, left : left + there.width] = values(there)
        return result

    def read(self, window: Window) -> np.ndarray:
        """Return [number, height, width] float32, NaN where there is nothing; the window lies in the target.

        Raises:
            UnveilError: GDAL cannot warp it.
        """
        if self._transformer is None:
            return self.straight(window, self._values)
        result = np.full((self._number, window.height, window.width), np.nan, dtype=np.float32)
        needed = self._transformer.source_window(window)
        if needed is None:
            return result
        if needed.height * needed.width > _MOST_PIXELS and max(window.height, window.width) > 1:
            # The raster is much finer than the target: in halves, so that memory does not grow with its fineness.
            for part, rows, columns in _halves(window):
                result[:, rows, columns] = self.read(part)
            return result
        source = in_memory(self._values(needed), self._source.window_transform(needed), self._source.crs)
        target = in_memory(result, self._target.window_transform(window), self._target.crs)
        with collected_errors() as errors:
            try:
                done = gdal.Warp(
                    target,
                    source,
                    resampleAlg=self._resampling,
                    srcNodata="nan",
                    dstNodata="nan",
                    errorThreshold=0,
                    warpOptions=self._transformer.kernel,
                )
            except RuntimeError as error:
                done = None
                errors.append(str(error))
        if not done:
            raise UnveilError(
                f"The raster {self._path} cannot be warped: {errors[-1] if errors else 'GDAL gave no reason'}."
            )
        return target.ReadAsArray().reshape(result.shape)

    def overlaps(self) -> bool:
        """Tell whether the raster covers any part of the target grid, as far as its corners and sides show."""
        if self._transformer is None:
            row, column = self.offset or (0, 0)
            own = Window(row, column, self._target.height, self._target.width)
            there = own.clip(self._source.height, self._source.width)
            return there.height > 0 and there.width > 0
        return self._transformer.source_window(Window(0, 0, self._target.height, self._target.width)) is not None


LEAST, MOST = -60.0, 35.0
"""dB between which backscatter lies; below is noise of the receiver or fill, above no target on the ground."""

_FACTORS = {"linear": 10.0, "amplitude": 20.0}

_CACHED = 1 << 17
"""Values that are looked at together."""


class AlignedPower:
    """Bands in dB of a raster on any grid, read on the grid `target`: bilinear in linear power.

    The raster holds dB, or what its `units` say; scale and offset that it states are applied. What is not positive as
    power or amplitude, or not between LEAST and MOST in dB, is nothing.
    """

    def __init__(self, reader: Reader, bands: tuple[int, ...], target: Grid):
        self._reader = reader
        self._bands = bands
        self._target = target
        self._aligned = Aligned(reader.raster, target, Planes(self._power, len(bands)))
        self.warped = self._aligned.warped

    def read(self, window: Window) -> np.ndarray:
        """Return [bands, height, width] in dB, float32, NaN where there is nothing; the window lies in the target.

        Raises:
            UnveilError: the raster cannot be read or warped.
        """
        if not self.warped:
            return self._aligned.straight(window, self._decibels)
        power = self._aligned.read(window)
        with np.errstate(divide="ignore", invalid="ignore"):
            decibels = np.float32(10) * np.log10(power)
        return np.where(np.isfinite(decibels), decibels, np.float32(np.nan))

    def feed(self, least_rows: int, on_demand: bool = False) -> RowFeed:
        """Return the rows of the target from top to bottom, in groups of the file's blocks where nothing is warped.

        on_demand: where the file's blocks are those of the target, have columns read when they are looked at.
        """
        width, in_blocks = self._target.width, self._aligned.offset == (0, 0)

        def read(start: int, stop: int, left: int = 0, right: int = width) -> np.ndarray:
            data = self.read(Window(start, left, stop - start, right - left))
            self.forget_blocks()
            return data

        def rows(start: int, stop: int) -> RowsOnDemand:
            def fill(left: int, right: int, into: np.ndarray) -> None:
                into[...] = read(start, stop, left, right)

            shape = (len(self._bands), stop - start, width)
            return RowsOnDemand.of(shape, "float32", columns_together(self._reader), fill)

        block_height = self._reader.raster.block_height if in_blocks else 1
        apart = on_demand and in_blocks and reads_columns(self._reader)
        return RowFeed(rows if apart else read, self._target.height, block_height, least_rows)

    def forget_blocks(self) -> None:
        """Give back what GDAL caches for this thread's handle."""
        self._reader.forget_blocks()

    def overlaps(self) -> bool:
        """Tell whether the raster covers any part of the target grid, as far as its corners and sides show."""
        return self._aligned.overlaps()

    def _power(self, window: Window) -> np.ndarray:
        with np.errstate(over="ignore"):
            return np.power(np.float32(10), self._decibels(window) / np.float32(10))

    def _decibels(self, window: Window) -> np.ndarray:
        data = self._reader.read(window, self._bands).astype(np.float32, copy=False)
        # Some rows at a time, which lie in the processor's cache.
        step = max(_CACHED // (data.shape[0] * data.shape[2]), 1)
        for start in range(0, data.shape[1], step):
            part = data[:, start : start + step]
            if not self._sound(part):
                part[...] = self._measured(part)
        return data

    def _sound(self, stored: np.ndarray) -> bool:
        """Tell whether all that is stored is in dB that backscatter can have, as is the rule, so that nothing is done.

        0 and more is looked at: it may be fill.
        """
        bands = [self._reader.raster.bands[index - 1] for index in self._bands]
        if self._reader.raster.units in _FACTORS or any((band.scale, band.offset) != (None, None) for band in bands):
            return False
        with np.errstate(invalid="ignore"):
            least, most = float(stored.min()), float(stored.max())
        # No number is neither above nor below another.
        return least >= LEAST and most < 0 and not any(least <= band.nodata <= most for band in bands if band.nodata)

    def _measured(self, stored: np.ndarray) -> np.ndarray:
        """Return stored values [bands, h, w] in dB, NaN where nothing was measured; they may be changed."""
        for plane, index in zip(stored, self._bands):
            nodata = self._reader.raster.bands[index - 1].nodata
            if nodata is not None and not math.isnan(nodata):
                plane[plane == np.float32(nodata)] = np.nan
        # Exports often fill the border with 0, which is a power of 1 that both polarisations never have at once.
        stored[:, (stored == 0).all(axis=0)] = np.nan
        stored[~np.isfinite(stored)] = np.nan
        for plane, index in zip(stored, self._bands):
            band = self._reader.raster.bands[index - 1]
            if (band.scale, band.offset) != (None, None):
                plane *= np.float32(1.0 if band.scale is None else band.scale)
                plane += np.float32(band.offset or 0.0)
        factor = _FACTORS.get(self._reader.raster.units)
        if factor is not None:
            stored = np.float32(factor) * np.log10(np.where(stored > 0, stored, np.float32(np.nan)))
        with np.errstate(invalid="ignore"):
            stored[(stored < LEAST) | (stored > MOST)] = np.nan
        return stored


def _halves(window: Window) -> list[tuple[Window, slice, slice]]:
    """Return both halves of a window across its longer side, each with its rows and columns in the window."""
    parts = []
    if window.height >= window.width:
        cuts = (0, window.height // 2, window.height)
        for start, stop in zip(cuts, cuts[1:]):
            part = Window(window.row + start, window.column, stop - start, window.width)
            parts.append((part, slice(start, stop), slice(None)))
        return parts
    cuts = (0, window.width // 2, window.width)
    for start, stop in zip(cuts, cuts[1:]):
        part = Window(window.row, window.column + start, window.height, stop - start)
        parts.append((part, slice(None), slice(start, stop)))
    return parts


class _Transformer:
    """Positions of the target's pixels in the pixels of the source.

    kernel: widths of the bilinear kernel as options of the warper, which else derives them from each window.
    """

    def __init__(self, source: Grid, target: Grid):
        self._source = source
        self._target = target
        for grid, name in ((target, "The optical raster"), (source, "The raster to bring to the optical grid")):
            check_crs(grid, name)
        self._change = way_between(target.crs, source.crs)
        inverse = gdal.InvGeoTransform(source.transform)
        if inverse is None:
            raise UnveilError("The radar raster has a geotransform that cannot be inverted; georeference it again.")
        self._inverse = inverse
        self.kernel = self._kernel()

    def _kernel(self) -> list[str]:
        row, column = self._target.height / 2, self._target.width / 2
        found = self._source_pixels([(column, row), (column + 1, row), (column, row + 1)])
        if len(found) < 3:
            return []
        across, down = np.hypot(*(found[1] - found[0])), np.hypot(*(found[2] - found[0]))
        return [f"XSCALE={_pixels_a_pixel(across)}", f"YSCALE={_pixels_a_pixel(down)}"]

    def _source_pixels(self, pixels: list[tuple[float, float]]) -> np.ndarray:
        """Return (column, row) in the source for those of the target's (column, row) that have a place there."""
        with collected_errors():
            try:
                points = self._change.TransformPoints([self._target.place(*pixel) for pixel in pixels])
            except RuntimeError:
                return np.empty((0, 2))
        places = np.array(points, dtype=np.float64)[:, :2]
        places = places[np.isfinite(places).all(axis=1)]
        x0, dx, rx, y0, ry, dy = self._inverse
        return np.stack(
            [x0 + places[:, 0] * dx + places[:, 1] * rx, y0 + places[:, 0] * ry + places[:, 1] * dy], axis=1
        )

    def source_window(self, window: Window) -> Window | None:
        """Return the pixels of the source that a window of the target needs, or None where they do not meet."""
        rows = np.linspace(window.row, window.row + window.height, _PROBES)
        columns = np.linspace(window.column, window.column + window.width, _PROBES)
        found = self._source_pixels([(column, row) for row in rows for column in columns])
        if not len(found):
            return None
        across, down = found.T
        # Bilinear needs one more pixel; where the source is finer GDAL widens the kernel by the ratio.
        ratio = max(np.ptp(across) / window.width, np.ptp(down) / window.height, 1.0)
        rim = 2 + math.ceil(2 * ratio)
        top, left = math.floor(down.min()) - rim, math.floor(across.min()) - rim
        bottom, right = math.ceil(down.max()) + rim, math.ceil(across.max()) + rim
        meets = (
            top + rim < self._source.height and bottom - rim > 0 and left + rim < self._source.width and right - rim > 0
        )
        if not meets:
            return None
        return Window(top, left, bottom - top, right - left).clip(self._source.height, self._source.width)


def _pixels_a_pixel(length: float) -> float:
    """Return the target's pixels to one of the source; sizes that agree to 5 % count as equal."""
    return 1.0 if abs(length - 1) < 0.05 else 1 / length


def in_memory(data: np.ndarray, transform: tuple[float, ...], crs: str) -> gdal.Dataset:
    """Return [bands, h, w] as a raster in memory with NaN as nodata."""
    dataset = gdal.GetDriverByName("MEM").Create("", data.shape[2], data.shape[1], data.shape[0], gdal.GDT_Float32)
    dataset.SetGeoTransform(transform)
    dataset.SetProjection(crs)
    for index, plane in enumerate(data, 1):
        band = dataset.GetRasterBand(index)
        band.SetNoDataValue(float("nan"))
        band.WriteArray(plane)
    return dataset
