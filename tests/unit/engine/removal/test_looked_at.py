"""Blocks that nobody looks at: a run does not read them, and its result is the same."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn
from osgeo import gdal

from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.raster import on_demand
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.models.predictor import load_predictor
from unveil.models.registry import find_model

HEIGHT, WIDTH = 900, 1500
FAR = slice(1280, None)
"""Columns of blocks that are farther from all cloud than anything is looked at."""


class Watching(Feedback):
    """Takes the rows that are written."""

    def __init__(self):
        self.rows = []

    def watches(self):
        return True

    def written(self, grid, top, rows):
        self.rows.append(rows.copy())


@pytest.fixture
def files(tmp_path, scene_files):
    mask = np.zeros((HEIGHT, WIDTH))
    mask[240:420, 300:380] = mask[700:720, 520:620] = classes.CLOUD
    _, radar, mask = scene_files(HEIGHT, WIDTH, mask=mask)
    dn = optical_dn(HEIGHT, WIDTH, 3)
    dn[:, 240:420, 300:380] = 7000
    # Nothing was measured beside a cloud, below part of it, and far from all.
    dn[:, 380:460, 260:330] = dn[:, 500:600, 1400:] = 0
    options = ["TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256", "COMPRESS=DEFLATE", "PREDICTOR=2", "INTERLEAVE=BAND"]
    path = str(tmp_path / "blocks.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, WIDTH, HEIGHT, 13, gdal.GDT_UInt16, options)
    source = gdal.Open(mask)
    dataset.SetGeoTransform(source.GetGeoTransform())
    dataset.SetProjection(source.GetProjection())
    for index, (name, plane) in enumerate(zip(S2, dn), 1):
        dataset.GetRasterBand(index).SetDescription(name)
        dataset.GetRasterBand(index).WriteArray(plane)
    dataset = None
    return SceneFiles(describe(path), describe(radar), describe(mask))


@pytest.fixture
def read_columns(monkeypatch):
    """Columns that are read on demand, (first of them, bands)."""
    found = []
    asked = on_demand.Window

    def window(row, column, height, width):
        found.append(column)
        return asked(row, column, height, width)

    monkeypatch.setattr(on_demand, "Window", window)
    return found


def test_the_result_is_the_same_without_what_nobody_looks_at(tmp_path, files, read_raster):
    reports = []
    restorer = Restorer(load_predictor(find_model("ground", ()), "cpu"), RemovalSettings(overlap=64))
    watching = Watching()
    for name, feedback in (("one", Feedback()), ("other", watching)):
        reports.append(remove_clouds(files, restorer, str(tmp_path / f"{name}.tif"), feedback))
    assert reports[0] == reports[1]
    one, other = (read_raster(tmp_path / f"{name}.tif") for name in ("one", "other"))
    np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(np.concatenate(watching.rows, axis=1), other)
    before = read_raster(files.optical.path)
    assert (one[:, 300:380, 310:370] != before[:, 300:380, 310:370]).all()
    np.testing.assert_array_equal(one[:, :, FAR], before[:, :, FAR])
    assert (tmp_path / "one.qml").exists()


def test_blocks_far_from_all_cloud_are_read_by_the_survey_alone(tmp_path, files, read_columns):
    restorer = Restorer(load_predictor(find_model("ground", ()), "cpu"), RemovalSettings(overlap=0))
    remove_clouds(files, restorer, str(tmp_path / "out.tif"), Feedback())
    rows_of_blocks = -(-HEIGHT // 256)
    assert read_columns.count(FAR.start) == rows_of_blocks
    assert read_columns.count(256) > rows_of_blocks
