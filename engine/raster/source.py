"""Reading rasters by windows: what a raster is, and a reader with one GDAL handle for each thread."""

from __future__ import annotations

import contextlib
import math
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from osgeo import gdal, gdal_array

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_calls import collected_errors, open_dataset
from unveil.engine.raster.gdal_thread import configured
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.place import check_grid
from unveil.models.memory import memory_budget
from unveil.models.threads import thread_count

MOST_SIDE = 1_000_000
"""Pixels: 10,000 km of Sentinel-2."""

_STRIP_ROWS = 512

MUCH = 192 << 20
"""Bytes that GDAL may cache of windows that are read one beside the other, whose rims share blocks."""


@dataclass(frozen=True)
class Band:
    """One band: name ("" for none), nodata value, scale and offset as the file states them (None: it states none).

    unmeasured: it was found to hold nothing anywhere, so that it counts as missing and is only copied.
    """

    name: str = ""
    nodata: float | None = None
    scale: float | None = None
    offset: float | None = None
    unmeasured: bool = False


@dataclass(frozen=True)
class Raster:
    """A raster on disk, by value: how to open it, its grid, its data type (NumPy's name) and its bands.

    drivers: the only formats of GDAL that it may be opened with, for files of a product; () for all of this machine.
    units: of radar that is not in dB, "linear" (power) or "amplitude", where that was found out.
    """

    path: str
    grid: Grid
    dtype: str
    bands: tuple[Band, ...]
    block_height: int = 1
    open_options: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    units: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(band.name for band in self.bands)

    def with_crs(self, crs: str) -> Raster:
        """Return the raster in another CRS than its file states, as users may set one for a layer."""
        return replace(self, grid=replace(self.grid, crs=crs))


def describe(path: str, open_options: tuple[str, ...] = (), drivers: tuple[str, ...] = ()) -> Raster:
    """Read what a raster is; UnveilError when GDAL cannot open it, it has no bands, no grid, or is too large."""
    dataset, reason = open_dataset(path, open_options, drivers)
    if dataset is None:
        raise UnveilError(f"The raster {path} cannot be read: {reason}.")
    if dataset.RasterCount == 0:
        raise UnveilError(
            f"{path} has no bands of its own; choose one of its subdatasets (drag the file into QGIS to see them)."
        )
    bands = tuple(_band(dataset.GetRasterBand(index)) for index in range(1, dataset.RasterCount + 1))
    first = dataset.GetRasterBand(1)
    dtype = _data_type(path, dataset)
    grid = Grid(dataset.RasterXSize, dataset.RasterYSize, tuple(dataset.GetGeoTransform()), dataset.GetProjection())
    check_grid(path, grid)
    odd = [
        value for band in bands for value in (band.scale, band.offset) if value is not None and not math.isfinite(value)
    ]
    if odd:
        raise UnveilError(f"The raster {path} states a scale or an offset of {odd[0]}; set it anew.")
    _check_amount(path, grid, len(bands))
    bands = tuple(_with_possible_nodata(band, np.dtype(dtype)) for band in bands)
    return Raster(path, grid, np.dtype(dtype).name, bands, first.GetBlockSize()[1], tuple(open_options), tuple(drivers))


def metadata_of(raster: Raster) -> dict[str, str]:
    """Return what a raster's file states about itself, by key; nothing where it cannot be opened."""
    dataset, _ = open_dataset(raster.path, raster.open_options, raster.drivers)
    return {} if dataset is None else dict(dataset.GetMetadata() or {})


def _data_type(path: str, dataset: gdal.Dataset) -> np.dtype:
    """Return a data type that holds the values of every band; those of a VRT may differ."""
    kinds = []
    for code in dict.fromkeys(dataset.GetRasterBand(index).DataType for index in range(1, dataset.RasterCount + 1)):
        kind = gdal_array.GDALTypeCodeToNumericTypeCode(code)
        if kind is None or np.issubdtype(kind, np.complexfloating):
            raise UnveilError(f"The raster {path} holds {gdal.GetDataTypeName(code)}; give one of real numbers.")
        kinds.append(kind)
    return np.result_type(*kinds)


def _check_amount(path: str, grid: Grid, bands: int) -> None:
    """Raise an UnveilError for sizes that no scene has, before anything of that size is made."""
    if max(grid.width, grid.height) > MOST_SIDE:
        raise UnveilError(
            f"The raster {path} claims {grid.width} x {grid.height} pixels, and no scene has more than {MOST_SIDE} a "
            "side; cut out the part that is needed."
        )
    strip = 4 * bands * grid.width * min(grid.height, _STRIP_ROWS)
    if strip > (budget := memory_budget()):
        raise UnveilError(
            f"Rows of {grid.width} pixels and {bands} bands, as in {path}, take {strip / 1e9:.1f} GB at a time, and "
            f"{budget / 1e9:.1f} GB are at hand; cut out the part that is needed."
        )


def _with_possible_nodata(band: Band, dtype: np.dtype) -> Band:
    """Return the band without a nodata value that its data type cannot hold, which therefore marks nothing."""
    if band.nodata is None or np.issubdtype(dtype, np.floating):
        return band
    limits = np.iinfo(dtype)
    if math.isfinite(band.nodata) and limits.min <= band.nodata <= limits.max and band.nodata == int(band.nodata):
        return band
    return replace(band, nodata=None)


