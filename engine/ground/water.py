"""Water and land of a scene, told apart by its radar so that the colour of neither is spread into the other.

Still water sends hardly any VH back to the radar. What is smooth besides, as bare sand or snow, does so too: the two
classes are parted only where both are seen on clear ground and the one of weak VH really is as dark as water, in near
or short-wave infrared, say. Between the classes backscatter passes by degrees, and so does what a pixel belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.field import CELL, Cells, cell_statistics
from unveil.engine.ground.radar_features import CENTRE, NUMBER, SPREAD, has_radar
from unveil.engine.ground.relation_sums import FLOOR
from unveil.engine.raster.grid import extent

WATER, LAND = -24.6, -23.2
"""VH in dB, smoothed over about 40 m, up to which a pixel is all water and from which on it is all land."""

_LEAST_PIXELS, _LEAST_SHARE = 200.0, 0.002
"""Clear pixels of each class (2 ha at 10 m), and share of both together, that it takes to part them."""

_DARK, _BRIGHT = 0.5, 1.15
"""Water by land, means with `FLOOR` added: below the one in some band, and above the other in none, as below haze."""

_VH = NUMBER // 2


@dataclass(frozen=True)
class WaterSums:
    """The bands of clear land and of clear water in DN by cells, and the radar features of that water.

    Clear ground without radar is in neither.
    """

    land: Cells
    water: Cells
    features: Cells

    def part(self, rows: slice, columns: slice) -> WaterSums:
        """Return the sums of a window of cells."""
        return WaterSums(*(cells.part(rows, columns) for cells in (self.land, self.water, self.features)))

    @property
    def apart(self) -> bool:
        """Whether enough of both is seen, and what has weak backscatter is dark as water is."""
        numbers = [cells.counts.sum() for cells in (self.land, self.water)]
        if min(numbers) < max(_LEAST_PIXELS, _LEAST_SHARE * sum(numbers)):
            return False
        land, water = (
            cells.sums.sum(axis=(1, 2)) / number + FLOOR for cells, number in zip((self.land, self.water), numbers)
        )
        return bool((water < _DARK * land).any() and (water < _BRIGHT * land).all())


def water_share(features: np.ndarray) -> np.ndarray:
    """Return [h, w] float32 how far each pixel is water, 0..1, by the radar's features [32, h, w]; 0 without radar."""
    return _share(features, has_radar(features))


def _share(features: np.ndarray, measured: np.ndarray) -> np.ndarray:
    # The bands of scales from the second on add up to the mean over the second smallest squares.
    decibels = features[_VH + 1 : _VH + 4].sum(axis=0) * np.float32(SPREAD[1]) + np.float32(CENTRE[1])
    share = np.clip((np.float32(LAND) - decibels) / np.float32(LAND - WATER), 0, 1)
    return np.where(measured, share, np.float32(0))


def water_sums(dn: np.ndarray, known: np.ndarray, features: np.ndarray, colours: Cells) -> WaterSums:
    """Sum a window of a scene over cells; it starts where a cell does.

    dn [bands, h, w]; known [h, w]: see `field.clear_share`; features [32, h, w] of the radar; colours: the sums of dn.
    """
    measured = has_radar(features)
    share = _share(features, measured)
    water = known * share
    land = colours if measured.all() else cell_statistics(dn, known * measured)
    none = Cells(np.zeros_like(colours.sums), np.zeros_like(colours.counts))
    drawn = Cells(np.zeros((len(features), *colours.counts.shape)), np.zeros_like(colours.counts))
    if not water.any():
        return WaterSums(land, none, drawn)
    # Only cells that hold water are summed anew; as all others are, so that what is left of their features is 0 where
    # all is water, and not what rounding leaves.
    cells = [_cells_of(water.any(axis=axis)) for axis in (1, 0)]
    pixels = tuple(slice(part.start * CELL, part.stop * CELL) for part in cells)
    land = Cells(land.sums.copy(), land.counts.copy())
    dry = known[pixels] * measured[pixels] - water[pixels]
    for whole, planes, weight in ((land, dn, dry), (none, dn, water[pixels]), (drawn, features, water[pixels])):
        part = cell_statistics(planes[(slice(None), *pixels)], weight)
        whole.sums[(slice(None), *cells)], whole.counts[tuple(cells)] = part.sums, part.counts
    return WaterSums(land, none, drawn)


def _cells_of(chosen: np.ndarray) -> slice:
    """Return the cells along an axis that reach from the first to the last chosen pixel, [n] bool."""
    places = extent(chosen)
    return slice(places.start // CELL, -(-places.stop // CELL))
