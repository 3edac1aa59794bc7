from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.importing import read_pair
from unveil.engine.raster.source import describe


def test_the_middle_of_the_pair_is_read_in_dn_and_db(scene_files, raster_file, read_raster):
    cloudy, radar, _ = scene_files(50, 60)
    clear = optical_dn(50, 60, seed=1)
    clear[:, 20, 30] = 0
    path = raster_file("clear.tif", clear, names=S2)
    pair = read_pair(*map(describe, (cloudy, radar, path)), size=32)
    rows, columns = slice(9, 41), slice(14, 46)
    np.testing.assert_array_equal(pair.cloudy, read_raster(cloudy)[:, rows, columns])
    np.testing.assert_array_equal(pair.radar, read_raster(radar)[:, rows, columns])
    assert np.isnan(pair.clear[:, 11, 16]).all() and np.isfinite(pair.clear).sum() == 13 * (32 * 32 - 1)
    assert read_pair(*map(describe, (cloudy, radar, path)), size=256).cloudy.shape == (13, 50, 60)


def test_a_clear_raster_of_another_grid_is_refused(scene_files, raster_file):
    cloudy, radar, _ = scene_files(50, 60)
    other = raster_file("clear.tif", optical_dn(50, 60), names=S2, transform=(600005, 10, 0, 5000000, 0, -10))
    with pytest.raises(UnveilError, match="does not lie on the grid of the cloudy raster"):
        read_pair(*map(describe, (cloudy, radar, other)))
