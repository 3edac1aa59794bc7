"""Thin cloud of a scene, and the ground below it.

What passes through is divided out, and set against what the ground is expected to look like (Wiener): what is sure
stays as it is observed; where little passes, noise and errors of the cloud's own depth give way to the expectation.
The correction goes to nothing where the cloud does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from unveil.engine.ground.plain import Sight
from unveil.engine.ground.veil_cells import CELL, STEP
from unveil.engine.ground.veil_model import Layer, at
from unveil.engine.masking import classes

BLOCK = 96
"""Cells along a side of the blocks that have one drift."""

SEEN = 0.5
"""Trust in what is seen through a cloud from which it is the ground."""

DEPTHS = np.concatenate([np.arange(0, 0.5, 0.05), np.arange(0.5, 1.5, 0.1), np.arange(1.5, 4.01, 0.25)])

_SENSOR = 0.0015
_DEPTH_ERROR = 0.05
"""Standard deviation of the depth, a fifth of it at most."""

_BRIGHTNESS_ERROR = 0.1
_COLOUR_ERROR = 0.05
"""Standard deviation of a cloud's brightness, in all bands together and in each, as a share of it."""

_USUAL_CONTRAST, _MOST_CONTRAST = 0.8, 1.2
"""Deviation in small squares by that of all clear ground: up to the first it may be ground, from the second on not."""

_LEAST_DEVIATION = 0.004
"""Reflectance."""

_COARSE = {"B1": 10.0, "B9": 10.0, "B10": 100.0}
"""How many times more bands of 60 m err, whose pixels do not show a cloud's edge; in B10 there is nothing but cloud."""


