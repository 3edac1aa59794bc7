"""What a scene's ground looks like where it is hidden, from what is seen of it, near and far.

Regression kriging (Hengl et al. 2007). What radar draws of the ground, by the scene's own relation between the two
(`radar_relation.py`), is taken off the clear ground; the rest is spread over the scene, near ground first
(`pyramid.py`), and carried from the rim inwards (`membrane.py`; `plate.py` where radar tells nothing); and what radar
draws is put back where it is to be shown:

    drawn(x)  = (field(x) + 200 DN) x weights (features(x) - mean features of the clear ground)
    ground(x) = spread(clear ground - drawn)(x) + drawn(x)

The detail of that is made stronger in the end, if it is asked for (`strength.py`).
The field is the colour of the clear ground without its detail. Where radar tells water from land (`water.py`), each is
spread from clear ground of its own kind. Where nothing at all is clear, a typical spectrum stands for the ground: that
is a guess, and the run says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.ground import plate, strength
from unveil.engine.ground.field import CELL, Cells, cell_squares, cell_statistics, resample_field, scene_prior
from unveil.engine.ground.membrane import (
    ALIGNED,
    HALO,
    NEAR,
    PULL,
    PULL_BESIDE_RADAR,
    Hold,
    carried_far,
    spread_pixels,
    squares_of,
)
from unveil.engine.ground.pyramid import evidence, spread_cells
from unveil.engine.ground.radar_features import NUMBER, has_radar
from unveil.engine.ground.radar_relation import Relation
from unveil.engine.ground.relation_sums import FLOOR, RelationSums, cell_groups, no_sums, relation_sums
from unveil.engine.ground.strength import raised_by, strengthen
from unveil.engine.ground.water import WaterSums, water_share, water_sums
from unveil.engine.raster.grid import extent

DARKER, BRIGHTER = -0.7, 1.5
"""Limits of what radar draws, relative to the field."""

_PRIOR = 3e-5
"""What the scene's mean weighs; as much as ground that is clear from about 5 km on."""

_TYPICAL_DEVIATION = 0.35
"""Of a typical spectrum, relative: what the deviation is taken for where hardly anything is clear."""

_SCARCE = 0.02
"""Share of a scene that is clear at which what is carried is held twice as much: specks are what a mask missed."""

_TYPICAL_PIXELS = 200.0
_ROWS = 16

_LEAST_LAND = 1.0
"""Pixels of clear land that a cell must hold for its radar features: sums of a cell are right to less than that."""


@dataclass(frozen=True)
class GroundSums:
    """What a scene's background is made of.

    colours, squares: the bands of clear pixels in DN, and sums of their squares, by cells. features: the radar features
    of those of them that have radar; radar: sum of the features [32] and number of all pixels that have, and number of
    pixels, [34]. relation: see `relation_sums.py`. water: see `water.py`.
    """

    colours: Cells
    squares: np.ndarray
    features: Cells
    radar: np.ndarray
    relation: RelationSums
    water: WaterSums

    def part(self, rows: slice, columns: slice) -> GroundSums:
        """Return the sums of a window of cells, with those of the whole scene that are not by cells."""
        return replace(
            self,
            colours=self.colours.part(rows, columns),
            squares=self.squares[:, rows, columns],
            features=self.features.part(rows, columns),
            water=self.water.part(rows, columns),
        )

    def moments(self, without: np.ndarray | None = None) -> np.ndarray:
        """Return [3, bands] of the scene's clear ground: number of pixels, sum and sum of squares in DN.

        without: [rows, columns] bool, cells that are left out.
        """
        kept = np.ones_like(self.colours.counts) if without is None else 1.0 - without
        number, totals = (self.colours.counts * kept).sum(), (self.colours.sums * kept).sum(axis=(1, 2))
        return np.stack((np.full(len(totals), number), totals, (self.squares * kept).sum(axis=(1, 2))))

    def clear_mean(self) -> np.ndarray:
        """Return [bands] in DN, the mean of the scene's clear ground; 0 where none is."""
        return self.colours.sums.sum(axis=(1, 2)) / max(float(self.colours.counts.sum()), 1.0)


@dataclass(frozen=True)
class Parts:
    """Rows and columns of a window: told, of which features are known, and wanted, of which ground is asked for; the
    latter lie in the former, and are counted there.
    """

    told: tuple[slice, slice]
    wanted: tuple[slice, slice]


