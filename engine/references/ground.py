"""A scene's hidden ground as other dates show it, written window by window to a raster of its own.

Where several references show the ground the two that tell most are used together. Each counts less near the edge of
what it shows, so that nothing jumps where one begins or ends; where none shows the ground the weight is 0.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

import numpy as np

from unveil.engine.ahead import Crew, full_crew
from unveil.engine.ground.residual import REACH, Field, hold_outliers
from unveil.engine.masking import classes
from unveil.engine.raster.filters import any_within, box_mean
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Raster, describe
from unveil.engine.raster.window_sink import WindowSink
from unveil.engine.references import vote
from unveil.engine.references.drawing import Drawing
from unveil.engine.references.filling import filling
from unveil.engine.references.guards import APART, CHANGED, REFUSED
from unveil.engine.references.learnt import Learnt
from unveil.engine.references.reference import Reference
from unveil.engine.references.relation import Relation
from unveil.engine.references.view import View, ViewReader
from unveil.engine.scene.scene import Scene
from unveil.engine.workplace import Workplace

WEIGHT, SOURCE, REASON = "weight", "source", "reason"
FULL = 10000
"""The weight of ground that is wholly from references."""

_ROWS, _COLUMNS = 768, 1024
_EXACT = 16
"""Pixels beside what is hidden that are all worked out; further off one of four tells what is missed there."""

_RAMP, _SHORT_RAMP = 17, 5
"""Sides in pixels of the squares over which a reference begins to count, at its edge and beside what is refused."""

_PAIR = 2
_LEAST_REST = 1e-3
"""What averages leave over by rounding where all dates show the ground."""

_MOST = np.iinfo(np.uint16).max


@dataclass(frozen=True)
class Dates:
    """All references that were given, what is learnt of those that are relied on, and the scene's own day if known."""

    given: tuple[Reference, ...]
    learnt: Learnt
    day: date | None


@dataclass(frozen=True)
class ReferenceGround:
    """Hidden ground from references. raster: DN of `bands`, then the layers WEIGHT (0..FULL), SOURCE and REASON.

    SOURCE is the number of the relation that counts most, from 1 on, 0 for none; REASON holds bits of
    `reference_guards` of what is wrong with references that show the ground. ages: days from the scene to the first
    reference of each relation, None where a date is unknown. learnt: see `learnt.py`; given: all references;
    day: the scene's. parts: what each date that is relied on makes of the hidden ground, 1 together. alone: the model
    stays out of this ground; else it is fed it and may add to it. share: how much of it is taken beside what the model
    makes, 0..1. off: DN by which it misses held-out ground, None where that was not tried.
    """

    raster: Raster
    bands: tuple[str, ...]
    relations: tuple[Relation, ...]
    ages: tuple[int | None, ...]
    dates: Dates
    parts: tuple[float, ...]
    alone: bool = True
    share: float = 1.0
    off: float | None = None

    @property
    def errors(self) -> np.ndarray:
        """Return the errors [bands] in DN, root mean square: the best relation's, in all as on held-out ground."""
        error = self.relations[0].error
        return error if self.off is None else error * (self.off / max(float(np.sqrt(np.mean(error**2))), 1.0))


