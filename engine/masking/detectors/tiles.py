"""A network run in overlapping square tiles that lie fixed in the scene, from its top to its bottom.

The first tile hangs over the upper and the left border; what lies outside is mirrored. Where tiles overlap they are
blended with a Tukey window. The answer does not depend on the rows that are asked for, and memory on the scene's width
alone.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from unveil.engine.masking.detectors.sessions import Session

ReadRows = Callable[[int, int], np.ndarray]
"""Rows start..stop-1 of the scene as [bands, stop - start, width]."""

Prepare = Callable[[np.ndarray], np.ndarray]
Finish = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class TiledNetwork:
    """How a network is run. tile: cells along its sides; shared: how many of them a neighbour sees, too.

    prepare: a tile [bands, tile, tile] as the network takes it, [1, ..., tile, tile]. finish: the network's output and
    the tile as planes [planes, tile, tile] of probabilities.
    """

    session: Session
    tile: int
    shared: int
    planes: int
    prepare: Prepare
    finish: Finish

    @property
    def stride(self) -> int:
        return self.tile - self.shared

    @property
    def lead(self) -> int:
        """Cells by which the first tile hangs over the upper and the left border."""
        return self.shared - 1

    @property
    def window(self) -> np.ndarray:
        """The weights [tile, tile] of a tile's cells."""
        along = tukey(self.tile, self.shared)
        return along[:, None] * along


class TiledScene:
    """The probabilities of the rows of one scene, asked for from top to bottom."""

    def __init__(self, network: TiledNetwork):
        self._network = network
        self._rows: dict[int, _RowOfTiles] = {}

    def probabilities(self, read: ReadRows, start: int, stop: int, height: int) -> np.ndarray:
        """Return [planes, stop - start, width] float32; `start` never goes back, nor does what `read` is asked."""
        tile, stride, lead = self._network.tile, self._network.stride, self._network.lead
        first = max((start + lead - tile) // stride + 1, 0)
        last = (stop - 1 + lead) // stride
        for index in [index for index in self._rows if index < first]:
            del self._rows[index]
        total = np.zeros((0, 0, 0), dtype=np.float32)
        for index in range(first, last + 1):
            # The row of tiles after this one is begun, too: threads need not wait while this one is added up.
            for begun in (index, index + 1):
                if begun not in self._rows and begun * stride - lead < height:
                    self._rows[begun] = _RowOfTiles(self._network, read, begun * stride - lead, height)
            band = self._rows[index].probabilities()
            if index == first:
                total = np.zeros((len(band), stop - start, band.shape[2]), dtype=np.float32)
            top = index * stride - lead
            low, high = max(top, start), min(top + tile, stop)
            total[:, low - start : high - start] += band[:, low - top : high - top]
        return total

    def close(self) -> None:
        """End the threads."""
        self._network.session.close()


class _RowOfTiles:
    """A row of tiles on its way through the network, from the moment it is made; `top` may lie above the scene."""

    def __init__(self, network: TiledNetwork, read: ReadRows, top: int, height: int):
        self._network = network
        rows = mirror(top, top + network.tile, height)
        # The last tile mirrors rows above itself; asking a little early keeps the reading in order.
        low, high = min(rows.min(), max(top - network.shared, 0)), rows.max() + 1
        self._rows = rows - low
        stored = read(low, high)
        self._width = stored.shape[2]
        self._window = network.window
        self._lefts = range(-network.lead, self._width, network.stride)
        self._tiles = [network.session.submit(functools.partial(self._tile, stored), left) for left in self._lefts]
        self._sum: np.ndarray | None = None

    def probabilities(self) -> np.ndarray:
        """Return [planes, tile, width] float32: those of the tiles, weighted in both directions and added up."""
        if self._sum is None:
            tile = self._network.tile
            self._sum = np.zeros((self._network.planes, tile, self._width), dtype=np.float32)
            for left in self._lefts:
                part = self._tiles.pop(0).result()
                first, stop = max(left, 0), min(left + tile, self._width)
                self._sum[:, :, first:stop] += part[:, :, first - left : stop - left]
        return self._sum

    def _tile(self, stored: np.ndarray, left: int) -> np.ndarray:
        columns = mirror(left, left + self._network.tile, self._width)
        tile = stored[:, self._rows[:, None], columns]
        output = self._network.session.output(self._network.prepare(tile))[0]
        return self._network.finish(output, tile) * self._window


def mirror(start: int, stop: int, length: int) -> np.ndarray:
    """Return the pixel indices start..stop-1 of an axis, mirrored, the border pixel repeated (1 0 | 0 1 2 | 2 1)."""
    index = np.arange(start, stop) % (2 * length)
    return np.where(index < length, index, 2 * length - 1 - index)


def tukey(tile: int, shared: int) -> np.ndarray:
    """Return the weights [tile] of a tile along one axis; those of neighbours add up to 1."""
    rise = np.arange(shared, dtype=np.float64) / (shared - 1)
    weights = np.ones(tile)
    weights[:shared] = (1 - np.cos(np.pi * rise)) / 2
    weights[-shared:] = weights[:shared][::-1]
    return weights.astype(np.float32)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return probabilities along the first axis."""
    parts = np.exp(logits - logits.max(axis=0))
    return parts / parts.sum(axis=0)
