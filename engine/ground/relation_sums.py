"""What clear ground tells of how it looks to the radar, as sums over groups of cells that add over windows of a scene.

Relative detail of each band within cells, (DN - mean) / (mean + 200), beside the features of the radar within the same
cells; `radar_relation.py` finds the relation in them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from unveil.engine.raster.filters import any_within

FLOOR = 200.0
"""DN that is added to the mean of a cell: detail of dark water is noise."""

BRIGHT = 2000.0
"""DN in B2 from which a pixel is too cloudy to show ground."""

HAZY = 0.3
"""How much a pixel counts that is darker than that but to be restored, or beside such; a clear one counts 1."""

_MOST_GROUPS = 32
"""Groups along a side of the scene; in larger groups up to 4 x 4 cells, evenly spread, stand for all."""

_CELLS_OF_A_GROUP = 4
_NOT_ASKED = -1

_BUFFER = 3
_LEAST_PIXELS = 50

_BLOCK = 8
"""Pixels along a side of the blocks of a cell within which detail is fine."""


@dataclass(frozen=True)
class RelationSums:
    """Sums over the cells of each group, of n features and the relative detail of the bands.

    products [groups, n, n] of features, responses [groups, n, bands], squares [groups, bands] of the detail, weights.
    fine_products, fine_squares: the same of clear ground within blocks of a cell, for fine detail.
    """

    products: np.ndarray
    responses: np.ndarray
    squares: np.ndarray
    weights: np.ndarray
    fine_products: np.ndarray
    fine_squares: np.ndarray

    def __add__(self, other: RelationSums) -> RelationSums:
        """Return the sums of the same groups together."""
        return RelationSums(*(mine + theirs for mine, theirs in zip(self.arrays(), other.arrays())))

    def beside(self, other: RelationSums) -> RelationSums:
        """Return the sums of these groups and of others."""
        return RelationSums(*(np.concatenate(pair) for pair in zip(self.arrays(), other.arrays())))

    def add(self, groups: np.ndarray, other: RelationSums) -> None:
        """Add the sums of some groups, given by number."""
        for mine, theirs in zip(self.arrays(), other.arrays()):
            mine[groups] += theirs

    def told(self) -> RelationSums:
        """Return the sums of the groups of which anything is seen."""
        seen = self.weights > 0
        return RelationSums(*(array[seen] for array in self.arrays()))

    def without(self, groups: np.ndarray) -> RelationSums:
        """Return the sums as if nothing were seen of some groups, given by number."""
        weights = self.weights.copy()
        weights[groups] = 0
        return replace(self, weights=weights)

    def arrays(self) -> tuple[np.ndarray, ...]:
        """Return all of the sums, in the order in which they are declared."""
        coarse = (self.products, self.responses, self.squares, self.weights)
        return (*coarse, self.fine_products, self.fine_squares)


def cell_groups(rows: int, columns: int) -> np.ndarray:
    """Return the group of each cell of a scene, [rows, columns] int, -1 where a cell is not looked at."""
    side = -(-max(rows, columns) // _MOST_GROUPS)
    step = -(-side // _CELLS_OF_A_GROUP)
    row, column = np.mgrid[:rows, :columns]
    group = row // side * -(-columns // side) + column // side
    return np.where((row % side % step == 0) & (column % side % step == 0), group, _NOT_ASKED)


def groups_of(group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers [n] of the groups that cells belong to, and each cell's among them; see `cell_groups`."""
    numbers = np.unique(group[group != _NOT_ASKED])
    return numbers, np.where(group == _NOT_ASKED, _NOT_ASKED, np.searchsorted(numbers, group))


def no_sums(groups: int, features: int, bands: int) -> RelationSums:
    """Return sums of nothing."""
    products, responses, squares = (groups, features, features), (groups, features, bands), (groups, bands)
    shapes = (products, responses, squares, (groups,), products, squares)
    return RelationSums(*(np.zeros(shape) for shape in shapes))