def write_reference_ground(scene: Scene, dates: Dates, work: Workplace) -> ReferenceGround:
    """Write the ground to a raster in the folder of `work`.

    Raises:
        UnveilError: a file cannot be read or written.
        Cancelled: the user stopped it.
    """
    learnt, feedback = dates.learnt, work.feedback
    used = tuple(dates.given[number] for number in learnt.members)
    path = work.path("reference_ground.tif")
    names = scene.optical.names
    grid = scene.grid
    relations = tuple({id(relation): relation for relation in learnt.relations.values()}.values())
    with ExitStack() as stack:
        enter = stack.enter_context
        painter = _Painter(learnt, relations, enter(full_crew()))
        reader = enter(ViewReader(scene, used, learnt.accepted, learnt.trusted))
        sink = enter(WindowSink(path, grid, (*names, WEIGHT, SOURCE, REASON), "uint16"))
        for row in range(0, grid.height, _ROWS):
            feedback.check()
            stop = min(row + _ROWS, grid.height)
            top = max(row - REACH, 0)
            codes = reader.codes(top, min(stop + REACH, grid.height))
            for column in range(0, grid.width, _COLUMNS):
                window = Window(row, column, stop - row, min(_COLUMNS, grid.width - column))
                wide = window.grow(REACH).clip(grid.height, grid.width)
                own = codes[wide.row - top : wide.row - top + wide.height, wide.columns]
                if classes.to_restore(own).any():
                    sink.write(window, painter.painted(reader.view(wide, own), window))
            reader.row_is_done()
            feedback.progress(stop / grid.height)
    ages = tuple(_age(used[relation.members[0]].day, dates.day) for relation in relations)
    parts = painter.made / max(painter.made.sum(), 1)
    return ReferenceGround(describe(path), names, relations, ages, dates, tuple(parts.tolist()))


