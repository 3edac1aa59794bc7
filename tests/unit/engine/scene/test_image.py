"""Whole images in memory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from unveil.engine.raster.source import describe
from unveil.engine.scene.image import read_backscatter, read_stored


def test_all_bands_are_read_as_they_are_stored(raster_file):
    data = np.arange(2 * 6 * 5, dtype=np.int16).reshape(2, 6, 5)
    stored, names = read_stored(raster_file("a.tif", data, names=["B2", "x"], nodata=3, scale=0.5))
    assert stored.dtype == np.int16 and names == ("B2", "x")
    np.testing.assert_array_equal(stored, data)


def test_backscatter_is_brought_onto_a_grid(raster_file):
    generator = np.random.default_rng(1)
    path = raster_file("s1.tif", generator.normal(-12, 2, (2, 30, 40)).astype(np.float32), names=["VV", "VH"])
    raster = describe(path)
    whole = read_backscatter(raster)
    x, dx, rx, y, ry, dy = raster.grid.transform
    part = replace(raster.grid, width=10, height=8, transform=(x + 4 * dx, dx, rx, y + 5 * dy, ry, dy))
    np.testing.assert_allclose(read_backscatter(raster, part), whole[:, 5:13, 4:14], rtol=1e-5)
