"""Means over images with bootstrap intervals, and differences between methods on the same images.

Patches of one scene resemble one another, so whole scenes are drawn, not patches (cluster bootstrap, Field and Welsh
2007). Intervals are the 2.5 % and 97.5 % quantiles of the drawn means (percentile method, Efron 1979).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 4000
_SEED = 20220101
_CHUNK = 250


@dataclass(frozen=True)
class Estimate:
    """A mean over `number` images of `groups` scenes, with its interval; NaN ends where there is one scene only."""

    mean: float
    low: float
    high: float
    number: int
    groups: int

    @property
    def differs_from_zero(self) -> bool:
        return self.low > 0 or self.high < 0


def bootstrap_mean(values: Sequence[float], groups: Sequence[str], draws: int = DRAWS) -> Estimate:
    """Return the mean of the finite values with its 95 % interval; `groups` names the scene of each value.

    The same values give the same interval in every run.
    """
    kept = [(float(value), group) for value, group in zip(values, groups) if math.isfinite(value)]
    if not kept:
        return Estimate(math.nan, math.nan, math.nan, 0, 0)
    names = sorted({group for _, group in kept})
    index = {name: number for number, name in enumerate(names)}
    place = np.array([index[group] for _, group in kept])
    data = np.array([value for value, _ in kept])
    sums = np.bincount(place, data, len(names))
    counts = np.bincount(place, minlength=len(names))
    if len(names) == 1:
        return Estimate(float(data.mean()), math.nan, math.nan, len(data), 1)
    generator = np.random.default_rng(_SEED)
    means = []
    for start in range(0, draws, _CHUNK):
        drawn = generator.integers(0, len(names), (min(_CHUNK, draws - start), len(names)))
        means.append(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1))
    low, high = np.percentile(np.concatenate(means), (2.5, 97.5))
    return Estimate(float(data.mean()), float(low), float(high), len(data), len(names))


@dataclass(frozen=True)
class Box:
    """Five numbers of a box plot: whiskers reach the furthest value within 1.5 box lengths (Tukey 1977)."""

    low: float
    first: float
    median: float
    third: float
    high: float
    outliers: tuple[float, ...]
    number: int


def box(values: Sequence[float]) -> Box | None:
    """Return the box of the finite values, None where there are none."""
    data = np.array([value for value in values if math.isfinite(value)])
    if not data.size:
        return None
    first, median, third = (float(value) for value in np.percentile(data, (25, 50, 75)))
    reach = 1.5 * (third - first)
    inside = data[(data >= first - reach) & (data <= third + reach)]
    outside = data[(data < first - reach) | (data > third + reach)]
    return Box(
        float(inside.min()), first, median, third, float(inside.max()), tuple(sorted(outside.tolist())), data.size
    )
