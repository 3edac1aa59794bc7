"""The pair of scenes on which an imported model is tested."""

from __future__ import annotations

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.align import is_on_grid
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Raster
from unveil.engine.scene.image import read_decibels, read_dn
from unveil.engine.scene.scene import open_rasters
from unveil.engine.sentinel.bands import with_bands_measured
from unveil.engine.sentinel.optical import Optical, open_optical
from unveil.models.card import BANDS
from unveil.models.importing import TILE, Pair


def read_pair(cloudy: Raster, radar: Raster, clear: Raster, size: int = TILE) -> Pair:
    """Read the middle `size` x `size` pixels (or fewer) of a cloudy scene, its radar and the same place without cloud.

    Raises:
        UnveilError: bands, CRS, grids or units are not what a network can be fed.
    """
    optical, backscatter = open_rasters(with_bands_measured(cloudy, Feedback()), radar, BANDS)
    reference = open_optical(with_bands_measured(clear, Feedback()), BANDS)
    grid = optical.raster.grid
    if (clear.grid.width, clear.grid.height) != (grid.width, grid.height) or not is_on_grid(clear.grid, grid):
        raise UnveilError(
            f"The clear raster {clear.path} does not lie on the grid of the cloudy raster {cloudy.path}; "
            "warp it there first."
        )
    height, width = min(size, grid.height), min(size, grid.width)
    window = Window((grid.height - height) // 2, (grid.width - width) // 2, height, width)
    return Pair(_read(optical, window), read_decibels(backscatter, grid, window), _read(reference, window))


def _read(optical: Optical, window: Window) -> np.ndarray:
    dn, valid = read_dn(optical, window)
    return np.where(valid, dn, np.float32(np.nan))
