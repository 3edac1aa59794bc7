"""How far off a result is: errors on held-out clear ground, by what it was made of and by distance to clear ground."""

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


@dataclass(frozen=True)
class Spread:
    """Standard errors in DN. table [sources, bands, bins] float32, NaN where nothing was held out.

    Source 0 is the model; the others are relations to other dates, by their numbers from 1 on. pixels: how many were
    held out.
    """

    table: np.ndarray
    pixels: int


class SpreadSums:
    """Errors of held-out pixels, gathered window by window."""

    def __init__(self, sources: int, bands: int):
        self._sources, self._bands = sources, bands
        self._errors: list[np.ndarray] = []
        self._source: list[np.ndarray] = []
        self._bin: list[np.ndarray] = []

    def add(self, error: np.ndarray, source: np.ndarray, place: np.ndarray) -> None:
        """Take errors [bands, n] in DN of pixels with their sources [n] and bins of distance [n]."""
        self._errors.append(np.abs(error).astype(np.float32))
        self._source.append(source)
        self._bin.append(place)

    def spread(self) -> Spread | None:
        """Return the table; None where nothing was held out.

        90 % of the errors lie within 1.645 standard errors, so that intervals hold what they say even where errors are
        not normal.
        """
        if not self._errors:
            return None
        error = np.concatenate(self._errors, axis=1)
        source, place = np.concatenate(self._source), np.concatenate(self._bin)
        if error.shape[1] < _LEAST:
            return None
        table = np.full((self._sources, self._bands, len(BINS)), np.nan, dtype=np.float32)
        for number in range(self._sources):
            own = source == number
            if np.count_nonzero(own) < _LEAST:
                continue
            table[number] = _width(error[:, own])[:, None]
            for index in range(len(BINS)):
                here = own & (place == index)
                if np.count_nonzero(here) >= _LEAST:
                    table[number, :, index] = _width(error[:, here])
            # Further from clear ground than anything that was held out nothing is better known than there.
            table[number] = np.maximum.accumulate(table[number], axis=1)
        return Spread(table, error.shape[1])

    def mean_square(self) -> float:
        """Return the mean of all squared errors."""
        total = sum(float(np.square(error, dtype=np.float64).sum()) for error in self._errors)
        return total / max(sum(error.size for error in self._errors), 1)


def _width(error: np.ndarray) -> np.ndarray:
    """Return the standard errors [bands] of errors [bands, n].

    Few pixels leave it open how large errors are; Student's t is that much wider (its expansion in 1 / n).
    """
    unsure = 1 + (_WIDTH**2 + 1) / 4 * _TOGETHER / error.shape[1]
    return np.maximum(unsure * np.quantile(error, _SHARE, axis=1) / _WIDTH, 1.0)
