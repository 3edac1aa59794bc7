"""What is done with classes after a detector: clouds without a core near, smoothing, small objects, stray shadows.

Every step goes over the scene in strips of rows, and none depends on where these begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.cells import CellGrid
from unveil.engine.masking.morphology import close_and_open, dilate
from unveil.engine.masking.objects import ObjectFilter, Objects
from unveil.engine.masking.scratch import Plane, Scratch
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.masking.shadows import castable
from unveil.engine.masking.silhouettes import FAINT, Suspicion, silhouettes
from unveil.engine.masking.sun import Sun
from unveil.engine.raster.ground import ground_sampling_distance, pixels

_COARSE = 60.0
"""Metres of the cells in which the clouds' shadows are cast, and cores looked for."""

_NEAR_CORE = 1200.0
"""Metres from a cell that is sure to be cloud within which a fainter cloud is believed."""

MOST = 255
"""What stands for a probability of 1 in a plane of bytes."""

_LEAST_SHADED = 0.5
"""Share of a dark object that must lie where a cloud can cast a shadow."""


@dataclass(frozen=True)
class Cleaning:
    """How planes of classes are gone over: `rows` of them at a time; new planes are made in `scratch`."""

    cells: CellGrid
    rows: int
    scratch: Scratch
    feedback: Feedback

    def strips(self, plane: Plane, rows: int = 0) -> Iterator[tuple[int, int]]:
        """Yield (start, stop) of strips down a plane, of at least so many rows."""
        return strips(plane.height, max(self.rows, rows), self.feedback)

    def plane(self, like: Plane) -> Plane:
        """Return a new plane of the same size."""
        return self.scratch.plane(like.height, like.width)


@dataclass(frozen=True)
class Found:
    """What a detector found: a plane of classes, one of 0 and 1 for the cells that are sure to be cloud, and one of the
    probability of shadow, 0 to 255.

    Without cores every cloud is as good as any; without the probability no shadow is added.
    """

    classes: Plane
    cores: Plane | None = None
    shadow: Plane | None = None


def refine(found: Found, settings: MaskSettings, cleaning: Cleaning) -> Plane:
    """Return the plane of classes without clouds far from any core, and after what the settings ask for.

    That is closing, opening, the smallest objects and the shadow pass, in this order.
    """
    grid, plane = cleaning.cells.grid, found.classes
    if found.cores is not None:
        plane = _with_cores(plane, found.cores, cleaning)
    closing, opening = pixels(settings.closing, grid), pixels(settings.opening, grid)
    if closing or opening:
        plane = _closed_and_opened(plane, closing, opening, cleaning)
    least = settings.minimum_area / ground_sampling_distance(grid) ** 2
    if least > 1:
        plane = _without_small(plane, least, cleaning)
    if found.shadow is not None and settings.sun is not None:
        plane = _with_outlines(plane, found.shadow, settings.sun, cleaning)
    if not settings.lone_shadows:
        plane = _cast_shadows(plane, settings.sun, cleaning)
    return plane


