"""A scene in cells of 4 x 4 pixels, as the search for thin cloud sees it, and what its clear ground looks like there.

Cells of a whole Sentinel-2 tile are 200 MB, so they lie in a file of a temporary folder that the system pages in.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unveil.engine.ahead import done_in_threads, shared
from unveil.engine.ground.cell_peaks import peak_bands, peaks
from unveil.engine.ground.veil_prior import UsualGround, usual_ground
from unveil.engine.masking import classes
from unveil.engine.raster.grid import any_in_squares
from unveil.models.scratch import scratch_folder
from unveil.models.threads import thread_count

CELL = 4
"""Pixels along a side of a cell."""

NOTHING, CLEAR, THIN, CLOUD, RIM, SHADE, MIXED = range(7)
"""What a cell holds: missing pixels; clear ground; thin cloud alone; cloud of which nobody says that it is thin; clear
ground and cloud; shadow, with clear ground or without; shadow and cloud."""

STEP = 8
"""Cells along a side of the squares in which the colour of clear ground is kept."""

_HALVES = 2.0
"""Stored values in a DN: the mean of 16 pixels knows more than whole DN."""

_BESIDE = 1
"""Cells beside cloud that are not taken for clear ground: they are hazy."""

_SCALES = ((1, 1.0), (3, 0.3), (9, 0.1), (27, 0.05))
"""Reach in squares, and weight, of the means that the colour of clear ground is put together from."""

_TYPICAL = 31.0
"""Cells of clear ground in the scene beside which what is typical elsewhere counts half."""

_MOST = 1.0
_WITHIN = 20.0
"""The same of the ground's spread."""


