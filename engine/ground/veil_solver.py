"""How deep thin cloud is in a block of a scene, and what colour and drift it has.

The block is seen in cells of some pixels. The depth is the field that best explains what is observed as ground below a
layer of cloud (`veil_model.py`), the ground being the scene's own: a mean for every cell, and the covariance of the
bands about it. Bands in which ground differs little and bands that go together by a strict rule tell most: B10 where it
is there, the line of blue and red (the haze optimised transform of Zhang et al. 2002 is its case of two bands), blue by
infrared. The field is smooth and 0 where the sky is clear. Gauss-Newton steps, each solved by conjugate gradients.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.ground.veil_model import KINDS, Kind, Layer, moved
from unveil.engine.sentinel.spectrum import SECONDS

INDEPENDENT = 1 / 16
"""How much a cell tells beside one whose ground is independent of its neighbours'."""

DEEPEST = 4.0

_SMOOTH = 0.15
"""Standard deviation of the step of the depth from a cell to the next."""

_CLEAR = 3e4
_TEXTURE, _TINT = 0.1, 0.04
"""Standard deviations of a cloud's own light over a scene, as a share of it: in all bands together, and in each."""

_LEVELS = np.array([0.0, 0.04, 0.1, 0.2, 0.35, 0.6, 1.0, 1.6, 2.5])
"""Depths from which on one covariance stands for all."""

_AWAY = 100.0
"""How many times what was left at first may be left before a search is given up."""

_CONJUGATE_STEPS = 15
_FASTEST = 12.0
"""Pixels a second: what stands 12 km high moves by that on a grid of 10 m."""

_FARTHEST = 4.0
"""Standard deviations by which a colour may lie from what is typical of its kind."""

_WORTH = 0.97
"""A drift has to lower the misfit to this share of it."""


@dataclass(frozen=True)
class Block:
    """A block of cells. observed, ground [bands, h, w] in reflectance; ground is what its colour is expected to be.

    clear [h, w]: 1 where the sky is known to be clear; told [h, w]: 0 where a cell says nothing; thin [h, w] bool:
    cells that may lie below thin cloud and tell of it; opaque [h, w] bool: those that show no ground.
    """

    observed: np.ndarray
    ground: np.ndarray
    clear: np.ndarray
    told: np.ndarray
    thin: np.ndarray
    opaque: np.ndarray


class _Precision:
    """The inverse covariance of what a layer leaves unexplained, by the depth: more of it is the cloud's own light."""

    def __init__(self, covariance: np.ndarray, layer: Layer):
        inverses, sizes = [], []
        for depth in _LEVELS:
            passing = np.exp(-depth * layer.exponents)
            own = layer.colour * (1 - passing) / passing
            noise = covariance + _TEXTURE**2 * np.outer(own, own) + np.diag((_TINT * own) ** 2)
            inverses.append(np.linalg.inv(noise))
            sizes.append(np.linalg.slogdet(noise)[1])
        self._inverses = np.array(inverses, dtype=np.float32)
        self._sizes = np.array(sizes, dtype=np.float32)

    def levels(self, depth: np.ndarray) -> np.ndarray:
        return np.searchsorted(_LEVELS, depth, "right") - 1

    def of(self, left: np.ndarray, levels: np.ndarray) -> np.ndarray:
        """Return the product [bands, ...] with what is left over, of one shape with `levels` but for the bands."""
        result = np.empty_like(left)
        for level in np.unique(levels):
            own = levels == level
            result[:, own] = self._inverses[level] @ left[:, own]
        return result

    def diagonal(self, levels: np.ndarray) -> np.ndarray:
        return np.moveaxis(np.diagonal(self._inverses, axis1=1, axis2=2)[levels], -1, 0)

    def size(self, levels: np.ndarray) -> np.ndarray:
        """Return the logarithm of the covariance's determinant."""
        return self._sizes[levels]

    def __getitem__(self, level: int) -> np.ndarray:
        return self._inverses[level]


