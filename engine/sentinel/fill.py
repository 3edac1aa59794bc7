"""What stands in for a band that a network takes and a product does not have: the cirrus band B10, which L2A lacks."""

from __future__ import annotations

import numpy as np

FILLABLE = ("B10",)

CIRRUS_DN = 18.0
"""B10 of clear ground in L1C scenes (medians of real ones: 8 to 77), for networks that take too few other bands."""

CIRRUS_WEIGHTS = {
    "B1": -0.1052, "B2": -0.0531, "B3": 0.5597, "B4": -0.4746, "B5": 0.2247, "B6": -0.1871,
    "B7": -0.2421, "B8": -0.0756, "B8A": 0.2935, "B9": 0.1899, "B11": 0.0657, "B12": -0.0622,
}  # fmt: skip
CIRRUS_INTERCEPT = 58.2651
"""Least squares of B10 on the other bands, in DN, over 405000 pixels of clear and cloudy L1C training scenes.

With B10 of the L1C validation patches replaced it costs a network less than any other fill tried (docs/products.md),
though a constant is nearer to B10 itself there: bright cloud is told apart better.
"""


def complete(dn: np.ndarray, names: tuple[str, ...], wanted: tuple[str, ...]) -> np.ndarray:
    """Return DN [wanted, ...] of DN [names, ...], in the order of `wanted`; what lacks is estimated."""
    if names == wanted:
        return dn
    return np.stack([dn[names.index(name)] if name in names else cirrus(dn, names) for name in wanted])


def cirrus(dn: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """Return an estimate of B10 [...] from DN [names, ...] of the other bands, at least 1."""
    if not set(CIRRUS_WEIGHTS) <= set(names):
        return np.full_like(dn[0], CIRRUS_DN)
    estimate = np.full_like(dn[0], CIRRUS_INTERCEPT)
    for name, weight in CIRRUS_WEIGHTS.items():
        estimate += dn.dtype.type(weight) * dn[names.index(name)]
    return np.maximum(estimate, dn.dtype.type(1))
