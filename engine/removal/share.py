"""How much of the ground of other dates is taken beside what a model makes: what held-out ground and experience say.

A few thousand pixels that were held out lie close together and tell of few places. What they say counts as far as their
squares agree; else what is usual of real dates stands.
"""

from __future__ import annotations

import numpy as np

_USUAL, _SPREAD = 0.9, 0.25
"""The share that is best below clouds, and how far scenes lie off it: of 78 pairs of real images, days to a year apart,
whose best shares are 0.86 and 0.15 off that; wider, for not all scenes are like those.
"""

_TOGETHER = 2.0
"""Times the variance that squares tell: the ground below the cloud differs from theirs as theirs do."""

_UNSURE = 0.5
"""The variance where the squares are too few to tell."""

_ENOUGH = 3


def believed_share(gained: np.ndarray, apart: np.ndarray) -> float:
    """Return the share of the other dates' ground to be believed, from sums over squares [n] of held-out ground.

    gained: of the errors of the model times what lies between both; apart: of the square of the latter, above 0. Their
    quotient is the share by least squares. How sure it is, is told by leaving out one square after the other (the
    jackknife, Quenouille 1956).
    """
    number = len(apart)
    if not number:
        return 1.0
    share, variance = gained.sum() / apart.sum(), _UNSURE
    if number >= _ENOUGH:
        others = (gained.sum() - gained) / (apart.sum() - apart)
        variance = _TOGETHER * (number - 1) / number * float(np.square(others - others.mean()).sum())
    weight = _SPREAD**2 / (_SPREAD**2 + variance)
    return float(_USUAL + weight * (share - _USUAL))
