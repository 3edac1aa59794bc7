"""Thin cloud of a scene, and the ground below it.

What passes through is divided out, and set against what the ground is expected to look like (Wiener): what is sure
stays as it is observed; where little passes, noise and errors of the cloud's own depth give way to the expectation.
The correction goes to nothing where the cloud does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from unveil.engine.ground.box_sums import box_sum
from unveil.engine.ground.cell_blocks import BLOCK
from unveil.engine.ground.field import resample_field
from unveil.engine.ground.plain import Sight
from unveil.engine.ground.veil_belief import Belief, depth_level
from unveil.engine.ground.veil_cells import CELL, STEP, any_in_patches
from unveil.engine.ground.veil_model import Layer, at, enlarged
from unveil.engine.ground.veil_texture import like_ground
from unveil.engine.masking import classes

SEEN = 0.5
"""Trust in what is seen through a cloud from which it is the ground."""

REACH = 3
"""Pixels to each side of the squares over which what pixels have in common is told from their own detail."""

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
    second; ground [bands, rows, columns] of squares of cells, the reflectance of clear ground near by; belief: what
    ground differs by from it. hidden [rows, columns] bool: cells of which some pixel may be cloud that is believed less
    than `SEEN`, shadow, or missing. low: cloud below the layer that is taken off with it.
    """

    layer: Layer
    depth: np.ndarray
    trust: np.ndarray
    drift: np.ndarray
    ground: np.ndarray
    belief: Belief
    hidden: np.ndarray
    low: Low | None = None

    def about(self, errors: np.ndarray) -> Veil:
        """Return the same set against an expectation that errs by `errors` [bands] in reflectance, root mean square.

        Errors of bands go together as the colours of clear ground do.
        """
        return replace(self, belief=self.belief.about(errors))

    def hidden_patches(self, side: int) -> np.ndarray:
        """Return which patches of `side` pixels, a whole number of cells, hold a hidden cell, [rows, columns] bool."""
        return any_in_patches(self.hidden, side)

    def passed(self, dn: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return what passes the cloud at n pixels with the cloud's own light taken off, and its depth there.

        Reflectance [bands, n] and optical depth [n]. dn: [bands, n] of the layer's bands; rows, columns: [n] of the
        pixels in the scene.
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

    def expected_in(self, row: int, column: int, shape: tuple[int, ...]) -> np.ndarray:
        """Return the same in a window of a shape (rows, columns) that begins there, [bands, rows, columns]."""
        rows, columns = (first + np.arange(length) for first, length in zip((row, column), shape))
        return resample_field(self.ground, rows, columns, CELL * STEP) * np.float32(10000)

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

    @property
    def covariance(self) -> np.ndarray:
        """Return the covariance [bands, bands] of clear pixels about their colour near by, reflectance."""
        return self.belief.covariance

    @property
    def deviation(self) -> np.ndarray:
        """Return [bands] float32, the standard deviation of clear ground about its colour near by, reflectance."""
        return self.belief.deviation


def _without(observed: np.ndarray, depth: np.ndarray, layer: Layer) -> np.ndarray:
    """Return what is observed [bands, n] without the light of a layer; depth: [n], or as each band sees it."""
    passing = np.exp(-depth * layer.exponents[:, None])
    return (observed - layer.colour[:, None] * (1 - passing)) / passing


def _smooth(planes: np.ndarray, weight: np.ndarray) -> None:
    """Make planes [bands, h, w] of weighted values their means over squares, 0 where the weight [h, w] is."""
    total, there = np.maximum(box_sum(weight, REACH), np.float32(1e-6)), weight > 0
    for plane in planes:
        plane[:] = box_sum(plane, REACH) / total * there


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
        trust, own = self.trust(sight), list(self.places)
        image = ground.copy()
        places = np.flatnonzero(trust)
        if not len(places):
            return image, trust
        (height, width), corner = trust.shape, (sight.row, sight.column)
        depth = enlarged(self.veil.depth, corner, (height, width), CELL).take(places)
        places = places[np.argsort(depth_level(depth), kind="stable")]
        rows, columns = places // width, places % width
        part = tuple(slice(int(each.min()), int(each.max()) + 1) for each in (rows, columns))
        planes = np.zeros((len(own), *trust[part].shape), dtype=np.float32)
        inner = (rows - part[0].start) * planes.shape[2] + columns - part[1].start
        different, share = np.empty((len(own), len(places)), dtype=np.float32), np.ones(len(places), dtype=np.float32)
        # Some pixels at a time, so that what is made of them lies in the processor's cache.
        chunks = [slice(start, start + _CACHED) for start in range(0, len(places), _CACHED)]
        for chunk in chunks:
            here = places[chunk]
            place = rows[chunk] + sight.row, columns[chunk] + sight.column
            passed, depth[chunk] = self.veil.passed(_taken(sight.dn, own, here), *place)
            different[:, chunk] = passed - _taken(ground, own, here) / np.float32(10000)
            if self.errors is not None:
                share[chunk] = ~self._belief.still_hidden(different[:, chunk], depth[chunk])
            weighted = different[:, chunk] * trust.take(here)
            for plane, values in zip(planes, weighted):
                plane.put(inner[chunk], values)
        _smooth(planes, trust[part])
        coarse = _taken(planes, range(len(own)), inner)
        different -= coarse
        even, together = like_ground(different, inner, trust[part], self.veil.belief.fine)
        different *= together
        share *= even
        for chunk in chunks:
            here = places[chunk]
            seen = self._belief.believed_apart(coarse[:, chunk], different[:, chunk], depth[chunk])
            seen *= share[chunk] * np.float32(10000)
            for band, values in zip(own, seen):
                image[band].put(here, ground[band].take(here) + values)
        return image, trust

    @cached_property
    def _belief(self) -> Belief:
        return self.veil.belief if self.errors is None else self.veil.belief.about(self.errors)

    def trust(self, sight: Sight) -> np.ndarray:
        """Return [h, w] float32 in 0..1, 0 where the sky is clear, in shadow, and where no ground is seen."""
        return self.veil.trusted(sight.codes, sight.valid, (sight.row, sight.column))