def seen_ground(blue: np.ndarray, valid: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """Return [h, w] float32 how much each pixel tells of the ground: 1 clear, 0.3 hazy or in shadow, 0 bright cloud.

    blue: B2 in DN [h, w]; valid, clear: [h, w] bool.
    """
    bright = any_within(blue > BRIGHT, _BUFFER)
    return np.where(clear, 1.0, np.where(valid & ~bright, HAZY, 0.0)).astype(np.float32)


def relation_sums(
    features: np.ndarray, dn: np.ndarray, seen: np.ndarray, group: np.ndarray, groups: int, cell: int
) -> RelationSums:
    """Sum over cells of `cell` pixels; `group` [rows, columns]: see `cell_groups`, of `groups` groups in all.

    features [n, h, w], dn [bands, h, w], seen [h, w]: see `seen_ground`. The clear pixels of a cell have one mean; the
    hazy ones of each quarter have a mean of their own, since haze is brighter than ground and changes within a cell.
    """
    sums = no_sums(groups, len(features), len(dn))
    for row, column in np.argwhere(group != _NOT_ASKED):
        told = seen[row * cell : (row + 1) * cell, column * cell : (column + 1) * cell]
        if told.shape == (cell, cell) and cell % _BLOCK == 0 and (told == 1).all():
            place = (slice(None), slice(row * cell, (row + 1) * cell), slice(column * cell, (column + 1) * cell))
            _add_whole(sums, group[row, column], features[place], dn[place])
            continue
        for weight, parts in ((1.0, 1), (HAZY, 2)):
            chosen = told == np.float32(weight)
            if np.count_nonzero(chosen) < _LEAST_PIXELS:
                continue
            side = cell // parts
            for part in range(parts * parts):
                top, left = part // parts * side, part % parts * side
                own = chosen[top : top + side, left : left + side]
                if np.count_nonzero(own) >= _LEAST_PIXELS:
                    rows, columns = (slice(start, start + side) for start in (row * cell + top, column * cell + left))
                    x, y = (_pixels(image[:, rows, columns], own) for image in (features, dn))
                    x, y = _add(sums, group[row, column], weight, x, y)
                    if weight == 1:
                        _add_fine(sums, group[row, column], own, x, y)
    return sums


def _pixels(image: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Return the chosen pixels of [n, h, w], [n, pixels] float32."""
    if chosen.all():
        return image.reshape(len(image), -1).astype(np.float32)
    return image.reshape(len(image), -1)[:, np.flatnonzero(chosen)].astype(np.float32, copy=False)


def _add(sums: RelationSums, index: int, weight: float, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Add to a group what the features x [n, pixels] and the DN y [bands, pixels] of one part of a cell tell.

    Return both less their means, the DN relative to theirs.
    """
    # Sums over a cell are right to a millionth in float32.
    x = x - x.mean(axis=1, keepdims=True)
    mean = y.mean(axis=1, keepdims=True)
    y = (y - mean) / (np.maximum(mean, 0) + np.float32(FLOOR))
    sums.products[index] += weight * (x @ x.T)
    sums.responses[index] += weight * (x @ y.T)
    sums.squares[index] += weight * (y * y).sum(axis=1)
    sums.weights[index] += weight * x.shape[1]
    return x, y


def _add_whole(sums: RelationSums, index: int, features: np.ndarray, dn: np.ndarray) -> None:
    """Add to a group a cell that is clear all over, what `_add` and `_add_fine` do in one product of matrices.

    features [n, cell, cell], dn [bands, cell, cell].
    """
    number, cell = len(features), features.shape[-1]
    both = np.empty((number + len(dn), cell, cell), dtype=np.float32)
    both[:number], both[number:] = features, dn
    both = both.reshape(len(both), -1)
    mean = both.mean(axis=1, keepdims=True)
    both -= mean
    both[number:] /= np.maximum(mean[number:], 0) + np.float32(FLOOR)
    whole = both @ both.T
    # What differs within blocks is what differs at all less what the means of blocks do.
    blocks = both @ _blocks_of(cell)
    fine = whole - (blocks @ blocks.T) / np.float32(_BLOCK**2)
    sums.weights[index] += both.shape[1]
    sums.responses[index] += whole[:number, number:]
    for products, squares, own in (
        (sums.products, sums.squares, whole),
        (sums.fine_products, sums.fine_squares, fine),
    ):
        products[index] += own[:number, :number]
        squares[index] += np.diag(own)[number:]


@cache
def _blocks_of(cell: int) -> np.ndarray:
    """Return [cell * cell, blocks] float32: 1 where a pixel of a cell lies in one of its blocks."""
    row, column = np.divmod(np.arange(cell * cell), cell)
    block = row // _BLOCK * (cell // _BLOCK) + column // _BLOCK
    return (block[:, None] == np.arange((cell // _BLOCK) ** 2)).astype(np.float32)


def _add_fine(sums: RelationSums, index: int, chosen: np.ndarray, x: np.ndarray, y: np.ndarray) -> None:
    """Add what features and relative detail of the chosen pixels of a cell tell within its blocks."""
    rows, columns = np.nonzero(chosen)
    block = rows // _BLOCK * -(-chosen.shape[1] // _BLOCK) + columns // _BLOCK
    number = int(block.max()) + 1
    member = (block == np.arange(number)[:, None]).astype(np.float32)
    share = member / np.maximum(member.sum(axis=1, keepdims=True), 1)
    x, y = (values - (values @ share.T).take(block, axis=1) for values in (x, y))
    sums.fine_products[index] += x @ x.T
    sums.fine_squares[index] += (y * y).sum(axis=1)