def _band(band: gdal.Band) -> Band:
    # Once QGIS has stored statistics of a band, GDAL gives 1 and 0 for a scale and an offset that nobody stated.
    scale, offset = band.GetScale(), band.GetOffset()
    return Band(
        band.GetDescription() or "",
        band.GetNoDataValue(),
        None if scale == 1 else scale,
        None if offset == 0 else offset,
    )


def _reading_threads(dataset: gdal.Dataset) -> dict[str, str]:
    """Return the option for as many threads as there are for JPEG 2000, whose blocks take long to decode."""
    return {"GDAL_NUM_THREADS": str(thread_count())} if dataset.GetDriver().ShortName.startswith("JP2") else {}


class Reader:
    """Windowed reading of a raster from any thread; every thread opens the file once for itself.

    A netCDF file is opened here and read by one thread at a time: HDF5 below it prints a page on the console for a
    file that is opened in another thread, and does no more at once anyhow.
    """

    def __init__(self, raster: Raster):
        self.raster = raster
        self._local = threading.local()
        self._opened: list[gdal.Dataset] = []
        self._lock = threading.Lock()
        self._turn = threading.RLock() if raster.path.upper().startswith("NETCDF:") else contextlib.nullcontext()
        self._shared = None if isinstance(self._turn, contextlib.nullcontext) else self._open()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the handles of all threads; none of them may be reading."""
        with self._lock:
            self._opened.clear()
            self._local = threading.local()
            self._shared = None

    def read(self, window: Window, bands: tuple[int, ...], into: np.ndarray | None = None) -> np.ndarray:
        """Return [bands, height, width] in the file's own data type for 1-based `bands`; the window lies inside.

        into: where to put it, an array of this type, of one band [height, width]. Pixels that the file's own mask (of
        all bands, no alpha band) leaves out are 0, which is no data everywhere.

        Raises:
            UnveilError: the file cannot be read there.
        """
        dataset = self._dataset()
        with self._turn, collected_errors() as errors, configured(**_reading_threads(dataset)):
            try:
                place = (window.column, window.row, window.width, window.height)
                data = dataset.ReadAsArray(*place, buf_obj=into, band_list=list(bands))
                if data is not None and dataset.GetRasterBand(1).GetMaskFlags() == gdal.GMF_PER_DATASET:
                    data[..., dataset.GetRasterBand(1).GetMaskBand().ReadAsArray(*place) == 0] = 0
            except (RuntimeError, ValueError) as error:
                data = None
                errors.append(str(error))
        if data is None or errors:
            reason = errors[-1].rstrip(". ") if errors else "GDAL gave no reason"
            raise UnveilError(f"The raster {self.raster.path} cannot be read in row {window.row}: {reason}.")
        return data.reshape(len(bands), window.height, window.width)

    @property
    def bands_apart(self) -> bool:
        """Tell whether each band lies in blocks of its own in the file, and all are of one type."""
        dataset = self._dataset()
        kinds = {dataset.GetRasterBand(number).DataType for number in range(1, dataset.RasterCount + 1)}
        return len(kinds) == 1 and dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE") == "BAND"

    @property
    def block_width(self) -> int:
        """Columns of a block of the file."""
        return self._dataset().GetRasterBand(1).GetBlockSize()[0]

    @property
    def blocks_span_rows(self) -> bool:
        """Tell whether each block of the file is as wide as the raster, so that part of a row costs the whole row."""
        return self.block_width >= self.raster.grid.width

    @property
    def is_tiff(self) -> bool:
        """Tell whether the file is a TIFF, which any thread reads by itself and which keeps no more than its blocks."""
        return self._dataset().GetDriver().ShortName == "GTiff"

    def forget_blocks(self) -> None:
        """Give back what GDAL caches for this thread's handle, so that a long scene does not fill its cache."""
        with self._turn:
            dataset = self._dataset()
            if dataset.GetDriver().ShortName != "VRT" or dataset is self._shared:
                dataset.FlushCache()
                return
            # The files below a VRT keep their blocks until it is closed.
            with self._lock:
                self._opened.remove(dataset)
            self._local.dataset = None

    def _dataset(self) -> gdal.Dataset:
        dataset = self._shared if self._shared is not None else getattr(self._local, "dataset", None)
        if dataset is None:
            self._local.dataset = dataset = self._open()
        return dataset

    def _open(self) -> gdal.Dataset:
        dataset, reason = open_dataset(self.raster.path, self.raster.open_options, self.raster.drivers)
        if dataset is None:
            raise UnveilError(f"The raster {self.raster.path} cannot be read: {reason}.")
        with self._lock:
            self._opened.append(dataset)
        return dataset


def forget_if_much(readers: Iterable[Reader]) -> None:
    """Give back what GDAL caches for this thread's handles if all together it caches `MUCH` and more.

    Files whose blocks span the raster are left alone: the next window needs the same blocks again.
    """
    if gdal.GetCacheUsed() < MUCH:
        return
    for reader in readers:
        if not reader.blocks_span_rows:
            reader.forget_blocks()
