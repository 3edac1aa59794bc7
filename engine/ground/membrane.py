"""What is hidden, drawn tight like a membrane between what is known round it, in NumPy alone.

A field of the colour of ground (`pyramid.py`) does not meet the rim of a gap. What the known pixels differ from it by
is carried into the gap so that

    sum over known pixels (difference - carried)^2 / NUGGET + sum over neighbours (step of carried)^2 + PULL carried^2

is about as small as can be: kriging with a variogram that grows with the logarithm of the distance (the de Wijs
process; as a membrane, Besag 1981), and with noise. Weights of the rim follow from where all of it lies: of two pixels
side by side each counts half. The sum is made small from squares of 8 pixels to those of 2, each size begun with the
one before (a cascade of grids, Bornemann and Deuflhard 1996), by a few steps of Chebyshev's, so that a pixel depends on
`HALO` pixels round it and no more; what the widest carry can be had by itself. Squares begin at multiples of their side
in the scene, so a window gives what the whole scene would.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.squares import doubled, halved, smooth

NUGGET = 0.1
"""Variance of a pixel by itself, by that of a step between neighbours (measured; 0.3 fills with 0.03 dB less)."""

PULL, PULL_BESIDE_RADAR = 1e-3, 3e-3
"""How the field holds the membrane back: what is carried falls to 1/e within about 32 pixels, and within 18 where radar
has drawn what it can, for what that leaves over hangs together less far.
"""

HALO, NEAR = 64, 32
"""Pixels round a window that its values depend on, and where it is known what is carried far."""

ALIGNED = 8
"""A window's squares begin at multiples of this many pixels."""

_STEPS = ((8, 4, 0.05), (4, 4, 0.05), (2, 4, 0.05))
"""Sides of squares, steps on each, and the least part of an error's own frequency that the steps take off it."""

_SCATTER = 0.03
"""Variance of the mean of a few pixels of a square about that of all of them."""

_SPRING = 4.0
"""The weighted mean of the neighbours of a square less itself, times this, is the membrane's curvature."""

_LEAST = 1e-9


@dataclass(frozen=True)
class Hold:
    """How the field holds the membrane of a window at `origin`, (row, column) in the scene, any; pull: see PULL.

    wanted: rows and columns of the window that are asked for, None for all of them.
    """

    origin: tuple[int, int]
    pull: float = PULL
    wanted: tuple[slice, slice] | None = None


@dataclass(frozen=True)
class _Size:
    """The squares of one side [h, w]: where they hold pixels of the window, 0 or 1; what a square makes of the sum of
    its differences, and of 16 times its smoothed surroundings, see `with_zeros`; and the lengths of steps towards both
    together.
    """

    inside: np.ndarray
    weight: np.ndarray
    spring: np.ndarray
    lengths: np.ndarray


def spread_pixels(
    values: Iterable[np.ndarray], known: np.ndarray, hold: Hold, coarse: np.ndarray, far: np.ndarray | None = None
) -> np.ndarray:
    """Return values [planes, h, w] spread from the pixels that are known to all, float32, where `hold` wants them.

    values: planes [h, w]; known [h, w] bool, or how much a pixel is believed, 0..1; coarse [planes + 1, h, w]: the
    field's weighted means and their weight, see `pyramid.spread_cells`. far: see `carried_far`, where that is known;
    then a pixel depends on `NEAR` pixels round it.
    """
    known = known.astype(np.float32, copy=False)
    wanted = hold.wanted or (slice(0, known.shape[0]), slice(0, known.shape[1]))
    weight = np.maximum(coarse[-1], np.float32(_LEAST))
    if far is None and not known.any():
        return coarse[(slice(-1), *wanted)] / weight[wanted]
    sizes, top_left = _sizes(known, hold), offset(hold.origin)
    result = np.empty((len(coarse) - 1, *(part.stop - part.start for part in wanted)), dtype=np.float32)
    asked = tuple(slice(part.start + before, part.stop + before) for part, before in zip(wanted, top_left))
    # Plane by plane, all that is made on the way stays in the processor's cache.
    for number, (plane, field, own) in enumerate(zip(values, coarse, result)):
        usual, begun = field / weight, None if far is None else far[number]
        differences = aligned((plane - usual) * known, hold.origin)
        np.add(usual[wanted], doubled_at(_carried(differences, sizes, begun), asked), out=own)
    return result


def carried_far(values: Iterable[np.ndarray], known: np.ndarray, hold: Hold, expected: np.ndarray) -> np.ndarray:
    """Return what is carried in the widest squares of a window, [planes, squares, squares]; the first hold its corner.

    values: planes [h, w]; known [h, w] bool; expected [planes, squares, squares]: what is taken off the values, in the
    middles of these squares, see `squares_of`.
    """
    counts = _widest(aligned(known.astype(np.float32), hold.origin))
    inside = (_widest(aligned(np.ones(known.shape, np.float32), hold.origin)) > 0).astype(np.float32)
    side, number, least = _STEPS[0]
    size = _Size(inside, *_shares(counts, inside, (side, hold.pull)), step_lengths(number, least))
    found = np.empty((len(expected), *counts.shape), dtype=np.float32)
    for plane, own, result in zip(values, expected, found):
        pushed = _widest(aligned(plane * known, hold.origin))
        pushed -= own * counts
        pushed *= size.weight
        result[...] = _relaxed(np.zeros_like(pushed), pushed, size)
    return found


