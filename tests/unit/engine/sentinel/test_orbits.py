"""Relative orbits of Sentinel-1."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import write_raster
from osgeo import gdal

from unveil.engine.raster.source import describe
from unveil.engine.sentinel.orbits import UNKNOWN, orbit_in_text, orbit_of

NAME = "S1{}_IW_GRDH_1SDV_20180502T054010_20180502T054035_{:06d}_025789_1A2B"


@pytest.mark.parametrize(
    ("satellite", "absolute", "relative"),
    # Orbits of products whose metadata state both numbers.
    [("B", 28179, 153), ("A", 39104, 7)],
)
def test_the_relative_orbit_follows_from_the_absolute_one(satellite, absolute, relative):
    assert orbit_in_text(f"/data/{NAME.format(satellite, absolute)}.SAFE/x.tif").relative == relative


def test_orbits_of_one_satellite_are_compared_by_its_cycle():
    first, same, other = (orbit_in_text(NAME.format("C", number)) for number in (1000, 1000 + 3 * 175, 1044))
    assert first.relative is None
    assert not first.differs(same) and first.differs(other)
    assert not first.differs(orbit_in_text(NAME.format("A", 21725)))


def test_what_names_no_product_has_no_orbit():
    for text in ("s1_may.tif", "", "S1A_20180502.tif"):
        assert orbit_in_text(text) == UNKNOWN
    assert not UNKNOWN.differs(orbit_in_text(NAME.format("A", 21725)))


def test_metadata_go_before_the_name(tmp_path):
    path = write_raster(tmp_path / f"{NAME.format('A', 21725)}.tif", np.ones((2, 4, 4), np.float32), names=["VV", "VH"])
    assert orbit_of(describe(path)).relative == 128
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.SetMetadataItem("relativeOrbitNumber_start", "37")
    dataset = None
    assert orbit_of(describe(path)).relative == 37
