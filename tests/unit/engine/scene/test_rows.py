"""Rows of a scene, each layer with its own margins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from unveil.engine.masking import classes
from unveil.engine.raster.on_demand import RowsOnDemand
from unveil.engine.raster.source import describe
from unveil.engine.scene.part import Inside
from unveil.engine.scene.rows import SceneRows
from unveil.engine.scene.scene import MaskedOptical, Scene
from unveil.engine.sentinel.bands import SENTINEL2
from unveil.engine.sentinel.optical import open_optical
from unveil.engine.sentinel.radar import open_radar


@pytest.fixture
def scene(scene_files):
    mask = np.zeros((150, 40))
    mask[60:90] = classes.CLOUD
    optical, radar, mask = scene_files(150, 40, mask=mask)
    bands = (SENTINEL2[3], SENTINEL2[1])
    return Scene(open_optical(describe(optical), bands), describe(mask), open_radar(describe(radar)))


def test_each_layer_carries_the_row_it_begins_with(scene, read_raster):
    files = [read_raster(each.path) for each in (scene.optical.raster, scene.mask, scene.radar.raster)]
    with SceneRows(scene) as rows:
        for start in (0, 70, 140):
            stop = min(start + 70, 150)
            stored, codes, radar = rows.stored(start, stop), rows.codes(start, stop, 5), rows.radar(start, stop, 30)
            assert (stored.first, codes.first, radar.first) == (start, max(start - 5, 0), max(start - 30, 0))
            np.testing.assert_array_equal(stored.values, files[0][[3, 1], start:stop])
            np.testing.assert_array_equal(codes.values, files[1][0, max(start - 5, 0) : stop + 5])
            np.testing.assert_array_equal(radar.part(start, stop), files[2][:, start:stop])


def test_every_band_is_read_where_a_result_has_them_all(scene, read_raster):
    with SceneRows(scene, every_band=True) as rows:
        np.testing.assert_array_equal(rows.stored(0, 150).values, read_raster(scene.optical.raster.path))


def test_clouds_outside_the_part_are_no_data(scene, raster_file):
    area = np.zeros((1, 150, 40), np.uint8)
    area[:, :, 25:] = 1
    part = replace(scene, inside=Inside(describe(raster_file("area.tif", area))))
    with SceneRows(part) as rows, SceneRows(part, in_part=False) as all_rows:
        np.testing.assert_array_equal(rows.codes(60, 61).values[0], 25 * [classes.NODATA] + 15 * [classes.CLOUD])
        np.testing.assert_array_equal(all_rows.codes(60, 61).values[0], 40 * [classes.CLOUD])


def test_a_scene_without_radar_has_no_rows_of_it(scene):
    with SceneRows(MaskedOptical(scene.optical, scene.mask)) as rows:
        assert rows.codes(0, 10).values.shape == (10, 40)
        with pytest.raises(TypeError):
            rows.radar(0, 10)


@pytest.mark.parametrize("every_band", [False, True])
def test_rows_on_demand_are_the_same(scene_files, every_band):
    optical, radar, mask = scene_files(150, 700, mask=np.zeros((150, 700)))
    bands = (SENTINEL2[3], SENTINEL2[1])
    scene = Scene(open_optical(describe(optical), bands), describe(mask), open_radar(describe(radar)))
    with SceneRows(scene, every_band) as rows, SceneRows(scene, every_band).on_demand() as asked:
        for start in (0, 70, 140):
            stop = min(start + 70, 150)
            for layer in ("stored_held", "radar_held"):
                one, other = (getattr(each, layer)(start, stop, 30) for each in (rows, asked))
                assert (one.first, one.last) == (other.first, other.last)
                assert all(isinstance(group, RowsOnDemand) for _, group in other.groups)
                place = slice(one.first, one.last), slice(200, 600)
                np.testing.assert_array_equal(one.window(*place), other.window(*place))
