from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import describe
from unveil.engine.scene.scene import open_rasters
from unveil.engine.sentinel.bands import SENTINEL2


def opened(optical, radar):
    return open_rasters(describe(optical), describe(radar), SENTINEL2)


def test_a_good_scene_opens(scene_files):
    optical, radar, _ = scene_files(50, 60)
    seen, backscatter = opened(optical, radar)
    assert seen.positions == tuple(range(1, 14)) and backscatter.positions == (1, 2)


def refused(words, optical, radar):
    with pytest.raises(UnveilError, match=words) as error:
        opened(optical, radar)
    assert str(error.value).endswith(".")


def test_reflectance_instead_of_dn_is_refused(scene_files, raster_file):
    _, radar, _ = scene_files(50, 60)
    optical = raster_file("r.tif", np.random.default_rng(0).uniform(0.01, 0.9, (13, 50, 60)).astype(np.float32))
    refused("look like reflectance", optical, radar)


def test_an_offset_left_in_is_refused(scene_files, raster_file, read_raster):
    optical, radar, _ = scene_files(50, 60)
    refused("subtract 1000", raster_file("o.tif", read_raster(optical) + np.uint16(1000)), radar)


def test_an_offset_that_the_file_states_is_no_offset_left_in(scene_files, raster_file, read_raster):
    optical, radar, _ = scene_files(50, 60)
    stated = raster_file("o.tif", read_raster(optical) + np.uint16(1000), scale=0.0001, offset=-0.1)
    assert opened(stated, radar)[0].offset == pytest.approx(-1000)


def test_pictures_of_eight_bits_are_refused(scene_files, raster_file):
    _, radar, _ = scene_files(50, 60)
    refused("8-bit", raster_file("p.tif", np.full((13, 50, 60), 99, np.uint8)), radar)


def test_linear_radar_is_taken_as_what_it_is(scene_files, raster_file, read_raster):
    optical, radar, _ = scene_files(50, 60)
    assert opened(optical, raster_file("l.tif", 10 ** (read_raster(radar) / 10)))[1].raster.units == "linear"


def test_rasters_without_crs_are_refused(scene_files, raster_file, read_raster):
    optical, radar, _ = scene_files(50, 60)
    refused("optical raster .* no coordinate reference", raster_file("n.tif", read_raster(optical), epsg=None), radar)
    refused("radar raster .* no coordinate reference", optical, raster_file("m.tif", read_raster(radar), epsg=None))


def test_radar_of_another_place_is_refused(scene_files, raster_file, read_raster):
    optical, radar, _ = scene_files(50, 60)
    away = raster_file("a.tif", read_raster(radar), transform=(400000, 10, 0, 5000000, 0, -10))
    refused("does not overlap", optical, away)


def test_stored_scale_is_undone_in_both_directions(scene_files, raster_file):
    _, radar, _ = scene_files(50, 60)
    stored = np.full((13, 50, 60), 2500, np.uint16)
    stored[10] = 1010
    optical, _ = opened(raster_file("s.tif", stored, scale=0.0001, offset=-0.1), radar)
    dn = optical.dn(stored)
    np.testing.assert_allclose(dn[0], 1500, atol=0.01)
    np.testing.assert_allclose(optical.stored(dn), stored, atol=0.01)


def test_pixels_are_valid_by_the_files_nodata_and_by_zeros_in_every_band(raster_file, scene_files):
    _, radar, _ = scene_files(4, 5)
    data = np.full((13, 4, 5), 1500, np.uint16)
    data[10] = 12
    data[3, 0, 0] = 65535
    data[10, 1, 1] = 65535
    data[:, 2, 2] = 0
    data[3, 3, 3] = 0
    optical, _ = opened(raster_file("v.tif", data, nodata=65535), radar)
    expected = np.ones((4, 5), bool)
    expected[0, 0] = expected[2, 2] = False
    np.testing.assert_array_equal(optical.valid(data), expected)


def test_samples_of_a_large_scene_are_spread_over_it(scene_files):
    grid = describe(scene_files(50, 60)[0]).grid
    large = type(grid)(10980, 5000, grid.transform, grid.crs)
    windows = sample_windows(large)
    assert len(windows) == 25 and sum(w.height * w.width for w in windows) == 25 * 128**2
    assert max(w.row + w.height for w in windows) == 5000 and max(w.column + w.width for w in windows) == 10980
