"""What a relation to other dates makes of windows of a scene: some rows at a time, one product of matrices a row.

Means and spreads of the features are taken into the weights, so that bands of other dates count as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from unveil.engine.ahead import ALONE, Crew
from unveil.engine.raster.grid import Window
from unveil.engine.references.features import Palette, bent
from unveil.engine.references.relation import Nodes, Relation, between, raw_weights, without_gaps
from unveil.engine.references.view import View

_PIXELS = 1 << 14
"""Pixels whose features are worked out at once: they stay in the processor's cache."""

_DENSE = 0.5
"""Share of pixels from which all of them are worked out: picking takes longer."""


@dataclass(frozen=True)
class _Place:
    """How a window of `width` columns lies between nodes.

    down: for each of its rows the node above, and the share of the one below. ends: columns [cells + 1] between which
    it lies between the same nodes. nodes: of each cell the one to the left, counted within `span`; across: the share
    [columns] of the one to the right, None where there is none.
    """

    width: int
    down: list[tuple[int, float]]
    ends: np.ndarray
    nodes: list[int]
    across: list[np.ndarray | None]
    span: slice


def _placed(nodes: Nodes, window: Window) -> _Place:
    rows, columns = np.arange(window.height) + window.row, np.arange(window.width) + window.column
    down = [(node, float(share)) for node, shares in between(nodes.rows, rows) for share in shares]
    cells = between(nodes.columns, columns)
    ends = np.cumsum([0, *(len(share) for _, share in cells)])
    first, last = cells[0][0], cells[-1][0]
    last = min(last + 2, len(nodes.columns))
    shares = [share if share.any() else None for _, share in cells]
    return _Place(window.width, down, ends, [node - first for node, _ in cells], shares, slice(first, last))


class Drawing:
    """Draws by one relation. palettes: of its members, in their order."""

    def __init__(self, relation: Relation, palettes: Sequence[Palette], nodes: Nodes):
        self._members = relation.members
        self._palettes = palettes
        self._nodes = nodes
        self._weights = raw_weights(relation.weights, palettes)

    def add(self, ground: np.ndarray, view: View, share: np.ndarray, crew: Crew = ALONE) -> None:
        """Add the ground, in DN times its share [h, w] float32, to `ground` [bands, h, w] where the share is not 0.

        All members show those pixels. Rows are shared by the crew.
        """
        height, width = share.shape
        rows = max(_PIXELS // width, 1)
        place = _placed(self._nodes, view.window)
        radar = without_gaps(view.radar, None)

        def add_block(start: int) -> None:
            block = slice(start, min(start + rows, height))
            own = share[block].reshape(-1)
            taken = np.flatnonzero(own)
            if not len(taken):
                return
            if len(taken) > _DENSE * len(own):
                taken = np.arange(len(own))
            drawn = self._drawn(self._features(view, radar, block, taken), place, block, taken)
            drawn *= own[taken]
            part = ground[:, block].reshape(len(ground), -1)
            if len(taken) == len(own):
                part += drawn
            else:
                part[:, taken] += drawn

        crew.each(add_block, range(0, height, rows))

    def _drawn(self, features: np.ndarray, place: _Place, block: slice, taken: np.ndarray) -> np.ndarray:
        """Return DN [bands, n] from features [1 + p, n] of pixels `taken` [n], counted row by row within a block."""
        bands = self._weights.shape[2]
        drawn = np.empty((bands, len(taken)), dtype=np.float32)
        ends = np.arange(block.stop - block.start)[:, None] * place.width + place.ends
        bounds = ends if len(taken) == ends[-1, -1] else np.searchsorted(taken, ends)
        for row, row_bounds in enumerate(bounds.tolist()):
            weights = self._weights_at(place, block.start + row)
            for cell, (start, stop) in enumerate(zip(row_bounds, row_bounds[1:])):
                if stop <= start:
                    continue
                share = place.across[cell]
                part = drawn[:, start:stop]
                both = weights[place.nodes[cell]] @ features[:, start:stop]
                if share is None:
                    part[:] = both[:bands]
                    continue
                if stop - start < len(share):
                    share = share[taken[start:stop] - row * place.width - place.ends[cell]]
                np.multiply(both[bands:], share, out=part)
                part += both[:bands]
        return drawn

    def _weights_at(self, place: _Place, row: int) -> np.ndarray:
        """Return for each node across a window [2 bands, 1 + p]: its weights, and by what the next one's differ."""
        node, down = place.down[row]
        weights = self._weights[node, place.span]
        if down:
            weights = weights + np.float32(down) * (self._weights[node + 1, place.span] - weights)
        if len(weights) == 1:
            return weights
        return np.concatenate([weights[:-1], weights[1:] - weights[:-1]], axis=1)

    def _features(self, view: View, radar: np.ndarray, block: slice, taken: np.ndarray) -> np.ndarray:
        """Return [1 + p, n] float32, as `relation.design` has them but neither centred nor scaled."""
        features = np.empty((self._weights.shape[3], len(taken)), dtype=np.float32)
        features[0] = 1
        first = 1
        gaps = False
        for member, palette in zip(self._members, self._palettes):
            colours, near = view.colours[member], view.near[member]
            number = len(colours)
            _take(colours, block, taken, features[first : first + number])
            _take(near, block, taken, features[first + number : first + 2 * number])
            gaps |= bool(np.isnan(features[first]).any())
            end = first + palette.number
            bent(features[first : first + number], palette, features[first + 2 * number : end])
            _take(without_gaps(view.change[member][:, block], 0.0), slice(None), taken, features[end : end + 2])
            first = end + 2
        _take(radar, block, taken, features[first:])
        if gaps:
            features[np.isnan(features)] = 0
        return features


def _take(planes: np.ndarray, block: slice, taken: np.ndarray, to: np.ndarray) -> None:
    """Copy the pixels `taken` [n] of a block of rows of planes [m, h, w] to `to` [m, n]."""
    for plane, into in zip(planes, to):
        own = plane[block].reshape(-1)
        if len(taken) == len(own):
            into[:] = own
        else:
            np.take(own, taken, out=into)
