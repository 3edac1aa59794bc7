"""Rows of which columns are read by whoever looks at them first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.raster.on_demand import RowsOnDemand, reads_columns, rows_on_demand
from unveil.engine.raster.rows import RowFeed
from unveil.engine.raster.source import Reader, describe

RASTER = np.arange(2 * 60 * 70).reshape(2, 60, 70)


def on_demand(asked, start=0, stop=60, side=16):
    def read(left, right, into):
        asked.append((start, left, right))
        into[...] = RASTER[:, start:stop, left:right]

    return RowsOnDemand.of((2, stop - start, 70), RASTER.dtype.name, side, read)


def test_only_columns_that_are_looked_at_are_read_and_once():
    asked = []
    rows = on_demand(asked)
    np.testing.assert_array_equal(rows[:, 3:9, 20:40], RASTER[:, 3:9, 20:40])
    np.testing.assert_array_equal(rows[:, 50:, 36:33], RASTER[:, 50:, 36:33])
    np.testing.assert_array_equal(rows[:1, :5, 35:48], RASTER[:1, :5, 35:48])
    assert asked == [(0, 16, 32), (0, 32, 48)]
    np.testing.assert_array_equal(rows[:, :, :], RASTER)
    assert sorted(asked) == [(0, 0, 16), (0, 16, 32), (0, 32, 48), (0, 48, 64), (0, 64, 70)]


def test_a_column_that_several_threads_want_is_read_once():
    asked = []
    rows = on_demand(asked)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda left: rows[:, :, left : left + 30], [0, 8, 20, 30, 40] * 20))
    for values, left in zip(found, [0, 8, 20, 30, 40] * 20):
        np.testing.assert_array_equal(values, RASTER[:, :, left : left + 30])
    assert len(asked) == len(set(asked)) == 5


def test_the_last_rows_share_what_is_read_and_hold_no_more_of_it():
    asked = []
    rows = on_demand(asked)
    first = rows[:, :, :16]
    last = rows.last_rows(7)
    assert last.shape == (2, 7, 70)
    assert not np.shares_memory(last[:, :, :16], first)
    assert last[:, :, 20:20].shape == (2, 7, 0)
    np.testing.assert_array_equal(last[:, 2:, 10:40], RASTER[:, 55:, 10:40])
    np.testing.assert_array_equal(rows[:, 1:4, 30:40], RASTER[:, 1:4, 30:40])
    assert sorted(asked) == [(0, 0, 16), (0, 16, 32), (0, 32, 48)]


def test_a_feed_gives_rows_on_demand_in_any_order():
    asked = []
    with RowFeed(lambda start, stop: on_demand(asked, start, stop), 60, 20, 20) as feed:
        upper = feed.held(0, 25)
        np.testing.assert_array_equal(upper.window(slice(10, 25), slice(64, 70)), RASTER[:, 10:25, 64:])
        lower = feed.held(15, 45)
        np.testing.assert_array_equal(lower.window(slice(15, 42), slice(0, 40)), RASTER[:, 15:42, :40])
        np.testing.assert_array_equal(upper.window(slice(0, 25), slice(0, 5)), RASTER[:, :25, :5])
        np.testing.assert_array_equal(lower.below(40).window(slice(40, 45)), RASTER[:, 40:45])
    assert len(asked) == len(set(asked))
    assert (0, 48, 64) not in asked


def test_columns_of_a_tiff_are_read_in_whole_blocks(raster_file):
    data = np.random.default_rng(0).integers(0, 9999, (3, 130, 700)).astype(np.uint16)
    with Reader(describe(raster_file("a.tif", data))) as reader:
        assert reads_columns(reader)
        with RowFeed(rows_on_demand(reader, (3, 1)), 130, 64) as feed:
            group = feed.held(0, 100).groups[0][1]
            assert isinstance(group, RowsOnDemand)
            np.testing.assert_array_equal(feed.held(0, 100).window(slice(5, 99)), data[[2, 0], 5:99])
            np.testing.assert_array_equal(feed.held(90, 130).window(slice(90, 130)), data[[2, 0], 90:])
        with RowFeed(rows_on_demand(reader, (2,)), 130, 64) as feed:
            np.testing.assert_array_equal(feed.held(0, 100).window(slice(5, 99)), data[[1], 5:99])


def test_a_file_whose_blocks_span_its_rows_has_no_columns(raster_file):
    with Reader(describe(raster_file("a.tif", np.ones((1, 130, 60), np.uint16)))) as reader:
        assert not reads_columns(reader)


def test_what_cannot_be_read_is_an_error_wherever_it_is_looked_at():
    def read(left, right, into):
        raise UnveilError("broken")

    rows = RowsOnDemand.of((1, 5, 70), "uint8", 16, read)
    for _ in range(2):
        with pytest.raises(UnveilError, match="broken"):
            rows[:, :, 3:4]
