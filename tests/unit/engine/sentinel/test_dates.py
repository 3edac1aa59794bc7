"""The time of acquisition out of names and metadata."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from unveil.engine.sentinel.dates import acquired


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("S2A_MSIL2A_20180510T105031_N0207_R051_T31TDH_20180510T180101.SAFE", (2018, 5, 10, 10, 50, 31)),
        ("S1A_IW_GRDH_1SDV_20211201T054232_20211201T054257_040811_04D8A5_3C5F", (2021, 12, 1, 5, 42, 32)),
        ("T31TDH_20150726T105026_B02.jp2", (2015, 7, 26, 10, 50, 26)),
        ("scene_2021-06-30.tif", (2021, 6, 30, 12, 0, 0)),
        ("scene_20210630.tif", (2021, 6, 30, 12, 0, 0)),
    ],
)
def test_names_of_products_and_files_tell_the_time(name, expected):
    assert acquired(name) == datetime(*expected, tzinfo=timezone.utc)


@pytest.mark.parametrize("name", ["scene.tif", "20211399.tif", "ROIs1970_fall_139_p839", "biomassters_000aa810_06"])
def test_a_name_without_a_date_tells_nothing(name):
    assert acquired(name) is None


def test_metadata_come_before_the_name():
    found = acquired("a_20200101.tif", {"PRODUCT_START_TIME": "2021-06-30T10:50:31.024Z"})
    assert found == datetime(2021, 6, 30, 10, 50, 31, tzinfo=timezone.utc)
