"""What stands in for a band that a network takes and a product does not have.

L2A lacks the cirrus band B10; stacks of ten bands (openEO, FORCE, BioMassters) lack the 60 m bands B1 and B9 as well.
"""

from __future__ import annotations

import numpy as np

FILLABLE = ("B1", "B9", "B10")

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

_NEIGHBOURS = ("B2", "B3", "B8A")
_WEIGHTS = {
    ("B1", "L1C"): (1.5646, -0.7267, 0.0472, 269.3),
    ("B9", "L1C"): (0.4769, -0.0467, 0.2464, -456.4),
    ("B1", "L2A"): (1.5728, -0.7921, 0.0470, 92.2),
    ("B9", "L2A"): (0.1407, -0.1960, 0.9062, 314.2),
}
"""Least squares of B1 and B9 on B2, B3, B8A and 1, in DN, over 404000 pixels of 101 L1C and 152000 of 38 L2A images.

Files left out, they are off by 266 and 387 DN (L1C) and 329 and 446 DN (L2A); all ten bands do no better than 206,
344, 291 and 440.
"""


def complete(dn: np.ndarray, names: tuple[str, ...], wanted: tuple[str, ...], level: str = "L1C") -> np.ndarray:
    """Return DN [wanted, ...] of DN [names, ...] of a level, in the order of `wanted`; what lacks is estimated."""
    if names == wanted:
        return dn
    return np.stack([dn[names.index(name)] if name in names else estimated(name, dn, names, level) for name in wanted])


def estimated(name: str, dn: np.ndarray, names: tuple[str, ...], level: str) -> np.ndarray:
    """Return an estimate of one of FILLABLE [...] from DN [names, ...] of the other bands, at least 1."""
    if name == "B10":
        return cirrus(dn, names)
    weights = _WEIGHTS[name, "L1C" if level == "L1C" else "L2A"]
    estimate = np.full_like(dn[0], weights[-1])
    for neighbour, weight in zip(_NEIGHBOURS, weights):
        estimate += dn.dtype.type(weight) * dn[names.index(neighbour)]
    return np.maximum(estimate, dn.dtype.type(1))


def cirrus(dn: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """Return an estimate of B10 [...] from DN [names, ...] of the other bands, at least 1."""
    if not set(CIRRUS_WEIGHTS) <= set(names):
        return np.full_like(dn[0], CIRRUS_DN)
    estimate = np.full_like(dn[0], CIRRUS_INTERCEPT)
    for name, weight in CIRRUS_WEIGHTS.items():
        estimate += dn.dtype.type(weight) * dn[names.index(name)]
    return np.maximum(estimate, dn.dtype.type(1))
