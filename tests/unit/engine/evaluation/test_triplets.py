"""Triplets are found in both layouts and read as they lie."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn, write_raster

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.triplets import find_triplets, read_patch
from unveil.engine.feedback import Feedback
from unveil.engine.masking.detect import detect_clouds


def test_sen12mscr_is_read_as_it_is_unpacked(sen12mscr_folder):
    found, incomplete = find_triplets(sen12mscr_folder)
    assert [triplet.id for triplet in found] == [
        "ROIs1158_spring_106_p30",
        "ROIs1158_spring_106_p31",
        "ROIs1970_fall_1_p2",
    ]
    assert [triplet.scene for triplet in found] == ["ROIs1158_spring_106", "ROIs1158_spring_106", "ROIs1970_fall_1"]
    assert found[0].clear.name == "ROIs1158_spring_s2_106_p30.tif" and incomplete == ()


def test_a_folder_a_patch_is_read_too_and_holes_are_named(triplet_folder):
    (triplet_folder / "b" / "s1.tif").unlink()
    found, incomplete = find_triplets(triplet_folder)
    assert [triplet.id for triplet in found] == ["a"] and incomplete == ("b",)
    assert found[0].scene == "a"


def test_a_folder_without_triplets_is_refused(tmp_path):
    with pytest.raises(UnveilError, match="holds no whole triplet; it needs"):
        find_triplets(tmp_path)
    with pytest.raises(UnveilError, match="does not exist"):
        find_triplets(tmp_path / "nowhere")


def test_a_patch_without_crs_is_read_pixel_on_pixel(triplet_folder, tmp_path, read_raster):
    triplet = find_triplets(triplet_folder)[0][1]
    patch = read_patch(triplet)
    np.testing.assert_array_equal(patch.cloudy, read_raster(triplet.cloudy))
    np.testing.assert_array_equal(patch.clear, read_raster(triplet.clear))
    np.testing.assert_array_equal(patch.radar, read_raster(triplet.radar))
    detect_clouds(patch.cloudy_raster, str(tmp_path / "m.tif"), Feedback())
    np.testing.assert_array_equal(patch.codes, read_raster(tmp_path / "m.tif")[0])
    assert np.isin(patch.codes, (1, 2)).any()
    assert patch.valid.all() and patch.cloudy_raster.grid == patch.radar_raster.grid


def test_parts_of_different_size_are_refused(triplet_folder):
    triplet = find_triplets(triplet_folder)[0][0]
    write_raster(triplet.clear, optical_dn(40, 48), names=S2)
    with pytest.raises(UnveilError, match="does not lie on the prediction's grid"):
        read_patch(triplet)


def test_bands_that_are_missing_are_named(triplet_folder):
    triplet = find_triplets(triplet_folder)[0][0]
    for path in (triplet.cloudy, triplet.clear):
        write_raster(path, optical_dn(48, 48)[:10], names=S2[:10])
    with pytest.raises(UnveilError, match="lacks B10, B11, B12; a benchmark needs the 13 bands"):
        read_patch(triplet)
