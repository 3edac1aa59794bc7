from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.raster.rows import RowFeed


@pytest.mark.parametrize(("block", "least"), [(1, 1), (7, 1), (16, 20), (300, 30), (2000, 8)])
@pytest.mark.parametrize(("step", "margin"), [(1, 0), (5, 3), (40, 9), (64, 80)])
def test_rows_are_those_of_the_raster_and_each_is_read_once(block, least, step, margin):
    raster = np.arange(2 * 203 * 3).reshape(2, 203, 3)
    read = []

    def read_rows(start, stop):
        read.extend(range(start, stop))
        return raster[:, start:stop].copy()

    with RowFeed(read_rows, 203, block, least) as feed:
        for start in range(0, 203, step):
            first, last = max(start - margin, 0), min(start + step + margin, 203)
            np.testing.assert_array_equal(feed.rows(first, last), raster[:, first:last])
    assert read == list(range(203))


def test_rows_that_strips_share_lie_in_memory_once_and_few_rows_hold_no_group():
    raster = np.arange(2 * 200 * 3).reshape(2, 200, 3)
    with RowFeed(lambda start, stop: raster[:, start:stop].copy(), 200, 50, 50) as feed:
        upper, lower = feed.held(0, 60), feed.held(45, 110)
        assert upper.groups[1][1] is lower.groups[1][1]
        first, few = lower.groups[0]
        assert (first, few.shape[1], few.base) == (45, 5, None)
        np.testing.assert_array_equal(lower.window(slice(47, 103), slice(1, 3)), raster[:, 47:103, 1:])
        rows, columns = np.array([52, 46, 109, 46]), np.array([2, 0, 1])
        np.testing.assert_array_equal(lower.at(rows, columns), raster[:, rows[:, None], columns])
        below = lower.below(101)
        assert [first for first, _ in below.groups] == [100]
        np.testing.assert_array_equal(below.window(slice(101, 110)), raster[:, 101:110])
