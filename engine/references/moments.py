"""Sums of products over blocks of the scene: they give every fit without another look at the pixels.

With blocks left out, for choosing how much to shrink and for an honest error, and near any place, since the relation of
a wide scene changes from field land to hills. Pixels that fit badly (haze or shadow that nobody masked) count less
(Huber 1964).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.ahead import shared
from unveil.engine.references.features import Palette
from unveil.engine.references.relation import Nodes, Relation, features_of
from unveil.engine.references.sample import Blocks, Sample

_NEAR = 500.0
"""Pixels: standard deviation of the weight of ground round such a place."""

_FAR_WEIGHT = 0.02
_PENALTIES = (1e-4, 1e-3, 1e-2, 1e-1, 1.0)
_FOLDS = 8
_SURE = 4
"""Power of the ratio of squared errors by which relations with different features count."""

_HUBER = 3.0
_ROUNDS = 2


@dataclass(frozen=True)
class HeldOut:
    """How well a relation does on blocks left out, at its best: root mean square error in DN and explained share of the
    variance, [bands] each; by that penalty, with those of the features. others: with other sets of features.
    """

    error: np.ndarray
    explained: np.ndarray
    penalty: float
    features: np.ndarray
    others: tuple[HeldOut, ...] = ()

    @property
    def mean_square(self) -> float:
        """The mean of all bands' squared errors, DN."""
        return float(np.mean(np.square(self.error)))


