"""What stands in for a band that a network takes and a product does not have."""

from __future__ import annotations

import numpy as np

CIRRUS_DN = 18.0
"""B10 of clear ground in L1C scenes (medians of real ones: 8 to 77). L2A has no B10.

With B10 of the L1C validation patches replaced, networks restore the other bands equally well (differences of 0.01 dB)
by this constant, by 0, and by regressions on B1 and B9 or on all other bands: see docs/products.md.
"""

FILLS = {"B10": CIRRUS_DN}
"""DN of the bands that can be filled."""


def complete(dn: np.ndarray, names: tuple[str, ...], wanted: tuple[str, ...]) -> np.ndarray:
    """Return DN [wanted, ...] of DN [names, ...]: bands in the order of `wanted`, those of FILLS that lack filled."""
    if names == wanted:
        return dn
    planes = [dn[names.index(name)] if name in names else np.full_like(dn[0], FILLS[name]) for name in wanted]
    return np.stack(planes)
