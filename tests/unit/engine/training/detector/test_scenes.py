from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.training.detector.scenes import UNKNOWN, clear_scenes, pairs, read_cells
from unveil.models.cloud_detector import BANDS, MISSING


def test_clear_scenes_come_in_cells_with_their_level_and_place(folder):
    scenes = {scene.name: scene for scene in clear_scenes(folder)}
    assert set(scenes) == {"meadow", "coast_1", "ROIs1158_spring_s2_39_p1"}
    meadow, coast = scenes["meadow"], scenes["coast_1"]
    assert meadow.reflectance.shape == (len(BANDS), 130, 130) and meadow.level == "L1C"
    assert coast.level == "L2A" and (coast.reflectance[BANDS.index("B10")] == MISSING).all()
    assert (coast.labels[:10, :10] == UNKNOWN).all() and (coast.labels[10:, 10:] == 0).all()
    assert scenes["ROIs1158_spring_s2_39_p1"].place == "spring_39"


def test_the_offset_is_removed_and_pixels_are_averaged(folder):
    path = folder / "s2_clear" / "meadow.tif"
    stored = gdal.Open(str(path)).ReadAsArray().astype(float)[7] - 1000
    cells = read_cells(path)[BANDS.index("B8")]
    expected = stored.reshape(130, 2, 130, 2).mean(axis=(1, 3)) / 10000
    np.testing.assert_allclose(cells, expected, atol=1e-6)


def test_scenes_with_cloud_are_left_out_by_name(folder):
    assert {scene.name for scene in clear_scenes(folder, ("l2a/coast", "s2_pairs"))} == {"meadow"}
    with pytest.raises(UnveilError, match="no clear scene"):
        clear_scenes(folder, ("l2a", "s2_"))


def test_pairs_are_those_of_the_folder_and_those_named(folder):
    found = pairs(folder, (("l2a/coast_1", "s2_clear/meadow"),))
    assert [(pair.name, pair.level) for pair in found] == [("ROIs1158_spring_s2_39_p1", "L1C"), ("coast_1", "L2A")]
    assert found[1].clear.name == "meadow.tif" and found[1].cloudy.exists()
