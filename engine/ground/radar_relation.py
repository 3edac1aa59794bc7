"""How a scene's ground looks to its radar: a regression over what of the ground is seen, for what is hidden.

Relative detail of each band within cells, (DN - mean) / (mean + 200), is explained by the features of the radar within
the same cells (least squares, shrunk). How far that holds is measured by leaving out one group of cells after the
other; each band takes only as much of it as holds there, less half a standard error (jackknife). Ground that has no
relation to the radar so gets none. It is the drift of regression kriging (Hengl et al. 2007); the field of
`background.py` is the rest. The shrinking is ours.

What errs least in squares is too smooth to look like ground: its detail has as little of the energy of the ground's as
its correlation with it, squared. Where each half of the scene tells the fine detail of the other it is drawn stronger.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.relation_sums import RelationSums

_LEAST_GROUPS = 4
_SHRINKING = 200.0

_UNLIKE, _LIKE = 0.05, 0.2
"""Correlation of fine detail with the ground's up to which it is left as it is, and from which on it is drawn full."""

ENERGY = 0.65
"""Energy of fine detail that is drawn in full, by the ground's."""

_STRONGEST = 2.5
"""Times that fine detail is drawn stronger, at most."""


@dataclass(frozen=True)
class Relation:
    """weights [bands, n] turn features into relative detail; explained [bands]: its share in groups left out, 0..1."""

    weights: np.ndarray
    explained: np.ndarray


def relation(sums: RelationSums, fine: np.ndarray | None = None) -> Relation | None:
    """Return what explains the detail of the ground that is seen; None where too little is seen, or nothing does.

    fine: [n] bool, features whose weights may be raised until they draw fine detail as strong as the ground's, see
    `ENERGY`; by default none is.
    """
    sums = sums.told()
    if len(sums.weights) < _LEAST_GROUPS:
        return None
    products, responses, weight = (array.sum(axis=0) for array in (sums.products, sums.responses, sums.weights))
    whole = _solve(products, responses, weight)
    found = np.empty_like(sums.squares)
    predicted = np.empty_like(found)
    for index, (own, answers, part) in enumerate(zip(sums.products, sums.responses, sums.weights)):
        others = _solve(products - own, responses - answers, weight - part)
        found[index] = (others * answers).sum(axis=0)
        predicted[index] = _drawn_squares(others, own)
    trust = _trust(found, predicted)
    explained = (
        trust * (2 * found.sum(axis=0) - trust * predicted.sum(axis=0)) / np.maximum(sums.squares.sum(axis=0), 1e-12)
    )
    if not trust.any():
        return None
    weights = whole * trust
    if fine is not None:
        share = np.clip((_likeness(sums) - _UNLIKE) / (_LIKE - _UNLIKE), 0, 1)
        wanted = ENERGY * share * sums.fine_squares.sum(axis=0)
        weights[fine] *= _strength(weights, fine, sums.fine_products.sum(axis=0), wanted)
    return Relation(weights.T, np.clip(explained, 0, 1))


def _likeness(sums: RelationSums) -> np.ndarray:
    """Return [bands] the correlation of fine detail with what the other half of the groups says of it.

    Groups go row by row, so halves are the upper and the lower part of what is seen: cells beside one another share
    fields and woods, and would praise a relation that ends with these.
    """
    halves = np.array_split(np.arange(len(sums.weights)), 2)
    products, responses, _, weight, fine_products, fine_responses, fine_squares = (
        np.stack([array[half].sum(axis=0) for half in halves]) for array in sums.arrays()
    )
    found: float | np.ndarray = 0.0
    predicted: float | np.ndarray = 0.0
    for own, other in ((0, 1), (1, 0)):
        weights = _solve(products[other], responses[other], weight[other])
        found = found + (weights * fine_responses[own]).sum(axis=0)
        predicted = predicted + _drawn_squares(weights, fine_products[own])
    return found / np.sqrt(np.maximum(predicted * fine_squares.sum(axis=0), 1e-12))


def _drawn_squares(weights: np.ndarray, products: np.ndarray) -> np.ndarray:
    """Return [bands], the sums of squares of what weights [n, bands] draw of features with these products [n, n]."""
    return (weights * (products @ weights)).sum(axis=0)


def _strength(weights: np.ndarray, fine: np.ndarray, products: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return [bands] the factor, 1 at least, of the fine features' weights that draws the sum of squares `wanted`."""
    strong, other = np.where(fine[:, None], weights, 0), np.where(fine[:, None], 0, weights)
    # The sum of squares of other + factor x strong is square x factor**2 + 2 x mixed x factor + constant.
    square, constant = (_drawn_squares(part, products) for part in (strong, other))
    mixed = (strong * (products @ other)).sum(axis=0)
    root = np.sqrt(np.maximum(mixed**2 + square * (wanted - constant), 0))
    return np.clip((root - mixed) / np.maximum(square, 1e-12), 1, _STRONGEST)


def _trust(found: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return how much of a prediction holds, [bands] in 0..1, from covariances and variances of groups left out."""
    share = found.sum(axis=0) / np.maximum(predicted.sum(axis=0), 1e-12)
    others = (found.sum(axis=0) - found) / np.maximum(predicted.sum(axis=0) - predicted, 1e-12)
    number = len(found)
    error = np.sqrt(((others - others.mean(axis=0)) ** 2).sum(axis=0) * (number - 1) / number)
    return np.clip(share - 0.5 * error, 0, 1)


def _solve(products: np.ndarray, responses: np.ndarray, weight: float) -> np.ndarray:
    spread = np.sqrt(np.diag(products) / weight) + 1e-6
    scaled = products / np.outer(spread, spread) + _SHRINKING * np.eye(len(spread))
    return np.linalg.solve(scaled, responses / spread[:, None]) / spread[:, None]
