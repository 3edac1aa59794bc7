"""How much is believed of what is seen through thin cloud: a Wiener filter for what is coarse, one for what is fine.

What a few pixels have in common errs by the cloud's colour, its brightness and its depth; bands go together there as
colours of ground do. What a pixel differs by from those round it is the ground's texture, of which bands tell one
another less; it errs by the sensor's noise, and where the depth is steep: a band sees the cloud in its own pixels, of
20 and 60 m, and by an error of the drift in another place. One filter for both would print the pixels of the coarse
bands on the others, and colour the edges of cloud.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from unveil.engine.ground.veil_model import SHORT_WAVE, Layer

DEPTHS = np.concatenate([np.arange(0, 0.5, 0.05), np.arange(0.5, 1.5, 0.1), np.arange(1.5, 4.01, 0.25)])

_SENSOR = 0.0015
_DEPTH_ERROR = 0.05
"""Standard deviation of the depth, a fifth of it at most."""

_BRIGHTNESS_ERROR = 0.1
_COLOUR_ERROR = 0.05
"""Standard deviation of a cloud's brightness, in all bands together and in each, as a share of it."""

_FARTHEST = 3.0
"""Standard deviations of the difference from known ground, in one direction in all bands."""

COARSE = {"B1": 10.0, "B9": 10.0, "B10": 100.0}
"""How many times more bands of 60 m err, whose pixels do not show a cloud's edge; in B10 there is nothing but cloud."""

_PIXELS = {"B1": 6, "B9": 6, "B10": 6, "B5": 2, "B6": 2, "B7": 2, "B8A": 2, "B11": 2, "B12": 2}
"""Pixels of 10 m along a side of a band's own."""

_RAGGED = 0.04
"""Standard deviation of the light of a cloud of droplets from pixel to pixel, in all bands together, as a share of it;
that of ice crystals is smooth.
"""

_DRIFT_ERROR = 1.0
"""Pixels a second."""

_OFF_COARSE, _OFF_FINE = 1.0, 0.3
"""Pixels by which the field of the depth is off in all bands alike."""

_STEEP = 2.0
"""How many times more what lies steep errs in the coarse: the depth of steep cloud is known worst."""

_WORTH = 50.0
"""Cells of all depths that steepness at a depth counts beside its own."""

_ROWS = 256


