"""Means, weighted means and growth over neighbourhoods of a plane, by NumPy alone: not every QGIS has SciPy.

Borders: "nearest" repeats the pixel at the border, "reflect" mirrors with it (1 0 | 0 1 2), "mirror" without it
(2 1 | 0 1 2), "constant" takes zeros. Results agree with those of scipy.ndimage to rounding.
"""

from __future__ import annotations

import numpy as np

_BLOCK = 1 << 15
"""Numbers worked on at once, so that they stay in the processor's cache."""

_SIDE = 32
"""Pixels of a row that are had by one product of matrices."""

_BLAS_ALONE = 1 << 18
"""Products up to which OpenBLAS takes one thread: more would get in the way of the callers' own."""


def box_mean(plane: np.ndarray, side: int, border: str = "nearest") -> np.ndarray:
    """Return [h, w] of the plane's type, floating: means over squares of `side` pixels, of finite values."""
    return _running_mean(_running_mean(plane.T, side, border).T, side, border)


def tent_mean(plane: np.ndarray, side: int) -> np.ndarray:
    """Return [h, w] of the plane's type, floating: means twice over squares of an odd `side`, the border repeated.

    Strips of rows stay in the processor's cache, which is what makes it several times faster than two `box_mean`.
    """
    height, width = plane.shape
    reach = side - 1
    padded = _edged(plane, reach)
    row = padded.shape[1]
    result = np.empty_like(plane)
    step = max(8, _BLOCK // row)
    for start in range(0, height, step):
        rows = min(step, height - start)
        # Rows one after the other are one long run, in which what lies below is a row further on.
        run = padded[start : start + rows + 2 * reach].ravel()
        for apart in (row, row, 1, 1):
            run = _sums_apart(run, side, apart)
        # What joins the end of a row with the next one lies beyond the width, and of the last row it is not made.
        whole = np.lib.stride_tricks.as_strided(run, (rows, width), (row * run.itemsize, run.itemsize), writeable=False)
        np.multiply(whole, plane.dtype.type(side**-4), out=result[start : start + rows])
    return result


def gaussian_mean(plane: np.ndarray, sigma: float) -> np.ndarray:
    """Return [h, w] of the plane's type, floating: means by a Gaussian of `sigma` pixels, cut at three times that.

    Beyond the border lie zeros.
    """
    reach = int(3 * sigma + 0.5)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights /= weights.sum()
    return correlate(plane, weights, "constant")


def correlate(plane: np.ndarray, weights: np.ndarray, border: str) -> np.ndarray:
    """Return [h, w] of the plane's type: weighted sums down, then across, by weights [2 n + 1]."""
    return _correlate_rows(_correlate_rows(plane.T, weights, border).T, weights, border)


def any_within(mask: np.ndarray, reach: int) -> np.ndarray:
    """Return [h, w] bool: where a pixel is set in the square that reaches `reach` pixels to each side."""
    return _any_across(_any_across(mask.T, reach).T, reach)


def _running_mean(plane: np.ndarray, side: int, border: str) -> np.ndarray:
    """Return the means over `side` pixels along rows, from sums in float64."""
    number = plane.shape[1]
    left = side // 2
    step, room = _room(plane, number + side)
    outside = _outside(number, left, side - 1 - left, border)
    inside = slice(left + 1, left + 1 + number)
    result = np.empty_like(plane)
    for start in range(0, len(plane), step):
        part = plane[start : start + step]
        sums = room[: len(part)]
        np.multiply(part, 1 / side, out=sums[:, inside])
        if outside is not None:
            beyond = part[:, outside] * (1 / side)
            sums[:, 1 : left + 1], sums[:, inside.stop :] = beyond[:, :left], beyond[:, left:]
        else:
            sums[:, 1 : left + 1] = sums[:, inside.stop :] = 0
        np.add.accumulate(sums, axis=1, out=sums)
        np.subtract(sums[:, side:], sums[:, :-side], out=result[start : start + step], casting="same_kind")
    return result


def _edged(plane: np.ndarray, reach: int) -> np.ndarray:
    """Return the plane with `reach` pixels of its border repeated on each side, rows one after the other."""
    height, width = plane.shape
    result = np.empty((height + 2 * reach, width + 2 * reach), dtype=plane.dtype)
    inner = result[reach : reach + height]
    inner[:, reach : reach + width] = plane
    inner[:, :reach], inner[:, reach + width :] = plane[:, :1], plane[:, -1:]
    result[:reach], result[reach + height :] = inner[0], inner[-1]
    return result


def _sums_apart(run: np.ndarray, side: int, apart: int) -> np.ndarray:
    """Return sums over `side` numbers of a run [n] that lie `apart` from one another, [n - (side - 1) apart].

    Windows are doubled, and those that make up the side added.
    """
    number = len(run) - (side - 1) * apart
    window, total, length, taken = run, None, 1, 0
    while length <= side:
        if side & length:
            part = window[taken * apart : taken * apart + number]
            total = part if total is None else total + part
            taken += length
        if 2 * length <= side:
            window = window[: -length * apart] + window[length * apart :]
        length *= 2
    if total is None:
        raise ValueError(f"A square of {side} pixels a side has no sum.")
    return total


def _room(plane: np.ndarray, length: int) -> tuple[int, np.ndarray]:
    """Return how many rows are taken at once, and zeros [rows, length] that lie in memory as the plane does."""
    if plane.flags.c_contiguous or not plane.flags.f_contiguous:
        step = min(max(1, _BLOCK // length), len(plane))
        return step, np.zeros((step, length))
    step = min(max(64, _BLOCK // length), len(plane))
    return step, np.zeros((length, step)).T


def _outside(number: int, left: int, right: int, border: str) -> np.ndarray | None:
    """Return the places, of `number`, that are repeated to the left of them and to the right; None for zeros."""
    places = np.concatenate([np.arange(-left, 0), np.arange(number, number + right)])
    if border == "nearest" or number == 1:
        return None if border == "constant" else np.clip(places, 0, number - 1)
    if border == "reflect":
        places = places % (2 * number)
        return np.minimum(places, 2 * number - 1 - places)
    if border == "mirror":
        places = places % (2 * number - 2)
        return np.minimum(places, 2 * number - 2 - places)
    return None


def _correlate_rows(plane: np.ndarray, weights: np.ndarray, border: str) -> np.ndarray:
    """Return weighted means along rows, as products with a matrix that is zero but for a band of the weights."""
    number, reach = plane.shape[1], len(weights) // 2
    size = min(_SIDE, number)
    band = np.zeros((size + 2 * reach, size), dtype=plane.dtype)
    for place, weight in enumerate(weights):
        band[np.arange(size) + place, np.arange(size)] = weight
    outside = _outside(number, reach, reach, border)
    source, rim = plane, 0
    if outside is not None:
        source, rim = np.concatenate([plane[:, outside[:reach]], plane, plane[:, outside[reach:]]], axis=1), reach
    step = max(1, _BLAS_ALONE // band.size)
    result = np.empty_like(plane)
    for start in range(0, number, size):
        stop = min(start + size, number)
        first, last = max(start - reach, -rim), min(stop + reach, number + rim)
        part = band[first - start + reach : last - start + reach, : stop - start]
        for top in range(0, len(plane), step):
            rows = slice(top, top + step)
            result[rows, start:stop] = source[rows, first + rim : last + rim] @ part
    return result


def _any_across(mask: np.ndarray, reach: int) -> np.ndarray:
    """Return where a pixel is set within `reach` along rows: windows are doubled until they are as long as asked."""
    height, number = mask.shape
    reach = min(reach, number)
    if reach < 1:
        return mask.copy()
    found = np.zeros_like(mask, shape=(height, number + 2 * reach))
    found[:, reach : reach + number] = mask
    length, whole = 1, 2 * reach + 1
    while length < whole:
        more = min(length, whole - length)
        found = found[:, : found.shape[1] - more] | found[:, more:]
        length += more
    return found
