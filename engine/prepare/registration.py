"""How far radar and optical pixels lie apart: whole pixels, by mutual information between VV and red.

Phase correlation fails between radar and optical images; mutual information needs no likeness of their values, only
that one tells something of the other (Viola and Wells 1997; for SAR and optical: Suri and Reinartz 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from unveil.engine.raster.filters import box_mean

SEARCH = 12
"""Largest shift in pixels along either axis that is looked for."""

BLOCK = 56
"""Pixels along a side of the blocks whose histograms are summed, and resampled for the confidence."""

WINDOW = BLOCK + 2 * SEARCH
"""Pixels along a side of the windows that `measure_shift` takes."""

LEAST_CONFIDENCE = 0.8
"""Up to here real pairs without texture, or with fields that repeat, give shifts that wander or are wrong."""

_BINS = 32
_DRAWS = 50
_NEAR = 2
_FAR = 4
_DISTINCT = 0.25
"""A best shift that stands out by this share over the best one far from it counts in full."""

_LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Shift:
    """Radar content lies `x` pixels to the right of and `y` below where it belongs (rows count downwards).

    confidence: the share, 0 to 1, of resamples of the blocks whose best shift is within 2 pixels of this one, less
    where another shift far from it is nearly as good; 0 where there was nothing to measure or the best shift lies at
    the end of the search. blocks: how many were used.
    """

    x: int
    y: int
    confidence: float
    blocks: int

    @property
    def decidable(self) -> bool:
        """Whether there was texture enough to tell."""
        return self.confidence > LEAST_CONFIDENCE


def measure_shift(vv: Sequence[np.ndarray], red: Sequence[np.ndarray], clear: Sequence[np.ndarray]) -> Shift:
    """Find the shift that explains windows of one scene best.

    vv: dB with NaN, red: any unit, clear: bool; each a sequence of [80, 80]. Speckle is averaged over 5 x 5 pixels.
    Blocks that are less than half clear do not count.
    """
    units = [
        (smooth(radar), optical, seen)
        for radar, optical, seen in zip(vv, red, clear)
        if seen[SEARCH:-SEARCH, SEARCH:-SEARCH].mean() >= _LEAST_SHARE and np.isfinite(radar).mean() >= _LEAST_SHARE
    ]
    if not units:
        return Shift(0, 0, 0.0, 0)
    radar = np.stack([unit[0] for unit in units])
    inner = slice(SEARCH, SEARCH + BLOCK)
    optical = np.stack([unit[1][inner, inner] for unit in units]).astype(np.float32)
    seen = np.stack([unit[2][inner, inner] for unit in units])
    histograms = _histograms(_codes(radar, np.isfinite(radar)), _codes(optical, seen))
    information = mutual_information(histograms.sum(axis=1))
    best = _best(information)
    if best is None or max(abs(best[0]), abs(best[1])) == SEARCH:
        return Shift(*(best or (0, 0)), 0.0, len(units))
    share = min(1.0, _distinction(information, best) / _DISTINCT)
    return Shift(*best, round(share * _agreement(histograms, best), 3), len(units))


def smooth(decibels: np.ndarray) -> np.ndarray:
    """Return the mean of the finite values in 5 x 5 pixels around each finite one; NaN stays NaN."""
    finite = np.isfinite(decibels)
    sums = box_mean(np.where(finite, decibels, 0).astype(np.float64), 5, "reflect")
    shares = box_mean(finite.astype(np.float64), 5, "reflect")
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(finite, sums / shares, np.nan).astype(np.float32)


def _codes(values: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return the bin of each value between the 1st and 99th percentile; _BINS where it is not valid."""
    known = values[valid]
    low, high = np.percentile(known, [1, 99]) if known.size else (0.0, 1.0)
    scaled = (np.where(valid, values, low) - low) / max(high - low, 1e-9) * _BINS
    return np.where(valid, np.clip(scaled, 0, _BINS - 1).astype(np.int32), _BINS)


def _histograms(radar: np.ndarray, optical: np.ndarray) -> np.ndarray:
    """Return [shifts, blocks, bins * bins] joint histograms, for shifts in rows of 2 * SEARCH + 1."""
    count, side = len(radar), _BINS + 1
    own = (np.arange(count, dtype=np.int32)[:, None, None] * side + optical) * side
    size = 2 * SEARCH + 1
    result = np.empty((size * size, count, _BINS * _BINS), dtype=np.float32)
    for number in range(size * size):
        row, column = divmod(number, size)
        codes = own + radar[:, row : row + BLOCK, column : column + BLOCK]
        joint = np.bincount(codes.ravel(), minlength=count * side * side).reshape(count, side, side)
        result[number] = joint[:, :_BINS, :_BINS].reshape(count, -1)
    return result


def mutual_information(histograms: np.ndarray) -> np.ndarray:
    """Return the mutual information in nats of joint histograms [n, bins * bins]."""
    joint = histograms.reshape(len(histograms), _BINS, _BINS) / np.maximum(histograms.sum(axis=1), 1)[:, None, None]
    return _entropy(joint.sum(axis=1)) + _entropy(joint.sum(axis=2)) - _entropy(joint.reshape(len(joint), -1))


def _entropy(shares: np.ndarray) -> np.ndarray:
    return -(shares * np.log(np.where(shares > 0, shares, 1))).sum(axis=1)


def _best(information: np.ndarray) -> tuple[int, int] | None:
    """Return (x, y) of the highest mutual information of all shifts, or None where it is the same everywhere."""
    if np.ptp(information) < 1e-9:
        return None
    row, column = divmod(int(information.argmax()), 2 * SEARCH + 1)
    return column - SEARCH, row - SEARCH


def _distinction(information: np.ndarray, best: tuple[int, int]) -> float:
    """Return how much the best shift stands out over those more than _FAR away: 1 as over their median, 0 not."""
    rows, columns = np.divmod(np.arange(len(information)), 2 * SEARCH + 1) - np.array([[SEARCH], [SEARCH]])
    far = information[np.hypot(columns - best[0], rows - best[1]) > _FAR]
    return float((information.max() - far.max()) / (information.max() - np.median(far)))


def _agreement(histograms: np.ndarray, best: tuple[int, int]) -> float:
    """Return the share of bootstrap resamples of the blocks that agree with `best`."""
    generator = np.random.default_rng(0)
    count = histograms.shape[1]
    if count < 4:
        return 0.0
    agree = 0
    for _ in range(_DRAWS):
        weights = np.bincount(generator.integers(0, count, count), minlength=count).astype(np.float32)
        found = _best(mutual_information(np.einsum("sbh,b->sh", histograms, weights, optimize=True)))
        agree += found is not None and max(abs(found[0] - best[0]), abs(found[1] - best[1])) <= _NEAR
    return agree / _DRAWS
