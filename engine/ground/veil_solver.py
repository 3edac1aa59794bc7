"""How deep thin cloud is in a block of a scene, and what colour and drift it has.

The block is seen in cells of some pixels. The depth is the field that best explains what is observed as ground below a
layer of cloud (`veil_model.py`), the ground being the scene's own: a mean for every cell, and the covariance of the
bands about it. Bands in which ground differs little and bands that go together by a strict rule tell most: B10 where it
is there, the line of blue and red (the haze optimised transform of Zhang et al. 2002 is its case of two bands), blue by
infrared. The field is smooth and 0 where the sky is clear. Gauss-Newton steps, each solved by conjugate gradients.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from unveil.engine.ahead import done_in_threads
from unveil.engine.feedback import Feedback
from unveil.engine.ground.veil_cells import Block
from unveil.engine.ground.veil_drift import find_drift
from unveil.engine.ground.veil_model import KINDS, Kind, Layer, moved
from unveil.engine.ground.veil_precision import Levels, Precision, levels_of
from unveil.engine.sentinel.spectrum import SECONDS
from unveil.models.threads import thread_count

INDEPENDENT = 1 / 16
"""How much a cell tells beside one whose ground is independent of its neighbours'."""

DEEPEST = 4.0

_SMOOTH = 0.15
"""Standard deviation of the step of the depth from a cell to the next."""

_CLEAR = 3e4
_AWAY = 100.0
"""How many times what was left at first may be left before a search is given up."""

_CONJUGATE_STEPS = 15
_FARTHEST = 4.0
"""Standard deviations by which a colour may lie from what is typical of its kind."""


