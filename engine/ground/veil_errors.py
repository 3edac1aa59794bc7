"""How much surer than they hold themselves are what is seen through thin cloud and other ground for the same pixels.

Both have a model of their errors: the cloud's light errs along its own colour, and the more the deeper it is; ground of
another date as fields change. What lies between them is the sum of both, and shows by its colours and by the depth
whose it is: variance components, by maximum likelihood (the MM algorithm of Zhou et al. 2019).
"""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.veil import Veil
from unveil.engine.ground.veil_belief import depth_level

_ROUNDS = 60
_TOGETHER = 64.0
"""Pixels whose errors go together: so many tell as much as one that stands alone."""

_BELIEVED = 20.0
"""Such pixels that the models themselves are worth."""

_FARTHEST = 100.0


def error_ratio(between: np.ndarray, depth: np.ndarray, veil: Veil) -> float:
    """Return how many times larger the variances of the other ground are, beside the cloud's, than the models say.

    between [bands, n]: what is seen less the other ground, in reflectance; depth [n]: of the cloud there. veil: set
    against the other ground, see `Veil.about`.
    """
    levels = depth_level(depth)
    parts = []
    for level in np.unique(levels):
        own = between[:, levels == level].astype(np.float64)
        number = own.shape[1] / _TOGETHER
        noise = veil.belief.noise[level]
        expected = veil.covariance + noise
        share = number / (number + _BELIEVED)
        parts.append((number, share * (own @ own.T) / own.shape[1] + (1 - share) * expected, noise))
    sizes = np.ones(2)
    for _ in range(_ROUNDS):
        found, wanted = np.zeros(2), np.zeros(2)
        for number, covariance, noise in parts:
            inverse = np.linalg.inv(sizes[0] * veil.covariance + sizes[1] * noise)
            told = inverse @ covariance @ inverse
            for place, component in enumerate((veil.covariance, noise)):
                found[place] += number * (told * component).sum()
                wanted[place] += number * (inverse * component).sum()
        sizes *= np.sqrt(found / np.maximum(wanted, 1e-12))
    return float(np.clip(sizes[0] / max(sizes[1], 1e-12), 1 / _FARTHEST, _FARTHEST))
