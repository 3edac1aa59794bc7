"""Growing, shrinking and smoothing of masks by discs; every result depends on pixels within the disc alone."""

from __future__ import annotations

import math

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.raster.nearest import row_distance


def dilate(mask: np.ndarray, radius: int) -> np.ndarray:
    """Return [h, w] bool: where a set pixel lies within `radius` pixels (x*x + y*y <= radius*radius)."""
    if radius <= 0 or not mask.any():
        return mask.copy()
    # Distance along the row to the next set pixel, one more than the radius where that is farther.
    distance = row_distance(mask, radius + 1)
    result = np.zeros_like(mask)
    most = min(radius, mask.shape[0] - 1)
    for shift in range(-most, most + 1):
        reach = math.isqrt(radius * radius - shift * shift)
        near = distance[max(shift, 0) : mask.shape[0] + min(shift, 0)] <= reach
        result[max(-shift, 0) : mask.shape[0] - max(shift, 0)] |= near
    return result


def erode(mask: np.ndarray, radius: int) -> np.ndarray:
    """Return [h, w] bool: where every pixel within `radius` pixels is set; what lies outside counts as set."""
    return ~dilate(~mask, radius)


def disc_mean(values: np.ndarray, valid: np.ndarray, radius: int) -> np.ndarray:
    """Return the mean of the valid pixels of `values` [h, w] within `radius` pixels, float32; borders are mirrored.

    The border pixel is repeated (1 0 | 0 1 2). Where nothing is valid the result is 0.
    """
    if radius <= 0:
        return values
    rim = ((radius, radius), (radius, radius))
    weights = np.pad(valid, rim, mode="symmetric")
    padded = np.where(weights, np.pad(values, rim, mode="symmetric"), 0)
    count = _disc_sum(weights, radius)
    total = _disc_sum(padded, radius)
    return np.divide(total, count, out=np.zeros_like(total), where=count > 0).astype(np.float32)


def _disc_sum(padded: np.ndarray, radius: int) -> np.ndarray:
    # Sums along rows from their beginning: the same numbers wherever the strip of rows begins.
    sums = np.zeros((padded.shape[0], padded.shape[1] + 1))
    np.cumsum(padded, axis=1, dtype=np.float64, out=sums[:, 1:])
    height, width = padded.shape[0] - 2 * radius, padded.shape[1] - 2 * radius
    result = np.zeros((height, width))
    for shift in range(-radius, radius + 1):
        reach = math.isqrt(radius * radius - shift * shift)
        rows = sums[radius + shift : radius + shift + height]
        first = radius - reach
        result += rows[:, first + 2 * reach + 1 : first + 2 * reach + 1 + width] - rows[:, first : first + width]
    return result


def close_and_open(mask: np.ndarray, closing: int, opening: int) -> np.ndarray:
    """Return the classes [h, w] with the cloud closed and then opened by discs of those radii in pixels.

    Closing turns clear gaps into cloud; opening turns cloud narrower than the disc into clear ground. Nodata is taken
    for what suits its neighbours. The answer depends on pixels within 2 * (closing + opening).
    """
    cloud = (mask == classes.CLOUD) | (mask == classes.THIN_CLOUD)
    unknown = mask == classes.NODATA
    result = mask.copy()
    whole = cloud
    if closing > 0:
        whole = erode(dilate(whole, closing) | unknown, closing) & ~unknown
        result[whole & (mask == classes.CLEAR)] = classes.CLOUD
        whole = whole & ((result == classes.CLOUD) | (result == classes.THIN_CLOUD))
    if opening > 0:
        kept = dilate(erode(whole | unknown, opening), opening)
        result[whole & ~kept] = classes.CLEAR
    return result


def dilate_classes(mask: np.ndarray, radius: int, shadow_radius: int | None = None) -> np.ndarray:
    """Return the classes [h, w] with cloud and thin cloud grown by a disc of `radius` pixels, shadow by its own.

    Only clear pixels change; where several classes reach a pixel, cloud wins over thin cloud and that over shadow.
    No data neither grows nor is grown over.
    """
    shadow_radius = radius if shadow_radius is None else shadow_radius
    if radius <= 0 and shadow_radius <= 0:
        return mask
    result = mask.copy()
    free = mask == classes.CLEAR
    for code, reach in ((classes.SHADOW, shadow_radius), (classes.THIN_CLOUD, radius), (classes.CLOUD, radius)):
        found = mask == code
        if reach > 0 and found.any():
            result[free & dilate(found, reach)] = code
    return result