class _Painter:
    """Paints windows of the ground. made: how many hidden pixels each date makes, parts of them summed."""

    def __init__(self, learnt: Learnt, relations: tuple[Relation, ...], crew: Crew):
        self._learnt = learnt
        self._crew = crew
        self._relations = relations
        self.made = np.zeros(len(learnt.members))
        self._drawings = {
            id(relation): Drawing(relation, [learnt.palettes[member] for member in relation.members], learnt.nodes)
            for relation in relations
        }

    def painted(self, view: View, inner: Window) -> np.ndarray:
        """Return the layers [bands + 3, h, w] uint16 of the window `inner`, which lies inside the view's.

        The view's target is used up.
        """
        learnt, each = self._learnt, self._crew.each
        reasons = each(
            lambda one: learnt.limits[one].reasons(view.colours[one], view.near[one], view.change[one], view.radar),
            range(len(learnt.limits)),
        )
        needed, written = self._needed(view)
        if len(reasons) >= vote.LEAST:
            self._take_votes(view, needed, reasons)
        counts = each(
            lambda one: (
                _ramp(np.isfinite(view.colours[one][0]), _RAMP) * _ramp(reasons[one] & REFUSED == 0, _SHORT_RAMP)
            ),
            range(len(reasons)),
        )
        shares = self._shares(counts)
        ground, total, source = self._mixed(view, needed, shares)
        known = view.clear & (total > 0) & (view.beside > learnt.rim)
        gaps = filling(~needed, view.window)
        carried = known.copy()
        gaps.fill(carried)
        rows, columns = view.inner(inner)
        seen = written[rows, columns] & (total[rows, columns] > 0)
        field = Field(carried, rows, columns)
        layers = np.empty((len(ground) + 3, *seen.shape), dtype=np.uint16)

        def paint(band: int) -> None:
            missed = view.target[band]
            missed -= ground[band]
            hold_outliers(missed, self._relations[0].error[band])
            missed *= known
            gaps.fill(missed)
            dn = field.of(missed)
            dn += ground[band][rows, columns]
            np.rint(dn, out=dn)
            np.clip(dn, 1, _MOST, out=dn)
            dn *= seen
            layers[band] = dn

        each(paint, range(len(ground)))
        below = seen & view.hidden[rows, columns]
        for relation, share in zip(self._relations, shares):
            made = (share[rows, columns][below] / total[rows, columns][below]).sum(dtype=np.float64)
            self.made[list(relation.members)] += made / len(relation.members)
        layers[-3] = np.rint(np.clip(total[rows, columns] * seen, 0, 1) * FULL)
        layers[-2] = source[rows, columns]
        layers[-1] = self._reason(reasons, view)[rows, columns]
        return layers

    def _mixed(
        self, view: View, needed: np.ndarray, shares: list[np.ndarray]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return DN [bands, h, w] of all relations by their shares, the sum of these [h, w], and which counts most."""
        ground = np.zeros(view.target.shape, dtype=np.float32)
        total, most = (np.zeros(needed.shape, dtype=np.float32) for _ in range(2))
        source = np.zeros(needed.shape, dtype=np.uint16)
        for number, (relation, share) in enumerate(zip(self._relations, shares)):
            share = share * needed
            if not share.any():
                continue
            self._drawings[id(relation)].add(ground, view, share, self._crew)
            total += share
            source[share > most] = number + 1
            np.maximum(most, share, out=most)
        mixed = np.flatnonzero((total > 0) & (total != 1))
        sums = total.reshape(-1)[mixed]

        def divide(plane: np.ndarray) -> None:
            plane.reshape(-1)[mixed] /= sums

        self._crew.each(divide, ground)
        return ground, total, source

    @staticmethod
    def _needed(view: View) -> tuple[np.ndarray, np.ndarray]:
        """Return which pixels [h, w] are worked out, and which of them are written."""
        written = any_within(view.hidden, _EXACT)
        rows, columns = (np.arange(length) for length in view.hidden.shape)
        sparse = ((rows + view.window.row) % 2 == 0)[:, None] & ((columns + view.window.column) % 2 == 0)
        return written | sparse & any_within(view.hidden, REACH), written

    def _take_votes(self, view: View, needed: np.ndarray, reasons: list[np.ndarray]) -> None:
        """Add to the reasons [h, w] of each reference where it stands alone against the others."""
        if not needed.any():
            return
        singles = [self._learnt.relations[(number,)] for number in range(len(reasons))]
        predicted = []
        for number, relation in enumerate(singles):
            where = needed & np.isfinite(view.colours[number][0]) & (reasons[number] & REFUSED == 0)
            drawn = np.zeros(view.target.shape, dtype=np.float32)
            self._drawings[id(relation)].add(drawn, view, where.astype(np.float32), self._crew)
            drawn[:, ~where] = np.nan
            predicted.append(drawn)
        for reason, out in zip(reasons, vote.outvoted(predicted, [relation.error for relation in singles])):
            reason[out] |= APART

    def _shares(self, counts: list[np.ndarray]) -> list[np.ndarray]:
        """Return the share [h, w] of each relation: averages where all their dates show the ground, else pairs of the
        first two that show it, or the only one.
        """
        learnt, shape = self._learnt, counts[0].shape
        shares = [np.zeros(shape, dtype=np.float32) for _ in self._relations]
        place = {id(relation): number for number, relation in enumerate(self._relations)}
        rest = np.ones(shape, dtype=np.float32)
        for members, part in learnt.together.items():
            share = np.full(shape, part, dtype=np.float32)
            for number in members:
                share *= counts[number]
            shares[place[id(learnt.relations[members])]] += share
            rest -= share
        np.maximum(rest, 0, out=rest)
        rest[rest < _LEAST_REST] = 0
        for members, relation in learnt.relations.items():
            if len(members) > _PAIR:
                continue
            share = rest.copy()
            for number in range(len(counts) if len(members) == 1 else members[1] + 1):
                share *= counts[number] if number in members else 1 - counts[number]
            shares[place[id(relation)]] += share
        return shares

    @staticmethod
    def _reason(reasons: list[np.ndarray], view: View) -> np.ndarray:
        found = np.zeros(view.clear.shape, dtype=np.uint16)
        for reason in reasons:
            found |= reason
        return found


def _ramp(seen: np.ndarray, side: int) -> np.ndarray:
    """Return [h, w] float32: 0 where nothing is seen, rising from its edge to 1 over half of `side` pixels."""
    share = box_mean(seen.astype(np.float32), side)
    return np.where(seen, np.clip(2 * share - 1, 0.02, 1), 0).astype(np.float32)


def _age(reference: date | None, scene: date | None) -> int | None:
    return None if reference is None or scene is None else (reference - scene).days


def changed(reason: np.ndarray) -> np.ndarray:
    """Tell from the layer REASON where radar saw a change since the date of a reference."""
    return (reason & CHANGED) > 0
