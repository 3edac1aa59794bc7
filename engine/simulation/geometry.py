"""Lines, cells and rectangles from which a landscape is drawn. Places are (east, south) in metres from its corner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.spatial import cKDTree

_SPACING = 2.5
"""Metres between the points of a drawn line."""


@dataclass(frozen=True)
class Canvas:
    """A square of `pixels` x `pixels` with `spacing` metres between the centres of pixels."""

    pixels: int
    spacing: float

    @property
    def extent(self) -> float:
        return self.pixels * self.spacing

    def places(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (east, south) [pixels, pixels] in metres of the centres of all pixels."""
        axis = (np.arange(self.pixels) + 0.5) * self.spacing
        east, south = np.meshgrid(axis, axis)
        return east, south

    def distance(self, line: np.ndarray, limit: float) -> np.ndarray:
        """Return metres [pixels, pixels] to the nearest of the points `line` [n, 2], infinite beyond `limit`."""
        east, south = self.places()
        places = np.column_stack([east.ravel(), south.ravel()])
        distances, _ = cKDTree(line).query(places, distance_upper_bound=limit)
        return distances.reshape(east.shape)


@dataclass(frozen=True)
class Rectangle:
    """Sides in metres in some rotated frame."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def shrink(self, metres: float) -> Rectangle:
        return Rectangle(self.left + metres, self.top + metres, self.right - metres, self.bottom - metres)


def smooth_line(places: np.ndarray | list[tuple[float, float]]) -> np.ndarray:
    """Return closely spaced points [n, 2] on a cubic spline through at least two places."""
    knots = np.asarray(places, dtype=np.float64)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(knots, axis=0).T))])
    steps = np.arange(0.0, along[-1], _SPACING)
    return CubicSpline(along, knots, bc_type="natural")(steps)


def meander(
    start: tuple[float, float],
    heading: float,
    length: float,
    wavelength: float,
    swing: float,
    generator: np.random.Generator,
) -> np.ndarray:
    """Return points [n, 2] of a meandering river of that valley length, metres; heading and swing in radians.

    A sine-generated curve (Langbein and Leopold 1966): direction = heading + swing * sin(2 pi s / wavelength), with
    swing and wavelength drifting along the way.
    """
    steps = int(2 * length / _SPACING)
    knots = np.linspace(0, steps, 14)
    drift = CubicSpline(knots, generator.uniform(0.55, 1.4, (14, 2)))(np.arange(steps))
    phase = np.cumsum(2 * np.pi * _SPACING / (wavelength * drift[:, 0]))
    direction = heading + swing * drift[:, 1] * np.sin(phase)
    path = np.cumsum(np.column_stack([np.cos(direction), np.sin(direction)]) * _SPACING, axis=0)
    return np.asarray(start) + path


def voronoi(
    east: np.ndarray, south: np.ndarray, extent: float, spacing: float, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Divide a square into cells round jittered seeds about `spacing` metres apart.

    Returns (cell number [h, w], metres to the cell's border [h, w], seeds [n, 2]).
    """
    number = int(np.ceil(extent / spacing)) + 2
    axis = (np.arange(number) - 0.5) * spacing
    seeds = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    seeds = seeds + generator.uniform(-0.42, 0.42, seeds.shape) * spacing
    distances, cells = cKDTree(seeds).query(np.column_stack([east.ravel(), south.ravel()]), k=2)
    between = np.hypot(*(seeds[cells[:, 0]] - seeds[cells[:, 1]]).T)
    border = (distances[:, 1] ** 2 - distances[:, 0] ** 2) / (2 * between)
    return cells[:, 0].reshape(east.shape), border.reshape(east.shape), seeds


def rotate(east: np.ndarray, south: np.ndarray, angle: float) -> tuple[np.ndarray, np.ndarray]:
    """Return places in a frame turned by `angle` radians."""
    cosine, sine = np.cos(angle), np.sin(angle)
    return east * cosine + south * sine, south * cosine - east * sine


def divide(
    whole: Rectangle,
    area: tuple[float, float],
    generator: np.random.Generator,
    gap: float = 0.0,
    narrow: float = 1.0,
) -> list[Rectangle]:
    """Cut a rectangle across its longer side until each part has less than an area drawn from `area` (square metres).

    gap: metres left free between two parts.
    narrow: the ratio of sides at which a part is as likely cut along as across.
    """
    parts, waiting = [], [whole]
    while waiting:
        part = waiting.pop()
        target = np.exp(generator.uniform(np.log(area[0]), np.log(area[1])))
        if part.width * part.height <= target or max(part.width, part.height) < 4 * gap:
            parts.append(part)
            continue
        share = generator.uniform(0.36, 0.64)
        if part.width * generator.uniform(0.7, 1.3) * narrow > part.height:
            cut = part.left + share * part.width
            waiting.append(Rectangle(part.left, part.top, cut - gap / 2, part.bottom))
            waiting.append(Rectangle(cut + gap / 2, part.top, part.right, part.bottom))
        else:
            cut = part.top + share * part.height
            waiting.append(Rectangle(part.left, part.top, part.right, cut - gap / 2))
            waiting.append(Rectangle(part.left, cut + gap / 2, part.right, part.bottom))
    return parts
