"""The map of clear sky: what a network's gate makes of every pixel, 0 (cloud) to 1 (clear), as a raster of its own.

Not a mask that a detector measured: the probability with which the network lets the optical image through. In a network
that takes a mask it starts from that mask and may overrule it.
"""

from __future__ import annotations

import math

import numpy as np

from unveil.engine.raster.grid import Tiling
from unveil.engine.raster.sink import Sink
from unveil.engine.raster.source import Band
from unveil.engine.raster.style import grey_style
from unveil.engine.removal.blend import RollingBlend

BAND = Band("clear sky probability", math.nan)
"""The only band of the raster, float32; NaN where the scene has no data."""

STYLE = grey_style(0, 1)


class ClearSkyMap:
    """Tiles of a gate, blended over their overlaps as those of the image are, and written row by row.

    Every tile that holds a valid pixel must be added: the map has no values to fall back on where none was predicted.
    """

    def __init__(self, sink: Sink, tiling: Tiling):
        self._sink = sink
        self._blend = RollingBlend(tiling, 1)

    def add(self, column: int, gate: np.ndarray) -> None:
        """Add the gate [1, tile, tile] of the tile whose left pixel is `column`, in the present row of tiles."""
        self._blend.add(column, gate)

    def advance(self, row: int) -> None:
        """Go on to the row of tiles that begins at scene row `row`."""
        self._blend.advance(row)

    def write(self, start: int, stop: int, valid: np.ndarray) -> None:
        """Write the scene rows start..stop, which no later tile will change; valid [stop - start, width] bool."""
        plane = np.clip(self._blend.difference(0, start, stop), 0.0, 1.0)
        plane[~valid] = np.nan
        self._sink.write_rows(plane[None])