class Moments:
    """Products of features and bands summed over the blocks of a scene, for one set of references."""

    def __init__(self, sample: Sample, members: tuple[int, ...], palettes: Mapping[int, Palette], blocks: Blocks):
        self.members = members
        self._blocks = blocks
        chosen = np.ones(len(sample), dtype=bool)
        for member in members:
            chosen &= sample.references[member].seen
        own = sample.chosen(chosen)
        self.pixels = len(own)
        x = features_of(own, members, palettes)
        self.width, self.bands = len(x), own.target.shape[1]
        self._palettes = [palettes[member] for member in members]
        self._sizes = [palette.number + 2 for palette in self._palettes]
        self._values = np.concatenate([x, own.target.T.astype(np.float32)]).T
        self._block = own.blocks
        self.products = self._summed(np.ones(self.pixels, dtype=np.float32))
        for _ in range(_ROUNDS):
            if self.pixels > 2 * self.width:
                self.products = self._summed(self._trust())

    def columns_of(self, member: int) -> np.ndarray:
        """Return which features count when only one of the members does."""
        first = 1
        for each, size in zip(self.members, self._sizes):
            if each == member:
                return np.r_[0, first : first + size, self.width - 2 : self.width]
            first += size
        raise KeyError(member)

    def held_out(self, chosen: np.ndarray | None = None) -> HeldOut:
        """Return the best fit, by what it misses on blocks left out.

        chosen: features that may count; all by default. Few pixels bear few features, so smaller sets are tried too.
        """
        chosen = np.arange(self.width) if chosen is None else chosen
        tried = [self._held_out(np.intersect1d(chosen, some)) for some in self._nested()]
        best = min(tried, key=lambda fit: fit.mean_square)
        return replace(best, others=tuple(fit for fit in tried[1:] if fit is not best))

    def _nested(self) -> list[np.ndarray]:
        """Return sets of features: the bands, with the radar as well, with the means round them, and all."""
        first, bands = 1, [0]
        means: list[int] = []
        for palette, size in zip(self._palettes, self._sizes):
            number = len(palette.mean)
            bands += range(first, first + number)
            means += range(first + number, first + 2 * number)
            first += size
        ends = np.cumsum(self._sizes)
        radar = [*(end - place for end in ends for place in (1, 0)), self.width - 2, self.width - 1]
        return [
            np.array(bands),
            np.array(sorted(bands + radar)),
            np.array(sorted(bands + radar + means)),
            np.arange(self.width),
        ]

    def _held_out(self, x: np.ndarray) -> HeldOut:
        y = np.arange(self.width, self.width + self.bands)
        fold = self._fold(np.arange(len(self.products)))
        whole = self.products.sum(axis=0)
        count = max(whole[0, 0], 1.0)
        mean = whole[0, y] / count
        variance = np.maximum(np.diagonal(whole)[y] / count - mean**2, 1.0)
        missed = np.zeros((len(_PENALTIES), self.bands))
        for left_out in range(_FOLDS):
            own = self.products[fold == left_out].sum(axis=0)
            if own[0, 0] == 0 or own[0, 0] == whole[0, 0]:
                continue
            for index, penalty in enumerate(_PENALTIES):
                weights = _solved(whole - own, x, y, penalty)
                missed[index] += _left(own, x, y, weights)
        best = int(np.argmin((missed / variance).sum(axis=1)))
        error = np.sqrt(np.maximum(missed[best], 0) / count)
        return HeldOut(error, np.clip(1 - error**2 / variance, 0, 1), _PENALTIES[best], x)

    def as_relation(self, members: tuple[int, ...], nodes: Nodes, fit: HeldOut) -> Relation:
        """Return the relation to `members`, as they are numbered elsewhere."""
        return Relation(members, self.relation(nodes, fit), fit.error, fit.explained, self.optimism(fit))

    def optimism(self, fit: HeldOut) -> float:
        """Return the mean error on blocks left out over that on the ground that a relation is made of."""
        x, y = fit.features, np.arange(self.width, self.width + self.bands)
        whole = self.products.sum(axis=0)
        own = (_left(whole, x, y, _solved(whole, x, y, fit.penalty)) / max(whole[0, 0], 1.0)).mean()
        return float(np.sqrt(max(np.mean(fit.error**2) / max(own, 1.0), 1.0)))

    def missed(self, fit: HeldOut) -> np.ndarray:
        """Return the errors [n, bands] in DN of one relation for the whole scene at the pixels that it is made of."""
        x, y = fit.features, np.arange(self.width, self.width + self.bands)
        weights = _solved(self.products.sum(axis=0), x, y, fit.penalty).astype(np.float32)
        return self._values[:, y] - self._values[:, x] @ weights

    def missed_at(self, sample: Sample, palettes: Mapping[int, Palette], fit: HeldOut) -> np.ndarray:
        """Return the errors [n, bands] in DN of one relation for the whole scene at other pixels."""
        x, y = fit.features, np.arange(self.width, self.width + self.bands)
        weights = _solved(self.products.sum(axis=0), x, y, fit.penalty).astype(np.float32)
        return sample.target - features_of(sample, self.members, palettes)[x].T @ weights

    def missed_left_out(self, sample: Sample, palettes: Mapping[int, Palette], fit: HeldOut) -> np.ndarray:
        """Return the errors [n, bands] in DN at other pixels, each of the relation without its part of the scene.

        All members show them.
        """
        y = np.arange(self.width, self.width + self.bands)
        x = features_of(sample, self.members, palettes)
        part, parts = self._fold(sample.blocks), self._fold(np.arange(len(self.products)))
        whole = self.products.sum(axis=0)
        missed = sample.target.astype(np.float32)
        for left_out in range(_FOLDS):
            inside = part == left_out
            if not inside.any():
                continue
            rest = whole - self.products[parts == left_out].sum(axis=0)
            if rest[0, 0] <= 0:
                rest = whole
            weights = np.zeros((self.width, self.bands))
            for each, trust in _trusted(fit):
                weights[each.features] += trust * _solved(rest, each.features, y, each.penalty)
            missed[inside] -= x[:, inside].T @ weights.astype(np.float32)
        return missed

    def _fold(self, block: np.ndarray) -> np.ndarray:
        """Return the part of the scene, of those that are left out in turn, in which blocks lie, by their numbers."""
        return (block // self._blocks.columns * 3 + block % self._blocks.columns) % _FOLDS

    def relation(self, nodes: Nodes, fit: HeldOut) -> np.ndarray:
        """Return the weights [r, c, 1 + p, bands] float32 of all nodes; 0 of features that do not count.

        Where blocks left out hardly tell one set of features from another the mean of the relations is surer than any
        of them: bends that fit clear ground may go astray below the cloud.
        """
        y = np.arange(self.width, self.width + self.bands)
        trusted = _trusted(fit)
        side, columns = self._blocks.side, self._blocks.columns
        number = np.arange(len(self.products))
        row, column = (number // columns + 0.5) * side, (number % columns + 0.5) * side
        result = np.zeros((len(nodes.rows), len(nodes.columns), self.width, self.bands), dtype=np.float32)

        def learn(node: int) -> None:
            i, j = divmod(node, len(nodes.columns))
            down, across = nodes.rows[i], nodes.columns[j]
            share = np.exp(-((row - down) ** 2 + (column - across) ** 2) / (2 * _NEAR**2)) + _FAR_WEIGHT
            products = np.tensordot(share, self.products, axes=1)
            for each, part in trusted:
                result[i, j, each.features] += part * _solved(products, each.features, y, each.penalty)

        shared(learn, range(len(nodes.rows) * len(nodes.columns)))
        return result

    def usual_fit(self) -> HeldOut:
        """Return a fit of all features that is not measured, for a first look at what is missed."""
        unknown = np.full(self.bands, np.nan)
        return HeldOut(unknown, unknown, _PENALTIES[1], np.arange(self.width))

    def _summed(self, trust: np.ndarray) -> np.ndarray:
        size = self._values.shape[1]
        products = np.zeros((self._blocks.number, size, size))
        order = np.argsort(self._block, kind="stable")
        starts = np.searchsorted(self._block[order], np.arange(self._blocks.number + 1))

        def add(block: int) -> None:
            own = order[starts[block] : starts[block + 1]]
            if len(own):
                values = self._values[own].astype(np.float64)
                products[block] = values.T @ (values * trust[own, None])

        shared(add, range(self._blocks.number))
        return products

    def _trust(self) -> np.ndarray:
        """Return how much each pixel counts, [n] of 0..1, by how far it lies off the relation."""
        missed = self.missed(self.usual_fit())
        spread = 1.4826 * np.median(np.abs(missed), axis=0) + 1.0
        distance = np.sqrt(np.mean((missed / spread) ** 2, axis=1))
        return (_HUBER / np.maximum(distance, _HUBER)).astype(np.float32)


def _trusted(fit: HeldOut) -> list[tuple[HeldOut, float]]:
    """Return a fit and its others with how much each counts, 1 together."""
    fits = (fit, *fit.others)
    trust = np.array([1.0, *((fit.mean_square / max(each.mean_square, 1e-9)) ** _SURE for each in fit.others)])
    return list(zip(fits, trust / trust.sum()))


def _left(products: np.ndarray, x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the sums of squares [bands] that weights [1 + p, bands] leave of sums of products."""
    return (
        np.diagonal(products)[y]
        - 2 * (weights * products[np.ix_(x, y)]).sum(axis=0)
        + np.einsum("pb,pq,qb->b", weights, products[np.ix_(x, x)], weights)
    )


def _solved(products: np.ndarray, x: np.ndarray, y: np.ndarray, penalty: float) -> np.ndarray:
    """Return the weights [1 + p, bands] of a ridge regression; the first feature is the constant, which is not shrunk.

    Products are centred; the penalty is one of features of unit variance, or larger ones count as such.
    """
    count = max(products[0, 0], 1e-9)
    mean_x, mean_y = products[0, x[1:]] / count, products[0, y] / count
    covariance = products[np.ix_(x[1:], x[1:])] / count - np.outer(mean_x, mean_x)
    answers = products[np.ix_(x[1:], y)] / count - np.outer(mean_x, mean_y)
    weights = np.linalg.solve(covariance + penalty * np.eye(len(mean_x)), answers)
    return np.concatenate([(mean_y - mean_x @ weights)[None], weights])
