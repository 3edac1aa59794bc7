"""The search for thin cloud in the cells of a scene: its kind and colour once, its depth and drift block by block.

Blocks begin at fixed places of the scene and overlap, so that the answer does not depend on how the scene is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.ahead import done_in_threads
from unveil.engine.feedback import Feedback
from unveil.engine.ground import veil_absorption
from unveil.engine.ground.cell_blocks import (
    BLOCK,
    Blended,
    Part,
    Place,
    every_place,
    falling,
    near_clear,
    part_round,
)
from unveil.engine.ground.darkness import Darkness
from unveil.engine.ground.veil import SEEN, Low, Veil
from unveil.engine.ground.veil_belief import Belief, steepness
from unveil.engine.ground.veil_cells import (
    CELL,
    CLEAR,
    CLOUD,
    MIXED,
    NOTHING,
    RIM,
    SHADE,
    THIN,
    Block,
    CellGround,
    SceneCells,
    clear_cells,
    grown,
)
from unveil.engine.ground.veil_drift import find_drift
from unveil.engine.ground.veil_model import KINDS, Layer
from unveil.engine.ground.veil_prior import UsualGround, usual_ground
from unveil.engine.ground.veil_solver import Solver
from unveil.engine.ground.veil_strangeness import Strangeness
from unveil.engine.raster.filters import box_mean
from unveil.models.threads import thread_count

_DRIFTS = 4
"""Times that the drift of a block is found at most, each from a depth that the last one made sharper."""

_FITTED = 8
"""Blocks, those with most thin cloud, from which its kind and colour are learnt."""

_LEAST = 16
"""Cells of thin cloud in a scene from which anything can be learnt."""

_OPAQUE = 0.65
"""Share of the light of a usual cloud from which a cell shows no ground, if nobody says that its cloud is thin."""

_FAINT = 0.03
"""Depth of which half is taken: where the sky is clear the answer is not 0 but noise."""

_USUAL_FINE = 0.25
"""Variance of pixels about their cell of what cells vary by, as it usually is."""

_LEAST_STEEP = 0.02
"""Depth from which on its steepness is that of cloud."""

_DEEP, _TOO_DEEP = 0.9, 1.6
"""Depths up to which all, and from which nothing, is taken from what is seen."""

_THICK, _TOO_THICK, _BESIDE_THICK = 0.1, 0.3, 2
"""The same where a mask that tells thin cloud from thick calls it thick, and so many cells beside it."""

_ROUGH, _TOO_ROUGH = 2.5, 5.0
"""The same for the whiteness that is left over, beside that of the clear ground's own differences."""

_THIN_LOW, _THICK_LOW = 0.05, 0.12
"""Depths of low cloud up to which all, and from which nothing, is taken from what is seen below cirrus."""

_TOLD, _SHOWN = 0.6, 3000.0
"""How much less of it counts that is taken off; clear cells of the scene with which half of it is told from ground."""

_SCRAP = 0.15
"""Brightness left over from which a cell in the rim of a cloud below cirrus holds a scrap of it."""

_OFF, _FAR_OFF = 0.25, 0.5
"""The same for the brightness that is left over in the visible, as a share of the way to a white cloud."""

_STRANGE, _TOO_STRANGE = 4.0, 6.0
"""Deviations of clear ground up to which all, and from which nothing, is taken of what is seen, as a mean of 200 m; not
where B10 shows the cloud, whose depth is sure."""

_DIM, _DARK = 0.75, 1.5
"""Deviations of clear ground up to which a rim is lit by the sun, and from which on it is in shadow."""

_VISIBLE = ("B2", "B3", "B4")
_DARKEST, _LEAST_ROUGH = 0.1, 0.01
_RIM = 25
"""Cells beside opaque cloud in which thin cloud is its rim, and as ragged."""

_CLEAR_RIM, _HAZY_RIM = 0.03, 0.1
"""Depths of a rim up to which it is clear but for its mask, and from which on it is the cloud's."""

_CELL_NOISE = 0.001

_AROUND = 8
"""Cells round a block's cloud that are looked at with it: a depth goes to 0 within two of clear ones."""


