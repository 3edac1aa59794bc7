"""A usual clear spectrum of land, which stands for ground of which nothing is seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

AIR = {
    "B1": 0.115, "B2": 0.082, "B3": 0.050, "B4": 0.026, "B5": 0.021, "B6": 0.018, "B7": 0.016, "B8": 0.013,
    "B8A": 0.012, "B9": 0.005, "B10": 0.001, "B11": 0.002, "B12": 0.001,
}  # fmt: skip
"""What the air itself reflects in each band: about 0.9 of L1C over dark water. Ours."""

_DARKEST = 50.0


def typical_ground(spectrum: Sequence[float], bands: Sequence[str], level: str) -> np.ndarray:
    """Return [bands] in DN of a typical spectrum of L1C, without the light of the air where the level is "L2A".

    L2A is without vapour, too: B9 there is as bright as B8A, if that is among the bands.
    """
    found = np.array(spectrum, dtype=np.float64)
    if level != "L2A":
        return found
    air = np.array([AIR[name] for name in bands])
    ground = np.maximum((found / 10000 - air) / (1 - air) * 10000, _DARKEST * (found > _DARKEST))
    if "B9" in bands and "B8A" in bands:
        ground[list(bands).index("B9")] = ground[list(bands).index("B8A")]
    return ground
