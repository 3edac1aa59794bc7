"""Which dark ground a cloud of the scene can have shaded: by the sun's place or, without it, by the way shadows lie.

All shadows of a scene fall the same way from their clouds. Where nobody tells which way, the one is looked for in which
dark ground follows cloud most often: the covariance of both over all displacements, less that of the opposite ones,
which takes out that clouds are as common on one side of dark ground as on the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.masking.morphology import dilate, disc_mean
from unveil.engine.masking.sun import CLOUD_HEIGHTS, USUAL_ELEVATION, Sun, shaded_ground, shadow_step
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.ground import ground_sampling_distance, pixels

MOST_CELLS = 768
"""Cells along a side of the maps in which a direction is looked for."""

NEAR = 600.0
"""Metres round a cloud in which a shadow is believed where no direction fits, and between scene border and shadow where
the cloud may lie outside."""

_DIRECTIONS = 72
_SPREAD = (-8.0, 0.0, 8.0)
"""Degrees by which a direction that was looked for may be off."""

_NEAREST, _FARTHEST = 100.0, 4000.0
"""Metres between a cloud and its shadow among which one is looked for."""

_ALONG = 400.0
_TREND = 1200.0
"""Metres over which maps are smoothed to what is left out of the search."""

_BEYOND = 2.0
"""A shadow may lie so many times as far from its cloud as most do."""

_LEAST_DARK = 20
_LEAST_EXPLAINED = 0.4
_LEAST_LIFT = 1.25


@dataclass(frozen=True)
class Fall:
    """How shadows fall in a scene: `azimuth` of the sun in degrees, `reach` in metres between cloud and shadow."""

    azimuth: float
    reach: float


def castable(cloud: np.ndarray, dark: np.ndarray, grid: Grid, sun: Sun | None) -> np.ndarray:
    """Return [h, w] bool: where a shadow can lie, for maps [h, w] of cloud and of dark ground on `grid`.

    Without a sun the way shadows fall is looked for; where none fits, shadows lie close to clouds. No cloud, no shadow.
    """
    if not cloud.any():
        return np.zeros_like(cloud)
    if sun is not None:
        result = _from_outside(sun, grid, cloud.shape)
        for one in sun.ways:
            result |= shaded_ground(cloud, one, grid)
        return result
    fall = find_fall(cloud, dark, grid)
    if fall is None:
        return dilate(cloud, pixels(NEAR, grid))
    suns = [Sun((fall.azimuth + off) % 360, USUAL_ELEVATION) for off in _SPREAD]
    # At the usual elevation a shadow lies as far from its cloud as that is high.
    heights = (CLOUD_HEIGHTS[0], max(fall.reach, NEAR))
    result = _from_outside(suns[1], grid, cloud.shape)
    for one in suns:
        result |= shaded_ground(cloud, one, grid, heights)
    return result


def find_fall(cloud: np.ndarray, dark: np.ndarray, grid: Grid) -> Fall | None:
    """Return the way in which dark ground follows cloud in maps [h, w] bool, or None where none stands out."""
    step = max(1, -(-max(cloud.shape) // MOST_CELLS))
    cloud, dark = (_shares(each, step) for each in (cloud, dark))
    if dark.sum() < _LEAST_DARK or not 0 < cloud.mean() < 1:
        return None
    cell = ground_sampling_distance(grid) * step
    excess = _excess(cloud, dark, max(2, round(_TREND / cell)))
    angles = np.arange(_DIRECTIONS) * (360 / _DIRECTIONS)
    distances = np.arange(_NEAREST, min(_FARTHEST, cell * max(cloud.shape)), cell)
    if not len(distances):
        return None
    profile = np.stack([_along_ray(excess, _steps(angle, grid), distances / step) for angle in angles])
    # Clouds of one scene stand at like heights, so most shadows lie about one distance away.
    width = max(1, round(_ALONG / cell))
    kernel = np.ones(width) / width
    smooth = np.stack([np.convolve(row, kernel, mode="same") for row in profile])
    smooth = (np.roll(smooth, 1, axis=0) + smooth + np.roll(smooth, -1, axis=0)) / 3
    best, place = np.unravel_index(int(smooth.argmax()), smooth.shape)
    if smooth[best, place] <= 0:
        return None
    fall = Fall(float(angles[best]), float(_BEYOND * distances[place] + _ALONG))
    return fall if _explains(fall, cloud, dark, _coarser(grid, step, cloud.shape)) else None


def _explains(fall: Fall, cloud: np.ndarray, dark: np.ndarray, grid: Grid) -> bool:
    """Tell whether much of the dark ground lies where clouds shade it, and more than of the other clear ground does."""
    heights = (CLOUD_HEIGHTS[0], max(fall.reach, NEAR))
    shaded = shaded_ground(cloud > 0.5, Sun(fall.azimuth % 360, USUAL_ELEVATION), grid, heights)
    rest = cloud < 0.5
    explained = dark[shaded].sum() / dark.sum()
    share = np.count_nonzero(shaded & rest) / max(np.count_nonzero(rest), 1)
    return bool(explained >= _LEAST_EXPLAINED and (share > 0.8 or explained >= min(_LEAST_LIFT * share, 0.95)))


def _excess(cloud: np.ndarray, dark: np.ndarray, radius: int) -> np.ndarray:
    """Return the covariance [2h, 2w] of dark ground with cloud a displacement away, less that of the opposite one.

    What varies over more than `radius` cells is left out of both: whole regions are cloudier or darker than others.
    """
    shape = [2 * length for length in cloud.shape]
    spectra = [np.fft.rfft2(_without_trend(each, radius), shape) for each in (dark, cloud)]
    covariance = np.fft.irfft2(spectra[0] * np.conj(spectra[1]), shape)
    return covariance - np.roll(covariance[::-1, ::-1], (1, 1), axis=(0, 1))


def _without_trend(field: np.ndarray, radius: int) -> np.ndarray:
    return field - disc_mean(field, np.ones(field.shape, dtype=bool), radius)


def _along_ray(excess: np.ndarray, steps: tuple[float, float], distances: np.ndarray) -> np.ndarray:
    columns, rows = (np.round(one * distances).astype(int) for one in steps)
    height, width = (length // 2 for length in excess.shape)
    inside = (np.abs(rows) < height) & (np.abs(columns) < width)
    return np.where(inside, excess[rows % excess.shape[0], columns % excess.shape[1]], 0)


def _steps(azimuth: float, grid: Grid) -> tuple[float, float]:
    return shadow_step(Sun(azimuth % 360, USUAL_ELEVATION), grid)


def _shares(mask: np.ndarray, step: int) -> np.ndarray:
    """Return which part of cells of `step` x `step` is set, float32."""
    rows, columns = (np.arange(0, length, step) for length in mask.shape)
    sums = np.add.reduceat(np.add.reduceat(mask.astype(np.float32), rows, axis=0), columns, axis=1)
    return sums / (step * step)


def _coarser(grid: Grid, step: int, shape: tuple[int, ...]) -> Grid:
    x, dx, rx, y, ry, dy = grid.transform
    return Grid(shape[1], shape[0], (x, dx * step, rx * step, y, ry * step, dy * step), grid.crs)


def _from_outside(sun: Sun, grid: Grid, shape: tuple[int, ...]) -> np.ndarray:
    """Return [h, w] bool: a strip along the borders towards the sun, which a cloud outside the scene can shade."""
    columns, rows = (NEAR * one for one in shadow_step(sun, grid))
    result = np.zeros(shape, dtype=bool)
    deep, wide = min(shape[0], round(abs(rows))), min(shape[1], round(abs(columns)))
    if deep:
        result[slice(0, deep) if rows > 0 else slice(shape[0] - deep, None)] = True
    if wide:
        result[:, slice(0, wide) if columns > 0 else slice(shape[1] - wide, None)] = True
    return result
