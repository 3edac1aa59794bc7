"""Writing a GeoTIFF of a run's own window by window, in any order: what nobody else sees lies in memory for no row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from osgeo import gdal, gdal_array

from unveil.engine.raster.gdal_calls import collected_errors, writing
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
        with writing(self._path):
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
        with writing(self._path) if kind is None else collected_errors():
            self._dataset = None

    def write(self, window: Window, planes: np.ndarray) -> None:
        """Write planes [bands, h, w] of a window, in the sink's data type."""
        with writing(self._path):
            for index, plane in enumerate(planes, 1):
                band = self._dataset.GetRasterBand(index)
                if band.WriteArray(plane, window.column, window.row):
                    raise RuntimeError("a block cannot be written")
                # Written blocks leave GDAL's cache, which would otherwise grow with the scene.
                band.FlushCache()
