"""Where the sun is known, a cloud's own outline tells where its shadow falls, once its height is.

A shadow looks like its cloud, moved away from the sun by a distance that grows with the cloud's height. For every cloud
the distance is taken at which the ground in its outline looks most like shadow; clouds of a scene stand at like
heights, so what suits them all together counts, too. In such an outline a fainter suspicion is enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from unveil.engine.masking.morphology import dilate
from unveil.engine.masking.sun import CLOUD_HEIGHTS, Sun, shadow_step
from unveil.engine.raster.connected import label
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.ground import ground_sampling_distance

FAINT = 0.1
"""Probability of shadow that is enough in the outline of a cloud."""

_FARTHEST = 6000.0
"""Metres between a cloud and its shadow among which the distance is looked for."""

_TOGETHER = 1.0
"""Weight of what suits all clouds, beside a cloud of its own that stands out as much."""

_FEW = 10.0
"""Cells of ground that weigh as much as knowing nothing."""

_STANDS_OUT = 0.5
"""Standard deviations by which the ground in an outline must look more like shadow than the scene's does."""

_LEAST, _MOST = -2.0, 4.0
"""Standard deviations between which one cell's suspicion counts."""

_FLOOR = 0.02
_LEAST_SPREAD = 0.2


@dataclass(frozen=True)
class Suspicion:
    """Maps [h, w] of cells: bool where there is cloud, and the mean probability of shadow of what is none, NaN where
    nothing but cloud or no data is."""

    cloud: np.ndarray
    shadow: np.ndarray


def silhouettes(suspicion: Suspicion, sun: Sun, grid: Grid) -> np.ndarray:
    """Return [h, w] bool: where the clouds' shadows fall, one cell more on every side; `grid`: that of the maps.

    Where the sun's azimuth is in doubt, that one of its ways is taken which suits all clouds together best.
    """
    cloud = suspicion.cloud
    result = np.zeros_like(cloud)
    ground = np.isfinite(suspicion.shadow)
    if not cloud.any() or not ground.any():
        return result
    numbers, count = label(cloud)
    places = np.nonzero(numbers)
    owners = numbers[places]
    suspected = _standardised(suspicion.shadow, ground)
    ways = []
    for one in sun.ways:
        steps = _steps(one, grid, cloud.shape)
        ways.append((steps, *_along(suspected, (places[0], places[1], owners), steps, count)))
    steps, totals, cells = max(ways, key=lambda way: float(_together(_smooth(way[1]), _smooth(way[2])).max()))
    best, seen = _suiting(totals, cells)
    told = seen[owners]
    best = best[owners[told]]
    rows, columns = (place[told] + steps[best, axis] for axis, place in enumerate(places))
    inside = (rows >= 0) & (rows < cloud.shape[0]) & (columns >= 0) & (columns < cloud.shape[1])
    result[rows[inside], columns[inside]] = True
    return dilate(result, 1)


def _steps(sun: Sun, grid: Grid, shape: tuple[int, ...]) -> np.ndarray:
    """Return (rows, columns) [n, 2] by which a shadow may lie off its cloud, about one cell farther each time."""
    across, down = shadow_step(sun, grid)
    slope = math.tan(math.radians(sun.elevation))
    farthest = min(CLOUD_HEIGHTS[1] / slope, _FARTHEST, math.hypot(*shape) * ground_sampling_distance(grid))
    distances = np.arange(0, farthest + 1, ground_sampling_distance(grid) / 2)[2:]
    found = np.round(distances[:, None] * np.array([down, across])).astype(np.int64)
    return np.unique(found, axis=0)[np.argsort(np.unique(found, axis=0, return_index=True)[1])]


def _standardised(shadow: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """Return the suspicion of every cell, in standard deviations from the mean of the scene's ground; NaN stays."""
    odds = np.log((shadow + _FLOOR) / (1 - shadow + _FLOOR))
    spread = max(float(odds[ground].std()), _LEAST_SPREAD)
    return np.clip((odds - odds[ground].mean()) / spread, _LEAST, _MOST)


def _along(
    suspicion: np.ndarray, clouds: tuple[np.ndarray, np.ndarray, np.ndarray], steps: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return sums of suspicion and numbers of cells of ground [steps, clouds + 1] in every cloud's moved outline.

    clouds: rows, columns and numbers of their cells.
    """
    height, width = suspicion.shape
    sums = np.zeros((2, len(steps), count + 1), dtype=np.float32)
    for index, (down, across) in enumerate(steps):
        rows, columns = clouds[0] + down, clouds[1] + across
        inside = np.flatnonzero((rows >= 0) & (rows < height) & (columns >= 0) & (columns < width))
        values = suspicion[rows[inside], columns[inside]]
        known = np.isfinite(values)
        owners = clouds[2][inside[known]]
        sums[0, index] = np.bincount(owners, values[known], count + 1)
        sums[1, index] = np.bincount(owners, minlength=count + 1)
    return sums[0], sums[1]


def _suiting(totals: np.ndarray, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each cloud the index of the step that suits it and the others best, and whether it shows there."""
    totals, cells = _smooth(totals), _smooth(cells)
    together = _together(totals, cells)
    together *= _TOGETHER / max(float(together.max()), 1e-6)
    best = (totals / np.sqrt(cells + np.float32(_FEW)) + together[:, None]).argmax(axis=0)
    each = np.arange(totals.shape[1])
    return best, totals[best, each] >= _STANDS_OUT * (cells[best, each] + _FEW)


def _together(totals: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """Return [steps]: how well each suits all clouds."""
    return totals.sum(axis=1) / np.sqrt(cells.sum(axis=1) + _FEW)


def _smooth(values: np.ndarray) -> np.ndarray:
    """Return means of three steps in a row."""
    padded = np.pad(values, [(1, 1), (0, 0)])
    return (padded[:-2] + padded[1:-1] + padded[2:]) / 3