@dataclass(frozen=True)
class Belief:
    """What ground may differ by from what is expected, and what is seen of it errs by. All in reflectance.

    usual [bands]: the scene's mean ground; cells, fine [bands, bands]: covariances of cells about what is expected, and
    of pixels about their cell; steep [depths]: the mean square of the depth's gradient, per pixel, at each of `DEPTHS`;
    off: how many times more what lies steep errs in the coarse. absorbs: standard deviation of the cloud's light in the
    short-wave infrared, as a share of it.
    """

    layer: Layer
    usual: np.ndarray
    cells: np.ndarray
    fine: np.ndarray
    steep: np.ndarray
    off: float = _STEEP
    absorbs: float = 0.0

    def about(self, errors: np.ndarray) -> Belief:
        """Return the same for an expectation that errs by `errors` [bands], root mean square, bands as they do now.

        How much less is known where cloud is steep is left to what such expectations are found to err by.
        """
        share = np.asarray(errors) / np.maximum(self.deviation, np.float32(1e-6))
        square = np.outer(share, share)
        return replace(self, cells=self.cells * square, fine=self.fine * square, off=0.0)

    def believed(self, difference: np.ndarray, depth: np.ndarray) -> np.ndarray:
        """Return how much of the difference [bands, n] of single pixels is believed at such depths [n].

        It is fastest where depths are in the order of `depth_level`, here and below.
        """
        return _filtered(self._gains, difference, depth)

    def believed_apart(self, coarse: np.ndarray, fine: np.ndarray, depth: np.ndarray) -> np.ndarray:
        """Return how much is believed of the part of differences [bands, n] that pixels share with those round them,
        and of the rest.
        """
        return _filtered(self._gains, coarse, depth) + _filtered(self._fine_gains, fine, depth)

    def still_hidden(self, difference: np.ndarray, depth: np.ndarray) -> np.ndarray:
        """Tell where cloud or shadow is left: what is seen is brighter in every band, or darker, than ground can be.

        difference [bands, n] from ground that is known to the covariance; depth [n] of the cloud.
        """
        fine = [place for place, name in enumerate(self.layer.names) if name not in COARSE]
        variances = np.diagonal(self.noise, axis1=1, axis2=2)[depth_level(depth)] + np.diag(self.covariance)
        limits = _FARTHEST * np.sqrt(variances).T[fine]
        return (difference[fine] > limits).all(axis=0) | (difference[fine] < -limits).all(axis=0)

    @property
    def covariance(self) -> np.ndarray:
        """Return the covariance [bands, bands] of pixels about what is expected."""
        return self.cells + self.fine

    @property
    def deviation(self) -> np.ndarray:
        """Return [bands] float32, the standard deviation of pixels about what is expected."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0)).astype(np.float32)

    @cached_property
    def noise(self) -> np.ndarray:
        """Return the covariances [depths, bands, bands] of the errors of what is seen through the cloud."""
        layer, found = self.layer, []
        short = np.array([name in SHORT_WAVE for name in layer.names])
        for depth in DEPTHS:
            passing = np.exp(-depth * layer.exponents)
            own = layer.colour * (1 - passing) / passing
            error = _COLOUR_ERROR * own * [COARSE.get(name, 1.0) for name in layer.names]
            noise = np.diag(_SENSOR**2 * (1 / passing**2 - 1) + error**2)
            off, dry = min(_DEPTH_ERROR, depth / 5) * self._away, self.absorbs * own * short
            together = ((off, 1.0), (own, _BRIGHTNESS_ERROR**2), (dry, 1.0))
            found.append(noise + sum(share * np.outer(each, each) for each, share in together))
        return np.array(found) + self.off * self._unsharp(_OFF_COARSE)

    @cached_property
    def fine_noise(self) -> np.ndarray:
        """Return those of what pixels differ by from those round them."""
        passing = np.exp(-DEPTHS[:, None] * self.layer.exponents)
        noise = (_SENSOR**2 * (1 / passing**2 - 1))[:, :, None] * np.eye(len(self.usual))
        if not self.layer.of_crystals:
            own = _RAGGED * self.layer.colour * (1 - passing) / passing
            noise += own[:, :, None] * own[:, None, :]
        return noise + self._unsharp(_OFF_FINE)

    @property
    def _away(self) -> np.ndarray:
        """How much brighter ground looks for each unit of depth that is not taken off, [bands]."""
        return self.layer.exponents * (self.layer.colour - self.usual)

    def _unsharp(self, off: float) -> np.ndarray:
        """Return the covariances [depths, bands, bands] of errors by the place at which a band sees the cloud's depth.

        off: pixels by which all bands err alike.
        """
        sides = np.array([_PIXELS.get(name, 1) for name in self.layer.names])
        # The place of a fine pixel in a coarse one varies by (n n - 1) / 12; what upsampling makes of it, by as much.
        apart = (sides**2 - 1) / 3 + (_DRIFT_ERROR * self.layer.seconds) ** 2
        square = np.diag(self._away**2 * apart) + off**2 * np.outer(self._away, self._away)
        return self.steep[:, None, None] * square

    @cached_property
    def _gains(self) -> np.ndarray:
        return _wiener(self.covariance, self.noise)

    @cached_property
    def _fine_gains(self) -> np.ndarray:
        return _wiener(self.fine + 1e-7 * np.eye(len(self.fine)), self.fine_noise)


def steepness(depth: np.ndarray, cell: int, least: float) -> np.ndarray:
    """Return the mean square of the gradient per pixel of a depth [rows, columns] of cells at each of `DEPTHS`.

    cell: pixels along a side; least: depth from which on there is cloud. 0 where there is none.
    """
    total, number = np.zeros(len(DEPTHS)), np.zeros(len(DEPTHS))
    # Some rows at a time: a tile has seven million cells.
    for start in range(0, len(depth), _ROWS):
        before = min(start, 1)
        rows = depth[start - before : start + _ROWS + 1]
        inner = slice(before, before + min(_ROWS, len(depth) - start))
        there = rows[inner] > least
        if there.any():
            square = np.zeros_like(rows)
            for axis in (0, 1):
                if rows.shape[axis] > 1:
                    square += np.gradient(rows, axis=axis) ** 2
            level = depth_level(rows[inner][there])
            total += np.bincount(level, square[inner][there], len(DEPTHS))
            number += np.bincount(level, minlength=len(DEPTHS))
    mean = total.sum() / max(number.sum(), 1)
    found = (total + _WORTH * mean) / (number + _WORTH)
    # The last depth is no level of its own.
    found[-1] = found[-2]
    return found / cell**2


def depth_level(depth: np.ndarray) -> np.ndarray:
    """Return the number of the greatest of `DEPTHS`, but for the last one, up to depths of any shape; uint8."""
    return np.searchsorted(DEPTHS[1:-1].astype(np.float32), depth, "right").astype(np.uint8)


def _wiener(covariance: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Return the filter [depths, bands, bands] for what varies so, seen with such noise."""
    return np.array([np.linalg.solve(covariance + each, covariance).T for each in noise], dtype=np.float32)


def _filtered(tables: np.ndarray, difference: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """Return differences [bands, n] by the filter for their depths [n], linear between those of the tables."""
    depth = np.minimum(depth, np.float32(DEPTHS[-1]))
    level = depth_level(depth)
    share = ((depth - DEPTHS[level]) / (DEPTHS[level + 1] - DEPTHS[level])).astype(np.float32)
    result = np.empty_like(difference)
    for each, own in _groups(level):
        part = difference[:, own]
        result[:, own] = tables[each] @ part + share[own] * ((tables[each + 1] - tables[each]) @ part)
    return result


def _groups(level: np.ndarray) -> Iterator[tuple[int, slice | np.ndarray]]:
    """Yield each level that there is, and where: slices where they are in order."""
    in_order = bool((level[1:] >= level[:-1]).all())
    stops = np.cumsum(np.bincount(level, minlength=1))
    for each, (start, stop) in enumerate(zip((0, *stops), stops)):
        if start < stop:
            yield each, slice(start, stop) if in_order else np.flatnonzero(level == each)
