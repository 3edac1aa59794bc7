"""How far what is seen is darker than clear ground, as a shadow is: in the infrared, where air adds hardly any."""

from __future__ import annotations

import numpy as np

_INFRARED = ("B5", "B6", "B7", "B8", "B8A", "B11", "B12")


class Darkness:
    """Tells shadow from ground of a scene. covariance [bands, bands]: of the ground, in the order of `names`."""

    def __init__(self, names: tuple[str, ...], covariance: np.ndarray):
        self._bands = [place for place, name in enumerate(names) if name in _INFRARED]
        self._inverse = np.linalg.inv(covariance[np.ix_(self._bands, self._bands)]).astype(np.float32)

    def __call__(self, difference: np.ndarray, ground: np.ndarray) -> np.ndarray:
        """Return [h, w], by how many deviations of clear ground a difference from it, [bands, h, w], is that of shadow.

        ground [bands, h, w]: what it differs from; reflectance. 0 everywhere where the scene has no infrared band.
        """
        if not self._bands:
            return np.zeros(ground.shape[1:], dtype=np.float32)
        ground = ground[self._bands]
        along = np.tensordot(self._inverse, ground, 1)
        return -(difference[self._bands] * along).sum(axis=0) / np.sqrt((ground * along).sum(axis=0))
