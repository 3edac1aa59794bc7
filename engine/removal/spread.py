"""How far off a result is: errors on held-out clear ground, by what it was made of, by distance to clear ground, and by
how rough the picture is there.
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

_SHRUNK = 0.05
_FARTHEST = 0.7
"""By how much, as a logarithm, texture makes errors larger or smaller at most: twice, or half."""

_FEW, _ENOUGH = 50, 20_000
"""Pixels of a square below which it says nothing, and pixels of all squares that are enough to compare them."""

_WIDEST = 1.5


@dataclass(frozen=True)
class Errors:
    """Errors [bands, n] in DN of held-out pixels; source, place [n]: what they were made of, and bins of distance.

    texture [n]: see `texture.py`; square [n]: number of the part of the scene that they lie in.
    """

    error: np.ndarray
    source: np.ndarray
    place: np.ndarray
    texture: np.ndarray
    square: np.ndarray

    def chosen(self, index: np.ndarray | slice) -> Errors:
        """Return some of the pixels."""
        return Errors(self.error[:, index], *(each[index] for each in self._pixels))

    @property
    def _pixels(self) -> tuple[np.ndarray, ...]:
        return self.source, self.place, self.texture, self.square


@dataclass(frozen=True)
class Roughness:
    """How errors grow with texture: the logarithm of their factor is `slope` times what it is above `middle`."""

    middle: float = 0.0
    slope: float = 0.0

    def factor(self, texture: np.ndarray) -> np.ndarray:
        """Return by how much errors are larger than usual, of any shape, float32."""
        return np.exp(np.clip(self.slope * (texture - self.middle), -_FARTHEST, _FARTHEST)).astype(np.float32)


@dataclass(frozen=True)
class Spread:
    """Standard errors in DN. table [sources, bands, bins] float32, NaN where nothing was held out: at usual texture.

    Source 0 is the model; the others are relations to other dates, by their numbers from 1 on. pixels: how many were
    held out. roughness: of each source.
    """

    table: np.ndarray
    pixels: int
    roughness: tuple[Roughness, ...]

    def factors(self, source: np.ndarray, texture: np.ndarray) -> np.ndarray:
        """Return by how much errors of pixels of such sources and textures, [n, w] each, are larger than usual."""
        middle, slope = np.array([(each.middle, each.slope) for each in self.roughness]).T
        return Roughness(middle[source], slope[source]).factor(texture)


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
        whole = Errors(np.concatenate([part[0] for part in parts], axis=1), *map(np.concatenate, list(zip(*parts))[1:]))
        if whole.error.shape[1] < _LEAST:
            return None
        table = np.full((self._sources, self._bands, len(BINS)), np.nan, dtype=np.float32)
        roughness = [Roughness() for _ in range(self._sources)]
        for number in range(self._sources):
            own = whole.chosen(whole.source == number)
            if number and len(own.source) < _LEAST:
                # On less ground dates are taken together, or one by one, as they are not on all of it.
                own = whole.chosen(whole.source > 0)
            if len(own.source) < _LEAST:
                continue
            roughness[number] = _roughness(own)
            error = own.error / roughness[number].factor(own.texture)
            table[number] = _width(error)[:, None]
            for index in range(len(BINS)):
                here = own.place == index
                if np.count_nonzero(here) >= _LEAST:
                    table[number, :, index] = _width(error[:, here])
            # Further from clear ground than anything that was held out nothing is better known than there.
            table[number] = np.maximum.accumulate(table[number], axis=1) * _widened(own)
        return Spread(table, whole.error.shape[1], tuple(roughness))


def _roughness(own: Errors) -> Roughness:
    """Return how absolute errors grow with texture, by regression of their logarithm."""
    middle, spread = float(own.texture.mean()), float(own.texture.std())
    if spread < 1e-3:
        return Roughness(middle)
    usual = _quantile(own.error)
    size = np.log(np.sqrt(np.mean((own.error / usual[:, None]) ** 2, axis=0)) + _SHRUNK)
    scaled = (own.texture - middle) / spread
    return Roughness(middle, float(np.mean(scaled * (size - size.mean())) / (1 + _SHRUNK) / spread))


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
        roughness = _roughness(others)
        usual = _quantile(others.error / roughness.factor(others.texture))
        ratios.append(left_out.error / usual[:, None] / roughness.factor(left_out.texture))
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
