"""What is hidden, drawn like a thin plate under tension between what is known round it, in NumPy alone.

As in `membrane.py`, what the known pixels differ from a field of colour by is carried into gaps, where radar tells
nothing. Ground is smooth over a few pixels: bands of 20 and 60 m are, and the optics see to the others. So that

    sum over known pixels (difference - carried)^2 / NUGGET + sum over neighbours (step of carried)^2
        + BENDING sum (curvature of carried)^2 + pull sum carried^2

is about as small as can be (a spline in tension, Mitasova and Mitas 1993; regularised, for pixels are noisy): it leaves
a rim with the slope that the ground has there and bends within some 30 m. The sum is made small on squares of 8, 4 and
2 pixels, and then, as what is left over on the small ones is taken to the large ones and back, once more (multigrid,
Brandt 1977), by a few of Chebyshev's steps each, so that a pixel depends on `HALO` pixels round it and no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.membrane import Hold, aligned, doubled_at, offset, step_lengths, with_zeros
from unveil.engine.ground.squares import doubled, halved, smooth

NUGGET = 0.03
"""Variance of a pixel by itself, by that of a step between neighbours."""

BENDING = 1.0
"""What a plate of squares of 2 pixels resists bending, by its tension."""

HALO = 128
"""Pixels round a window that its values depend on."""

_SCATTER = 0.03
"""Variance of the mean of a few pixels of a square about that of all of them."""

_TENSION = 4.0
"""A square less the weighted mean of it and its neighbours, times this, is the curvature there, but for its sign."""

_LEAST = 1e-9


@dataclass(frozen=True)
class _Steps:
    """Lengths of steps: the first ones, and before and after what is left over has been to larger squares."""

    first: np.ndarray
    before: np.ndarray
    after: np.ndarray


_STEPS = {
    8: _Steps(step_lengths(4, 0.05), step_lengths(2, 0.1), step_lengths(0, 1.0)),
    4: _Steps(step_lengths(2, 0.2), step_lengths(1, 0.2), step_lengths(2, 0.2)),
    2: _Steps(step_lengths(2, 0.2), step_lengths(2, 0.2), step_lengths(2, 0.2)),
}
"""By the side of squares, the largest first; the widest have no larger ones."""


@dataclass(frozen=True)
class _Size:
    """The squares of one side [h, w]: where they hold pixels of the window, 0 or 1; how much they resist bending; and,
    row by row with a zero at the end of each [h * (w + 1)], what holds them, what their neighbours count in 16ths, the
    same times `bending`, and how far a step goes.
    """

    inside: np.ndarray
    bending: np.float32
    held: np.ndarray
    neighbours: np.ndarray
    bent: np.ndarray
    stride: np.ndarray
    steps: _Steps


def spread_plate(values: Iterable[np.ndarray], known: np.ndarray, hold: Hold, coarse: np.ndarray) -> np.ndarray:
    """Return values [planes, h, w] spread from the pixels that are known to all, float32, where `hold` wants them.

    values: planes [h, w]; known [h, w] bool; coarse [planes + 1, h, w]: the field's weighted means and their weight,
    see `pyramid.spread_cells`.
    """
    known = known.astype(np.float32, copy=False)
    wanted = hold.wanted or (slice(0, known.shape[0]), slice(0, known.shape[1]))
    weight = np.maximum(coarse[-1], np.float32(_LEAST))
    if not known.any():
        return coarse[(slice(-1), *wanted)] / weight[wanted]
    (certain, sizes), top_left = _sizes(known, hold), offset(hold.origin)
    result = np.empty((len(coarse) - 1, *(part.stop - part.start for part in wanted)), dtype=np.float32)
    asked = tuple(slice(part.start + before, part.stop + before) for part, before in zip(wanted, top_left))
    # Plane by plane, all that is made on the way stays in the processor's cache.
    for plane, field, own in zip(values, coarse, result):
        usual = field / weight
        pushed = halved(aligned((plane - usual) * known, hold.origin))
        pushed *= certain
        np.add(usual[wanted], doubled_at(_carried(pushed, sizes), asked), out=own)
    return result


def _carried(pushed: np.ndarray, sizes: tuple[_Size, ...]) -> np.ndarray:
    """Return what is carried in the smallest squares [h, w]; pushed: what known differences make of each."""
    pushes = [pushed]
    for _ in sizes[1:]:
        pushes.append(halved(pushes[-1]))
    carried = np.zeros_like(pushes[-1])
    for size, own in zip(sizes[::-1], pushes[::-1]):
        if carried.shape != own.shape:
            carried = doubled(carried)
            carried *= size.inside
        carried = _Wide(carried, size).relax(own, size.steps.first)
    return _corrected(carried, pushed, sizes)


def _corrected(carried: np.ndarray, pushed: np.ndarray, sizes: tuple[_Size, ...]) -> np.ndarray:
    """Return squares [h, w] once what is left over of them has been to larger squares, the last ones of `sizes`."""
    size = sizes[0]
    wide = _Wide(carried, size)
    carried = wide.relax(pushed, size.steps.before)
    if len(sizes) == 1:
        return carried
    rest = halved(pushed - wide.balance())
    more = doubled(_corrected(np.zeros_like(rest), rest, sizes[1:]))
    more *= size.inside
    carried += more
    return wide.relax(pushed, size.steps.after)


class _Wide:
    """Squares [h, w] with zeros round them, one row after the other as one long run, which is worked on fastest."""

    def __init__(self, carried: np.ndarray, size: _Size):
        self._size = size
        (height, self._width), self._row = carried.shape, carried.shape[1] + 1
        self._carried = np.zeros((height + 2, self._row), dtype=np.float32)
        self._carried[1:-1, : self._width] = carried
        self._bent = np.zeros_like(self._carried)
        most = height * self._row
        self._pairs, self._threes = np.empty(most + self._row, np.float32), np.zeros(most + 2, np.float32)
        self._sum = np.empty(most, np.float32)

    def relax(self, pushed: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """Go steps of these lengths towards balance with a push [h, w]; return the squares, which later ones change."""
        if len(steps):
            push, own = with_zeros(pushed), self._inner(self._carried)
            for length in steps:
                toward = self._balance()
                np.subtract(push, toward, out=toward)
                toward *= length * self._size.stride
                own += toward
        return self._carried[1:-1, : self._width]

    def balance(self) -> np.ndarray:
        """Return the push [h, w] that would hold the squares where they are."""
        return self._balance().reshape(-1, self._row)[:, : self._width]

    def _balance(self) -> np.ndarray:
        """Return the same row by row: held, curvature, and bending times the curvature of that."""
        size, own, bent = self._size, self._inner(self._carried), self._inner(self._bent)
        near = self._near(self._carried)
        near *= size.neighbours
        np.multiply(own, np.float32(_TENSION), out=bent)
        bent -= near
        if size.bending > 0:
            near = self._near(self._bent)
            near *= size.bent
            result = bent * np.float32(1 + _TENSION * size.bending)
            result -= near
        else:
            result = bent.copy()
        np.multiply(size.held, own, out=near)
        result += near
        return result

    def _near(self, planes: np.ndarray) -> np.ndarray:
        """Return the sums of squares and their neighbours, with weights of 1, 2, 1 along each axis, until the next."""
        flat, row, most = planes.ravel(), self._row, len(self._sum)
        pairs, threes = self._pairs, self._threes
        np.add(flat[:-row], flat[row:], out=pairs)
        np.add(pairs[:-row], pairs[row:], out=threes[1:-1])
        np.add(threes[:-1], threes[1:], out=pairs[: most + 1])
        return np.add(pairs[:most], pairs[1 : most + 1], out=self._sum)

    def _inner(self, planes: np.ndarray) -> np.ndarray:
        return planes.ravel()[self._row : -self._row]


def _sizes(known: np.ndarray, hold: Hold) -> tuple[np.ndarray, tuple[_Size, ...]]:
    """Return how much known differences count in the smallest squares [h, w], and all squares, the smallest first."""
    counts = halved(aligned(known, hold.origin))
    pixels = halved(aligned(np.ones_like(known), hold.origin))
    certain = 1 / (np.float32(NUGGET) + np.float32(_SCATTER) * np.maximum(1 - counts / 4, 0) * counts)
    held, found = certain * counts, []
    for number, side in enumerate(sorted(_STEPS)):
        if number:
            held, pixels = halved(held), halved(pixels)
        inside = (pixels > 0).astype(np.float32)
        # The larger squares are, the less their plate resists; what it does on the largest would only reach further.
        bending = np.float32(BENDING * 4 / side**2 if side < max(_STEPS) else 0)
        whole = held + np.float32(hold.pull * side**2)
        neighbours = np.float32(_TENSION / 16) * inside / np.maximum(smooth(inside), np.float32(_LEAST))
        stride = inside / (whole + np.float32(_TENSION) + np.float32(_TENSION**2) * bending)
        runs = (with_zeros(whole), with_zeros(neighbours), with_zeros(bending * neighbours), with_zeros(stride))
        found.append(_Size(inside, bending, *runs, _STEPS[side]))
    return certain, tuple(found)