class SceneCells:
    """Cells of a scene of `height` x `width` pixels. A context manager: it owns a file.

    kind [rows, columns]: what each holds; masked: how many of its pixels are cloud, thin cloud or shadow; peaks: by how
    many DN, in the sum of `peak_bands`, the brightest of these is above the mean of the cell.
    """

    def __init__(self, names: tuple[str, ...], height: int, width: int):
        self.names = names
        self.shape = (-(-height // CELL), -(-width // CELL))
        self._stack = ExitStack()
        folder = self._stack.enter_context(scratch_folder("unveil-cells-"))
        shape = (len(names),) + self.shape
        self._observed = np.memmap(Path(folder) / "cells", np.uint16, "w+", shape=shape)
        self.kind = np.full(self.shape, NOTHING, dtype=np.uint8)
        self.masked = np.zeros(self.shape, dtype=np.uint8)
        self.peaks = np.zeros(self.shape, dtype=np.uint16)
        self.peak_bands = peak_bands(names)
        self._fine: dict[tuple[int, int], tuple[np.ndarray, int]] = {}
        self._ground: dict[str, CellGround] = {}

    def __enter__(self) -> SceneCells:
        return self

    def __exit__(self, *_: object) -> None:
        del self._observed
        self._stack.close()

    def add(self, corner: tuple[int, int], dn: np.ndarray, valid: np.ndarray, codes: np.ndarray) -> None:
        """Put in a window of the scene; windows may come in any order, and from any thread.

        corner: its first row and column; it is a whole number of cells high and wide but at the scene's end. dn [bands,
        n, width] float32; valid [n, width] bool; codes [n, width] classes of the mask.
        """
        place = tuple(slice(start // CELL, -(-(start + length) // CELL)) for start, length in zip(corner, valid.shape))
        number, all_valid = _summed(valid.astype(np.float32)), bool(valid.all())
        scale = _HALVES / np.maximum(number, 1)
        for band, plane in enumerate(dn):
            means = _summed(plane if all_valid else np.where(valid, plane, 0))
            means *= scale
            np.rint(means, out=means)
            self._observed[(band, *place)] = np.clip(means, 0, np.iinfo(np.uint16).max, out=means)
        if all_valid and not codes.any():
            self.kind[place] = kind = np.full(number.shape, CLEAR, dtype=np.uint8)
            self._add_fine(corner, dn, kind)
            return
        size = _summed(np.ones_like(valid, dtype=np.float32))
        thin, cloud, clear, shade = (
            _summed(((codes == code) & valid).astype(np.float32))
            for code in (classes.THIN_CLOUD, classes.CLOUD, classes.CLEAR, classes.SHADOW)
        )
        kind = np.full(number.shape, NOTHING, dtype=np.uint8)
        whole = (number == size) & (thin + cloud + clear == size)
        kind[whole] = RIM
        kind[whole & (clear == 0)] = CLOUD
        kind[whole & (thin == size)] = THIN
        kind[whole & (clear == size)] = CLEAR
        shaded = (number == size) & (shade > 0)
        kind[shaded] = MIXED
        kind[shaded & (clear + shade == size)] = SHADE
        self.kind[place], self.masked[place] = kind, thin + cloud + shade
        told = [self.names.index(name) for name in self.peak_bands]
        mean = np.sum([self._observed[band][place] for band in told], axis=0) / np.float32(_HALVES)
        self.peaks[place] = peaks(dn[told].sum(axis=0), classes.to_restore(codes) & valid, mean, CELL)
        self._add_fine(corner, dn, kind)

    def take_clear(self, chosen: np.ndarray) -> None:
        """Take cells [rows, columns] bool for clear that the mask holds."""
        self.kind[chosen] = CLEAR
        self._ground.clear()

    def ground(self, level: str) -> CellGround:
        """Return what the clear ground looks like once all windows are in; level: "L1C" or "L2A"."""
        if level not in self._ground:
            self._ground[level] = cell_ground(self, usual_ground(level, self.names))
        return self._ground[level]

    def reflectance(self, rows: slice, columns: slice) -> np.ndarray:
        """Return the mean reflectance of cells, [bands, h, w] float32."""
        return self._observed[:, rows, columns].astype(np.float32) / np.float32(_HALVES * 10000)

    def fine(self) -> np.ndarray:
        """Return the covariance [bands, bands] of clear pixels about the mean of their cell, in reflectance."""
        total, number = np.zeros((len(self.names), len(self.names))), 0
        # From top to bottom, whatever came first: sums depend on their order.
        for corner in sorted(self._fine):
            products, own = self._fine[corner]
            total, number = total + products, number + own
        return total / max(number, 1)

    def _add_fine(self, corner: tuple[int, int], dn: np.ndarray, kind: np.ndarray) -> None:
        """Add the clear cells of every eighth row of cells."""
        products, number = np.zeros((len(dn), len(dn))), 0
        width = dn.shape[2] // CELL
        for row in range(-(corner[0] // CELL) % STEP, dn.shape[1] // CELL, STEP):
            clear = kind[row, :width] == CLEAR
            if not clear.any():
                continue
            pixels = dn[:, row * CELL : row * CELL + CELL, : width * CELL]
            means = np.stack([_summed(plane)[0] for plane in pixels]) / np.float32(CELL**2)
            rest = pixels.reshape(len(dn), CELL, width, CELL) - means[:, None, :, None]
            rest = rest if clear.all() else rest[:, :, clear]
            # A row of cells is right to a millionth in float32.
            rest = rest.reshape(len(dn), -1)
            products += (rest @ rest.T).astype(np.float64) / 10000**2
            number += rest.shape[1]
        if number:
            self._fine[corner] = products, number


@dataclass(frozen=True)
class CellGround:
    """What a scene's clear ground looks like in cells.

    colour [bands, squares, squares] of STEP cells; covariance [bands, bands] of a cell's ground about it, within
    limits and with the doubt of the colour; within, the same without the doubt; spread, that of the cells that were
    taken for clear. Reflectance. number: how many these are.
    """

    colour: np.ndarray
    covariance: np.ndarray
    within: np.ndarray
    spread: np.ndarray
    number: float

    def part(self, rows: slice, columns: slice) -> np.ndarray:
        """Return the colour at cells, [bands, h, w] float32, bilinear between the middles of squares."""
        # Squares beside those of the window are all that cells of it lie between.
        first = max(columns.start // STEP - 1, 0)
        colour = _between(self.colour[:, :, first : (columns.stop - 1) // STEP + 2], rows, 1)
        inner = slice(columns.start - first * STEP, columns.stop - first * STEP)
        return _between(colour, inner, 2).astype(np.float32)


@dataclass(frozen=True)
class Block:
    """A block of cells. observed, ground [bands, h, w] in reflectance; ground is what its colour is expected to be.

    clear [h, w]: 1 where the sky is known to be clear; told [h, w]: 0 where a cell says nothing; thin [h, w] bool:
    cells that may lie below thin cloud and tell of it; opaque [h, w] bool: those that show no ground.
    """

    observed: np.ndarray
    ground: np.ndarray
    clear: np.ndarray
    told: np.ndarray
    thin: np.ndarray
    opaque: np.ndarray


def cell_ground(cells: SceneCells, typical: UsualGround) -> CellGround:
    """Return what the clear ground of a scene looks like, and what is typical where it shows little of it."""
    clear = clear_cells(cells.kind)
    bands, (height, width) = len(cells.names), cells.shape
    squares = (-(-height // STEP), -(-width // STEP))
    sums = np.zeros((bands,) + squares)
    counts = np.zeros(squares)

    def add(row: int) -> None:
        rows = slice(row, min(row + STEP, height))
        if clear[rows].any():
            sums[:, row // STEP] = _squares(cells.reflectance(rows, slice(0, width)) * clear[rows])
            counts[row // STEP] = _squares(clear[rows].astype(np.float32))

    shared(add, range(0, height, STEP))
    number = counts.sum()
    whole = (_TYPICAL * typical.mean + sums.sum(axis=(1, 2))) / (_TYPICAL + number)
    total = np.full(squares, 2.0)
    colour = whole[:, None, None] * total
    for reach, weight in _SCALES:
        total = total + weight * _wide(counts, reach)
        colour = colour + weight * np.stack([_wide(plane, reach) for plane in sums])
    ground = CellGround(colour / total, typical.within, typical.within, typical.within, 0.0)

    def differing(row: int) -> np.ndarray:
        rows = slice(row, min(row + STEP, height))
        if not clear[rows].any():
            return np.zeros_like(typical.within)
        rest = (cells.reflectance(rows, slice(0, width)) - ground.part(rows, slice(0, width)))[:, clear[rows]]
        return rest.astype(np.float64) @ rest.T

    with done_in_threads(differing, range(0, height, STEP), thread_count()) as products:
        spread = sum(products, 0.6 * _WITHIN * typical.within) / (number + _WITHIN)
    known = number / (_TYPICAL + number)
    limited = _limited(spread, typical.within)
    return CellGround(ground.colour, limited + (1 - known) * typical.between, limited, spread, float(number))


def _limited(covariance: np.ndarray, typical: np.ndarray) -> np.ndarray:
    """Return a covariance with no more variance in any direction than `_MOST` times the typical one.

    Haze that nobody found would be taken for ground that differs just so, and no haze be found beside it.
    """
    root = np.linalg.cholesky(typical)
    whitened = np.linalg.solve(root, np.linalg.solve(root, covariance).T)
    values, vectors = np.linalg.eigh((whitened + whitened.T) / 2)
    turned = root @ vectors
    return (turned * np.minimum(values, _MOST)) @ turned.T


def clear_cells(kind: np.ndarray) -> np.ndarray:
    """Return [rows, columns] bool: clear cells that are not beside cloud."""
    cloudy = (kind == THIN) | (kind == CLOUD) | (kind == RIM)
    return (kind == CLEAR) & ~grown(cloudy, _BESIDE)


def grown(chosen: np.ndarray, reach: int) -> np.ndarray:
    """Return [h, w] bool: cells within `reach` of a chosen one, along rows and columns alike."""
    result = chosen.copy()
    for axis in (0, 1):
        source = result.copy()
        for step in range(1, reach + 1):
            ahead, behind = [slice(None)] * 2, [slice(None)] * 2
            ahead[axis], behind[axis] = slice(step, None), slice(None, -step)
            result[tuple(ahead)] |= source[tuple(behind)]
            result[tuple(behind)] |= source[tuple(ahead)]
    return result


def any_in_patches(chosen: np.ndarray, side: int) -> np.ndarray:
    """Return which patches of `side` pixels, a whole number of cells, hold a chosen cell, [rows, columns] bool."""
    return any_in_squares(chosen, side // CELL)


def _summed(plane: np.ndarray) -> np.ndarray:
    """Return the sums [ceil(h / CELL), ceil(w / CELL)] over cells."""
    for axis in (0, 1):
        rest = -plane.shape[axis] % CELL
        if rest:
            plane = np.pad(plane, [(0, rest) if each == axis else (0, 0) for each in (0, 1)])
        steps = [plane[step::CELL] if axis == 0 else plane[:, step::CELL] for step in range(CELL)]
        plane = steps[0] + steps[1]
        for step in steps[2:]:
            plane += step
    return plane


def _squares(cells: np.ndarray) -> np.ndarray:
    """Return sums [..., squares] of a row of squares [..., up to STEP, width]."""
    return np.add.reduceat(cells.sum(axis=-2, dtype=np.float64), np.arange(0, cells.shape[-1], STEP), axis=-1)


def _wide(plane: np.ndarray, reach: int) -> np.ndarray:
    """Return the mean over squares of 2 reach + 1, done twice, of a plane that is 0 outside."""
    side = 2 * reach + 1
    for axis in (0, 1, 0, 1):
        padded = np.pad(plane, [(reach + 1, reach) if each == axis else (0, 0) for each in (0, 1)])
        total = np.cumsum(padded, axis=axis)
        length = plane.shape[axis]
        upper, lower = [slice(None)] * 2, [slice(None)] * 2
        upper[axis], lower[axis] = slice(side, side + length), slice(0, length)
        plane = (total[tuple(upper)] - total[tuple(lower)]) / side
    return plane


def _between(colour: np.ndarray, cells: slice, axis: int) -> np.ndarray:
    number = colour.shape[axis]
    place = np.clip((np.arange(cells.start, cells.stop) + 0.5) / STEP - 0.5, 0, number - 1)
    first = place.astype(np.intp)
    second = np.minimum(first + 1, number - 1)
    share = (place - first).reshape([-1 if each == axis else 1 for each in range(colour.ndim)])
    return np.take(colour, first, axis) * (1 - share) + np.take(colour, second, axis) * share
