"""Thin cloud of a scene, and the ground below it.

What passes through is divided out, and set against what the ground is expected to look like (Wiener): what is sure
stays as it is observed; where little passes, noise and errors of the cloud's own depth give way to the expectation.
The correction goes to nothing where the cloud does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from unveil.engine.ground.cell_blocks import BLOCK
from unveil.engine.ground.field import resample_field
from unveil.engine.ground.plain import Sight
from unveil.engine.ground.veil_cells import CELL, STEP, any_in_patches
from unveil.engine.ground.veil_contrast import plausible
from unveil.engine.ground.veil_model import Layer, at, enlarged
from unveil.engine.masking import classes

SEEN = 0.5
"""Trust in what is seen through a cloud from which it is the ground."""

DEPTHS = np.concatenate([np.arange(0, 0.5, 0.05), np.arange(0.5, 1.5, 0.1), np.arange(1.5, 4.01, 0.25)])

_SENSOR = 0.0015
_DEPTH_ERROR = 0.05
"""Standard deviation of the depth, a fifth of it at most."""

_BRIGHTNESS_ERROR = 0.1
_COLOUR_ERROR = 0.05
"""Standard deviation of a cloud's brightness, in all bands together and in each, as a share of it."""

_FARTHEST = 3.0
"""Standard deviations of the difference from known ground, in one direction in all bands."""

_COARSE = {"B1": 10.0, "B9": 10.0, "B10": 100.0}
"""How many times more bands of 60 m err, whose pixels do not show a cloud's edge; in B10 there is nothing but cloud."""


_CACHED = 1 << 13
"""Pixels that are seen through at a time."""


@dataclass(frozen=True)
class Low:
    """Cloud of droplets below another layer. depth [rows, columns] of cells, float32, at 490 nm."""

    layer: Layer
    depth: np.ndarray


