"""How a scene's ground looks to its radar: a regression over what of the ground is seen, for what is hidden.

Relative detail of each band within cells, (DN - mean) / (mean + 200), is explained by the features of the radar within
the same cells (least squares, shrunk). How far that holds is measured by leaving out one group of cells after the
other; each band takes only as much of it as holds there, less half a standard error (jackknife). Ground that has no
relation to the radar so gets none. It is the drift of regression kriging (Hengl et al. 2007); the field of
`background.py` is the rest. The shrinking is ours.

What errs least in squares is too smooth to look like ground: `strength.py` makes up for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.relation_sums import RelationSums

_LEAST_GROUPS = 4
_SHRINKING = 200.0


@dataclass(frozen=True)
class Relation:
    """weights [bands, n] turn features into relative detail; explained [bands]: its share in groups left out, 0..1.

    drawn, fine [bands]: sums of squares of the fine detail that they draw on clear ground, and of the ground's own.
    """

    weights: np.ndarray
    explained: np.ndarray
    drawn: np.ndarray
    fine: np.ndarray


def relation(sums: RelationSums) -> Relation | None:
    """Return what explains the detail of the ground that is seen; None where too little is seen, or nothing does."""
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
    drawn = _drawn_squares(weights, sums.fine_products.sum(axis=0))
    return Relation(weights.T, np.clip(explained, 0, 1), drawn, sums.fine_squares.sum(axis=0))


def _drawn_squares(weights: np.ndarray, products: np.ndarray) -> np.ndarray:
    """Return [bands], the sums of squares of what weights [n, bands] draw of features with these products [n, n]."""
    return (weights * (products @ weights)).sum(axis=0)


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
