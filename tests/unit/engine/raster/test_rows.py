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