def strips(height: int, rows: int, feedback: Feedback) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of strips down a plane; Cancelled when the user asked to stop."""
    for start in range(0, height, rows):
        feedback.check()
        yield start, min(start + rows, height)


def _closed_and_opened(plane: Plane, closing: int, opening: int, cleaning: Cleaning) -> Plane:
    halo = 2 * (closing + opening)
    result = cleaning.plane(plane)
    for start, stop in cleaning.strips(plane, 2 * halo):
        first = max(start - halo, 0)
        codes = plane.read(first, min(stop + halo, plane.height))
        result.write(start, close_and_open(codes, closing, opening)[start - first : stop - first])
    return result


def _cloudy(codes: np.ndarray) -> np.ndarray:
    return (codes == classes.CLOUD) | (codes == classes.THIN_CLOUD)


def _shaded(codes: np.ndarray) -> np.ndarray:
    return codes == classes.SHADOW


def _with_cores(plane: Plane, cores: Plane, cleaning: Cleaning) -> Plane:
    """Return the plane with those clouds alone that lie near a core; the others are ground that looks like haze."""
    coarse, cleaning = _coarse(cleaning)
    sure = []
    for start, stop in cleaning.strips(plane):
        sure.append(coarse.any_of((cores.read(start, stop) > 0) & _cloudy(plane.read(start, stop))))
    near = dilate(np.concatenate(sure), pixels(_NEAR_CORE, coarse.grid))
    return _kept(plane, _cloudy, _Place(coarse, near), cleaning)


def _without_small(plane: Plane, least: float, cleaning: Cleaning) -> Plane:
    clouds, shadows = Objects(), Objects()
    for start, stop in cleaning.strips(plane):
        codes = plane.read(start, stop)
        clouds.add(_cloudy(codes))
        shadows.add(codes == classes.SHADOW)
    large = [ObjectFilter(objects.sizes()[0] >= least) for objects in (clouds, shadows)]
    result = cleaning.plane(plane)
    for start, stop in cleaning.strips(plane):
        codes = plane.read(start, stop)
        for found, kept in zip((_cloudy(codes), codes == classes.SHADOW), large):
            codes[found & ~kept.apply(found)] = classes.CLEAR
        result.write(start, codes)
    return result


def _cast_shadows(plane: Plane, sun: Sun | None, cleaning: Cleaning) -> Plane:
    coarse, cleaning = _coarse(cleaning)
    cloud, dark = [], []
    for start, stop in cleaning.strips(plane):
        codes = plane.read(start, stop)
        cloud.append(coarse.any_of(_cloudy(codes)))
        dark.append(coarse.any_of(_shaded(codes)))
    if not any(part.any() for part in dark):
        return plane
    shaded = castable(np.concatenate(cloud), np.concatenate(dark), coarse.grid, sun)
    return _kept(plane, _shaded, _Place(coarse, shaded, _LEAST_SHADED), cleaning)


def _with_outlines(plane: Plane, shadow: Plane, sun: Sun, cleaning: Cleaning) -> Plane:
    """Return the plane with shadow, too, where a cloud's outline falls and the probability of it is a faint one."""
    coarse, cleaning = _coarse(cleaning)
    cloud, suspicion = [], []
    for start, stop in cleaning.strips(plane):
        codes = plane.read(start, stop)
        cloud.append(coarse.any_of(_cloudy(codes)))
        suspicion.append(_mean_of(shadow.read(start, stop), ~_cloudy(codes) & (codes != classes.NODATA), coarse.factor))
    maps = Suspicion(np.concatenate(cloud), np.concatenate(suspicion) / np.float32(MOST))
    inside = silhouettes(maps, sun, coarse.grid)
    result = cleaning.plane(plane)
    for start, stop in cleaning.strips(plane):
        codes = plane.read(start, stop)
        first = start // coarse.factor
        outline = coarse.as_pixels(inside[first : first + -(-(stop - start) // coarse.factor)], first)
        codes[(codes == classes.CLEAR) & outline & (shadow.read(start, stop) >= FAINT * MOST)] = classes.SHADOW
        result.write(start, codes)
    return result


def _mean_of(values: np.ndarray, known: np.ndarray, factor: int) -> np.ndarray:
    """Return means [rows, columns] float32 of the known values of cells of `factor` x `factor`, NaN without a third."""
    rows, columns = (np.arange(0, length, factor) for length in values.shape)

    def sums(plane: np.ndarray) -> np.ndarray:
        return np.add.reduceat(np.add.reduceat(plane.astype(np.float32), rows, axis=0), columns, axis=1)

    number = sums(known)
    mean = sums(np.where(known, values, 0)) / np.maximum(number, 1)
    return np.where(number >= factor * factor / 3, mean, np.float32(np.nan))


def _coarse(cleaning: Cleaning) -> tuple[CellGrid, Cleaning]:
    """Return cells of 60 m over the plane, and strips of whole ones."""
    grid = cleaning.cells.grid
    coarse = CellGrid(grid, max(1, round(_COARSE / ground_sampling_distance(grid))))
    return coarse, replace(cleaning, rows=max(1, cleaning.rows // coarse.factor) * coarse.factor)


@dataclass(frozen=True)
class _Place:
    """Where objects must lie: a map [rows, columns] bool of cells, and the share that lies there; 0 is any of it."""

    cells: CellGrid
    inside: np.ndarray
    least: float = 0.0


def _kept(plane: Plane, of: Callable[[np.ndarray], np.ndarray], place: _Place, cleaning: Cleaning) -> Plane:
    """Return the plane with those objects alone that lie in a place; `of` tells the codes that make up objects.

    The strips consist of whole cells of the place.
    """
    factor = place.cells.factor
    objects = Objects()
    for start, stop in cleaning.strips(plane):
        found = of(plane.read(start, stop))
        first = start // factor
        inside = place.cells.as_pixels(place.inside[first : first + -(-(stop - start) // factor)], first)
        objects.add(found, found & inside)
    size, inside = objects.sizes()
    kept = ObjectFilter((inside > 0) & (inside >= place.least * size))
    result = cleaning.plane(plane)
    for start, stop in cleaning.strips(plane):
        codes = plane.read(start, stop)
        found = of(codes)
        codes[found & ~kept.apply(found)] = classes.CLEAR
        result.write(start, codes)
    return result