@dataclass(frozen=True)
class Veil:
    """Thin cloud of one scene. depth, trust [rows, columns] of cells, float32: optical depth at 490 nm, and how far the
    ground below is taken from what is seen, 0 where nothing can be seen; drift [2, rows, columns] of blocks in cells a
    second; ground [bands, rows, columns] of squares of cells, the colour of clear ground near by; covariance [bands,
    bands] of pixels about it. Reflectance. hidden [rows, columns] bool: cells of which some pixel may be cloud that is
    believed less than `SEEN`, shadow, or missing.
    """

    layer: Layer
    depth: np.ndarray
    trust: np.ndarray
    drift: np.ndarray
    ground: np.ndarray
    covariance: np.ndarray
    hidden: np.ndarray

    def hidden_patches(self, side: int) -> np.ndarray:
        """Return which patches of `side` pixels, a whole number of cells, hold a hidden cell, [rows, columns] bool."""
        steps = [np.arange(0, length, side // CELL) for length in self.hidden.shape]
        return np.logical_or.reduceat(np.logical_or.reduceat(self.hidden, steps[0], axis=0), steps[1], axis=1)

    def uncovered(self, dn: np.ndarray, ground: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return the ground below thin cloud at n pixels, DN [bands, n] float32.

        dn, ground: [bands, n] of the layer's bands, what is observed and what the ground is expected to be;
        rows, columns: [n] of the pixels in the scene.
        """
        passed, depth = self.passed(dn, rows, columns)
        ground = ground.astype(np.float32) / np.float32(10000)
        return (ground + self.believed(passed - ground, depth)) * np.float32(10000)

    def passed(self, dn: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what passes the cloud at n pixels with the cloud's own light taken off, and its depth there.

        Reflectance [bands, n] and optical depth [n]; arguments as in `uncovered`.
        """
        observed = dn.astype(np.float32) / np.float32(10000)
        place = ((rows + 0.5) / CELL - 0.5, (columns + 0.5) / CELL - 0.5)
        drift = [at(plane, *(_block_place(each) for each in place)) for plane in self.drift]
        colour = self.layer.colour
        result = np.empty_like(observed)
        for band, seconds in enumerate(self.layer.seconds):
            depth = at(self.depth, place[0] - drift[0] * seconds, place[1] - drift[1] * seconds)
            passing = np.exp(-depth * self.layer.exponents[band])
            result[band] = (observed[band] - colour[band] * (1 - passing)) / passing
        return result, at(self.depth, *place)

    def expected(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return the colour of clear ground near pixels of the scene, DN [bands, n] float32."""
        size = CELL * STEP
        place = ((rows + 0.5) / size - 0.5, (columns + 0.5) / size - 0.5)
        return np.stack([at(plane, *place) for plane in self.ground]).astype(np.float32) * np.float32(10000)

    def trust_at(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return the trust at pixels of the scene, 0..1 [n]."""
        return at(self.trust, (rows + 0.5) / CELL - 0.5, (columns + 0.5) / CELL - 0.5)

    def trusted(self, codes: np.ndarray, valid: np.ndarray, corner: tuple[int, int]) -> np.ndarray:
        """Return the trust [h, w] in a window of the scene, 0 where nothing is cloud; corner: its first row and column.

        codes, valid: [h, w] classes of the mask, and where the scene was measured.
        """
        cloud = ((codes == classes.CLOUD) | (codes == classes.THIN_CLOUD)) & valid
        result = np.zeros(cloud.shape, dtype=np.float32)
        rows, columns = np.nonzero(cloud)
        result[rows, columns] = self.trust_at(rows + corner[0], columns + corner[1])
        return result

    def believed(self, difference: np.ndarray, depth: np.ndarray) -> np.ndarray:
        """Return how much of the difference [bands, n] from the expected ground is believed at such depths [n]."""
        tables = self._gains
        depth = np.minimum(depth, DEPTHS[-1])
        level = np.clip(np.searchsorted(DEPTHS, depth, "right") - 1, 0, len(DEPTHS) - 2)
        share = ((depth - DEPTHS[level]) / (DEPTHS[level + 1] - DEPTHS[level])).astype(np.float32)
        result = np.empty_like(difference)
        for each in np.unique(level):
            own = np.flatnonzero(level == each)
            part = difference[:, own]
            result[:, own] = (tables[each] @ part) * (1 - share[own]) + (tables[each + 1] @ part) * share[own]
        return result

    @property
    def deviation(self) -> np.ndarray:
        """Return [bands] float32, the standard deviation of clear ground about its colour near by, reflectance."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0)).astype(np.float32)

    @cached_property
    def _gains(self) -> np.ndarray:
        """The matrices [depths, bands, bands] of the Wiener filter, for the scene's mean ground."""
        layer, gains = self.layer, []
        ground = self.ground.mean(axis=(1, 2))
        for depth in DEPTHS:
            passing = np.exp(-depth * layer.exponents)
            own = layer.colour * (1 - passing) / passing
            error = _COLOUR_ERROR * own * [_COARSE.get(name, 1.0) for name in layer.names]
            noise = np.diag(_SENSOR**2 * (1 / passing**2 - 1) + error**2)
            off = min(_DEPTH_ERROR, depth / 5) * layer.exponents * (layer.colour - ground)
            noise += np.outer(off, off) + _BRIGHTNESS_ERROR**2 * np.outer(own, own)
            gains.append(np.linalg.solve(self.covariance + noise, self.covariance).T)
        return np.array(gains, dtype=np.float32)


def plausible(detail: np.ndarray, seen: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    """Return [h, w] float32 in 0..1: how much the contrast of what is seen looks like that of ground.

    detail [bands, h, w] about the usual ground where `seen` [h, w] bool holds, 0 elsewhere; deviation [bands] of clear
    ground. Ragged cloud that a smooth depth does not follow, divided by the little that passes it, leaves edges that no
    ground has: deviations in squares of 7 pixels come near or above those of all clear ground in most of the bands.
    Depends on 5 pixels round each.
    """
    number = np.maximum(_box(seen.astype(np.float32), 3), 1)[seen]
    ratios = []
    for plane, usual in zip(detail, deviation):
        mean = _box(plane, 3)[seen] / number
        variance = np.maximum(_box(plane * plane, 3)[seen] / number - mean * mean, 0)
        ratios.append(np.sqrt(variance) / max(float(usual), _LEAST_DEVIATION))
    ratio = np.median(ratios, axis=0)
    share = np.zeros(seen.shape)
    share[seen] = np.clip((_MOST_CONTRAST - ratio) / (_MOST_CONTRAST - _USUAL_CONTRAST), 0, 1)
    return (_box(share, 2) / np.maximum(_box(seen.astype(np.float32), 2), 1)).astype(np.float32)


def _box(plane: np.ndarray, reach: int) -> np.ndarray:
    """Return the sums over squares of 2 x reach + 1 pixels, cut at the border."""
    for axis in (0, 1):
        length = plane.shape[axis]
        total = np.concatenate((np.zeros_like(plane.take([0], axis)), np.cumsum(plane, axis, dtype=np.float64)), axis)
        last = np.minimum(np.arange(length) + reach + 1, length)
        first = np.maximum(np.arange(length) - reach, 0)
        plane = total.take(last, axis) - total.take(first, axis)
    return plane


def _block_place(cells: np.ndarray) -> np.ndarray:
    return (cells + 0.5) / BLOCK - 0.5


@dataclass(frozen=True)
class Unveiling:
    """Sees through a scene's thin cloud in windows; the hook of `plain.PlainChain`. places: of the veil's bands among
    those of a window.
    """

    veil: Veil
    places: tuple[int, ...]

    def __call__(self, sight: Sight, ground: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return DN [bands, h, w] and the trust [h, w]; bands that the scene lacks are those of `ground`."""
        trust = self.trust(sight)
        rows, columns = np.nonzero(trust)
        image = ground.copy()
        if len(rows):
            own = list(self.places)
            expected = ground[:, rows, columns][own] / np.float32(10000)
            usual = self.veil.expected(rows + sight.row, columns + sight.column) / np.float32(10000)
            passed, depth = self.veil.passed(sight.dn[:, rows, columns][own], rows + sight.row, columns + sight.column)
            # Against the scene's own mean ground, which is the same in every window.
            top, left = rows.min(), columns.min()
            seen_part = trust[top : rows.max() + 1, left : columns.max() + 1] > 0
            detail = np.zeros((len(own), *seen_part.shape), dtype=np.float32)
            detail[:, rows - top, columns - left] = self.veil.believed(passed - usual, depth)
            share = plausible(detail, seen_part, self.veil.deviation)[rows - top, columns - left]
            seen = expected + share * self.veil.believed(passed - expected, depth)
            for band, values in zip(self.places, seen):
                image[band, rows, columns] = values * np.float32(10000)
        return image, trust

    def trust(self, sight: Sight) -> np.ndarray:
        """Return [h, w] float32 in 0..1, 0 where the sky is clear, in shadow, and where no ground is seen."""
        return self.veil.trusted(sight.codes, sight.valid, (sight.row, sight.column))
