"""The day of an acquisition is read from metadata and names."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.raster.source import describe
from unveil.engine.sentinel.dates import acquisition_date, date_in_text, moment_in_text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("S2A_MSIL2A_20180502T093039_N0207_R136_T35UMB_20180502T120000", date(2018, 5, 2)),
        ("T31UFS_20220501T105621_B02", date(2022, 5, 1)),
        ("2021-06-30T10:00:00Z", date(2021, 6, 30)),
        ("field_2019_07_04", date(2019, 7, 4)),
        ("tile_20190230", None),
        ("S2_120190704", None),
        ("20191", None),
        ("", None),
    ],
)
def test_the_first_day_in_a_text_is_taken(text, day):
    assert date_in_text(text) == day


def _written(path, metadata):
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 4, 4, 1, gdal.GDT_UInt16)
    dataset.GetRasterBand(1).WriteArray(np.ones((4, 4), np.uint16))
    dataset.SetMetadata(metadata)
    del dataset
    return describe(str(path))


def test_metadata_go_before_the_name(tmp_path):
    raster = _written(tmp_path / "copy_20250101.tif", {"UNVEIL_SOURCE": "S2B_MSIL1C_20200203T101010_X.SAFE"})
    assert acquisition_date(raster) == date(2020, 2, 3)


def test_the_folder_is_asked_last(tmp_path):
    folder = tmp_path / "2023-04-05"
    folder.mkdir()
    assert acquisition_date(_written(folder / "scene.tif", {})) == date(2023, 4, 5)


def test_a_raster_that_tells_nothing_has_no_day(tmp_path):
    folder = tmp_path / "plain"
    folder.mkdir()
    assert acquisition_date(_written(folder / "scene.tif", {})) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("S2A_MSIL2A_20180510T105031_N0207_R051_T31TDH_20180510T180101.SAFE", "2018-05-10T10:50:31+00:00"),
        ("2021-06-30T10:50:31.024Z", "2021-06-30T10:50:31+00:00"),
        ("scene_20210630.tif", "2021-06-30T12:00:00+00:00"),
    ],
)
def test_a_text_tells_the_time_of_an_acquisition(text, expected):
    assert moment_in_text(text).isoformat() == expected


def test_a_text_without_a_date_tells_no_time():
    assert moment_in_text("biomassters_000aa810_06") is None
