from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.errors import Cancelled
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.raster.grid import Tiling
from unveil.engine.raster.source import describe
from unveil.engine.removal.survey import PATCH, Survey, survey_scene
from unveil.engine.scene.scene import Scene
from unveil.engine.sentinel.bands import SENTINEL2
from unveil.engine.sentinel.optical import open_optical
from unveil.engine.sentinel.radar import open_radar


@pytest.mark.parametrize(("overlap", "reach"), [(0, 0), (16, 0), (16, 8), (32, 3)])
def test_every_patch_with_cloud_is_shown_by_a_tile_from_inside(overlap, reach):
    tiling = Tiling(200, 328, 64, overlap)
    rows, columns = (-(-length // PATCH) for length in (200, 328))
    for row in range(rows):
        for column in range(columns):
            patches = np.zeros((rows, columns), dtype=bool)
            patches[row, column] = True
            active = Survey(0, 0, patches, None).active_tiles(tiling, reach)
            shown = np.zeros((200, 328), dtype=bool)
            for tile_row, tile_column in np.argwhere(active):
                top, left = tiling.row_starts[tile_row], tiling.column_starts[tile_column]
                inner = overlap // 2
                # The scene's own border is no border of a tile that reflects it.
                top = top + inner if tile_row else 0
                left = left + inner if tile_column else 0
                bottom = tiling.row_starts[tile_row] + 64 - inner if tile_row + 1 < len(tiling.row_starts) else 200
                right = tiling.column_starts[tile_column] + 64
                right = right - inner if tile_column + 1 < len(tiling.column_starts) else 328
                shown[top:bottom, left:right] = True
            top, left = max(row * PATCH - reach, 0), max(column * PATCH - reach, 0)
            assert shown[top : (row + 1) * PATCH + reach, left : (column + 1) * PATCH + reach].all()


def test_cloud_in_the_outer_half_of_an_overlap_is_left_to_the_neighbour():
    tiling = Tiling(64, 160, 64, 32)
    assert tiling.column_starts == (0, 32, 64, 96)
    patches = np.zeros((8, 20), dtype=bool)
    patches[:, 5] = True  # columns 40 to 47, at most 16 inside the second tile
    assert Survey(0, 0, patches, None).active_tiles(tiling, 0).tolist() == [[True, False, False, False]]
    patches[:] = False
    patches[:, 7] = True  # columns 56 to 63, in the first two tiles
    everywhere = Survey(0, 0, patches, None).active_tiles(tiling, 0, keep_clear=False)
    assert everywhere.tolist() == [[True, True, False, False]]


def test_a_survey_is_the_same_however_its_files_are_read(tmp_path, scene_files):
    mask = np.zeros((700, 1200))
    mask[200:330, 500:560] = classes.CLOUD
    optical, radar, mask = scene_files(700, 1200, mask=mask)
    found = []
    for folder in ("blocks", "rows"):
        options = [] if folder == "blocks" else ["TILED=NO"]
        (tmp_path / folder).mkdir()
        files = []
        for number, path in enumerate((optical, radar)):
            files.append(str(tmp_path / folder / f"{number}.tif"))
            source = gdal.Open(path)
            values = source.ReadAsArray()
            # Nothing was measured in a corner.
            values[:, 600:, 1100:] = 0
            copy = gdal.GetDriverByName("GTiff").CreateCopy(files[-1], source, options=options)
            copy.WriteArray(values)
            copy = None
        scene = Scene(open_optical(describe(files[0]), SENTINEL2), describe(mask), open_radar(describe(files[1])))
        found.append(survey_scene(scene, True, Feedback()))
    one, other = found
    assert one.valid == other.valid == 700 * 1200 - 100 * 100
    assert one.restore == other.restore == 130 * 60
    np.testing.assert_array_equal(one.patches, other.patches)
    complete = np.ones((3, 5), dtype=bool)
    complete[2, 4] = False
    np.testing.assert_array_equal(one.complete, complete)
    np.testing.assert_array_equal(other.complete, complete)
    np.testing.assert_array_equal(one.ground.colours.sums, other.ground.colours.sums)
    np.testing.assert_array_equal(one.ground.features.sums, other.ground.features.sums)
    for mine, theirs in zip(one.ground.relation.arrays(), other.ground.relation.arrays()):
        np.testing.assert_array_equal(mine, theirs)


def test_whoever_cancels_is_heard_at_each_strip(scene_files):
    class Asked(Feedback):
        heard = 0

        def is_cancelled(self):
            self.heard += 1
            return self.heard == 2

    optical, radar, mask = scene_files(700, 300, mask=np.zeros((700, 300)))
    scene = Scene(open_optical(describe(optical), SENTINEL2), describe(mask), open_radar(describe(radar)))
    feedback = Asked()
    with pytest.raises(Cancelled):
        survey_scene(scene, True, feedback)
    assert feedback.heard == 2
