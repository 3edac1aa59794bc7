"""Growing the classes of a cloud mask."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import distance_transform_edt

from unveil.engine.masking import classes


def dilate_classes(mask: np.ndarray, radius: int) -> np.ndarray:
    """Return the classes [h, w] with cloud, thin cloud and shadow grown by a disc of `radius` pixels.

    Only clear pixels change; where several classes reach a pixel, cloud wins over thin cloud and that over shadow.
    No data neither grows nor is grown over.
    """
    if radius <= 0:
        return mask
    result = mask.copy()
    free = mask == classes.CLEAR
    for code in (classes.SHADOW, classes.THIN_CLOUD, classes.CLOUD):
        found = mask == code
        if found.any():
            result[free & (distance_transform_edt(~found) <= radius)] = code
    return result
