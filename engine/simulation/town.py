"""Towns: streets round blocks, lots with a house and a garden, larger roofs in the quarter of workshops."""

from __future__ import annotations

import numpy as np

from unveil.engine.simulation.geometry import Rectangle, divide, rotate
from unveil.engine.simulation.materials import CODES

SPACING = 2.5
"""Metres between pixels of a town's plan."""

_STREET = 9.0


def town_plan(radius: float, generator: np.random.Generator) -> np.ndarray:
    """Return the materials [n, n], uint8, of a square town of 2 * radius metres, its streets along the axes."""
    pixels = int(np.ceil(2 * radius / SPACING))
    plan = np.full((pixels, pixels), CODES["asphalt"], dtype=np.uint8)
    whole = Rectangle(0, 0, 2 * radius, 2 * radius)
    for block in divide(whole, (6_000, 17_000), generator, _STREET):
        middle = np.hypot((block.left + block.right) / 2 - radius, (block.top + block.bottom) / 2 - radius) / radius
        workshops = block.left > 1.25 * radius and block.top > 0.9 * radius and generator.random() < 0.8
        kind = generator.random()
        if kind < 0.05:
            _fill(plan, block, CODES["grass"])
        elif workshops:
            _workshops(plan, block, generator)
        else:
            _houses(plan, block, middle, generator)
    return plan


def lay_out(
    plan: np.ndarray, east: np.ndarray, south: np.ndarray, centre: tuple[float, float], angle: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return (material, inside the plan) at places in metres, of a plan round `centre` turned by `angle` radians."""
    across, down = rotate(east - centre[0], south - centre[1], angle)
    column = np.floor(across / SPACING + plan.shape[1] / 2).astype(int)
    row = np.floor(down / SPACING + plan.shape[0] / 2).astype(int)
    inside = (row >= 0) & (row < plan.shape[0]) & (column >= 0) & (column < plan.shape[1])
    return plan[np.where(inside, row, 0), np.where(inside, column, 0)], inside


def _houses(plan: np.ndarray, block: Rectangle, middle: float, generator: np.random.Generator) -> None:
    _fill(plan, block, CODES["grass"])
    roof = CODES["tiles"] if generator.random() < 0.62 else CODES["slate"]
    for lot in divide(block, (420, 1000), generator):
        if generator.random() < 0.05 + 0.10 * middle:
            _fill(plan, lot.shrink(2), CODES["broadleaf"])
            continue
        rim = 1.0 + 3.5 * min(middle, 1.0)
        own = roof if generator.random() < 0.8 else CODES["gravel"]
        house = lot.shrink(rim)
        depth = generator.uniform(0.45, 0.8)
        _fill(plan, Rectangle(house.left, house.top, house.right, house.top + depth * house.height), own)


def _workshops(plan: np.ndarray, block: Rectangle, generator: np.random.Generator) -> None:
    for lot in divide(block, (2_500, 8_000), generator):
        roof = ("metal", "slate", "slate", "gravel")[generator.integers(4)]
        _fill(plan, lot.shrink(generator.uniform(6, 12)), CODES[roof])


def _fill(plan: np.ndarray, part: Rectangle, code: int) -> None:
    edges = np.round(np.array([part.top, part.bottom, part.left, part.right]) / SPACING).astype(int)
    plan[max(edges[0], 0) : max(edges[1], 0), max(edges[2], 0) : max(edges[3], 0)] = code
