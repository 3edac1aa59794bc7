from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from fixtures.rasters import write_raster
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster import source
from unveil.engine.raster.grid import Window
from unveil.engine.raster.rows import RowFeed, whole_rows
from unveil.engine.raster.source import Band, Reader, describe, forget_if_much


def test_a_raster_is_described_by_value(raster_file):
    path = raster_file("a.tif", np.zeros((2, 70, 90), np.int16), names=["VV", "VH"], nodata=-1, scale=0.5, offset=3.0)
    raster = describe(path)
    assert (raster.grid.width, raster.grid.height, raster.dtype, raster.block_height) == (90, 70, "int16", 64)
    assert raster.bands == (Band("VV", -1.0, 0.5, 3.0), Band("VH", -1.0, 0.5, 3.0))
    assert raster.grid.transform == (600000, 10, 0, 5000000, 0, -10)


def test_statistics_that_qgis_stored_do_not_pass_for_a_stated_scale(raster_file):
    path = raster_file("a.tif", np.random.default_rng(0).integers(1, 9, (2, 20, 20)).astype(np.uint16))
    dataset = gdal.Open(path)
    dataset.GetRasterBand(1).ComputeStatistics(False)
    dataset = None
    assert describe(path).bands == (Band(), Band())


@pytest.mark.parametrize("content", [b"", b"no raster at all", b"II*\x00\x08\x00\x00\x00"])
def test_an_unreadable_file_is_one_sentence(tmp_path, content):
    path = tmp_path / "bad.tif"
    path.write_bytes(content)
    with pytest.raises(UnveilError, match="bad.tif cannot be read"):
        describe(str(path))


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(UnveilError, match="cannot be read"):
        describe(str(tmp_path / "none.tif"))


def test_a_truncated_file_is_one_sentence_where_it_ends(tmp_path, raster_file):
    path = raster_file("cut.tif", np.random.default_rng(0).integers(1, 9999, (1, 300, 300)).astype(np.uint16))
    file = Path(path)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with Reader(describe(path)) as reader, pytest.raises(UnveilError, match="cannot be read in row"):
        reader.read(Window(0, 0, 300, 300), (1,))


