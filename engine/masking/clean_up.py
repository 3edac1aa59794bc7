"""What is done with classes after a detector: smoothing, small objects, shadows that no cloud casts.

Every step goes over the scene in strips of rows, and none depends on where these begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.cells import CellGrid
from unveil.engine.masking.morphology import close_and_open
from unveil.engine.masking.objects import ObjectFilter, Objects
from unveil.engine.masking.scratch import Plane, Scratch
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.masking.shadows import castable
from unveil.engine.masking.sun import Sun
from unveil.engine.raster.ground import ground_sampling_distance, pixels

_COARSE = 60.0
"""Metres of the cells in which the clouds' shadows are cast."""

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


def refine(plane: Plane, settings: MaskSettings, cleaning: Cleaning) -> Plane:
    """Return the plane of classes after closing, opening, the smallest objects and the shadow pass, as settings say."""
    grid = cleaning.cells.grid
    closing, opening = pixels(settings.closing, grid), pixels(settings.opening, grid)
    if closing or opening:
        plane = _closed_and_opened(plane, closing, opening, cleaning)
    least = settings.minimum_area / ground_sampling_distance(grid) ** 2
    if least > 1:
        plane = _without_small(plane, least, cleaning)
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
    grid = cleaning.cells.grid
    coarse = CellGrid(grid, max(1, round(_COARSE / ground_sampling_distance(grid))))
    cleaning = replace(cleaning, rows=max(1, cleaning.rows // coarse.factor) * coarse.factor)
    cloud, dark = [], []
    for start, stop in cleaning.strips(plane):
        codes = plane.read(start, stop)
        cloud.append(coarse.any_of(_cloudy(codes)))
        dark.append(coarse.any_of(codes == classes.SHADOW))
    if not any(part.any() for part in dark):
        return plane
    shaded = castable(np.concatenate(cloud), np.concatenate(dark), coarse.grid, sun)
    objects = Objects()
    for start, stop in cleaning.strips(plane):
        codes = plane.read(start, stop)
        first = start // coarse.factor
        inside = coarse.as_pixels(shaded[first : first + -(-(stop - start) // coarse.factor)], first)
        objects.add(codes == classes.SHADOW, (codes == classes.SHADOW) & inside)
    size, inside = objects.sizes()
    kept = ObjectFilter(inside >= _LEAST_SHADED * size)
    result = cleaning.plane(plane)
    for start, stop in cleaning.strips(plane):
        codes = plane.read(start, stop)
        found = codes == classes.SHADOW
        codes[found & ~kept.apply(found)] = classes.CLEAR
        result.write(start, codes)
    return result
