from __future__ import annotations

import numpy as np

from unveil.engine.sentinel.bands import SENTINEL2
from unveil.engine.sentinel.fill import CIRRUS_DN, CIRRUS_INTERCEPT, CIRRUS_WEIGHTS, complete


def test_nothing_is_done_where_nothing_lacks():
    dn = np.ones((13, 2, 2), np.float32)
    assert complete(dn, SENTINEL2, SENTINEL2) is dn


OTHERS = tuple(name for name in SENTINEL2 if name != "B10")


def test_a_band_that_lacks_is_estimated_in_its_place():
    dn = np.random.default_rng(0).uniform(300, 4000, (12, 2, 3)).astype(np.float32)
    full = complete(dn, OTHERS, SENTINEL2)
    weights = np.array([CIRRUS_WEIGHTS[name] for name in OTHERS])
    expected = np.clip(np.tensordot(weights, dn, 1) + CIRRUS_INTERCEPT, 1, None)
    np.testing.assert_allclose(full[10], expected, rtol=1e-4)
    np.testing.assert_array_equal(np.delete(full, 10, 0), dn)


def test_too_few_other_bands_give_a_typical_value():
    dn = np.ones((3, 2, 2), np.float32)
    assert (complete(dn, ("B2", "B3", "B4"), ("B2", "B3", "B4", "B10"))[3] == CIRRUS_DN).all()


def test_the_constant_lies_among_the_medians_of_real_clear_scenes(real_data):
    from osgeo import gdal

    scenes = sorted((real_data / "train" / "s2_clear").glob("*.tif"))
    medians = [np.median(gdal.Open(str(path)).ReadAsArray()[10]) for path in scenes]
    assert min(medians) < CIRRUS_DN < max(medians)
