"""Reading rasters by windows: what a raster is, and a reader with one GDAL handle for each thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

import numpy as np
from osgeo import gdal, gdal_array

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_calls import collected_errors, open_dataset
from unveil.engine.raster.grid import Grid, Window


@dataclass(frozen=True)
class Band:
    """One band: name ("" for none), nodata value, scale and offset as the file states them (None: it states none)."""

    name: str = ""
    nodata: float | None = None
    scale: float | None = None
    offset: float | None = None


@dataclass(frozen=True)
class Raster:
    """A raster on disk, by value: how to open it, its grid, its data type (NumPy's name) and its bands."""

    path: str
    grid: Grid
    dtype: str
    bands: tuple[Band, ...]
    block_height: int = 1
    open_options: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(band.name for band in self.bands)

    def with_crs(self, crs: str) -> Raster:
        """Return the raster in another CRS than its file states, as users may set one for a layer."""
        return replace(self, grid=replace(self.grid, crs=crs))


def describe(path: str, open_options: tuple[str, ...] = ()) -> Raster:
    """Read what a raster is; UnveilError when GDAL cannot open it or it has no bands."""
    dataset, reason = open_dataset(path, open_options)
    if dataset is None:
        raise UnveilError(f"The raster {path} cannot be read: {reason}.")
    if dataset.RasterCount == 0:
        raise UnveilError(
            f"{path} has no bands of its own; choose one of its subdatasets (drag the file into QGIS to see them)."
        )
    bands = tuple(_band(dataset.GetRasterBand(index)) for index in range(1, dataset.RasterCount + 1))
    first = dataset.GetRasterBand(1)
    dtype = gdal_array.GDALTypeCodeToNumericTypeCode(first.DataType)
    if dtype is None or np.issubdtype(dtype, np.complexfloating):
        raise UnveilError(f"The raster {path} holds {gdal.GetDataTypeName(first.DataType)}; give one of real numbers.")
    grid = Grid(dataset.RasterXSize, dataset.RasterYSize, tuple(dataset.GetGeoTransform()), dataset.GetProjection())
    return Raster(path, grid, np.dtype(dtype).name, bands, first.GetBlockSize()[1], tuple(open_options))


def _band(band: gdal.Band) -> Band:
    # Once QGIS has stored statistics of a band, GDAL gives 1 and 0 for a scale and an offset that nobody stated.
    scale, offset = band.GetScale(), band.GetOffset()
    return Band(
        band.GetDescription() or "",
        band.GetNoDataValue(),
        None if scale == 1 else scale,
        None if offset == 0 else offset,
    )


class Reader:
    """Windowed reading of a raster from any thread; every thread opens the file once for itself."""

    def __init__(self, raster: Raster):
        self.raster = raster
        self._local = threading.local()
        self._opened: list[gdal.Dataset] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the handles of all threads; none of them may be reading."""
        with self._lock:
            self._opened.clear()
            self._local = threading.local()

    def read(self, window: Window, bands: tuple[int, ...]) -> np.ndarray:
        """Return [bands, height, width] in the file's own data type for 1-based `bands`; the window lies inside.

        Raises:
            UnveilError: the file cannot be read there.
        """
        dataset = self._dataset()
        with collected_errors() as errors:
            try:
                data = dataset.ReadAsArray(
                    window.column, window.row, window.width, window.height, band_list=list(bands)
                )
            except RuntimeError as error:
                data = None
                errors.append(str(error))
        if data is None or errors:
            reason = errors[-1] if errors else "GDAL gave no reason"
            raise UnveilError(f"The raster {self.raster.path} cannot be read in row {window.row}: {reason}.")
        return data.reshape(len(bands), window.height, window.width)

    def forget_blocks(self) -> None:
        """Give back what GDAL caches for this thread's handle, so that a long scene does not fill its cache."""
        self._dataset().FlushCache()

    def _dataset(self) -> gdal.Dataset:
        dataset = getattr(self._local, "dataset", None)
        if dataset is None:
            dataset, reason = open_dataset(self.raster.path, self.raster.open_options)
            if dataset is None:
                raise UnveilError(f"The raster {self.raster.path} cannot be read: {reason}.")
            self._local.dataset = dataset
            with self._lock:
                self._opened.append(dataset)
        return dataset
