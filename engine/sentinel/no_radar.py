"""What stands for the radar of a scene that has none: VV and VH that hold nothing anywhere."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np

from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.source import Raster, describe
from unveil.engine.raster.window_sink import WindowSink
from unveil.engine.sentinel.radar import Radar

NO_RADAR = (
    "No radar is given: what thick cloud hides is drawn from the clear ground around alone; Sentinel-1 radar of the "
    "place would show fields, towns and water below."
)
_SIDE = 16
"""Pixels on each side: nothing needs no more, however large the scene."""
_NAMES = ("VV", "VH")


def empty_radar(grid: Grid, folder: str) -> Raster:
    """Write a small raster of VV and VH to a folder, which covers the grid and holds NaN everywhere; describe it."""
    x, dx, rx, y, ry, dy = grid.transform
    across, down = grid.width / _SIDE, grid.height / _SIDE
    coarse = Grid(_SIDE, _SIDE, (x, dx * across, rx * down, y, ry * across, dy * down), grid.crs)
    path = os.path.join(folder, "no_radar.tif")
    with WindowSink(path, coarse, _NAMES, "float32") as sink:
        sink.write(Window(0, 0, _SIDE, _SIDE), np.full((2, _SIDE, _SIDE), np.nan, np.float32))
    return describe(path)


def as_missing(radar: Radar) -> Radar:
    """Return the radar of such a raster as what it is: none was given, which is worth a warning."""
    return replace(radar, given=False, warnings=(NO_RADAR,))
