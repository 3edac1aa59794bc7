"""A raster of a run's own, written window by window."""

from __future__ import annotations

import resource
import signal
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.window_sink import BLOCK_HEIGHT, BLOCK_WIDTH, WindowSink

GRID = Grid(700, 300, (600000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), "")


def test_windows_in_any_order_make_one_raster_and_what_is_left_out_is_zero(tmp_path):
    data = np.random.default_rng(0).integers(1, 60000, (3, 300, 700)).astype(np.uint16)
    path = str(tmp_path / "own.tif")
    before = gdal.GetCacheUsed()
    with WindowSink(path, GRID, ("B4", "weight", "source"), "uint16") as sink:
        for window in (Window(256, 512, 44, 188), Window(0, 0, 256, 512), Window(0, 512, 256, 188)):
            sink.write(window, data[:, window.rows, window.columns])
            assert gdal.GetCacheUsed() <= before
    data[:, 256:, :512] = 0
    dataset = gdal.Open(path)
    np.testing.assert_array_equal(dataset.ReadAsArray(), data)
    assert dataset.GetRasterBand(2).GetDescription() == "weight" and dataset.GetGeoTransform() == GRID.transform
    assert dataset.GetRasterBand(1).GetBlockSize() == [BLOCK_WIDTH, BLOCK_HEIGHT]


def test_without_zstandard_it_is_packed_otherwise(tmp_path, monkeypatch):
    driver = gdal.GetDriverByName("GTiff")

    class Older:
        def GetMetadataItem(self, name):
            return driver.GetMetadataItem(name).replace("ZSTD", "")

        def Create(self, *arguments):
            return driver.Create(*arguments)

    monkeypatch.setattr(gdal, "GetDriverByName", lambda name: Older())
    with WindowSink(str(tmp_path / "own.tif"), GRID, ("B4",), "uint16") as sink:
        sink.write(Window(0, 0, 256, 700), np.full((1, 256, 700), 7, np.uint16))
    dataset = gdal.Open(str(tmp_path / "own.tif"))
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "DEFLATE"
    assert dataset.ReadAsArray().sum() == 7 * 256 * 700


def test_a_full_disk_is_one_sentence(tmp_path):
    limits, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    noise = np.random.default_rng(0).integers(0, 65535, (1, 256, 700)).astype(np.uint16)
    try:
        with (
            pytest.raises(UnveilError, match="own.tif cannot be written"),
            WindowSink(str(tmp_path / "own.tif"), GRID, ("B4",), "uint16") as sink,
        ):
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
            sink.write(Window(0, 0, 256, 700), noise)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert Path(tmp_path / "own.tif").stat().st_size < 30_000
