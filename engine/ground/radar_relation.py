"""How a scene's ground looks to its radar: a regression over what of the ground is seen, for what is hidden.

Relative detail of each band within cells, (DN - mean) / (mean + 200), is explained by the features of the radar within
the same cells (least squares, shrunk). How far that holds is measured by leaving out one group of cells after the
other; each band takes only as much of it as holds there, less half a standard error (jackknife). Ground that has no
relation to the radar so gets none. It is the drift of regression kriging (Hengl et al. 2007); the field of
`background.py` is the rest. The shrinking is ours.

What errs least in squares is too smooth to look like ground: its detail has as little of the energy of the ground's as
its correlation with it, squared. Where each half of the scene tells the fine detail of the other it is drawn stronger.
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
_LEAST_GROUPS = 4
_SHRINKING = 200.0

_BLOCK = 8
"""Pixels along a side of the blocks of a cell within which detail is fine."""

_UNLIKE, _LIKE = 0.05, 0.2
"""Correlation of fine detail with the ground's up to which it is left as it is, and from which on it is drawn full."""

ENERGY = 0.65
"""Energy of fine detail that is drawn in full, by the ground's."""

_STRONGEST = 2.5
"""Times that fine detail is drawn stronger, at most."""


@dataclass(frozen=True)
class RelationSums:
    """Sums over the cells of each group, of n features and the relative detail of the bands.

    products [groups, n, n] of features, responses [groups, n, bands], squares [groups, bands] of the detail, weights.
    fine_products, fine_responses, fine_squares: the same of clear ground within blocks of a cell, for fine detail.
    """

    products: np.ndarray
    responses: np.ndarray
    squares: np.ndarray
    weights: np.ndarray
    fine_products: np.ndarray
    fine_responses: np.ndarray
    fine_squares: np.ndarray

    def __add__(self, other: RelationSums) -> RelationSums:
        """Return the sums of the same groups together."""
        return RelationSums(*(mine + theirs for mine, theirs in zip(self._arrays(), other._arrays())))

    def beside(self, other: RelationSums) -> RelationSums:
        """Return the sums of these groups and of others."""
        return RelationSums(*(np.concatenate(pair) for pair in zip(self._arrays(), other._arrays())))

    def add(self, groups: np.ndarray, other: RelationSums) -> None:
        """Add the sums of some groups, given by number."""
        for mine, theirs in zip(self._arrays(), other._arrays()):
            mine[groups] += theirs

    def told(self) -> RelationSums:
        """Return the sums of the groups of which anything is seen."""
        seen = self.weights > 0
        return RelationSums(*(array[seen] for array in self._arrays()))

    def without(self, groups: np.ndarray) -> RelationSums:
        """Return the sums as if nothing were seen of some groups, given by number."""
        weights = self.weights.copy()
        weights[groups] = 0
        return replace(self, weights=weights)

    def _arrays(self) -> tuple[np.ndarray, ...]:
        coarse = (self.products, self.responses, self.squares, self.weights)
        return (*coarse, self.fine_products, self.fine_responses, self.fine_squares)


@dataclass(frozen=True)
class Relation:
    """weights [bands, n] turn features into relative detail; explained [bands]: its share in groups left out, 0..1."""

    weights: np.ndarray
    explained: np.ndarray


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
    fine = ((groups, features, features), (groups, features, bands), (groups, bands))
    return RelationSums(*(np.zeros(shape) for shape in (*fine, (groups,), *fine)))


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
    for products, responses, squares, own in (
        (sums.products, sums.responses, sums.squares, whole),
        (sums.fine_products, sums.fine_responses, sums.fine_squares, fine),
    ):
        products[index] += own[:number, :number]
        responses[index] += own[:number, number:]
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
    sums.fine_responses[index] += x @ y.T
    sums.fine_squares[index] += (y * y).sum(axis=1)


