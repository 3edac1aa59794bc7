"""Relations to several other dates, and how much each of them counts where all of these show the ground.

Each relation, to one date, to two or to three, errs in its own way, and what they err shrinks when they are averaged:
stacked regression (Wolpert 1992; Breiman 1996), by what they miss on blocks left out. Clear ground does not tell all:
below the cloud a date may be hazy that fits best. So shares are drawn towards equal ones.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unveil.engine.references.features import Palette
from unveil.engine.references.guards import LEAST_PIXELS, root_mean_square
from unveil.engine.references.moments import HeldOut, Moments
from unveil.engine.references.relation import Nodes, Relation
from unveil.engine.references.sample import Blocks, Sample

LEAST_DATES = 3
"""Dates from which on relations are averaged; of two the better of one and both is taken."""

_PAIRED = 4
"""Dates, of those that tell most, of which each two are averaged."""

_ENOUGH = 20_000
"""Pixels at which errors are compared; more tell no more."""

_LEAST_COMMON = 0.5
"""Share of the clear ground of the date that tells most which all that are averaged must show together."""

_PULL = 0.3
"""How much shares are drawn towards equal ones: in squared errors of the best relation."""

_LEAST_SHARE = 0.02
"""What counts less is not worth drawing."""

_STEPS = 2000


def related(
    sample: Sample,
    fits: Mapping[int, tuple[Moments, HeldOut]],
    palettes: Mapping[int, Palette],
    place: tuple[Blocks, Nodes],
) -> tuple[dict[tuple[int, ...], Relation], dict[tuple[int, ...], float]]:
    """Return relations by places in `fits`, and the shares by which they are averaged: none for fewer than three dates.

    fits: by the number of the reference, those that tell most first. Relations are to each alone, to each two (or to
    the one of them that tells as much), and, if they are averaged, to the first three.
    """
    blocks, nodes = place
    numbers = tuple(fits)
    relations: dict[tuple[int, ...], Relation] = {}
    compared = _Compared(sample, numbers, palettes)
    for first, (moments, fit) in enumerate(fits.values()):
        relations[(first,)] = moments.as_relation((first,), nodes, fit)
        compared.add((first,), moments, fit)
    for first in range(len(numbers)):
        for second in range(first + 1, len(numbers)):
            moments = Moments(sample, (numbers[first], numbers[second]), palettes, blocks)
            best, both = _pair(moments, (first, second), relations)
            if both is None:
                relations[(first, second)] = relations[best]
                continue
            relations[best] = moments.as_relation(best, nodes, both)
            if second < _PAIRED:
                compared.add(best, moments, both)
    if compared.three is not None:
        moments = Moments(sample, tuple(numbers[each] for each in compared.three), palettes, blocks)
        if moments.pixels >= 4 * moments.width:
            fit = moments.held_out()
            relations[compared.three] = moments.as_relation(compared.three, nodes, fit)
            compared.add(compared.three, moments, fit)
    return relations, compared.shares()


def _pair(
    moments: Moments, places: tuple[int, int], relations: Mapping[tuple[int, ...], Relation]
) -> tuple[tuple[int, ...], HeldOut | None]:
    """Return the places of what tells most where two references are clear, and the fit if it is both together."""
    first, second = places
    if moments.pixels < 4 * moments.width:
        return (first,), None
    fit = moments.held_out()
    alone = [root_mean_square(moments.held_out(moments.columns_of(member)).error) for member in moments.members]
    if min(alone) <= root_mean_square(fit.error):
        return (places[int(np.argmin(alone))],), None
    return places, fit


class _Compared:
    """What relations miss on the same ground, each learnt without the part of the scene that it lies in.

    three: the places of the first dates of those that are averaged; None where relations are not averaged.
    """

    def __init__(self, sample: Sample, numbers: tuple[int, ...], palettes: Mapping[int, Palette]):
        self._palettes = palettes
        self._missed: dict[tuple[int, ...], np.ndarray] = {}
        common = sample.references[numbers[0]].seen
        least = max(_LEAST_COMMON * np.count_nonzero(common), LEAST_PIXELS)
        self._taken: list[int] = []
        for place, number in enumerate(numbers):
            both = common & sample.references[number].seen
            if np.count_nonzero(both) >= least:
                self._taken.append(place)
                common = both
        self.three = tuple(self._taken[:LEAST_DATES]) if len(self._taken) >= LEAST_DATES else None
        index = np.flatnonzero(common)
        self._sample = sample.chosen(index[:: max(-(-len(index) // _ENOUGH), 1)])

    def add(self, places: tuple[int, ...], moments: Moments, fit: HeldOut) -> None:
        """Take a relation, by the places of its dates, if it is to be averaged."""
        if self.three is not None and set(places) <= set(self._taken):
            self._missed[places] = moments.missed_left_out(self._sample, self._palettes, fit)

    def shares(self) -> dict[tuple[int, ...], float]:
        """Return how much each relation counts, 1 together; nothing where they are not averaged."""
        if self.three is None:
            return {}
        shares = stacked_shares(np.stack(list(self._missed.values())))
        shares = np.where(shares < _LEAST_SHARE, 0, shares)
        shares /= shares.sum()
        return {places: float(share) for places, share in zip(self._missed, shares) if share > 0}


def stacked_shares(missed: np.ndarray) -> np.ndarray:
    """Return the shares [relations], 0 and more and 1 together, by which errors [relations, n, bands] cancel best.

    Bands count by the first relation's errors; shares are drawn towards equal ones.
    """
    missed = missed / (missed[0].std(axis=0) + 1.0)
    flat = missed.reshape(len(missed), -1).astype(np.float64)
    products = flat @ flat.T / flat.shape[1]
    number = len(products)
    pull = _PULL * products.diagonal().min()
    products = products + pull * np.eye(number)
    step = 1 / np.linalg.eigvalsh(products)[-1]
    shares = np.full(number, 1 / number)
    for _ in range(_STEPS):
        shares = _on_simplex(shares - step * (products @ shares - pull / number))
    return shares


def _on_simplex(values: np.ndarray) -> np.ndarray:
    """Return the nearest [n] to values [n] that are 0 and more and 1 together (Duchi et al. 2008)."""
    falling = np.sort(values)[::-1]
    above = (np.cumsum(falling) - 1) / np.arange(1, len(values) + 1)
    return np.maximum(values - above[np.flatnonzero(falling > above)[-1]], 0)