def find_veil(cells: SceneCells, level: str, feedback: Feedback) -> Veil | None:
    """Return the thin cloud of a scene, or None where there is too little of it; level: "L1C" or "L2A".

    Raises:
        Cancelled: the user stopped it.
    """
    ground = cells.ground(level)
    search = _Search(cells, ground, feedback)
    places = search.places()
    if not places:
        return None
    layer = search.layer(places)
    blended, below = Blended(cells.shape), Blended(cells.shape)
    drift = np.zeros((2,) + tuple(-(-length // BLOCK) for length in cells.shape), dtype=np.float32)
    absorbing = np.zeros(())
    with done_in_threads(lambda place: search.solve(place, layer), places, thread_count()) as solved:
        for number, (place, own) in enumerate(zip(places, solved)):
            feedback.check()
            blended.add(place, own.depth, own.trust)
            if layer.seen_in_b10:
                below.add(place, own.low, own.trust)
            drift[:, place.row, place.column] = own.drift
            absorbing = absorbing + own.absorbing
            feedback.progress((number + 1) / len(places))
    depth, trust = blended.fields()
    depth *= depth * depth / (depth * depth + np.float32(_FAINT**2))
    low = Low(_low_layer(layer), below.fields()[0]) if layer.seen_in_b10 else None
    hidden = _dark(cells.kind) | ((cells.kind != CLEAR) & _doubted(trust))
    fine = _texture(cells.fine(), ground.number, usual_ground(level, cells.names))
    steep, absorbs = steepness(depth, CELL, _LEAST_STEEP), veil_absorption.varies(absorbing)
    belief = Belief(layer, ground.colour.mean(axis=(1, 2)), ground.covariance, fine, steep, absorbs=absorbs)
    return Veil(layer, depth, trust, drift, ground.colour, belief, hidden, low)


@dataclass(frozen=True)
class _Solved:
    depth: np.ndarray
    trust: np.ndarray
    drift: tuple[float, float]
    low: np.ndarray
    absorbing: np.ndarray


class _Search:
    def __init__(self, cells: SceneCells, ground: CellGround, feedback: Feedback):
        self._cells = cells
        self._ground = ground
        self._clear = clear_cells(cells.kind)
        self._thick = grown((cells.kind == CLOUD) & (cells.kind == THIN).any(), _BESIDE_THICK)
        covariance = ground.covariance + _CELL_NOISE**2 * np.eye(len(cells.names))
        self._solver = Solver(covariance, feedback=feedback)
        white, deviation = KINDS[0].colour(cells.names)
        self._white = white.astype(np.float32)
        self._visible = [place for place, name in enumerate(cells.names) if name in _VISIBLE]
        self._darkness = Darkness(cells.names, covariance)
        self._strangeness = Strangeness(cells.names, ground.covariance)
        self._roughly = np.linalg.inv(covariance + np.diag((_OPAQUE * deviation) ** 2))

    def places(self) -> list[Place]:
        """Return the blocks that hold cloud which may be thin, from top to bottom; none where there is too little."""
        counted = [(place, self._cloudy(place)) for place in every_place(self._cells.shape)]
        if sum(number for _, number in counted) < _LEAST:
            return []
        return [place for place, number in counted if number]

    def layer(self, places: list[Place]) -> Layer:
        """Return the layer that explains the blocks with most thin cloud."""
        most = sorted(places, key=self._cloudy, reverse=True)[:_FITTED]
        blocks = [self._block(place, self._ground.part(place.rows, place.columns)) for place in most]
        return self._solver.fit([block for block in blocks if block.thin.any()] or blocks, self._cells.names, CELL)[0]

    def solve(self, place: Place, layer: Layer) -> _Solved:
        """Return depth, trust and drift of a block. Beyond its cloud and what lies beside it all is clear: 0 deep."""
        part, solver = part_round(place, self._cells.kind[place.rows, place.columns] != CLEAR, _AROUND), self._solver
        ground = self._ground.part(place.rows, place.columns)
        block = self._block(part, part.cut(ground))
        depth = solver.depth(block, layer, (0.0, 0.0), np.zeros(block.clear.shape, dtype=np.float32))
        drift = (0.0, 0.0)
        for _ in range(_DRIFTS):
            # What was found as if it stood still is a blur of what bands see, and draws the drift towards none.
            before, drift = drift, find_drift(block, solver.precision(layer), depth, CELL)
            depth = solver.depth(block, layer, drift, depth)
            if drift == before:
                break
        left = solver.left_over(block, layer, drift, depth)
        rest = self._whiteness(left, block.ground)
        usual = np.sqrt(self._whiteness_of_ground(ground)) + _LEAST_ROUGH
        rough = np.sqrt(box_mean(np.maximum(rest, 0) ** 2, 5)) / usual
        bright = box_mean(np.abs(self._brightness(left, block.ground)), 3)
        even = falling(rough, _ROUGH, _TOO_ROUGH) * falling(bright, _OFF, _FAR_OFF)
        trust = falling(depth, _DEEP, _TOO_DEEP) * even
        trust *= np.where(self._thick[part.rows, part.columns], falling(depth, _THICK, _TOO_THICK), 1)
        rim, high = self._near_opaque(part, block), layer.seen_in_b10
        low = self._low_cloud(block, left, layer) if high else np.zeros_like(depth)
        taken = low * np.float32(self._ground.number / (self._ground.number + _SHOWN))
        trust *= falling(low - _TOLD * taken, _THIN_LOW, _THICK_LOW)
        cloudy = block.told * (self._cells.kind[part.rows, part.columns] != CLEAR)
        if not high:
            trust *= falling(self._strangeness(left, cloudy), _STRANGE, _TOO_STRANGE)
        if rim.any():
            cloud = block.opaque | (low > _THICK_LOW)
            if high:
                cloud |= self._brightness(left, block.ground) > _SCRAP
            clear = self._clear_rim(part, cloud, falling(depth, _CLEAR_RIM, _HAZY_RIM))
            clear *= falling(self._darkness(left, block.ground), _DIM, _DARK)
            # Where B10 shows how thin the cloud is, no clear ground need lie near.
            trust *= 1 - rim * (1 - clear * (1 if high else self._near_clear(part)))
        absorbing = veil_absorption.sums(left, depth, trust * cloudy, solver.precision(layer))
        return _Solved(part.spread(depth), part.spread(box_mean(trust, 3), 1), drift, part.spread(taken), absorbing)

    def _low_cloud(self, block: Block, left: np.ndarray, layer: Layer) -> np.ndarray:
        """Return the depth [h, w] of cloud of droplets below a layer that B10 shows, in what the layer leaves over."""
        low = _low_layer(layer)
        below = replace(block, observed=block.ground + left)
        return Solver(self._solver.covariance).depth(below, low, (0.0, 0.0), np.zeros_like(left[0]))

    def _clear_rim(self, part: Part, cloud: np.ndarray, thin: np.ndarray) -> np.ndarray:
        """Return [h, w] in 0..1: how far the rim of a cloud is clear ground that a mask holds, but for its shadow."""
        kind = self._cells.kind[part.rows, part.columns]
        # Trust is averaged, and pixels lie between cells: none may reach what is opaque or in shadow.
        return thin * ~grown(cloud | _dark(kind), 2)

    def _near_clear(self, part: Part) -> np.ndarray:
        """Return 1 near clear cells of the block, 0 far from them, [h, w] of a part of it."""
        place = part.place
        return part.cut(near_clear(self._clear[place.rows, place.columns].astype(np.float32)))

    def _block(self, part: Part | Place, ground: np.ndarray) -> Block:
        """Return cells of a block with the colour that clear ground has there."""
        rows, columns = part.rows, part.columns
        kind, observed = self._cells.kind[rows, columns], self._cells.reflectance(rows, columns)
        share = np.maximum(self._whiteness(observed - ground, ground), self._brightness(observed - ground, ground))
        cloudy = (kind == THIN) | (kind == CLOUD) | (kind == RIM)
        opaque = grown(cloudy & (share > _OPAQUE), 1) & cloudy
        told = ~_dark(kind) & ~opaque
        thin = told & ((kind == THIN) | (kind == CLOUD))
        clear = self._clear[rows, columns].astype(np.float32)
        return Block(observed, ground, clear, told.astype(np.float32), thin, opaque)

    def _whiteness(self, difference: np.ndarray, ground: np.ndarray) -> np.ndarray:
        """Return what share of the way from the ground to a white cloud a difference [bands, h, w] goes, [h, w]."""
        away = self._white[:, None, None] - ground
        along = np.tensordot(self._roughly, away, 1)
        return (difference * along).sum(axis=0) / (away * along).sum(axis=0)

    def _brightness(self, difference: np.ndarray, ground: np.ndarray) -> np.ndarray:
        """Return the same of the mean of the visible bands, whatever the others say."""
        away = (self._white[:, None, None] - ground)[self._visible].mean(axis=0)
        return difference[self._visible].mean(axis=0) / np.maximum(away, _DARKEST)

    def _whiteness_of_ground(self, ground: np.ndarray) -> float:
        """Return the variance of that share over clear cells of the scene."""
        away = self._white - ground.mean(axis=(1, 2))
        along = self._roughly @ away
        return float(along @ self._ground.spread @ along / (away @ along) ** 2)

    @staticmethod
    def _near_opaque(part: Part, block: Block) -> np.ndarray:
        """Return 1 near cells that show no ground and 0 from some way off on: what is thin there is a cloud's rim."""
        near = part.cut(box_mean(part.spread(block.opaque.astype(np.float32)), 2 * _RIM + 1))
        return np.clip(near * _RIM, 0, 1)

    def _cloudy(self, place: Place) -> int:
        kind = self._cells.kind[place.rows, place.columns]
        return int(np.count_nonzero((kind == THIN) | (kind == CLOUD) | (kind == RIM)))


def _texture(fine: np.ndarray, number: float, usual: UsualGround) -> np.ndarray:
    """Return the covariance of pixels about their cell, what is usual where hardly any cell is known to be clear."""
    return (number * fine + _USUAL_FINE * usual.within) / (number + 1)


def _low_layer(layer: Layer) -> Layer:
    """Return usual cloud of droplets below another layer."""
    colour = KINDS[0].colour(layer.names)[0].astype(np.float32)
    return Layer(layer.names, KINDS[0].name, colour, KINDS[0].exponents(layer.names), layer.moment)


def _dark(kind: np.ndarray) -> np.ndarray:
    """Return the cells of which nothing can be told: those in shadow, and those that were not measured."""
    return (kind == NOTHING) | (kind == SHADE) | (kind == MIXED)


def _doubted(trust: np.ndarray) -> np.ndarray:
    """Return the cells in which a pixel may be believed too little to be seen: pixels lie between cells."""
    return grown(trust < SEEN, 1)