class Solver:
    """Fits layers to blocks of one scene. covariance [bands, bands]: of cells about their ground.

    smooth: standard deviation of the step of the depth from a cell to the next. feedback: asked before each depth
    whether to go on (Cancelled).
    """

    def __init__(self, covariance: np.ndarray, smooth: float = _SMOOTH, feedback: Feedback = Feedback()):  # noqa: B008
        self._smooth = smooth
        self._feedback = feedback
        self.covariance = covariance
        self._inverse = np.linalg.inv(covariance)
        self._known: tuple[Layer, Precision] | None = None

    def depth(
        self, block: Block, layer: Layer, drift: tuple[float, float], start: np.ndarray, rounds: int = 2
    ) -> np.ndarray:
        """Return the depth [h, w] float32, from a `start` on; drift: cells (down, across) a second."""
        self._feedback.check()
        exponents = layer.exponents[:, None, None]
        anchor = np.float32(_CLEAR) * block.clear
        depth = start
        for _ in range(rounds):
            left = self.left_over(block, layer, drift, depth)
            precision, weight = self.precision(layer), np.float32(INDEPENDENT) * block.told
            levels = levels_of(depth)
            slope = exponents * (layer.colour[:, None, None] - block.ground)

            pull = _back(slope * weight * precision.of(left, levels), layer, drift)
            pull -= anchor * depth + _unevenness(depth) / self._smooth**2
            bent = precision.diagonal(levels)
            bent *= slope
            bent *= slope
            scale = 0.3 * weight * bent.sum(axis=0) + anchor + 4 / self._smooth**2
            bend = _Curvature(precision, drift, levels, slope, (weight, anchor, self._smooth))
            depth = np.clip(depth + _solve(bend, pull, scale), 0, DEEPEST).astype(np.float32)
        return depth

    def left_over(self, block: Block, layer: Layer, drift: tuple[float, float], depth: np.ndarray) -> np.ndarray:
        """Return what a depth leaves unexplained, as a difference of the ground [bands, h, w]."""
        colour = layer.colour[:, None, None]
        left = block.observed - colour
        left *= _weakened(depth, layer, drift)
        left += colour - block.ground
        return left

    def misfit(self, block: Block, layer: Layer, drift: tuple[float, float], depth: np.ndarray) -> float:
        """Return twice what the thin cells add to minus the logarithm of the likelihood, but for a constant."""
        left, precision = self.left_over(block, layer, drift, depth)[:, block.thin], self.precision(layer)
        levels = levels_of(depth[block.thin])
        # What is divided by what passes is spread over more.
        spread = precision.size(levels) - 2 * layer.exponents.sum() * depth[block.thin]
        return float(INDEPENDENT * ((left * precision.of(left, levels)).sum(axis=0) + spread).sum())

    def precision(self, layer: Layer) -> Precision:
        """Return the inverse covariances of a layer; those of the last one are kept."""
        if self._known is None or self._known[0] is not layer:
            self._known = (layer, Precision(self.covariance, layer))
        return self._known[1]

    def fit(self, blocks: list[Block], names: tuple[str, ...], pixels: int) -> tuple[Layer, float]:
        """Return the layer that explains blocks of a scene best, of all kinds, and its misfit."""

        def found(kind: Kind) -> tuple[Layer, float]:
            # Each its own: what is kept of the last layer is of one thread.
            return Solver(self.covariance, self._smooth, self._feedback)._fit(blocks, names, pixels, kind)

        with done_in_threads(found, KINDS, thread_count()) as fits:
            return min(fits, key=lambda fit: fit[1])

    def _fit(self, blocks: list[Block], names: tuple[str, ...], pixels: int, kind: Kind) -> tuple[Layer, float]:
        typical, deviation = kind.colour(names)
        layer = self._layer(blocks, names, kind, typical)
        certain = np.linalg.inv(kind.doubt(names))
        depths = [np.zeros(block.clear.shape, dtype=np.float32) for block in blocks]
        drifts = [(0.0, 0.0)] * len(blocks)
        for turn in range(3):
            products, answers = certain, certain @ typical
            for number, block in enumerate(blocks):
                depths[number] = self.depth(block, layer, drifts[number], depths[number])
                if turn == 0:
                    drifts[number] = find_drift(block, self.precision(layer), depths[number], pixels)
                    if drifts[number] != (0.0, 0.0):
                        depths[number] = self.depth(block, layer, drifts[number], depths[number])
                own = self.colour_sums(block, layer, drifts[number], depths[number])
                products, answers = products + own[0], answers + own[1]
            least, most = typical - _FARTHEST * deviation, typical + _FARTHEST * deviation
            colour = np.clip(np.linalg.solve(products, answers), np.maximum(least, 0.001), most).astype(np.float32)
            layer = replace(layer, colour=colour)
        misfit = float((layer.colour - typical) @ certain @ (layer.colour - typical))
        for block, drift, depth in zip(blocks, drifts, depths):
            misfit += self.misfit(block, layer, drift, depth) + _roughness(depth) / self._smooth**2
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

    def colour_sums(
        self, block: Block, layer: Layer, drift: tuple[float, float], depth: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return matrix [bands, bands] and right side [bands] of the colour of the layer that explains a block best."""
        share = _weakened(depth, layer, drift)[:, block.thin] - 1
        wanted = self.left_over(block, layer, drift, depth)[:, block.thin] + layer.colour[:, None] * share
        precision = self.precision(layer)
        products, answers = np.zeros((len(share), len(share))), np.zeros(len(share))
        for level, own in levels_of(depth[block.thin]).groups:
            products = products + precision[level] * (share[:, own] @ share[:, own].T)
            answers = answers + (share[:, own] * (precision[level] @ wanted[:, own])).sum(axis=1)
        return INDEPENDENT * products, INDEPENDENT * answers


class _Curvature:
    """How the pull on a depth changes with it, in one Gauss-Newton step; the names are those of `Solver.depth`."""

    def __init__(
        self,
        precision: Precision,
        drift: tuple[float, float],
        levels: Levels,
        slope: np.ndarray,
        weights: tuple[np.ndarray, np.ndarray, float],
    ):
        """weights: of what is told, of the anchor, and how smooth the depth is."""
        self._precision, self._drift, self._levels, self._slope = precision, drift, levels, slope
        weight, self._anchor, self._smooth = weights
        self._pulled = slope * weight
        # Where nothing drifts each cell's step pulls at the cell alone.
        self._still = None
        if drift == (0.0, 0.0):
            self._still = (self._pulled * precision.of(slope, levels)).sum(axis=0)

    def __call__(self, step: np.ndarray) -> np.ndarray:
        if self._still is not None:
            told = self._still * step
        else:
            layer = self._precision.layer
            change = self._precision.of(self._slope * _seen(step, layer, self._drift), self._levels)
            told = _back(self._pulled * change, layer, self._drift)
        return told + self._anchor * step + _unevenness(step) / self._smooth**2


def _weakened(depth: np.ndarray, layer: Layer, drift: tuple[float, float]) -> np.ndarray:
    """Return how many times weaker the ground looks through a depth, [bands, h, w]."""
    result = _seen(depth, layer, drift) * layer.exponents[:, None, None]
    return np.exp(result, out=result)


def _seen(field: np.ndarray, layer: Layer, drift: tuple[float, float]) -> np.ndarray:
    """Return the field as each band sees it, [bands, h, w], or [1, h, w] where all see it alike."""
    if drift == (0.0, 0.0):
        return field[None]
    return np.stack([moved(field, drift[0] * seconds, drift[1] * seconds) for seconds in layer.seconds])


def _back(planes: np.ndarray, layer: Layer, drift: tuple[float, float]) -> np.ndarray:
    """Return the sum of what each band says of the field, moved back to it; about the transpose of `_seen`."""
    if drift == (0.0, 0.0):
        return planes.sum(axis=0)
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