@dataclass(frozen=True)
class Background:
    """Hidden ground of a scene, to be had in windows.

    field [bands, rows, columns]: DN of cells. coarse [bands + 1, rows, columns]: clear ground less what radar draws,
    spread from cells on, with its weight, see `pyramid.spread_cells`. weights [bands, 32] of the radar features where
    these tell anything, and centre [bands], what the clear ground has of it. mean, deviation [bands]: DN of the clear
    ground. apart: land and water, where these are told apart, each with the mean of its own. drawn [bands, rows,
    columns]: what radar draws of cells, where all of the scene has radar. pull: how much the field holds what is
    carried where radar tells nothing. raised: how much of its detail is added to what is hidden, where there is radar,
    see `strength.py`; None to leave it as it errs least.
    """

    field: np.ndarray
    coarse: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray
    weights: np.ndarray | None = None
    centre: np.ndarray | None = None
    apart: tuple[Background, Background] | None = None
    drawn: np.ndarray | None = None
    pull: float = PULL
    raised: float | None = None

    @property
    def halo(self) -> int:
        """Pixels round a window that `image` depends on."""
        return HALO + self._detail if self.needs_radar else plate.HALO

    @property
    def reach(self) -> int:
        """Pixels round a window of which `image` wants the radar: of the others, up to `halo`, it is enough to know
        the cells.
        """
        return self.halo if self.drawn is None else NEAR + self._detail

    @property
    def _detail(self) -> int:
        return 0 if self.raised is None else strength.REACH

    @property
    def needs_radar(self) -> bool:
        """Whether `image` wants features."""
        return self.weights is not None or self.apart is not None

    def image(
        self,
        corner: tuple[int, int],
        seen: tuple[np.ndarray, np.ndarray],
        features: np.ndarray | None = None,
        parts: Parts | None = None,
    ) -> np.ndarray:
        """Return the ground, DN [bands, h, w] float32, of the window that begins at a pixel of the scene.

        seen: DN [bands, h, w] and [h, w] bool, which of it is clear ground; features [32, h, w] of the radar, which may
        be None where `needs_radar` is False. parts: of the window, if features are of less, or less is wanted; nothing
        depends on the window `reach` pixels inside of what features are of and `halo` pixels inside the window, or at
        the border of the scene.
        """
        origin, (dn, known) = corner, seen
        height, width = known.shape
        place = parts or Parts((slice(0, height), slice(0, width)), (slice(0, height), slice(0, width)))
        far = None if self.drawn is None or features is None else self._far(origin, dn, known)
        if far is not None:
            far = far[(slice(None), *(_squares(start, part) for start, part in zip(origin, place.told)))]
        origin = (origin[0] + place.told[0].start, origin[1] + place.told[1].start)
        dn, known, wanted = dn[(slice(None), *place.told)], known[place.told], place.wanted
        if features is None or not self.needs_radar:
            return self._alone((origin, wanted), dn, known)
        radar = _Drawing(has_radar(features), None if self.weights is None else _weighed(self.weights, features), far)
        if self.raised is None:
            return self._ground((origin, wanted), (dn, known), features, radar)
        round_it, inner = strength.around(wanted, known.shape)
        ground = self._ground((origin, round_it), (dn, known), features, radar)
        part, hidden = (dn[(slice(None), *round_it)], known[round_it]), (radar.measured & ~known)[round_it]
        strengthen(ground, part, hidden, self.raised)
        return ground[(slice(None), *inner)]

    def _ground(
        self,
        place: tuple[tuple[int, int], tuple[slice, slice]],
        seen: tuple[np.ndarray, np.ndarray],
        features: np.ndarray,
        radar: _Drawing,
    ) -> np.ndarray:
        """Return the ground of a window, drawn by radar as it errs least; place: see `_spread`, the others `image`."""
        (origin, wanted), (dn, known) = place, seen
        if self.apart is None:
            return self._spread((origin, wanted), dn, known, radar)
        share = water_share(features)
        land, water = self.apart
        ground = land._spread((origin, wanted), dn, known * radar.measured * (1 - share), radar)
        wet = np.zeros(share.shape, dtype=bool)
        wet[wanted] = share[wanted] > 0
        if wet.any():
            round_it, inner = _around(wet)
            start = (origin[0] + round_it[0].start, origin[1] + round_it[1].start)
            window = dn[(slice(None), *round_it)], (known * share)[round_it], radar.part(round_it)
            there = tuple(slice(own.start + cut.start, own.start + cut.stop) for own, cut in zip(round_it, inner))
            mixed = ground[(slice(None), *(_moved(own, -part.start) for own, part in zip(there, wanted)))]
            mixed += share[there] * (water._spread((start, inner), *window) - mixed)
        if radar.measured.all():
            return ground
        return np.where(radar.measured[wanted], ground, self._spread((origin, wanted), dn, known, radar))

    def _alone(
        self, place: tuple[tuple[int, int], tuple[slice, slice]], dn: np.ndarray, known: np.ndarray
    ) -> np.ndarray:
        """Return the ground of a window of which radar tells nothing; place: see `_spread`."""
        origin, wanted = place
        rows, columns = (start + np.arange(length) for start, length in zip(origin, known.shape))
        coarse = resample_field(self.coarse, rows, columns)
        ground = plate.spread_plate(dn, known, Hold(origin, self.pull, wanted), coarse)
        return np.maximum(ground, 0, out=ground)

    def _spread(
        self,
        place: tuple[tuple[int, int], tuple[slice, slice]],
        dn: np.ndarray,
        known: np.ndarray,
        radar: _Drawing | None,
    ) -> np.ndarray:
        """Return the ground of a window, all of one kind.

        place: where in the scene it begins, and what of it is wanted; known: bool, or how far a pixel is of it.
        """
        origin, wanted = place
        rows, columns = (start + np.arange(length) for start, length in zip(origin, known.shape))
        coarse = resample_field(self.coarse, rows, columns)
        if self.weights is None or radar is None or radar.weighed is None:
            ground = spread_pixels(dn, known, Hold(origin, wanted=wanted), coarse)
        else:
            drawn = self._drawn(rows, columns, radar.measured, radar.weighed)
            hold = Hold(origin, PULL_BESIDE_RADAR, wanted)
            ground = spread_pixels(map(np.subtract, dn, drawn), known, hold, coarse, radar.far)
            ground += drawn[(slice(None), *wanted)]
        return np.maximum(ground, 0, out=ground)

    def _far(self, origin: tuple[int, int], dn: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Return what is carried in the widest squares of a window, see `membrane.carried_far`."""
        rows, columns = (squares_of(start, length) for start, length in zip(origin, known.shape))
        coarse = resample_field(self.coarse, rows, columns)
        expected = coarse[:-1] / coarse[-1] + resample_field(np.asarray(self.drawn), rows, columns)
        return carried_far(dn, known, Hold(origin, PULL_BESIDE_RADAR), expected)

    def _drawn(self, rows: np.ndarray, columns: np.ndarray, measured: np.ndarray, weighed: np.ndarray) -> np.ndarray:
        drawn = resample_field(self.field, rows, columns)
        for field, plane, centre in zip(drawn, weighed, np.asarray(self.centre)):
            field += np.float32(FLOOR)
            relative = plane - centre
            np.maximum(relative, np.float32(DARKER), out=relative)
            np.minimum(relative, np.float32(BRIGHTER), out=relative)
            # Where there is no radar all features are 0, which is no backscatter of its own.
            relative *= measured
            field *= relative
        return drawn


@dataclass(frozen=True)
class _Drawing:
    """What radar draws of a window: where it was measured, [h, w] bool, and its features as they are weighed [bands, h,
    w], None where they tell nothing.
    """

    measured: np.ndarray
    weighed: np.ndarray | None
    far: np.ndarray | None = None

    def part(self, place: tuple[slice, ...]) -> _Drawing:
        return _Drawing(self.measured[place], None if self.weighed is None else self.weighed[(slice(None), *place)])


def _weighed(weights: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Return the features [n, h, w] weighed [bands, h, w]; some rows at a time, for they may be part of a window."""
    number, height, width = features.shape
    result = np.empty((len(weights), height, width), dtype=np.float32)
    for start in range(0, height, _ROWS):
        part = features[:, start : start + _ROWS]
        result[:, start : start + _ROWS] = (weights @ part.reshape(number, -1)).reshape(-1, *part.shape[1:])
    return result


def _moved(places: slice, by: int) -> slice:
    return slice(places.start + by, places.stop + by)


def _squares(start: int, part: slice) -> slice:
    """Return which of the widest squares of a window that begins at `start` hold a part of it."""
    first = start // ALIGNED
    return slice((start + part.start) // ALIGNED - first, -(-(start + part.stop) // ALIGNED) - first)


def _around(chosen: np.ndarray) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Return the rectangle that holds what is chosen [h, w] bool with `HALO` round it, and where in it that lies."""
    down, across = (extent(chosen.any(axis=axis)) for axis in (1, 0))
    wide = tuple(
        slice(max(own.start - HALO, 0), min(own.stop + HALO, length))
        for own, length in zip((down, across), chosen.shape)
    )
    return (wide[0], wide[1]), (_moved(down, -wide[0].start), _moved(across, -wide[1].start))


def ground_sums(
    dn: np.ndarray,
    known: np.ndarray,
    seen: np.ndarray,
    features: np.ndarray,
    groups: np.ndarray | None = None,
    number: int | None = None,
) -> GroundSums:
    """Sum a window of a scene over cells; it starts where a cell does.

    dn [bands, h, w]; known [h, w]: see `field.clear_share`; seen [h, w]: see `relation_sums.seen_ground`; features
    [32, h, w] of the radar. groups, number: of the window's cells and of all in the scene, see
    `relation_sums.cell_groups`; by default it is the scene.
    """
    if groups is None:
        groups = cell_groups(*(-(-length // CELL) for length in known.shape))
    measured = has_radar(features)
    known = known.astype(np.float32)
    number = number or int(groups.max()) + 1
    colours, squares = cell_statistics(dn, known), cell_squares(dn, known)
    if not measured.any():
        return _without_radar(colours, squares, no_sums(number, len(features), len(dn)), measured.size)
    return GroundSums(
        colours,
        squares,
        cell_statistics(features, known * measured),
        np.append(features.sum(axis=1).sum(axis=1, dtype=np.float64), (measured.sum(), measured.size)),
        relation_sums(features, dn, seen * measured, groups, number, CELL),
        water_sums(dn, known, features, colours),
    )


def _without_radar(colours: Cells, squares: np.ndarray, told: RelationSums, pixels: int) -> GroundSums:
    """Return the sums of a window of so many pixels of which there is no radar."""
    nothing = Cells(np.zeros_like(colours.sums), np.zeros_like(colours.counts))
    features = Cells(np.zeros((NUMBER, *colours.counts.shape)), np.zeros_like(colours.counts))
    numbers = np.append(np.zeros(NUMBER), (0.0, pixels))
    return GroundSums(colours, squares, features, numbers, told, WaterSums(nothing, nothing, features))


def make_background(
    sums: GroundSums, typical: np.ndarray, found: Relation | None, share: float | None = None
) -> Background:
    """Return the background; `typical` [bands]: a clear spectrum in DN; found: the relation to radar, if any.

    share: of the strength that is aimed at, see `strength.raised_by`; None to draw it as it errs least.
    """
    prior = scene_prior(sums.colours, typical)
    deviation = _deviation(sums, prior, typical)
    whole = _of_one_kind(sums, (prior, deviation), found)
    if found is not None and share is not None:
        whole = replace(whole, raised=raised_by(found, sums.clear_mean(), share))
    if not sums.water.apart:
        return replace(whole, drawn=_cells_drawn(sums, whole))

    def one(colours: Cells, features: Cells) -> Background:
        mean = colours.sums.sum(axis=(1, 2)) / colours.counts.sum()
        # The relation is to the colour of both together: by land's own, which is brighter, too much would be drawn.
        return _of_one_kind(replace(sums, colours=colours, features=features), (mean, deviation), found, whole.field)

    water = sums.water
    return replace(whole, apart=(one(water.land, _land_features(sums)), one(water.water, water.features)))


def _land_features(sums: GroundSums) -> Cells:
    """Return the radar features of clear land: those of all ground less the water's, none where there is no land.

    What rounding leaves of that difference in a cell of water would be spread as if it had been seen.
    """
    every, wet = sums.features, sums.water.features
    dry = sums.water.land.counts > _LEAST_LAND
    return Cells(np.where(dry, every.sums - wet.sums, 0.0), np.where(dry, every.counts - wet.counts, 0.0))


def _of_one_kind(
    sums: GroundSums, moments: tuple[np.ndarray, np.ndarray], found: Relation | None, limit: np.ndarray | None = None
) -> Background:
    """Return the background of ground whose colours are spread into one another.

    moments: mean and deviation [bands] in DN; limit [bands, rows, columns]: the field's, where it has one.
    """
    mean, deviation = moments
    colours = sums.colours
    spread = spread_cells(colours.sums, colours.counts, CELL)
    weight = _prior_weight(spread[-1], colours.counts)
    spread = _with_prior(spread, mean, weight)
    field = spread[:-1] / spread[-1]
    if limit is not None:
        field = np.minimum(field, limit)
    if found is None:
        return Background(field, spread, mean, deviation, pull=_pull(sums))
    centre = found.weights @ _mean_features(sums)
    drawn = np.tensordot(found.weights, sums.features.sums, axes=1) - centre[:, None, None] * sums.features.counts
    rest = colours.sums - (np.maximum(field, 0) + FLOOR) * drawn
    coarse = _with_prior(spread_cells(rest, colours.counts, CELL), mean, weight)
    return Background(field, coarse, mean, deviation, found.weights.astype(np.float32), centre.astype(np.float32))


def _cells_drawn(sums: GroundSums, ground: Background) -> np.ndarray | None:
    """Return what radar draws of cells [bands, rows, columns] in the mean, spread over those of which nothing is known.

    None where it draws nothing, or some of the scene has no radar.
    """
    if ground.weights is None or ground.centre is None or sums.radar[NUMBER] < sums.radar[NUMBER + 1]:
        return None
    counts = sums.features.counts
    mean = np.tensordot(ground.weights.astype(np.float64), sums.features.sums, axes=1) / np.maximum(counts, 1e-9)
    relative = np.clip(mean - ground.centre[:, None, None], DARKER, BRIGHTER)
    drawn = (np.maximum(ground.field, 0) + FLOOR) * relative
    spread = spread_cells(drawn * counts, counts, CELL)
    return np.where(counts > 0, drawn, spread[:-1] / np.maximum(spread[-1], 1e-30))


def _pull(sums: GroundSums) -> float:
    """Return how much the field holds what is carried where radar tells nothing: more where little is clear."""
    share = float(sums.colours.counts.sum()) / max(float(sums.radar[NUMBER + 1]), 1.0)
    return PULL * (1 + _SCARCE / max(share, 1e-6))


def _prior_weight(spread: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return [rows, columns] what a prior weighs beside the weights `spread` of clear ground.

    Squares that are known in part count for more beside one another, but not beside the prior.
    """
    more = np.ones_like(spread)
    np.divide(spread, evidence(counts, CELL), out=more, where=spread > 0)
    return _PRIOR * more


def _with_prior(spread: np.ndarray, prior: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return what is spread [planes + 1, rows, columns] with a prior [planes] of a weight [rows, columns]."""
    spread = spread.copy()
    spread[:-1] += weight * np.asarray(prior, dtype=np.float64)[:, None, None]
    spread[-1] += weight
    return spread


def _mean_features(sums: GroundSums) -> np.ndarray:
    """Return [32], of the clear ground; of all ground that has radar where nothing is clear."""
    number = sums.features.counts.sum()
    if number > _TYPICAL_PIXELS:
        return sums.features.sums.sum(axis=(1, 2)) / number
    return sums.radar[:NUMBER] / max(sums.radar[NUMBER], 1.0)


def _deviation(sums: GroundSums, mean: np.ndarray, typical: np.ndarray) -> np.ndarray:
    """Return [bands] in DN, the standard deviation of the clear ground, shrunk towards a typical one."""
    number, total = sums.colours.counts.sum(), sums.colours.sums.sum(axis=(1, 2))
    about = np.maximum(sums.squares.sum(axis=(1, 2)) - 2 * mean * total + number * mean**2, 0)
    usual = _TYPICAL_PIXELS * (_TYPICAL_DEVIATION * np.asarray(typical, dtype=np.float64)) ** 2
    return np.sqrt((about + usual) / (number + _TYPICAL_PIXELS))
