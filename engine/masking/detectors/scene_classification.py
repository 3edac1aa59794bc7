"""The scene classification (SCL) that every Sentinel-2 L2A product carries, as classes of a cloud mask."""

from __future__ import annotations

import numpy as np

from unveil.engine.masking import classes

CODES = {
    0: classes.NODATA,  # no data
    1: classes.NODATA,  # saturated or defective
    2: classes.CLEAR,  # dark ground, topographic shadow
    3: classes.SHADOW,
    4: classes.CLEAR,  # vegetation
    5: classes.CLEAR,  # bare soil
    6: classes.CLEAR,  # water
    7: classes.CLEAR,  # unclassified
    8: classes.CLOUD,  # medium probability
    9: classes.CLOUD,  # high probability
    10: classes.THIN_CLOUD,  # cirrus
    11: classes.CLEAR,  # snow or ice
}
"""Classes of Sen2Cor and what they become; snow and dark ground are clear."""

_TABLE = np.array([CODES.get(code, classes.NODATA) for code in range(256)], dtype=np.uint8)


def classes_of(scl: np.ndarray) -> np.ndarray:
    """Return the classes [h, w] uint8 of whole SCL codes of any numerical type; other codes are no data."""
    whole = np.clip(np.nan_to_num(scl, nan=255), 0, 255).astype(np.uint8)
    return _TABLE[whole]