def squares_of(start: int, length: int) -> np.ndarray:
    """Return the middles of the widest squares that hold pixels start ... start + length - 1 of an axis."""
    first, last = start // ALIGNED, -(-(start + length) // ALIGNED)
    return (np.arange(first, last) + 0.5) * ALIGNED - 0.5


def _widest(plane: np.ndarray) -> np.ndarray:
    """Return the sums over the widest squares of a plane that is aligned."""
    for _ in _STEPS:
        plane = halved(plane)
    return plane


def _carried(differences: np.ndarray, sizes: tuple[_Size, ...], begun: np.ndarray | None = None) -> np.ndarray:
    """Return what differences of known pixels [h, w], 0 elsewhere, make of the smallest squares of an aligned window.

    begun: what the widest squares carry, where that is known.
    """
    if begun is not None:
        sizes = sizes[1:]
    sums = []
    for _ in sizes:
        differences = halved(differences)
        sums.append(differences)
    carried = begun
    for size, own in zip(sizes, sums[::-1]):
        if carried is None:
            carried = np.zeros_like(own)
        else:
            carried = doubled(carried)
            carried *= size.inside
        own *= size.weight
        carried = _relaxed(carried, own, size)
    return np.asarray(carried)


def doubled_at(planes: np.ndarray, place: tuple[slice, ...]) -> np.ndarray:
    """Return a place, in pixels, of what squares of two pixels [h, w] are when they are doubled."""
    # Between two squares lies what both make: one more on each side.
    round_it = tuple(slice(max(part.start // 2 - 1, 0), part.stop // 2 + 2) for part in place)
    inner = tuple(slice(part.start - 2 * own.start, part.stop - 2 * own.start) for part, own in zip(place, round_it))
    return doubled(planes[round_it])[inner]


def _relaxed(carried: np.ndarray, pushed: np.ndarray, size: _Size) -> np.ndarray:
    """Return what steps make of squares [h, w]; pushed: what known differences make of each. Beyond lie zeros."""
    # One row after the other, with a zero at the end of each, is one long run of numbers, which is worked on fastest.
    height, width = carried.shape
    wide = np.zeros((height + 2, width + 1), dtype=np.float32)
    wide[1:-1, :width] = carried
    flat, row = wide.ravel(), width + 1
    result, most = flat[row:-row], height * row
    pull = with_zeros(pushed)
    pairs, threes = np.empty(most + row, np.float32), np.zeros(most + 2, np.float32)
    toward = np.empty(most, np.float32)
    for length in size.lengths:
        # Sums of two, twice along each axis, are weights of 1, 2, 1.
        np.add(flat[:-row], flat[row:], out=pairs)
        np.add(pairs[:-row], pairs[row:], out=threes[1:-1])
        np.add(threes[:-1], threes[1:], out=pairs[: most + 1])
        np.add(pairs[:most], pairs[1 : most + 1], out=toward)
        toward *= size.spring
        toward += pull
        toward -= result
        toward *= length
        result += toward
    return wide[1:-1, :width]


def with_zeros(plane: np.ndarray) -> np.ndarray:
    """Return the rows of a plane one after the other with a zero at the end of each, [h * (w + 1)]."""
    result = np.zeros((plane.shape[0], plane.shape[1] + 1), dtype=np.float32)
    result[:, :-1] = plane
    return result.ravel()


def _sizes(known: np.ndarray, hold: Hold) -> tuple[_Size, ...]:
    """Return what the planes of a window share, from the largest squares to the smallest."""
    counts, pixels = aligned(known, hold.origin), aligned(np.ones_like(known), hold.origin)
    found = []
    for side, number, least in _STEPS[::-1]:
        counts, pixels = halved(counts), halved(pixels)
        inside, lengths = (pixels > 0).astype(np.float32), step_lengths(number, least)
        found.append(_Size(inside, *_shares(counts, inside, (side, hold.pull)), lengths))
    return tuple(found[::-1])


def _shares(counts: np.ndarray, inside: np.ndarray, held: tuple[int, float]) -> tuple[np.ndarray, np.ndarray]:
    """Return weight and spring of squares with so many known pixels [h, w]; held: their side, and the pull on them."""
    side, pull = held
    missing = np.maximum(1 - counts / np.float32(side**2), 0)
    # How certain the mean of a square is, by the number of its known pixels, for it is had as their sum.
    certain = 1 / (np.float32(NUGGET) + np.float32(_SCATTER) * missing * counts)
    free = inside / (certain * counts + np.float32(_SPRING + pull * side**2))
    spring = free * np.float32(_SPRING / 16) / np.maximum(smooth(inside), np.float32(_LEAST))
    return certain * free, with_zeros(spring)


def step_lengths(number: int, least: float) -> np.ndarray:
    """Return [number] float32: lengths of steps, the short ones first, that take off errors from `least` on evenly."""
    angles = np.pi * (2 * np.arange(number) + 1) / (2 * number)
    return (1 / ((1 + least) / 2 + (1 - least) / 2 * np.cos(angles))).astype(np.float32)


def offset(origin: tuple[int, int]) -> tuple[int, int]:
    """Return the rows and columns from where squares begin to the window."""
    return origin[0] % ALIGNED, origin[1] % ALIGNED


def aligned(plane: np.ndarray, origin: tuple[int, int]) -> np.ndarray:
    """Return the plane with zeros round it, so that it begins and ends where the widest squares do."""
    top, left = offset(origin)
    below, right = (-(before + length) % ALIGNED for before, length in ((top, plane.shape[0]), (left, plane.shape[1])))
    return np.pad(plane, ((top, below), (left, right))) if top or left or below or right else plane
