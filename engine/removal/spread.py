"""How far off a result is: errors on held-out clear ground, by what it was made of, by distance to clear ground, and by
how rough the picture is there and how deep it lies below the cloud.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.removal.distance import BINS

UNKNOWN = 65535
_LEAST = 150
"""Held-out pixels below which a bin takes what all distances say."""

_TOGETHER = 64
"""Pixels whose errors go together: so many tell as much as one that stands alone."""

_SHARE, _WIDTH = 0.90, 1.645
"""The share of a normal distribution that lies within so many standard deviations."""

_SIGNS, _LEAST_SPREAD = 2, 1e-3
_SHRUNK = 0.05
_FARTHEST = 0.7
"""By how much, as a logarithm, signs make errors larger or smaller at most: twice, or half."""

_FEW, _ENOUGH = 50, 20_000
"""Pixels of a square below which it says nothing, and pixels of all squares that are enough to compare them."""

_WIDEST = 1.5


@dataclass(frozen=True)
class Errors:
    """Errors [bands, n] in DN of held-out pixels; source, place [n]: what they were made of, and bins of distance.

    signs [2, n]: see `texture.py` and `depth.py`; square [n]: number of the part of the scene that they lie in.
    """

    error: np.ndarray
    source: np.ndarray
    place: np.ndarray
    signs: np.ndarray
    square: np.ndarray

    def chosen(self, index: np.ndarray | slice) -> Errors:
        """Return some of the pixels."""
        return Errors(self.error[:, index], *(each[..., index] for each in self._pixels))

    @property
    def _pixels(self) -> tuple[np.ndarray, ...]:
        return self.source, self.place, self.signs, self.square


@dataclass(frozen=True)
class Growth:
    """How errors grow with signs [2]: the logarithm of their factor is `slopes` [2] times what these lie above
    `middles` [2].
    """

    middles: np.ndarray
    slopes: np.ndarray

    def factor(self, signs: np.ndarray) -> np.ndarray:
        """Return by how much errors are larger than usual, [n] float32, of signs [2, n]."""
        return _factor(self.slopes @ signs - self.slopes @ self.middles)


@dataclass(frozen=True)
class Spread:
    """Standard errors in DN. table [sources, bands, bins] float32, NaN where nothing was held out: at usual signs.

    Source 0 is the model; the others are relations to other dates, by their numbers from 1 on. pixels: how many were
    held out. growth: of each source.
    """

    table: np.ndarray
    pixels: int
    growth: tuple[Growth, ...]

    def factors(self, source: np.ndarray, signs: np.ndarray) -> np.ndarray:
        """Return by how much errors of pixels of such sources [n, w] and signs [2, n, w] are larger than usual."""
        middles, slopes = (np.array([getattr(each, name) for each in self.growth]) for name in ("middles", "slopes"))
        above = np.zeros(source.shape, np.float32)
        for sign, middle, slope in zip(signs, middles.T, slopes.T):
            above += slope[source] * (sign - middle[source])
        return _factor(above)


class SpreadSums:
    """Errors of held-out pixels, gathered window by window."""

    def __init__(self, sources: int, bands: int):
        self._sources, self._bands = sources, bands
        self._parts: list[Errors] = []

    def empty(self) -> SpreadSums:
        """Return sums of the same sources and bands without any errors."""
        return SpreadSums(self._sources, self._bands)

    def add(self, errors: Errors) -> None:
        """Take the errors of some pixels."""
        self._parts.append(errors)

    def spread(self) -> Spread | None:
        """Return the table; None where nothing was held out.

        90 % of the errors lie within 1.645 standard errors, so that intervals hold what they say even where errors are
        not normal.
        """
        parts = [(np.abs(each.error).astype(np.float32), *each._pixels) for each in self._parts]
        if not parts:
            return None
        whole = Errors(*(np.concatenate(each, axis=-1) for each in zip(*parts)))
        if whole.error.shape[1] < _LEAST:
            return None
        table = np.full((self._sources, self._bands, len(BINS)), np.nan, dtype=np.float32)
        growth = [Growth(np.zeros(_SIGNS), np.zeros(_SIGNS)) for _ in range(self._sources)]
        for number in range(self._sources):
            own = whole.chosen(whole.source == number)
            if number and len(own.source) < _LEAST:
                # On less ground dates are taken together, or one by one, as they are not on all of it.
                own = whole.chosen(whole.source > 0)
            if len(own.source) < _LEAST:
                continue
            growth[number] = _growth(own)
            error = own.error / growth[number].factor(own.signs)
            table[number] = _width(error)[:, None]
            for index in range(len(BINS)):
                here = own.place == index
                if np.count_nonzero(here) >= _LEAST:
                    table[number, :, index] = _width(error[:, here])
            # Further from clear ground than anything that was held out nothing is better known than there.
            table[number] = np.maximum.accumulate(table[number], axis=1) * _widened(own)
        return Spread(table, whole.error.shape[1], tuple(growth))


def _factor(above: np.ndarray) -> np.ndarray:
    return np.exp(np.clip(above, -_FARTHEST, _FARTHEST)).astype(np.float32)


def _growth(own: Errors) -> Growth:
    """Return how absolute errors grow with their signs, by ridge regression of their logarithm."""
    middles, spreads = own.signs.mean(axis=1, dtype=np.float64), own.signs.std(axis=1, dtype=np.float64)
    # What hardly varies tells nothing.
    spreads[spreads < _LEAST_SPREAD] = np.inf
    scaled = (own.signs - middles[:, None]) / spreads[:, None]
    size = np.log(np.sqrt(np.mean((own.error / _quantile(own.error)[:, None]) ** 2, axis=0)) + _SHRUNK)
    together = scaled @ scaled.T / len(size) + _SHRUNK * np.eye(_SIGNS)
    slopes = np.linalg.solve(together, scaled @ (size - size.mean()) / len(size)) / spreads
    return Growth(middles, slopes)


def _widened(own: Errors) -> float:
    """Return by how much wider errors are in parts of the scene than all others let expect, 1 or more.

    Errors go together from place to place: the ground below a cloud is as strange to what was held out as one part of
    that is to the others (cross-conformal prediction, Vovk 2015).
    """
    own = own.chosen(slice(None, None, -(-len(own.square) // _ENOUGH)))
    ratios = []
    for square in np.unique(own.square):
        inside = own.square == square
        if np.count_nonzero(inside) < _FEW or np.count_nonzero(~inside) < _LEAST:
            continue
        others, left_out = own.chosen(~inside), own.chosen(inside)
        growth = _growth(others)
        usual = _quantile(others.error / growth.factor(others.signs))
        ratios.append(left_out.error / usual[:, None] / growth.factor(left_out.signs))
    if not ratios:
        return 1.0
    needed = np.quantile(np.concatenate(ratios, axis=1), _SHARE, axis=1).mean() / _WIDTH
    return float(np.clip(needed, 1, _WIDEST))


def _quantile(error: np.ndarray) -> np.ndarray:
    """Return the standard errors [bands] of absolute errors [bands, n], 1 DN and more."""
    return np.maximum(np.quantile(error, _SHARE, axis=1) / _WIDTH, 1.0)


def _width(error: np.ndarray) -> np.ndarray:
    """Return the standard errors [bands] of absolute errors [bands, n].

    Few pixels leave it open how large errors are; Student's t is that much wider (its expansion in 1 / n).
    """
    return (1 + (_WIDTH**2 + 1) / 4 * _TOGETHER / error.shape[1]) * _quantile(error)