@dataclass(frozen=True)
class Veil:
    """Thin cloud of one scene. depth, trust [rows, columns] of cells, float32: optical depth at 490 nm, and how far the
    ground below is taken from what is seen, 0 where nothing can be seen; drift [2, rows, columns] of blocks in cells a
    second; ground [bands, rows, columns] of squares of cells, the colour of clear ground near by; covariance [bands,
    bands] of pixels about it. Reflectance. hidden [rows, columns] bool: cells of which some pixel may be cloud that is
    believed less than `SEEN`, shadow, or missing. low: cloud below the layer that is taken off with it.
    """

    layer: Layer
    depth: np.ndarray
    trust: np.ndarray
    drift: np.ndarray
    ground: np.ndarray
    covariance: np.ndarray
    hidden: np.ndarray
    low: Low | None = None

    def about(self, errors: np.ndarray) -> Veil:
        """Return the same set against an expectation that errs by `errors` [bands] in reflectance, root mean square.

        Errors of bands go together as the colours of clear ground do.
        """
        share = np.asarray(errors) / np.maximum(self.deviation, np.float32(1e-6))
        return replace(self, covariance=self.covariance * np.outer(share, share))

    def hidden_patches(self, side: int) -> np.ndarray:
        """Return which patches of `side` pixels, a whole number of cells, hold a hidden cell, [rows, columns] bool."""
        return any_in_patches(self.hidden, side)

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
        place = ((rows + 0.5) / CELL - 0.5, (columns + 0.5) / CELL - 0.5)
        passed, depth = self._below_layer(dn.astype(np.float32) / np.float32(10000), place)
        if self.low is not None:
            below = at(self.low.depth, *place)
            passed, depth = _without(passed, below, self.low.layer), depth + below
        return passed, depth

    def _below_layer(self, observed: np.ndarray, place: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        layer, depth = self.layer, at(self.depth, *place)
        if not self._drifts(*place):
            return _without(observed, depth, layer), depth
        drift = [at(plane, *(_block_place(each) for each in place)) for plane in self.drift]
        moments = [(place[0] - drift[0] * seconds, place[1] - drift[1] * seconds) for seconds in layer.seconds]
        return _without(observed, np.stack([at(self.depth, *moment) for moment in moments]), layer), depth

    def _drifts(self, rows: np.ndarray, columns: np.ndarray) -> bool:
        """Tell whether the cloud drifts at any of these cells."""
        blocks = []
        for cells, length in zip((rows, columns), self.drift.shape[1:]):
            first, last = (int(_block_place(cell)) for cell in (cells.min(), cells.max()))
            blocks.append(slice(min(max(first, 0), length - 1), last + 2))
        return bool(self.drift[(slice(None), *blocks)].any())

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
        if cloud.any():
            np.copyto(result, enlarged(self.trust, corner, cloud.shape, CELL), where=cloud)
        return result

    def believed(self, difference: np.ndarray, depth: np.ndarray) -> np.ndarray:
        """Return how much of the difference [bands, n] from the expected ground is believed at such depths [n].

        It is fastest where depths are in the order of `depth_level`.
        """
        tables, steps = self._gains
        depth = np.minimum(depth, np.float32(DEPTHS[-1]))
        level = depth_level(depth)
        share = ((depth - DEPTHS[level]) / (DEPTHS[level + 1] - DEPTHS[level])).astype(np.float32)
        result = np.empty_like(difference)
        for each, own in _groups(level):
            part = difference[:, own]
            result[:, own] = tables[each] @ part + share[own] * (steps[each] @ part)
        return result

    def still_hidden(self, difference: np.ndarray, depth: np.ndarray) -> np.ndarray:
        """Tell where cloud or shadow is left: what is seen is brighter in every band, or darker, than ground can be.

        difference [bands, n] from ground that is known to the covariance; depth [n] of the cloud.
        """
        fine = [place for place, name in enumerate(self.layer.names) if name not in _COARSE]
        variances = np.diagonal(self.noise, axis1=1, axis2=2)[depth_level(depth)] + np.diag(self.covariance)
        limits = _FARTHEST * np.sqrt(variances).T[fine]
        return (difference[fine] > limits).all(axis=0) | (difference[fine] < -limits).all(axis=0)

    @property
    def deviation(self) -> np.ndarray:
        """Return [bands] float32, the standard deviation of clear ground about its colour near by, reflectance."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0)).astype(np.float32)

    @cached_property
    def noise(self) -> np.ndarray:
        """Return the covariances [depths, bands, bands] of the errors of what is seen through the cloud."""
        layer, found = self.layer, []
        ground = self.ground.mean(axis=(1, 2))
        for depth in DEPTHS:
            passing = np.exp(-depth * layer.exponents)
            own = layer.colour * (1 - passing) / passing
            error = _COLOUR_ERROR * own * [_COARSE.get(name, 1.0) for name in layer.names]
            noise = np.diag(_SENSOR**2 * (1 / passing**2 - 1) + error**2)
            off = min(_DEPTH_ERROR, depth / 5) * layer.exponents * (layer.colour - ground)
            found.append(noise + np.outer(off, off) + _BRIGHTNESS_ERROR**2 * np.outer(own, own))
        return np.array(found)

    @cached_property
    def _gains(self) -> tuple[np.ndarray, np.ndarray]:
        """The Wiener filter [depths, bands, bands] for the scene's mean ground, and the steps between depths."""
        gains = []
        for noise in self.noise:
            gains.append(np.linalg.solve(self.covariance + noise, self.covariance).T)
        tables = np.array(gains, dtype=np.float32)
        return tables, np.diff(tables, axis=0)


def depth_level(depth: np.ndarray) -> np.ndarray:
    """Return the number of the greatest of `DEPTHS`, but for the last one, up to depths of any shape; uint8."""
    return np.searchsorted(DEPTHS[1:-1].astype(np.float32), depth, "right").astype(np.uint8)


def _groups(level: np.ndarray) -> Iterator[tuple[int, slice | np.ndarray]]:
    """Yield each level that there is, and where: slices where they are in order."""
    in_order = bool((level[1:] >= level[:-1]).all())
    stops = np.cumsum(np.bincount(level, minlength=1))
    for each, (start, stop) in enumerate(zip((0, *stops), stops)):
        if start < stop:
            yield each, slice(start, stop) if in_order else np.flatnonzero(level == each)


def _without(observed: np.ndarray, depth: np.ndarray, layer: Layer) -> np.ndarray:
    """Return what is observed [bands, n] without the light of a layer; depth: [n], or as each band sees it."""
    passing = np.exp(-depth * layer.exponents[:, None])
    return (observed - layer.colour[:, None] * (1 - passing)) / passing


def _taken(planes: np.ndarray, bands: Sequence[int], places: np.ndarray) -> np.ndarray:
    """Return [bands, n] of planes [..., h, w] at flat places."""
    return np.stack([planes[band].ravel().take(places) for band in bands])


def _block_place(cells: np.ndarray) -> np.ndarray:
    return (cells + 0.5) / BLOCK - 0.5


@dataclass(frozen=True)
class Unveiling:
    """Sees through a scene's thin cloud in windows; the hook of `plain.PlainChain`. places: of the veil's bands among
    those of a window. errors [bands]: of the ground that it is set against in reflectance, None for the scene's own.
    """

    veil: Veil
    places: tuple[int, ...]
    errors: np.ndarray | None = None

    def __call__(self, sight: Sight, ground: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return DN [bands, h, w] and the trust [h, w]; bands that the scene lacks are those of `ground`."""
        trust, veil, own = self.trust(sight), self.veil, list(self.places)
        image = ground.copy()
        places = np.flatnonzero(trust)
        if not len(places):
            return image, trust
        (height, width), corner = trust.shape, (sight.row, sight.column)
        depth = enlarged(veil.depth, corner, (height, width), CELL).take(places)
        places = places[np.argsort(depth_level(depth), kind="stable")]
        rows, columns = places // width, places % width
        # Contrast is that against the scene's own mean ground, which is the same in every window.
        window = sight.row + np.arange(height), sight.column + np.arange(width)
        usual = resample_field(veil.ground, window[0], window[1], CELL * STEP)
        top, left, right = int(rows.min()), int(columns.min()), int(columns.max()) + 1
        seen_part = trust[top : int(rows.max()) + 1, left:right] > 0
        detail = np.zeros((len(own), *seen_part.shape), dtype=np.float32)
        inner = (rows - top) * (right - left) + columns - left
        passed = np.empty((len(own), len(places)), dtype=np.float32)
        # Some pixels at a time, so that what is made of them lies in the processor's cache.
        chunks = [slice(start, start + _CACHED) for start in range(0, len(places), _CACHED)]
        for chunk in chunks:
            here = places[chunk]
            observed = _taken(sight.dn, own, here)
            passed[:, chunk], depth[chunk] = veil.passed(
                observed, rows[chunk] + sight.row, columns[chunk] + sight.column
            )
            different = passed[:, chunk] - _taken(usual, range(len(own)), here)
            for plane, values in zip(detail, veil.believed(different, depth[chunk])):
                plane.put(inner[chunk], values)
        share = plausible(detail, seen_part, veil.deviation).take(inner)
        for chunk in chunks:
            here = places[chunk]
            expected = _taken(ground, own, here) / np.float32(10000)
            different = passed[:, chunk] - expected
            if self.errors is not None:
                share[chunk] *= ~self._set_against.still_hidden(different, depth[chunk])
            seen = expected + share[chunk] * self._set_against.believed(different, depth[chunk])
            for band, values in zip(own, seen):
                image[band].put(here, values * np.float32(10000))
        return image, trust

    @cached_property
    def _set_against(self) -> Veil:
        return self.veil if self.errors is None else self.veil.about(self.errors)

    def trust(self, sight: Sight) -> np.ndarray:
        """Return [h, w] float32 in 0..1, 0 where the sky is clear, in shadow, and where no ground is seen."""
        return self.veil.trusted(sight.codes, sight.valid, (sight.row, sight.column))
