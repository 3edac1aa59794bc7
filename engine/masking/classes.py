"""The class codes of every cloud mask that Unveil writes."""

from __future__ import annotations

import numpy as np

CLEAR = 0
CLOUD = 1
THIN_CLOUD = 2
SHADOW = 3
NODATA = 255

NAMES = {CLEAR: "clear", CLOUD: "cloud", THIN_CLOUD: "thin cloud", SHADOW: "cloud shadow", NODATA: "no data"}


def to_restore(classes: np.ndarray) -> np.ndarray:
    """Return where ground is hidden or darkened: cloud, thin cloud or shadow, same shape, bool."""
    return (classes >= CLOUD) & (classes <= SHADOW)
