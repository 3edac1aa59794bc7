from __future__ import annotations

import numpy as np
import pytest
from fixtures.log import Log
from fixtures.rasters import S2, optical_dn

from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import describe
from unveil.engine.sentinel.bands import SENTINEL2, optical_names, with_bands_measured
from unveil.engine.sentinel.optical import open_optical


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def looked_at(raster_file, log):
    """A function that writes bands, and returns the raster as a scene takes it; what is said goes to `log`."""

    def look(data, names=S2, **keywords):
        return with_bands_measured(describe(raster_file("s2.tif", data, names=list(names or ()), **keywords)), log)

    return look


@pytest.mark.parametrize(
    ("dtype", "value", "nodata"),
    [
        ("float32", np.nan, None),
        ("float32", np.nan, np.nan),
        ("float32", -9999, -9999),
        ("float32", -9999, None),
        ("int16", -9999, -9999),
        ("uint16", 65535, None),
        ("uint16", 0, 0),
    ],
)
def test_a_band_without_a_measurement_is_missing_and_said(looked_at, log, dtype, value, nodata):
    dn = optical_dn(40, 50).astype(dtype)
    dn[10] = value
    raster = looked_at(dn, nodata=nodata)
    assert "B10" not in optical_names(raster) and len([name for name in optical_names(raster) if name]) == 12
    assert "B10 of the optical raster holds no measurement anywhere and counts as missing." in " ".join(log.lines)
    assert open_optical(raster, SENTINEL2, fill=True).filled == ("B10",)
    assert raster.names == tuple(S2)


def test_a_band_that_networks_need_is_asked_for(looked_at, log):
    dn = optical_dn(40, 50)
    dn[4] = 0
    with pytest.raises(UnveilError, match="lacks B5, which is needed here"):
        open_optical(looked_at(dn), SENTINEL2, fill=True)
    assert "B5 of the optical raster holds no measurement" in " ".join(log.lines)


def test_bands_that_measure_something_somewhere_stay(looked_at, log):
    dn = optical_dn(40, 50)
    dn[10] = 0  # possible in the cirrus band, where nothing says that it is no data
    dn[4] = 0
    dn[4, 3, 3] = 900
    raster = looked_at(dn)
    assert raster == describe(raster.path) and not log.lines
    assert looked_at(np.zeros((13, 40, 50), np.uint16)).names == tuple(S2)


def test_a_band_is_looked_at_all_over_a_large_raster(looked_at):
    dn = np.broadcast_to(optical_dn(1, 1), (13, 900, 900)).copy()
    dn[11, 100:] = 0
    assert "B11" in optical_names(looked_at(dn))
    dn[11] = 0
    assert "B11" not in optical_names(looked_at(dn))


def test_13_bands_without_names_tell_which_is_empty(looked_at):
    dn = optical_dn(40, 50).astype(np.float32)
    dn[10] = np.nan
    assert [name for name in S2 if name not in optical_names(looked_at(dn, None))] == ["B10"]
    by_number = np.delete(optical_dn(40, 50), 8, axis=0).astype(np.float32)
    by_number = np.concatenate([by_number, optical_dn(40, 50)[8:9].astype(np.float32)])
    by_number[9] = np.nan
    found = optical_names(looked_at(by_number, None))
    assert found[8:] == ("B9", None, "B11", "B12", "B8A")
