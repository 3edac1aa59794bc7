from __future__ import annotations

import numpy as np

from unveil.engine.sentinel.bands import SENTINEL2
from unveil.engine.sentinel.fill import CIRRUS_DN, complete


def test_nothing_is_done_where_nothing_lacks():
    dn = np.ones((13, 2, 2), np.float32)
    assert complete(dn, SENTINEL2, SENTINEL2) is dn


def test_a_band_that_lacks_is_put_in_its_place():
    names = tuple(name for name in SENTINEL2 if name != "B10")
    dn = np.arange(12, dtype=np.float32)[:, None, None] * np.ones((12, 2, 3), np.float32)
    full = complete(dn, names, SENTINEL2)
    assert full.shape == (13, 2, 3) and (full[10] == CIRRUS_DN).all()
    np.testing.assert_array_equal(np.delete(full, 10, 0), dn)


def test_the_constant_lies_among_the_medians_of_real_clear_scenes(real_data):
    from osgeo import gdal

    scenes = sorted((real_data / "train" / "s2_clear").glob("*.tif"))
    medians = [np.median(gdal.Open(str(path)).ReadAsArray()[10]) for path in scenes]
    assert min(medians) < CIRRUS_DN < max(medians)
