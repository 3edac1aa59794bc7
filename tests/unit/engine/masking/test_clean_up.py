from __future__ import annotations

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.masking.cells import cell_grid
from unveil.engine.masking.clean_up import Cleaning, Found, refine
from unveil.engine.masking.scratch import Scratch
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.masking.sun import Sun
from unveil.engine.raster.source import describe


def refined(raster_file, codes, rows=16, cores=None, shadow=None, **settings):
    cells = cell_grid(describe(raster_file("g.tif", codes[None])).grid, 10)
    with Scratch() as scratch:
        planes = []
        for each in (codes, cores, shadow):
            planes.append(None if each is None else scratch.plane(*codes.shape))
            if each is not None:
                planes[-1].write(0, each)
        settings = MaskSettings(**settings)
        return refine(Found(*planes), settings, Cleaning(cells, rows, scratch, Feedback())).read(0, codes.shape[0])


def test_small_clouds_and_small_shadows_become_clear(raster_file):
    codes = np.zeros((40, 40), np.uint8)
    codes[2:6, 2:6] = 1
    codes[6, 6] = 2
    codes[14:18, 3:6] = 1
    codes[30:34, 3:8] = 3
    codes[30, 20] = 3
    found = refined(raster_file, codes, minimum_area=1700, lone_shadows=True)
    expected = codes.copy()
    expected[14:18, 3:6] = 0
    expected[30, 20] = 0
    np.testing.assert_array_equal(found, expected)


def test_clouds_stay_that_have_a_core_near(raster_file):
    codes, cores = np.zeros((400, 300), np.uint8), np.zeros((400, 300), np.uint8)
    codes[20:60, 20:60] = 1
    codes[100:110, 20:40] = 2  # 400 m beside
    codes[210:214, 20:24] = 2
    codes[210:340, 24:28] = 2  # far, but one with what lies nearer
    codes[300:320, 100:140] = 2
    codes[300:310, 200:210] = 3
    codes[350:360, 250:260] = 255
    cores[50:60, 50:60] = 1
    cores[300, 205] = 1  # in a shadow, which is no cloud
    expected = codes.copy()
    expected[210:340, 20:28] = 0
    expected[300:320, 100:140] = 0
    for rows in (16, 37, 1000):
        found = refined(raster_file, codes, rows, cores, lone_shadows=True)
        np.testing.assert_array_equal(found, expected)
    cores[160:163, 24:26] = codes[160:163, 24:26] = 2
    expected = codes.copy()
    expected[300:320, 100:140] = 0
    found = refined(raster_file, codes, 37, cores, lone_shadows=True)
    np.testing.assert_array_equal(found, expected)


def test_no_cloud_stays_without_any_core(raster_file):
    codes = np.zeros((40, 40), np.uint8)
    codes[5:30, 5:30] = 1
    codes[32:36, 5:30] = 3
    assert not refined(raster_file, codes, cores=np.zeros_like(codes)).any()


def test_only_shadows_that_a_cloud_can_cast_stay(raster_file):
    codes = np.zeros((420, 420), np.uint8)
    codes[200:230, 150:180] = 1
    codes[120:150, 150:180] = 3  # north of the cloud: the sun stands in the south
    codes[260:290, 150:180] = 3  # towards the sun
    codes[120:150, 250:280] = 3  # beside
    found = refined(raster_file, codes, rows=37, sun=Sun(180, 45))
    assert (found[120:150, 150:180] == 3).all() and (found == 3).sum() == 900
    np.testing.assert_array_equal(found == 1, codes == 1)
    assert (refined(raster_file, codes, sun=Sun(0, 45))[260:290, 150:180] == 3).all()


def test_where_the_sun_is_known_a_faint_shadow_counts_in_the_outline_of_its_cloud(raster_file):
    codes, shadow = np.zeros((420, 420), np.uint8), np.full((420, 420), 5, np.uint8)
    codes[240:270, 150:180] = 1
    shadow[180:210, 150:180] = 40  # 600 m north of the cloud
    shadow[180:210, 300:330] = 40  # beside
    shadow[300:330, 150:180] = 40  # towards the sun
    shadow[190:195, 160:165] = 20  # too faint
    codes[185:188, 150:153] = 255
    expected = codes.copy()
    expected[180:210, 150:180] = 3
    expected[190:195, 160:165] = 0
    expected[185:188, 150:153] = 255
    for rows in (16, 37, 1000):
        found = refined(raster_file, codes, rows, shadow=shadow, sun=Sun(180, 45))
        np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(refined(raster_file, codes, shadow=shadow), codes)


def test_without_settings_nothing_changes(raster_file):
    codes = np.random.default_rng(0).choice(np.array([0, 1, 2, 3, 255], np.uint8), (30, 20))
    np.testing.assert_array_equal(refined(raster_file, codes, lone_shadows=True), codes)


def test_without_a_sun_shadows_stay_that_lie_as_most_do(raster_file):
    codes = np.zeros((420, 420), np.uint8)
    for row, column in ((60, 60), (70, 200), (220, 80), (210, 260), (140, 140), (320, 150), (300, 300)):
        codes[row : row + 20, column : column + 20] = 1
        codes[row - 30 : row - 10, column + 10 : column + 30] = 3
    expected = codes.copy()
    codes[255:275, 60:80] = 3  # beside a cloud, on its other side
    np.testing.assert_array_equal(refined(raster_file, codes, rows=41), expected)
