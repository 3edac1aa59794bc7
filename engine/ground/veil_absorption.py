"""How much the light of a scene's thin cloud varies in the short-wave infrared, where ice and droplets absorb by size.

One colour is fitted to all the cloud of a scene. Where its clouds are of several kinds, what is left over in B11 and
B12, along the cloud's own light, is more than ground differs by, and more than what is left over in other bands: a
component of variance, told by its moment.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.veil_model import SHORT_WAVE
from unveil.engine.ground.veil_precision import Precision, levels_of

_OTHERS = (("B2", "B3", "B4"), ("B6", "B7", "B8", "B8A"))

_DOUBT = 2.5
"""How many times more than in other bands is left over there by ground alone, and by a wrong kind of cloud."""

_SHARE = 0.5
"""Of the variance that is found: ground of other colours lies below cloud, too."""

_SEEN, _FAINT = 0.3, 0.03
"""Trust and depth from which on a cell tells of the cloud's own light."""

_LEAST, _BELIEVED = 50, 160.0
"""Cells from which on anything is told, and with which half of it is believed."""

_MOST = 0.5
"""Share by which the light varies at most."""


def sums(left: np.ndarray, depth: np.ndarray, trust: np.ndarray, precision: Precision) -> np.ndarray:
    """Return what cells tell of it, float64 [3, 5], to be added up over blocks and given to `varies`.

    left [bands, h, w]: what the layer leaves unexplained, reflectance; depth [h, w] of its cells; trust [h, w]: how far
    ground is seen there, 0 where nothing is cloud.
    """
    told = (trust > _SEEN) & (depth > _FAINT)
    left, depth = left[:, told], depth[told]
    layer, result = precision.layer, np.zeros((1 + len(_OTHERS), 5))
    for level, own in levels_of(depth).groups:
        passing = np.exp(-float(np.mean(depth[own])) * layer.exponents)
        light = layer.colour * (1 - passing) / passing
        for total, names in zip(result, (SHORT_WAVE, *_OTHERS)):
            along = light * np.array([name in names for name in layer.names])
            total += _along(left[:, own], along, precision[level])
    return result


def _along(left: np.ndarray, light: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    """Return [5], sums over cells: 1; the square of what is left along the light, by what is expected; that times how
    well a cell tells of the light; how well it does; the square of it.
    """
    way = inverse.astype(np.float64) @ light
    number, tells = left.shape[1], float(light @ way)
    square = float(((way @ left) ** 2).sum()) / tells if tells > 0 else 0.0
    return np.array([number, square, square * tells, number * tells, number * tells**2])


def varies(total: np.ndarray) -> float:
    """Return by what share of it the light varies in these bands; total [3, 5]: what `sums` adds up to."""
    number, _, squares, tells, of_all = total[0]
    if number < _LEAST or not of_all > 0:
        return 0.0
    usual = max(1.0, *(total[1:, 1] / number))
    variance = _SHARE * number / (number + _BELIEVED) * max(squares - _DOUBT * usual * tells, 0.0) / of_all
    return min(float(np.sqrt(variance)), _MOST)
