"""The search for shadow in the cells of a scene that a mask calls so: how dark it is, or that it is none.

A shadow of depth d lets t = exp(-d) of the ground's light pass, and what lies above it, air that the sun reaches,
shines as before: observed = ground t + air (1 - t). That is a layer as thin cloud is (`veil_model.py`), so its depth is
found in the same way: the field that best explains the bands together, 0 where the sky is clear, in blocks at fixed
places. The air's light is that of the scene. A depth of little is ground that a mask wrongly calls shadow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.ahead import done_in_threads
from unveil.engine.feedback import Feedback
from unveil.engine.ground.cell_blocks import Blended, Place, every_place, falling, near_clear
from unveil.engine.ground.darkness import Darkness
from unveil.engine.ground.shade import Shade
from unveil.engine.ground.veil import Veil
from unveil.engine.ground.veil_belief import DEPTHS, Belief
from unveil.engine.ground.veil_cells import SHADE, Block, CellGround, SceneCells, clear_cells, grown
from unveil.engine.ground.veil_model import KINDS, Layer
from unveil.engine.ground.veil_solver import Solver
from unveil.engine.raster.filters import box_mean
from unveil.models.threads import thread_count

_AIR = {
    "B1": 0.11, "B2": 0.08, "B3": 0.05, "B4": 0.03, "B5": 0.025, "B6": 0.02, "B7": 0.018, "B8": 0.018, "B8A": 0.015,
    "B9": 0.01, "B10": 0.001, "B11": 0.006, "B12": 0.004,
}  # fmt: skip
"""Reflectance of a usual air, and of what the sky lights; set beside shadows of real scenes of Level-1C."""

_DOUBT, _LEAST_DOUBT = 0.1, 0.001
"""Standard deviation of it, as a share and in reflectance: the little in the infrared decides how deep a shadow is."""
_FARTHEST = 4.0

_SMOOTH = 0.6
"""Shadows have edges: standard deviation of the step of the depth from a cell to the next."""

_FITTED = 8
_LEAST = 16
_TURNS, _ROUNDS = 3, 4
_NO_DRIFT = (0.0, 0.0)

_FAINT = 0.15
"""Depth of which half is taken; less is dark ground."""

_DEEP, _TOO_DEEP = 1.1, 1.7
"""Depths up to which all, and from which nothing, is taken from what is seen."""

_WHITE = 2.5
"""Deviations of clear ground by which a lit cell that is whiter than ground is cloud."""

_DIM, _DARK = 1.75, 2.75
"""Deviations up to which all, and from which nothing, is taken of a lit cell that is still darker than ground."""

_CELL_NOISE, _UNLIKE = 0.001, 0.02
_VISIBLE = ("B2", "B3", "B4")


def find_shade(cells: SceneCells, level: str, feedback: Feedback) -> Shade | None:
    """Return the shadow of a scene, or None where there is too little of it; level: "L1C" or "L2A".

    Raises:
        Cancelled: the user stopped it.
    """
    if np.count_nonzero(cells.kind == SHADE) < _LEAST:
        return None
    ground = cells.ground(level)
    search = _Search(cells, ground, feedback)
    places = [place for place in every_place(cells.shape) if search.shaded(place)]
    layer = search.layer(places)
    blended = Blended(cells.shape)
    with done_in_threads(lambda place: search.solve(place, layer), places, thread_count()) as solved:
        for number, (place, own) in enumerate(zip(places, solved)):
            feedback.check()
            blended.add(place, own.depth, own.trust)
            feedback.progress((number + 1) / len(places))
    depth, trust = blended.fields()
    depth *= depth**4 / (depth**4 + np.float32(_FAINT**4))
    still = np.zeros((2, 1, 1), dtype=np.float32)
    usual, even = ground.colour.mean(axis=(1, 2)), np.zeros(len(DEPTHS))
    belief = Belief(layer, usual, ground.covariance, cells.fine(), even)
    return Shade(Veil(layer, depth, trust, still, ground.colour, belief, cells.kind == SHADE))


@dataclass(frozen=True)
class _Solved:
    depth: np.ndarray
    trust: np.ndarray


class _Search:
    def __init__(self, cells: SceneCells, ground: CellGround, feedback: Feedback):
        self._cells = cells
        self._ground = ground
        self._clear = clear_cells(cells.kind)
        bands = len(cells.names)
        self._covariance = ground.covariance + _CELL_NOISE**2 * np.eye(bands)
        self._darkness = Darkness(cells.names, self._covariance)
        self._solver = Solver(self._covariance, _SMOOTH, feedback)
        self._roughly = np.linalg.inv(ground.covariance + _UNLIKE**2 * np.eye(bands)).astype(np.float32)
        self._white = KINDS[0].colour(cells.names)[0].astype(np.float32)[:, None, None]
        self._visible = [place for place, name in enumerate(cells.names) if name in _VISIBLE]

    def shaded(self, place: Place) -> int:
        """Return how many cells of a block are in shadow."""
        return int(np.count_nonzero(self._cells.kind[place.rows, place.columns] == SHADE))

    def layer(self, places: list[Place]) -> Layer:
        """Return the layer that explains the blocks with most shadow; its colour is the air's."""
        names = self._cells.names
        usual = np.array([_AIR[name] for name in names])
        certain = 1 / (_DOUBT * usual + _LEAST_DOUBT) ** 2
        layer = Layer(names, "shadow", usual.astype(np.float32), np.ones(len(names), dtype=np.float32), 0.0)
        blocks = [self._block(place) for place in sorted(places, key=self.shaded, reverse=True)[:_FITTED]]
        depths = [np.zeros(block.clear.shape, dtype=np.float32) for block in blocks]
        for _ in range(_TURNS):
            products, answers = np.diag(certain), certain * usual
            for number, block in enumerate(blocks):
                depths[number] = self._solver.depth(block, layer, _NO_DRIFT, depths[number])
                own = self._solver.colour_sums(block, layer, _NO_DRIFT, depths[number])
                products, answers = products + own[0], answers + own[1]
            colour = np.clip(np.linalg.solve(products, answers), 0, usual + _FARTHEST / np.sqrt(certain))
            layer = replace(layer, colour=colour.astype(np.float32))
        return layer

    def solve(self, place: Place, layer: Layer) -> _Solved:
        """Return depth and trust of a block."""
        block = self._block(place)
        depth = self._solver.depth(block, layer, _NO_DRIFT, np.zeros(block.clear.shape, dtype=np.float32), _ROUNDS)
        left = self._solver.left_over(block, layer, _NO_DRIFT, depth)
        white = grown(self._whiteness(left, block.ground) > _WHITE, 1)
        dark = falling(self._darkness(left, block.ground), _DIM, _DARK)
        trust = ~white * dark * falling(depth, _DEEP, _TOO_DEEP) * near_clear(block.clear)
        return _Solved(depth, box_mean(trust, 3))

    def _block(self, place: Place) -> Block:
        kind = self._cells.kind[place.rows, place.columns]
        observed, ground = (
            self._cells.reflectance(place.rows, place.columns),
            self._ground.part(place.rows, place.columns),
        )
        shade, clear = kind == SHADE, self._clear[place.rows, place.columns]
        none = np.zeros_like(shade)
        return Block(observed, ground, clear.astype(np.float32), (shade | clear).astype(np.float32), shade, none)

    def _whiteness(self, difference: np.ndarray, ground: np.ndarray) -> np.ndarray:
        """Return by how many deviations of clear ground a difference [bands, h, w] is whiter than it, [h, w]."""
        away = self._white - ground
        along = np.tensordot(self._roughly, away, 1)
        white = (difference * along).sum(axis=0) / np.sqrt((away * along).sum(axis=0))
        visible = np.sqrt(self._covariance[np.ix_(self._visible, self._visible)].mean())
        return np.maximum(white, difference[self._visible].mean(axis=0) / visible)
