"""Shadow of clouds in a scene, and the ground lit up.

What the sun does not reach is lit by the sky, and the air before it shines as before (`shade_search.py` says how dark
which part of the scene is). It is divided out and set against what the ground is expected to look like, as below thin
cloud (`veil.py`): a shadow is a layer that lets little light pass and adds hardly any. The depth is known in cells of 4
pixels; the edge of a shadow is sharper, so between the least and the greatest depth of the cells round it each pixel
has that which its own colour tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from unveil.engine.ground.box_sums import box_sum
from unveil.engine.ground.plain import SIGHT, Sight
from unveil.engine.ground.veil import Veil
from unveil.engine.ground.veil_cells import CELL
from unveil.engine.masking import classes
from unveil.engine.raster.filters import any_within
from unveil.engine.raster.grid import extent

_ROUNDS = 3
_NOISE = 0.002
"""Reflectance, of a pixel."""

_WHITE = 2.5
"""Deviations of clear ground above its colour near by from which a lit pixel is cloud."""

_BESIDE = 2
"""Pixels beside it that are cloud, too."""

_VISIBLE = ("B2", "B3", "B4")


@dataclass(frozen=True)
class Shade:
    """Shadow of one scene, kept as the layer that it is: its colour is that of the air, its depth in cells."""

    layer: Veil

    def trusted(self, codes: np.ndarray, valid: np.ndarray, corner: tuple[int, int]) -> np.ndarray:
        """Return how far ground is lit rather than replaced [h, w], 0 where nothing is shadow; as `Veil.trusted`."""
        shadow = (codes == classes.SHADOW) & valid
        result = np.zeros(shadow.shape, dtype=np.float32)
        rows, columns = np.nonzero(shadow)
        result[rows, columns] = self.layer.trust_at(rows + corner[0], columns + corner[1])
        return result

    def depth(self, observed: np.ndarray, usual: np.ndarray, shadow: np.ndarray, corner: tuple[int, int]) -> np.ndarray:
        """Return the depth [n] float32 of the n pixels of a window that are in shadow, row by row.

        observed, usual [bands, n] of the layer's bands: what is seen there, and the colour of clear ground near by, in
        reflectance; shadow [h, w] bool; corner: the window's first row and column in the scene.
        """
        rows, columns = np.nonzero(shadow)
        cells = (rows + corner[0]) // CELL, (columns + corner[1]) // CELL
        colour = self.layer.layer.colour[:, None]
        least, most = (field[cells] for field in self._between)
        depth = self.layer.depth[cells]
        plane = np.zeros((2, *shadow.shape), dtype=np.float32)
        for _ in range(_ROUNDS):
            slope = (observed - colour) * np.exp(depth)
            told = self._told @ slope
            plane[:, rows, columns] = (told * (slope + colour - usual)).sum(axis=0), (told * slope).sum(axis=0)
            pull, bend = (box_sum(each, 1)[rows, columns] for each in plane)
            depth = np.clip(depth - pull / np.maximum(bend, np.float32(1e-6)), least, most)
        return depth

    def lit(self, observed: np.ndarray, depth: np.ndarray) -> np.ndarray:
        """Return what n pixels [bands, n] in reflectance would look like without a shadow of such depth [n]."""
        passing = np.exp(-depth)
        return (observed - self.layer.layer.colour[:, None] * (1 - passing)) / passing

    def white(self, difference: np.ndarray) -> np.ndarray:
        """Return [n] bool: where lit pixels are so much brighter than ground that they are cloud.

        difference [bands, n]: of what is lit from the colour of clear ground near by, reflectance.
        """
        visible = [place for place, name in enumerate(self.layer.layer.names) if name in _VISIBLE]
        deviation = np.sqrt(self.layer.covariance[np.ix_(visible, visible)].mean())
        return difference[visible].mean(axis=0) > _WHITE * deviation

    @cached_property
    def _told(self) -> np.ndarray:
        bands = len(self.layer.covariance)
        return np.linalg.inv(self.layer.covariance + _NOISE**2 * np.eye(bands)).astype(np.float32)

    @cached_property
    def _between(self) -> tuple[np.ndarray, np.ndarray]:
        """The least and the greatest depth of the 3 x 3 cells round each."""
        least = most = self.layer.depth
        for axis in (0, 1):
            wide = np.pad(
                np.stack((least, most)), [(0, 0)] + [(1, 1) if each == axis else (0, 0) for each in (0, 1)], "edge"
            )
            length = least.shape[axis]
            steps = [wide.take(range(first, first + length), axis + 1) for first in range(3)]
            least, most = np.min([step[0] for step in steps], axis=0), np.max([step[1] for step in steps], axis=0)
        return least, most


@dataclass(frozen=True)
class Lighting:
    """Lights up a scene's shadows in windows; a hook of `plain.PlainChain`. places: of the layer's bands among those of
    a window.
    """

    shade: Shade
    places: tuple[int, ...]

    def __call__(self, sight: Sight, ground: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return DN [bands, h, w] and the trust [h, w]; bands that the scene lacks are those of `ground`."""
        trust, image, shade, own = self.trust(sight), ground.copy(), self.shade, list(self.places)
        if not trust.any():
            return image, trust
        part = tuple(_around(trust.any(axis=axis)) for axis in (1, 0))
        shadow = (sight.codes[part] == classes.SHADOW) & sight.valid[part]
        corner = sight.row + part[0].start, sight.column + part[1].start
        rows, columns = np.nonzero(shadow)
        inner = rows + part[0].start, columns + part[1].start
        observed = np.stack([sight.dn[band][inner] for band in own]) / np.float32(10000)
        usual = shade.layer.expected(rows + corner[0], columns + corner[1]) / np.float32(10000)
        depth = shade.depth(observed, usual, shadow, corner)
        lit = shade.lit(observed, depth)
        white = np.zeros(shadow.shape, dtype=bool)
        white[rows, columns] = shade.white(lit - usual)
        cloud = box_sum(any_within(white, _BESIDE).astype(np.float32), _BESIDE)
        trust[part] *= 1 - cloud / box_sum(np.ones_like(cloud), _BESIDE)
        expected = np.stack([ground[band][inner] for band in own]) / np.float32(10000)
        seen = expected + shade.layer.belief.believed(lit - expected, depth)
        for band, values in zip(own, seen):
            image[band][inner] = np.maximum(values, 0) * np.float32(10000)
        return image, trust

    def trust(self, sight: Sight) -> np.ndarray:
        """Return [h, w] float32 in 0..1, 0 where nothing is shadow."""
        return self.shade.trusted(sight.codes, sight.valid, (sight.row, sight.column))


def _around(chosen: np.ndarray) -> slice:
    """Return from the first to the last of those that are chosen, [n] bool with one at least, and what lies round."""
    places = extent(chosen)
    return slice(max(places.start - SIGHT, 0), places.stop + SIGHT)