class Solver:
    """Fits layers to blocks of one scene. covariance [bands, bands]: of cells about their ground."""

    def __init__(self, covariance: np.ndarray):
        self._covariance = covariance
        self._inverse = np.linalg.inv(covariance)

    def depth(
        self, block: Block, layer: Layer, drift: tuple[float, float], start: np.ndarray, rounds: int = 2
    ) -> np.ndarray:
        """Return the depth [h, w] float32, from a `start` on; drift: cells (down, across) a second."""
        exponents = layer.exponents[:, None, None]
        anchor = np.float32(_CLEAR) * block.clear
        depth = start
        for _ in range(rounds):
            left, _ = self.left_over(block, layer, drift, depth)
            precision, weight = _Precision(self._covariance, layer), np.float32(INDEPENDENT) * block.told
            levels = precision.levels(depth)
            slope = exponents * (layer.colour[:, None, None] - block.ground)

            pull = _back(slope * weight * precision.of(left, levels), layer, drift)
            pull -= anchor * depth + _unevenness(depth) / _SMOOTH**2
            scale = 0.3 * weight * (slope * slope * precision.diagonal(levels)).sum(axis=0) + anchor + 4 / _SMOOTH**2
            bend = _Curvature(layer, drift, precision, levels, slope, weight, anchor)
            depth = np.clip(depth + _solve(bend, pull, scale), 0, DEEPEST).astype(np.float32)
        return depth

    def left_over(
        self, block: Block, layer: Layer, drift: tuple[float, float], depth: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return what a depth leaves unexplained, as a difference of the ground, and what passes; [bands, h, w]."""
        passing = np.exp(-_seen(depth, layer, drift) * layer.exponents[:, None, None])
        seen = block.ground * passing + layer.colour[:, None, None] * (1 - passing)
        return (block.observed - seen) / passing, passing

    def misfit(self, block: Block, layer: Layer, drift: tuple[float, float], depth: np.ndarray) -> float:
        """Return twice what the thin cells add to minus the logarithm of the likelihood, but for a constant."""
        left, _ = self.left_over(block, layer, drift, depth)
        left, precision = left[:, block.thin], _Precision(self._covariance, layer)
        levels = precision.levels(depth[block.thin])
        # What is divided by what passes is spread over more.
        spread = precision.size(levels) - 2 * layer.exponents.sum() * depth[block.thin]
        return float(INDEPENDENT * ((left * precision.of(left, levels)).sum(axis=0) + spread).sum())

    def drift(self, block: Block, layer: Layer, depth: np.ndarray, pixels: int) -> tuple[float, float]:
        """Return the drift in cells (down, across) a second, (0, 0) where none helps; pixels: a cell's side."""
        rest = best = self._straight(block, layer, (0.0, 0.0), depth)
        found = (0.0, 0.0)
        step = 4.0
        tried = [(down * step, across * step) for down in range(-3, 4) for across in range(-3, 4)]
        for _ in range(3):
            for candidate in tried:
                if 0 < np.hypot(*candidate) <= _FASTEST:
                    cells = (candidate[0] / pixels, candidate[1] / pixels)
                    misfit = self._straight(block, layer, cells, depth)
                    if misfit < best:
                        best, found = misfit, candidate
            step /= 2
            tried = [(found[0] + down * step, found[1] + across * step) for down in (-1, 0, 1) for across in (-1, 0, 1)]
        return (found[0] / pixels, found[1] / pixels) if best < _WORTH * rest else (0.0, 0.0)

    def _straight(self, block: Block, layer: Layer, drift: tuple[float, float], depth: np.ndarray) -> float:
        left, _ = self.left_over(block, layer, drift, depth)
        left, precision = left[:, block.thin], _Precision(self._covariance, layer)
        return float((left * precision.of(left, precision.levels(depth[block.thin]))).sum())

    def fit(self, blocks: list[Block], names: tuple[str, ...], pixels: int) -> tuple[Layer, float]:
        """Return the layer that explains blocks of a scene best, of all kinds, and its misfit."""
        return min((self._fit(blocks, names, pixels, kind) for kind in KINDS), key=lambda found: found[1])

    def _fit(self, blocks: list[Block], names: tuple[str, ...], pixels: int, kind: Kind) -> tuple[Layer, float]:
        typical, deviation = kind.colour(names)
        layer = self._layer(blocks, names, kind, typical)
        certain = 1 / deviation**2
        depths = [np.zeros(block.clear.shape, dtype=np.float32) for block in blocks]
        drifts = [(0.0, 0.0)] * len(blocks)
        for turn in range(3):
            products, answers = np.diag(certain), certain * typical
            for number, block in enumerate(blocks):
                depths[number] = self.depth(block, layer, drifts[number], depths[number])
                if turn == 0:
                    drifts[number] = self.drift(block, layer, depths[number], pixels)
                    if drifts[number] != (0.0, 0.0):
                        depths[number] = self.depth(block, layer, drifts[number], depths[number])
                own = self._colour_sums(block, layer, drifts[number], depths[number])
                products, answers = products + own[0], answers + own[1]
            least, most = typical - _FARTHEST * deviation, typical + _FARTHEST * deviation
            colour = np.clip(np.linalg.solve(products, answers), np.maximum(least, 0.001), most).astype(np.float32)
            layer = replace(layer, colour=colour)
        misfit = float((certain * (layer.colour - typical) ** 2).sum())
        for block, drift, depth in zip(blocks, drifts, depths):
            misfit += self.misfit(block, layer, drift, depth) + _roughness(depth) / _SMOOTH**2
        return layer, misfit

    def _layer(self, blocks: list[Block], names: tuple[str, ...], kind: Kind, colour: np.ndarray) -> Layer:
        """Return a layer of the typical colour; the moment of its field is that of the bands that tell most."""
        exponents = kind.exponents(names)
        ground = np.mean([block.ground.mean(axis=(1, 2)) for block in blocks], axis=0)
        slope = exponents * (colour - ground)
        tells = slope * (self._inverse @ slope)
        seconds = np.array([SECONDS[name] for name in names])
        moment = float(np.clip((tells * seconds).sum() / tells.sum(), seconds.min(), seconds.max()))
        return Layer(names, kind.name, colour.astype(np.float32), exponents, moment)

    def _colour_sums(
        self, block: Block, layer: Layer, drift: tuple[float, float], depth: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        left, passing = self.left_over(block, layer, drift, depth)
        passing = passing[:, block.thin]
        share = (1 - passing) / passing
        wanted = left[:, block.thin] + layer.colour[:, None] * share
        precision = _Precision(self._covariance, layer)
        levels = precision.levels(depth[block.thin])
        products, answers = np.zeros((len(share), len(share))), np.zeros(len(share))
        for level in np.unique(levels):
            own = levels == level
            products = products + precision[level] * (share[:, own] @ share[:, own].T)
            answers = answers + (share[:, own] * (precision[level] @ wanted[:, own])).sum(axis=1)
        return INDEPENDENT * products, INDEPENDENT * answers


@dataclass(frozen=True)
class _Curvature:
    """How the pull on a depth changes with it, in one Gauss-Newton step; the names are those of `Solver.depth`."""

    layer: Layer
    drift: tuple[float, float]
    precision: _Precision
    levels: np.ndarray
    slope: np.ndarray
    weight: np.ndarray
    anchor: np.ndarray

    def __call__(self, step: np.ndarray) -> np.ndarray:
        change = self.precision.of(self.slope * _seen(step, self.layer, self.drift), self.levels)
        told = _back(self.slope * self.weight * change, self.layer, self.drift)
        return told + self.anchor * step + _unevenness(step) / _SMOOTH**2


def _seen(field: np.ndarray, layer: Layer, drift: tuple[float, float]) -> np.ndarray:
    """Return the field as each band sees it, [bands, h, w]."""
    return np.stack([moved(field, drift[0] * seconds, drift[1] * seconds) for seconds in layer.seconds])


def _back(planes: np.ndarray, layer: Layer, drift: tuple[float, float]) -> np.ndarray:
    """Return the sum of what each band says of the field, moved back to it; about the transpose of `_seen`."""
    total = np.zeros(planes.shape[1:], dtype=np.float32)
    for plane, seconds in zip(planes, layer.seconds):
        total += moved(plane, -drift[0] * seconds, -drift[1] * seconds)
    return total


def _solve(curvature: Callable[[np.ndarray], np.ndarray], pull: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return the step for which curvature(step) = pull, by conjugate gradients; scale: about its diagonal."""
    step = best = np.zeros_like(pull)
    left = pull.copy()
    eased = left / scale
    way = eased.copy()
    size = least = first = float((left * eased).sum())
    for _ in range(_CONJUGATE_STEPS):
        bent = curvature(way)
        bend = float((way * bent).sum())
        # What is moved back is only about what was moved, so that steps may lead away: then the best so far is kept.
        if not bend > 0:
            break
        length = size / bend
        step = step + length * way
        left = left - length * bent
        eased = left / scale
        new = float((left * eased).sum())
        if not new < _AWAY * first:
            break
        if new < least:
            best, least = step, new
        way = eased + new / max(size, 1e-12) * way
        size = new
    return best


def _unevenness(field: np.ndarray) -> np.ndarray:
    """Return half the gradient of `_roughness`."""
    result = np.zeros_like(field)
    down, across = np.diff(field, axis=0), np.diff(field, axis=1)
    result[:-1] -= down
    result[1:] += down
    result[:, :-1] -= across
    result[:, 1:] += across
    return result


def _roughness(field: np.ndarray) -> float:
    return float((np.diff(field, axis=0) ** 2).sum() + (np.diff(field, axis=1) ** 2).sum())
