"""What a layer of thin cloud leaves unexplained, weighed by how likely it is at the layer's depth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.veil_model import Layer

_LEVELS = np.array([0.0, 0.04, 0.1, 0.2, 0.35, 0.6, 1.0, 1.6, 2.5])
"""Depths from which on one covariance stands for all."""

_TEXTURE, _TINT = 0.1, 0.04
"""Standard deviations of a cloud's own light over a scene, as a share of it: in all bands together, and in each."""


@dataclass(frozen=True)
class Levels:
    """Cells by the level of their depth. of [...]: that of each; groups: every level there is, and its cells' places in
    the flattened array, a slice where the cells are in the order of their levels.
    """

    of: np.ndarray
    groups: tuple[tuple[int, np.ndarray | slice], ...]


def levels_of(depth: np.ndarray) -> Levels:
    """Return the levels of depths of any shape."""
    found = np.searchsorted(_LEVELS, depth, "right") - 1
    flat = found.ravel()
    numbers = np.bincount(flat, minlength=len(_LEVELS))
    present = np.flatnonzero(numbers)
    if (flat[1:] >= flat[:-1]).all():
        stops = np.cumsum(numbers)
        return Levels(
            found, tuple((int(level), slice(stops[level] - numbers[level], stops[level])) for level in present)
        )
    return Levels(found, tuple((int(level), np.flatnonzero(flat == level)) for level in present))


class Precision:
    """The inverse covariance of what `layer` leaves unexplained, by the depth: more of it is the cloud's own light."""

    def __init__(self, covariance: np.ndarray, layer: Layer):
        self.layer = layer
        inverses, sizes = [], []
        for depth in _LEVELS:
            passing = np.exp(-depth * layer.exponents)
            own = layer.colour * (1 - passing) / passing
            noise = covariance + _TEXTURE**2 * np.outer(own, own) + np.diag((_TINT * own) ** 2)
            inverses.append(np.linalg.inv(noise))
            sizes.append(np.linalg.slogdet(noise)[1])
        self._inverses = np.array(inverses, dtype=np.float32)
        self._sizes = np.array(sizes, dtype=np.float32)

    def of(self, left: np.ndarray, levels: Levels) -> np.ndarray:
        """Return the product [bands, ...] with what is left over, of one shape with `levels.of` but for the bands."""
        flat = left.reshape(len(left), -1)
        if len(levels.groups) == 1:
            return (self._inverses[levels.groups[0][0]] @ flat).reshape(left.shape)
        result = np.empty_like(flat)
        for level, own in levels.groups:
            result[:, own] = self._inverses[level] @ flat[:, own]
        return result.reshape(left.shape)

    def diagonal(self, levels: Levels) -> np.ndarray:
        """Return the diagonals [bands, ...]."""
        return np.diagonal(self._inverses, axis1=1, axis2=2).T.take(levels.of, axis=1)

    def size(self, levels: Levels) -> np.ndarray:
        """Return the logarithm of the covariance's determinant."""
        return self._sizes[levels.of]

    def __getitem__(self, level: int) -> np.ndarray:
        return self._inverses[level]