def relation(sums: RelationSums, fine: np.ndarray | None = None) -> Relation | None:
    """Return what explains the detail of the ground that is seen; None where too little is seen, or nothing does.

    fine: [n] bool, features whose weights may be raised until they draw fine detail as strong as the ground's, see
    `ENERGY`; by default none is.
    """
    sums = sums.told()
    if len(sums.weights) < _LEAST_GROUPS:
        return None
    products, responses, weight = (array.sum(axis=0) for array in (sums.products, sums.responses, sums.weights))
    whole = _solve(products, responses, weight)
    found = np.empty_like(sums.squares)
    predicted = np.empty_like(found)
    for index, (own, answers, part) in enumerate(zip(sums.products, sums.responses, sums.weights)):
        others = _solve(products - own, responses - answers, weight - part)
        found[index] = (others * answers).sum(axis=0)
        predicted[index] = _drawn_squares(others, own)
    trust = _trust(found, predicted)
    explained = (
        trust * (2 * found.sum(axis=0) - trust * predicted.sum(axis=0)) / np.maximum(sums.squares.sum(axis=0), 1e-12)
    )
    if not trust.any():
        return None
    weights = whole * trust
    if fine is not None:
        share = np.clip((_likeness(sums) - _UNLIKE) / (_LIKE - _UNLIKE), 0, 1)
        wanted = ENERGY * share * sums.fine_squares.sum(axis=0)
        weights[fine] *= _strength(weights, fine, sums.fine_products.sum(axis=0), wanted)
    return Relation(weights.T, np.clip(explained, 0, 1))


def _likeness(sums: RelationSums) -> np.ndarray:
    """Return [bands] the correlation of fine detail with what the other half of the groups says of it.

    Groups go row by row, so halves are the upper and the lower part of what is seen: cells beside one another share
    fields and woods, and would praise a relation that ends with these.
    """
    halves = np.array_split(np.arange(len(sums.weights)), 2)
    products, responses, _, weight, fine_products, fine_responses, fine_squares = (
        np.stack([array[half].sum(axis=0) for half in halves]) for array in sums._arrays()
    )
    found: float | np.ndarray = 0.0
    predicted: float | np.ndarray = 0.0
    for own, other in ((0, 1), (1, 0)):
        weights = _solve(products[other], responses[other], weight[other])
        found = found + (weights * fine_responses[own]).sum(axis=0)
        predicted = predicted + _drawn_squares(weights, fine_products[own])
    return found / np.sqrt(np.maximum(predicted * fine_squares.sum(axis=0), 1e-12))


def _drawn_squares(weights: np.ndarray, products: np.ndarray) -> np.ndarray:
    """Return [bands], the sums of squares of what weights [n, bands] draw of features with these products [n, n]."""
    return (weights * (products @ weights)).sum(axis=0)


def _strength(weights: np.ndarray, fine: np.ndarray, products: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return [bands] the factor, 1 at least, of the fine features' weights that draws the sum of squares `wanted`."""
    strong, other = np.where(fine[:, None], weights, 0), np.where(fine[:, None], 0, weights)
    # The sum of squares of other + factor x strong is square x factor**2 + 2 x mixed x factor + constant.
    square, constant = (_drawn_squares(part, products) for part in (strong, other))
    mixed = (strong * (products @ other)).sum(axis=0)
    root = np.sqrt(np.maximum(mixed**2 + square * (wanted - constant), 0))
    return np.clip((root - mixed) / np.maximum(square, 1e-12), 1, _STRONGEST)


def _trust(found: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return how much of a prediction holds, [bands] in 0..1, from covariances and variances of groups left out."""
    share = found.sum(axis=0) / np.maximum(predicted.sum(axis=0), 1e-12)
    others = (found.sum(axis=0) - found) / np.maximum(predicted.sum(axis=0) - predicted, 1e-12)
    number = len(found)
    error = np.sqrt(((others - others.mean(axis=0)) ** 2).sum(axis=0) * (number - 1) / number)
    return np.clip(share - 0.5 * error, 0, 1)


def _solve(products: np.ndarray, responses: np.ndarray, weight: float) -> np.ndarray:
    spread = np.sqrt(np.diag(products) / weight) + 1e-6
    scaled = products / np.outer(spread, spread) + _SHRINKING * np.eye(len(spread))
    return np.linalg.solve(scaled, responses / spread[:, None]) / spread[:, None]
