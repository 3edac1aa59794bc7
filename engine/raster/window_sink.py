"""Writing a GeoTIFF of a run's own window by window, in any order: what nobody else sees lies in memory for no row."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager

import numpy as np
from osgeo import gdal, gdal_array

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_calls import collected_errors
from unveil.engine.raster.grid import Grid, Window
from unveil.models.threads import thread_count

BLOCK_HEIGHT, BLOCK_WIDTH = 64, 256
"""Low blocks: whoever goes down the file holds whole rows of them."""


class WindowSink:
    """A GeoTIFF being written in a run's scratch folder. Use as a context manager; leaving it completes the file.

    Windows begin where blocks do and end there or at the border; each is written once, and what was not written is 0.
    Raises UnveilError when the disk is full.
    """

    def __init__(self, path: str, grid: Grid, names: Sequence[str], dtype: str):
        """Begin to write bands of these names and a data type (NumPy's name)."""
        self._path = path
        with self._errors():
            driver = gdal.GetDriverByName("GTiff")
            # Three times as fast to write as Deflate, where GDAL was built with it.
            packing = ("ZSTD", "ZSTD_LEVEL=1") if "ZSTD" in driver.GetMetadataItem("DMD_CREATIONOPTIONLIST") else None
            packing = packing or ("DEFLATE", "ZLEVEL=1")
            code = gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(dtype).type)
            options = [
                "TILED=YES", f"BLOCKXSIZE={BLOCK_WIDTH}", f"BLOCKYSIZE={BLOCK_HEIGHT}", "INTERLEAVE=BAND",
                "BIGTIFF=IF_SAFER", f"COMPRESS={packing[0]}", packing[1], "PREDICTOR=2", "SPARSE_OK=TRUE",
                f"NUM_THREADS={thread_count()}",
            ]  # fmt: skip
            self._dataset = driver.Create(path, grid.width, grid.height, len(names), code, options)
            if self._dataset is None:
                raise RuntimeError("the file cannot be created")
            self._dataset.SetGeoTransform(grid.transform)
            self._dataset.SetProjection(grid.crs)
            for index, name in enumerate(names, 1):
                self._dataset.GetRasterBand(index).SetDescription(name)

    def __enter__(self) -> WindowSink:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._errors() if kind is None else collected_errors():
            self._dataset = None

    def write(self, window: Window, planes: np.ndarray) -> None:
        """Write planes [bands, h, w] of a window, in the sink's data type."""
        with self._errors():
            for index, plane in enumerate(planes, 1):
                band = self._dataset.GetRasterBand(index)
                if band.WriteArray(plane, window.column, window.row):
                    raise RuntimeError("a block cannot be written")
                # Written blocks leave GDAL's cache, which would otherwise grow with the scene.
                band.FlushCache()

    @contextmanager
    def _errors(self):
        """Turn GDAL's errors of a step into one sentence."""
        reason = ""
        with collected_errors() as errors:
            try:
                yield
            except RuntimeError as error:
                reason = str(error)
        if errors or reason:
            raise UnveilError(
                f"The output {self._path} cannot be written ({errors[-1] if errors else reason}); "
                "check the free space and the rights of its folder."
            )
