from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.raster.grid import Tiling
from unveil.engine.removal.survey import PATCH, Survey


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
