"""What the radar's change since another date usually is, and how far one pixel's lies off that.

Fields dry, are ploughed and grow: radar changes with them, and where it was strong by chance it falls. So much follows
from its own strength then and from the colours of the date, by ridge regression over clear ground. What that does not
explain is measured in both polarisations together, by their covariance (the distance of Mahalanobis), and held against
the distances of clear ground that was left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.references.sample import Colours, Sample

_USUAL, _TRUSTED, _PROVEN = 0.965, 0.985, 0.998
"""Shares of clear ground: whose change is not worth a word, whose is no reason to leave a reference, and the latter
where the reference is right on clear ground that changed.
"""

_NEAREST = 2.5
"""Distance within which no change is worth a word, however quiet the scene."""

_LEAST_SPREAD = 0.4
_PENALTIES = (1e-3, 1e-1)
_FOLDS = 8
_HUBER = 3.0
_ROUNDS = 2
_ENOUGH = 20
"""Pixels for each feature that it takes to regress on any; below that all change alike."""

_MOST_CHANGE = 6.0
"""dB beyond which it does not count how far a change lies off, when relations are compared."""

_CORE = 2.5
_LEAST_CHANGED = 30

_WATER = (-15.0, -21.0)
"""dB of VV and VH below which, on both dates, there is open water: wind changes its backscatter and nothing else."""


@dataclass(frozen=True)
class UsualChange:
    """What radar's change in dB since a reference is, VV and VH; all NaN where there is no radar.

    weights [3 + b, 2]: of 1, backscatter then, and the means of the reference's bands round a pixel; root [2, 2]: of
    what is left, `residual @ root` has the length of its distance. spread [2]: of the change itself. farthest, gone:
    distances until a change is worth a word, and until the reference is not relied on.
    """

    weights: np.ndarray
    root: np.ndarray
    spread: np.ndarray
    farthest: float
    gone: float

    def distance(self, change: np.ndarray, radar: np.ndarray, near: np.ndarray) -> np.ndarray:
        """Return how far changes [2, ...] in dB lie off what is usual, [...] float32; NaN where something is unknown.

        radar [2, ...] in dB of the scene's date; near [b, ...]: means of the reference's bands, DN.
        """
        if np.isnan(self.gone):
            return np.full(np.shape(change)[1:], np.float32(np.nan))
        weights, root = self.weights.astype(np.float32), self.root.astype(np.float32)
        flat = [np.asarray(part, dtype=np.float32).reshape(len(part), -1) for part in (change, radar, near)]
        left = flat[0] - weights[1:3].T @ (flat[1] - flat[0])
        left -= weights[3:].T @ flat[2]
        left -= weights[0][:, None]
        first, second = root.T @ left
        return np.hypot(first, second).reshape(np.shape(change)[1:])


def unknown_change(bands: int) -> UsualChange:
    """Return what stands for a reference of so many bands without radar: nothing is seen to change."""
    nothing = float("nan")
    return UsualChange(np.full((3 + bands, 2), np.nan), np.full((2, 2), np.nan), np.full(2, np.nan), nothing, nothing)


def is_water(change: np.ndarray, radar: np.ndarray) -> np.ndarray:
    """Tell open water on both dates from backscatter [2, ...] in dB and its change since; NaN is none."""
    with np.errstate(invalid="ignore"):
        return np.all(
            [(now < limit) & (now - since < limit) for now, since, limit in zip(radar, change, _WATER)], axis=0
        )


def usual_change(sample: Sample, number: int) -> UsualChange:
    """Return what is usual of a reference, by its number, at the pixels of a sample that are clear in both."""
    colours = sample.references[number]
    seen = colours.seen & _measured(sample, colours)
    change = colours.change[seen].astype(np.float64)
    if not len(change):
        return unknown_change(colours.near.shape[1])
    features = _features(change, sample.radar[seen], colours.near[seen])
    if len(change) < _ENOUGH * features.shape[1]:
        features[:, 1:] = 0
    middle, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    middle[0], scale[0] = 0, 1
    scaled = (features - middle) / scale
    folds = _folds(sample.blocks[seen])
    tried = [(_left_out(scaled, change, folds, penalty), penalty) for penalty in _PENALTIES]
    missed, penalty = min(tried, key=lambda one: float(np.mean(np.minimum(np.abs(one[0]), _MOST_CHANGE) ** 2)))
    weights = _fitted(scaled, change, penalty) / scale[:, None]
    weights[0] += np.median(missed, axis=0) - middle[1:] @ weights[1:]
    missed = missed - np.median(missed, axis=0)
    root = _root(missed)
    distance = np.hypot(*(missed @ root).T)
    spread = 1.4826 * np.median(np.abs(change - np.median(change, axis=0)), axis=0)
    return UsualChange(weights, root, spread, *(_limit(distance, share) for share in (_USUAL, _TRUSTED)))


def proven_change(usual: UsualChange, sample: Sample, number: int, missed: np.ndarray) -> UsualChange:
    """Return a wider limit of what is relied on if the reference is right on clear ground that changed beyond it.

    There it must be off by less than the scene's surroundings are. missed [n, bands]: its errors in DN at the pixels of
    the sample that it shows. What changed more than nearly all clear ground is not relied on in any case.
    """
    if np.isnan(usual.gone):
        return usual
    colours = sample.references[number]
    shown = colours.seen
    distance = usual.distance(colours.change[shown].T, sample.radar[shown].T, colours.near[shown].T)
    measured = _measured(sample, colours)[shown] & np.isfinite(distance)
    alone = (sample.target - sample.around)[shown]
    with np.errstate(invalid="ignore"):
        known = measured & (distance > usual.gone) & np.isfinite(alone[:, 0])
    if np.count_nonzero(known) < _LEAST_CHANGED or np.mean(missed[known] ** 2) >= np.mean(alone[known] ** 2):
        return usual
    return replace(usual, gone=_limit(distance[measured], _PROVEN))


def _measured(sample: Sample, colours: Colours) -> np.ndarray:
    """Return [n] bool, where radar saw land on both dates, and the colours round it are known."""
    measured = np.isfinite(colours.change).all(axis=1) & np.isfinite(colours.near).all(axis=1)
    return measured & np.isfinite(sample.radar).all(axis=1) & ~is_water(colours.change.T, sample.radar.T)


def _features(change: np.ndarray, radar: np.ndarray, near: np.ndarray) -> np.ndarray:
    return np.concatenate([np.ones((len(change), 1)), radar - change, near], axis=1)


def _folds(blocks: np.ndarray) -> np.ndarray:
    """Return a fold of 0 to 7 for each pixel, the same for all of a block, as by lot."""
    numbers, place = np.unique(blocks, return_inverse=True)
    return (np.random.default_rng(0).permutation(len(numbers)) % _FOLDS)[place]


def _left_out(features: np.ndarray, change: np.ndarray, folds: np.ndarray, penalty: float) -> np.ndarray:
    """Return what is missed [n, 2] in dB by relations made of the other folds; by one of all where there is one."""
    missed = change - features @ _fitted(features, change, penalty)
    for fold in range(_FOLDS):
        own = folds == fold
        if own.any() and not own.all():
            missed[own] = change[own] - features[own] @ _fitted(features[~own], change[~own], penalty)
    return missed


def _fitted(features: np.ndarray, change: np.ndarray, penalty: float) -> np.ndarray:
    """Return the weights [p, 2] of a ridge regression; the first feature is 1. What fits badly counts less."""
    trust = np.ones(len(features))
    shrunk = penalty * np.diag(np.r_[1e-9, np.ones(features.shape[1] - 1)])
    for last in range(_ROUNDS, -1, -1):
        own = features * trust[:, None]
        weights = np.linalg.solve(own.T @ features + trust.sum() * shrunk, own.T @ change)
        if last:
            missed: np.ndarray = change - features @ weights
            spread = 1.4826 * np.median(np.abs(missed), axis=0) + 0.1
            trust = _HUBER / np.maximum(np.sqrt(np.mean((missed / spread) ** 2, axis=1)), _HUBER)
    return weights


def _root(missed: np.ndarray) -> np.ndarray:
    """Return `UsualChange.root` of what is missed [n, 2], by its spread and correlation within the core."""
    spread = np.maximum(1.4826 * np.median(np.abs(missed), axis=0), _LEAST_SPREAD)
    core = missed[(np.abs(missed) < _CORE * spread).all(axis=1)]
    varied = core.std(axis=0)
    correlation = 0.0
    if (varied > 0).all():
        correlation = float(np.clip(np.mean(core[:, 0] * core[:, 1]) / (varied[0] * varied[1]), -0.95, 0.95))
    covariance = np.outer(spread, spread) * np.array([[1, correlation], [correlation, 1]])
    return np.linalg.cholesky(np.linalg.inv(covariance))


def _limit(distance: np.ndarray, share: float) -> float:
    return max(_NEAREST, float(np.quantile(distance, share)))
