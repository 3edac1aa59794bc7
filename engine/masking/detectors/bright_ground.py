"""Ground that is as bright as a cloud, and black in the short-wave infrared: snow, ice, shallow and muddy water.

Snow, ice and water absorb what has a wavelength of 1.6 micrometres, drops in the air hardly do, and thin clouds of
ice send back a third of what they do in green. So the index of snow (Dozier 1989) tells, together with darkness in the
infrared itself. The bands look at a place up to 1.5 s apart, in which the view of a cloud 12 km high moves by 170 m:
beside a cloud, what is bright in green and dark in the infrared may be its rim, and there the network's word counts.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.masking.morphology import dilate

INDEX = 0.6
"""(B3 - B11) / (B3 + B11) from which ground is taken for snow, ice or water; of clouds over dark ground it is less."""

_DARK = 0.10
"""Reflectance in B11 from which it may be cloud."""

_BRIGHT = 0.12
"""Reflectance in B3 below which the network does not mistake it."""

_AIR = {"L1C": 0.05, "L2A": 0.0}
"""What the air adds to B3, and not to B11."""

_SURE = 0.5
_REACH = 8
"""Probability of cloud that is believed within so many cells of 20 m of a cloud that is none of this ground."""

_CLOUDS = slice(1, 3)


def left_clear(probabilities: np.ndarray, green: np.ndarray, infrared: np.ndarray, level: str) -> np.ndarray:
    """Return probabilities [classes, h, w] with the cloud taken out that such ground was mistaken for.

    probabilities: of clear ground, cloud, thin cloud and more; green (B3), infrared (B11): reflectance [h, w];
    level: "L1C" or "L2A". Depends on the cells within 160 m.
    """
    ground = is_bright_ground(green, infrared, level)
    if not ground.any():
        return probabilities
    cloud = probabilities[_CLOUDS].sum(axis=0)
    sure = cloud >= np.float32(_SURE)
    mistaken = ground & ~(sure & dilate(sure & ~ground, _REACH))
    result = probabilities.copy()
    result[0, mistaken] += cloud[mistaken]
    result[_CLOUDS, mistaken] = 0
    return result


def is_bright_ground(green: np.ndarray, infrared: np.ndarray, level: str) -> np.ndarray:
    """Return [h, w] bool: bright cells that are as dark in B11 as snow, ice and water alone; reflectance as above."""
    above = green - np.float32(_AIR[level])
    return (green > _BRIGHT) & (infrared < _DARK) & (above - infrared > np.float32(INDEX) * (above + infrared))
