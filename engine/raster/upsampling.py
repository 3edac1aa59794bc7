"""Rows of a raster on a grid whose pixels are a whole number of times finer, from top to bottom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from unveil.engine.raster.grid import Grid

METHODS = ("cubic", "nearest")


def cubic_weights(factor: int) -> np.ndarray:
    """Return [factor, 5]: weights of the coarse pixels k-2..k+2 in the `factor` fine pixels inside coarse pixel k.

    Cubic convolution with a = -0.5 (Keys 1981, eq. 15), at the centres of the fine pixels.
    """
    offset = (np.arange(factor) + 0.5) / factor - 0.5
    distance = np.abs(np.arange(-2, 3)[None, :] - offset[:, None])
    near = 1.5 * distance**3 - 2.5 * distance**2 + 1
    far = -0.5 * distance**3 + 2.5 * distance**2 - 4 * distance + 2
    return np.where(distance <= 1, near, np.where(distance < 2, far, 0.0)).astype(np.float32)


REACH = 2
"""Coarse pixels on either side that a fine pixel depends on."""


def refine(values: np.ndarray, valid: np.ndarray, factor: int, method: str) -> np.ndarray:
    """Return coarse `values` [h + 4, w] as [h * factor, w * factor], float32; 2 rows above and below are the halo.

    Columns are continued by repeating the border pixel. Where an invalid pixel would take part, the nearest pixel's
    value stands instead, so that nodata neither bleeds nor grows.
    """
    inner = values[REACH : values.shape[0] - REACH].astype(np.float32)
    if method == "nearest" or factor == 1:
        return repeated(inner, factor)
    weights = cubic_weights(factor)
    columns = _along_columns(np.pad(values.astype(np.float32), ((0, 0), (REACH, REACH)), mode="edge"), weights)
    fine = _along_rows(columns, weights)
    if valid.all():
        return fine
    broken = np.pad(~valid, ((0, 0), (REACH, REACH)), mode="edge")
    rows, width = broken.shape[0] - 2 * REACH, broken.shape[1] - 2 * REACH
    touched = np.zeros((rows, width), dtype=bool)
    for row in range(2 * REACH + 1):
        for column in range(2 * REACH + 1):
            touched |= broken[row : row + rows, column : column + width]
    return np.where(repeated(touched, factor), repeated(inner, factor), fine)


def repeated(plane: np.ndarray, factor: int) -> np.ndarray:
    """Return [h, w] as [h * factor, w * factor], the same array where the factor is 1."""
    return plane if factor == 1 else np.repeat(np.repeat(plane, factor, axis=1), factor, axis=0)


def _along_columns(padded: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return [n, w * factor] of [n, w + 4]."""
    width = padded.shape[1] - 2 * REACH
    phases = _phases([padded[:, tap : tap + width] for tap in range(2 * REACH + 1)], weights)
    return np.stack(phases, axis=2).reshape(len(padded), width * len(weights))


def _along_rows(padded: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return [n * factor, w] of [n + 4, w]."""
    height = padded.shape[0] - 2 * REACH
    phases = _phases([padded[tap : tap + height] for tap in range(2 * REACH + 1)], weights)
    return np.stack(phases, axis=1).reshape(height * len(weights), padded.shape[1])


def _phases(taps: list[np.ndarray], weights: np.ndarray) -> list[np.ndarray]:
    """Return what each of the fine pixels inside a coarse one is, from the coarse ones round it."""
    found = []
    for own in weights:
        parts = [weight * tap for weight, tap in zip(own, taps) if weight]
        total = parts[0]
        for part in parts[1:]:
            total += part
        found.append(total)
    return found


def refinement(coarse: Grid, fine: Grid, tolerance: float = 0.05) -> int | None:
    """Return how many fine pixels make a coarse one along each side, or None where the grids do not nest.

    They nest where their upper left corners agree within `tolerance` fine pixels, the ratio is whole, and the coarse
    grid covers the fine one. The CRS is not compared.
    """
    sizes = [one / other for one, other in zip(coarse.pixel_size, fine.pixel_size)]
    factor = round(sizes[0])
    if factor < 1 or any(abs(size - factor) * max(fine.width, fine.height) > factor * 0.5 for size in sizes):
        return None
    first, second = coarse.place(0, 0), fine.place(0, 0)
    if max(abs(first[0] - second[0]), abs(first[1] - second[1])) > tolerance * min(fine.pixel_size):
        return None
    if coarse.width * factor < fine.width or coarse.height * factor < fine.height:
        return None
    return factor


@dataclass(frozen=True)
class Finer:
    """From `height` coarse rows to `factor` times as many of `width` fine pixels, by one of METHODS."""

    height: int
    factor: int
    width: int
    method: str


class RefinedRows:
    """Rows start..stop-1 of the fine grid, asked for from top to bottom.

    `read_rows(start, stop)` gives coarse rows [n, w] and never goes back further than 2 rows; `is_valid` says which of
    those values are measurements.
    """

    def __init__(
        self,
        read_rows: Callable[[int, int], np.ndarray],
        is_valid: Callable[[np.ndarray], np.ndarray],
        finer: Finer,
    ):
        self._read = read_rows
        self._valid = is_valid
        self._height = finer.height
        self._factor = finer.factor
        self._width = finer.width
        self._method = finer.method

    def rows(self, start: int, stop: int) -> tuple[np.ndarray, np.ndarray]:
        """Return (values [n, width] float32, valid [n, width] bool) on the fine grid."""
        first, last = start // self._factor, -(-stop // self._factor)
        low, high = max(first - REACH, 0), min(last + REACH, self._height)
        values = self._read(low, high)
        rim = ((low - first + REACH, last + REACH - high), (0, 0))
        if rim[0] != (0, 0):
            values = np.pad(values, rim, mode="edge")
        valid = self._valid(values)
        fine = refine(values, valid, self._factor, self._method)
        inner = valid[REACH : valid.shape[0] - REACH]
        fine_valid = repeated(inner, self._factor)
        rows = slice(start - first * self._factor, stop - first * self._factor)
        return fine[rows, : self._width], fine_valid[rows, : self._width]
