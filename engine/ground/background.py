"""What a scene's ground may look like where it is hidden: the colour of its clear ground, with the radar's detail.

Regression kriging (Hengl et al. 2007): the field of the clear ground's colour (`background.py`), plus what the scene's
own relation between ground and radar says of how the hidden ground differs from the ground that the field was made of:

    background = field + (field + 200 DN) x weights (features - field of the features)

The field of the features is made of the same clear pixels in the same way, so that nothing is counted twice. Where
nothing is clear it is the radar's own local mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.field import (
    CELL,
    Cells,
    background_field,
    cell_statistics,
    near_mean,
    resample_field,
    scene_prior,
)
from unveil.engine.ground.radar_features import has_radar, radar_features
from unveil.engine.ground.radar_relation import (
    FLOOR,
    Relation,
    RelationSums,
    cell_groups,
    relation,
    relation_sums,
)

DARKER, BRIGHTER = -0.7, 1.5
"""Limits of the relative detail."""


@dataclass(frozen=True)
class GroundSums:
    """What a scene's background is made of, cell by cell.

    colours: the bands of clear pixels in DN. features: the radar features of those of them that have radar; radar:
    those of all pixels that have. relation: see `radar_relation.py`.
    """

    colours: Cells
    features: Cells
    radar: Cells
    relation: RelationSums

    def part(self, rows: slice, columns: slice) -> GroundSums:
        """Return the sums of a window of cells, with the whole relation."""
        cut = (_cut(cells, rows, columns) for cells in (self.colours, self.features, self.radar))
        return GroundSums(*cut, self.relation)

    def joined(self, other: GroundSums, axis: int) -> GroundSums:
        """Return the sums of this window and of the one below (axis 0) or beside it (axis 1)."""
        pairs = ((self.colours, other.colours), (self.features, other.features), (self.radar, other.radar))
        return GroundSums(*(_joined(*pair, axis) for pair in pairs), self.relation + other.relation)


@dataclass(frozen=True)
class Background:
    """The field [bands, rows, columns] in DN, and where radar tells anything the weights [bands, 12] of its features.

    held: [bands, rows, columns], the relative detail of the ground that the field was made of, which it holds already.
    """

    field: np.ndarray
    held: np.ndarray | None = None
    weights: np.ndarray | None = None

    def image(self, rows: np.ndarray, columns: np.ndarray, features: np.ndarray | None = None) -> np.ndarray:
        """Return DN [bands, h, w] at pixel `rows` and `columns` of the scene, float32; features [12, h, w] there.

        Features may be None where there are no weights.
        """
        field = resample_field(self.field, rows, columns)
        if self.weights is None or self.held is None:
            return field
        detail = np.tensordot(self.weights, features, axes=1)
        detail -= resample_field(self.held, rows, columns)
        np.maximum(detail, np.float32(DARKER), out=detail)
        np.minimum(detail, np.float32(BRIGHTER), out=detail)
        # Where there is no radar all features are 0, which is no backscatter of its own.
        seen = has_radar(features)
        if not seen.all():
            detail[:, ~seen] = 0
        detail *= field + np.float32(FLOOR)
        detail += field
        return np.maximum(detail, 0, out=detail)


def ground_sums(
    dn: np.ndarray,
    clear: np.ndarray,
    seen: np.ndarray,
    features: np.ndarray,
    groups: np.ndarray | None = None,
    number: int | None = None,
) -> GroundSums:
    """Sum a window of a scene over cells; it starts where a cell does.

    dn [bands, h, w]; clear [h, w] bool; seen [h, w]: see `radar_relation.seen_ground`; features [12, h, w] of the
    radar. groups, number: of the window's cells and of all in the scene, see `radar_relation.cell_groups`; by default
    it is the scene.
    """
    if groups is None:
        groups = cell_groups(*(-(-length // CELL) for length in clear.shape))
    measured = has_radar(features)
    return GroundSums(
        cell_statistics(dn, clear),
        cell_statistics(features, clear & measured),
        cell_statistics(features, measured),
        relation_sums(features, dn, seen * measured, groups, number or int(groups.max()) + 1, CELL),
    )


def make_background(sums: GroundSums, prior: np.ndarray, found: Relation | None) -> Background:
    """Return the background; `prior` [bands] in DN: see `background.scene_prior`; found: the relation, if any."""
    field = background_field(sums.colours, prior)
    if found is None:
        return Background(field)
    # Where none is clear, the radar's own mean near by is all that the features can be compared with.
    reference = background_field(sums.features, near_mean(sums.radar))
    return Background(field, np.tensordot(found.weights, reference, axes=1), found.weights.astype(np.float32))


def background_image(
    dn: np.ndarray, clear: np.ndarray, seen: np.ndarray, decibels: np.ndarray, typical: np.ndarray
) -> np.ndarray:
    """Return the background of a whole scene in memory, DN [bands, h, w]; arguments as in `ground_sums`.

    decibels: radar [2, h, w] with NaN. typical: [bands] in DN, see `background.scene_prior`.
    """
    features = radar_features(decibels)
    sums = ground_sums(dn, clear, seen, features)
    background = make_background(sums, scene_prior(sums.colours, typical), relation(sums.relation))
    rows, columns = (np.arange(length) for length in clear.shape)
    return background.image(rows, columns, features)


def _cut(cells: Cells, rows: slice, columns: slice) -> Cells:
    return Cells(cells.sums[:, rows, columns], cells.counts[rows, columns])


def _joined(first: Cells, second: Cells, axis: int) -> Cells:
    return Cells(
        np.concatenate((first.sums, second.sums), axis=axis + 1), np.concatenate((first.counts, second.counts), axis)
    )