def test_threads_read_the_same_raster_at_once(raster_file):
    data = np.random.default_rng(0).integers(0, 9999, (3, 200, 150)).astype(np.uint16)
    found = {}
    with Reader(describe(raster_file("a.tif", data))) as reader:

        def read(number):
            found[number] = [reader.read(Window(r, 10, 50, 100), (3, 1)) for r in (0, 50, 100, 150)]

        threads = [threading.Thread(target=read, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for parts in found.values():
        np.testing.assert_array_equal(np.concatenate(parts, axis=1), data[[2, 0], :, 10:110])
    assert len(found) == 6


def bands_apart(path, shape):
    """Write a raster whose bands lie apart in blocks of 256 pixels; return its path and values."""
    data = np.random.default_rng(0).integers(1, 9999, shape).astype(np.uint16)
    options = ["TILED=YES", "COMPRESS=DEFLATE", "INTERLEAVE=BAND"]
    bands, height, width = shape
    made = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, gdal.GDT_UInt16, options)
    made.SetGeoTransform((600000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0))
    made.WriteArray(data)
    return str(path), data


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("block", [1, 7, 64, 500])
def test_rows_come_in_order_whatever_the_blocks(tmp_path, block, threads):
    path, data = bands_apart(tmp_path / "a.tif", (7, 300, 20))
    with (
        Reader(describe(path)) as reader,
        ThreadPoolExecutor(threads) as pool,
        RowFeed(whole_rows(reader, (7, 1, 2, 3, 5), pool), 300, block, least_rows=16) as feed,
    ):
        assert reader.bands_apart
        for start, stop in [(0, 10), (5, 70), (5, 5 + 100), (60, 61), (61, 299), (298, 300), (299, 300)]:
            np.testing.assert_array_equal(feed.rows(start, stop), data[[6, 0, 1, 2, 4], start:stop])


def test_a_band_that_cannot_be_read_in_a_thread_is_the_readers_error(tmp_path):
    path, _ = bands_apart(tmp_path / "a.tif", (4, 600, 600))
    dataset = gdal.Open(path)
    place = int(dataset.GetRasterBand(4).GetMetadataItem("BLOCK_OFFSET_1_1", "TIFF"))
    dataset = None
    with open(path, "r+b") as file:
        file.seek(place)
        file.write(bytes(200))
    with (
        Reader(describe(path)) as reader,
        ThreadPoolExecutor(3) as pool,
        RowFeed(whole_rows(reader, (1, 2, 3, 4), pool), 600, 256) as feed,
        pytest.raises(UnveilError, match="cannot be read in row 256"),
    ):
        feed.rows(0, 200)
        feed.rows(300, 400)


def test_every_block_row_is_read_once(raster_file):
    asked = []

    def read(start, stop):
        asked.append((start, stop))
        return np.zeros((1, stop - start, 5))

    with RowFeed(read, 300, 128, 64) as feed:
        for start in range(0, 300, 50):
            feed.rows(start, min(start + 90, 300))
    assert asked == [(0, 128), (128, 256), (256, 300)]


def test_an_error_while_reading_ahead_reaches_the_caller():
    def read(start, stop):
        if start:
            raise UnveilError("broken")
        return np.zeros((1, stop - start, 5))

    with RowFeed(read, 200, 64) as feed:
        feed.rows(0, 64)
        with pytest.raises(UnveilError, match="broken"):
            feed.rows(0, 100)


def test_many_bands_of_a_compressed_raster_are_read_in_one_piece(tmp_path):
    # In a process of its own: where this goes wrong it ends the process.
    script = f"""
import numpy as np
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster import source
from unveil.engine.raster.source import Band, Reader, describe, forget_if_much

data = np.random.default_rng(0).integers(1, 9999, (13, 222, 222)).astype(np.uint16)
crs = describe({str(tmp_path / "crs.tif")!r}).grid.crs
path = {str(tmp_path / "bands.tif")!r}
with Sink(path, Grid(222, 222, (600000, 10, 0, 5000000, 0, -10), crs), Content("uint16", [Band("B")] * 13)) as sink:
    sink.write_rows(data)
for bands in ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13), tuple(range(1, 14)), (2, 3, 4)) * 3:
    with Reader(describe(path)) as reader:
        read = reader.read(Window(0, 0, 222, 222), bands)
    assert (read == data[[band - 1 for band in bands]]).all()
"""
    write_raster(tmp_path / "crs.tif", np.zeros((1, 4, 4), np.uint8))
    environment = {**os.environ, "UNVEIL_THREADS": "4", "PYTHONPATH": os.pathsep.join(sys.path)}
    (tmp_path / "unveil").symlink_to(Path(__file__).parents[4])
    environment["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{environment['PYTHONPATH']}"
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-600:]


def test_what_the_files_own_mask_leaves_out_is_no_data(raster_file):
    path = raster_file("a.tif", np.full((2, 20, 30), 1234, np.uint16))
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    there = np.full((20, 30), 255, np.uint8)
    there[:5] = 0
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(there)
    dataset = None
    with Reader(describe(path)) as reader:
        found = reader.read(Window(2, 1, 10, 20), (2, 1))
    np.testing.assert_array_equal(found, np.broadcast_to(np.where(np.arange(2, 12) < 5, 0, 1234)[:, None], (2, 10, 20)))
    # An alpha band may be any band that a file calls so.
    path = raster_file("b.tif", np.zeros((2, 20, 30), np.uint16) + np.array([1234, 0], np.uint16)[:, None, None])
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.GetRasterBand(2).SetColorInterpretation(gdal.GCI_AlphaBand)
    dataset = None
    with Reader(describe(path)) as reader:
        assert (reader.read(Window(0, 0, 20, 30), (1,)) == 1234).all()


def test_bands_of_different_types_are_held_by_one_type(tmp_path, raster_file):
    paths = [
        raster_file("a.tif", np.full((1, 4, 4), 40000, np.uint16)),
        raster_file("b.tif", np.full((1, 4, 4), np.nan, np.float32)),
        raster_file("c.tif", np.full((1, 4, 4), -9, np.int16)),
    ]
    mixed = str(tmp_path / "m.vrt")
    gdal.BuildVRT(mixed, paths, separate=True).FlushCache()
    raster = describe(mixed)
    assert raster.dtype == "float32"
    with Reader(raster) as reader:
        found = reader.read(Window(0, 0, 4, 4), (1, 2, 3))
    assert found[0, 0, 0] == 40000 and np.isnan(found[1]).all() and found[2, 0, 0] == -9


def test_blocks_of_files_below_a_vrt_are_given_back_and_it_is_read_on(tmp_path, raster_file):
    data = np.random.default_rng(0).integers(1, 9000, (4, 512, 512)).astype(np.uint16)
    path = raster_file("a.tif", data)
    gdal.Translate(str(tmp_path / "a.vrt"), path, format="VRT", srcWin=[32, 32, 400, 400])
    before = gdal.GetCacheUsed()
    with Reader(describe(str(tmp_path / "a.vrt"))) as reader:
        for _ in range(2):
            np.testing.assert_array_equal(reader.read(Window(0, 0, 400, 400), (1, 4)), data[[0, 3], 32:432, 32:432])
            assert gdal.GetCacheUsed() > before + 2 * 400 * 400
            reader.forget_blocks()
            assert gdal.GetCacheUsed() <= before


def test_windows_side_by_side_keep_little_in_the_cache_but_for_blocks_as_wide_as_the_file(tmp_path, monkeypatch):
    tiled, strips = (
        write_raster(tmp_path / "tiled.tif", np.ones((2, 512, 512), np.uint16)),
        str(tmp_path / "strips.tif"),
    )
    gdal.Translate(strips, tiled, creationOptions=["BLOCKYSIZE=64"])
    before = gdal.GetCacheUsed()
    monkeypatch.setattr(source, "MUCH", before + 100_000)
    with Reader(describe(tiled)) as first, Reader(describe(strips)) as second:
        assert (first.blocks_span_rows, second.blocks_span_rows) == (False, True)
        second.read(Window(0, 0, 64, 64), (1,))
        forget_if_much((first, second))
        held = gdal.GetCacheUsed()
        first.read(Window(0, 0, 256, 256), (1, 2))
        assert gdal.GetCacheUsed() >= held + 2 * 2 * 256**2
        forget_if_much((first, second))
        assert before < gdal.GetCacheUsed() == held
