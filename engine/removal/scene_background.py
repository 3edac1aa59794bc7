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
from scipy.ndimage import gaussian_filter

from unveil.engine.removal.background import CELL, Cells, background_field, cell_statistics, resample_field, scene_prior
from unveil.engine.removal.radar_features import radar_features
from unveil.engine.removal.radar_relation import (
    FLOOR,
    Relation,
    RelationSums,
    cell_groups,
    relation,
    relation_sums,
)

DARKER, BRIGHTER = -0.7, 1.5
"""Limits of the relative detail."""

Margin = tuple[tuple[int, int], tuple[int, int]]
"""Pixels above and below a window, and left and right of it."""


@dataclass(frozen=True)
class GroundSums:
    """What a scene's background is made of, cell by cell.

    ground: the clear pixels' bands in DN and, behind them, their radar features. radar: the features of all pixels.
    relation: see `radar_relation.py`. Without radar the last two are None, and the ground has no features.
    """

    ground: Cells
    radar: Cells | None = None
    relation: RelationSums | None = None

    def part(self, rows: slice, columns: slice) -> GroundSums:
        """Return the sums of a window of cells, without the relation."""
        radar = None if self.radar is None else _cut(self.radar, rows, columns)
        return GroundSums(_cut(self.ground, rows, columns), radar)

    def joined(self, other: GroundSums, axis: int) -> GroundSums:
        """Return the sums of this window and of the one below (axis 0) or beside it (axis 1)."""
        ground = _joined(self.ground, other.ground, axis)
        if self.radar is None or other.radar is None or self.relation is None or other.relation is None:
            return GroundSums(ground)
        return GroundSums(ground, _joined(self.radar, other.radar, axis), self.relation + other.relation)


@dataclass(frozen=True)
class Background:
    """The field [bands, rows, columns] in DN, and where radar tells anything its features' field and weights.

    reference: [12, rows, columns]. weights: [bands, 12].
    """

    field: np.ndarray
    reference: np.ndarray | None = None
    weights: np.ndarray | None = None

    def image(self, rows: np.ndarray, columns: np.ndarray, features: np.ndarray | None = None) -> np.ndarray:
        """Return DN [bands, h, w] at pixel `rows` and `columns` of the scene, float32; features [12, h, w] there."""
        field = resample_field(self.field, rows, columns)
        if self.weights is None or self.reference is None or features is None:
            return field
        # Where there is no radar all features are 0, which is no backscatter of its own.
        seen = features.any(axis=0)
        difference = np.where(seen, features - resample_field(self.reference, rows, columns), 0)
        detail = np.tensordot(self.weights.astype(np.float32), difference, axes=1)
        return np.maximum(field + (field + np.float32(FLOOR)) * np.clip(detail, DARKER, BRIGHTER), 0)


def ground_sums(
    dn: np.ndarray,
    clear: np.ndarray,
    seen: np.ndarray | None = None,
    decibels: np.ndarray | None = None,
    margin: Margin = ((0, 0), (0, 0)),
    groups: np.ndarray | None = None,
    number: int | None = None,
) -> GroundSums:
    """Sum a window of a scene over cells; it starts where a cell does.

    dn [bands, h, w]; clear [h, w] bool; seen [h, w]: see `radar_relation.seen_ground`. decibels [2, h', w']: radar with
    NaN, wider by `margin` (pixels above and below, left and right), which is `REACH` where the scene goes on. groups,
    number: of the window's cells and of all in the scene, see `radar_relation.cell_groups`; by default it is the scene.
    """
    if decibels is None or seen is None:
        return GroundSums(cell_statistics(dn, clear))
    if groups is None:
        groups = cell_groups(*(-(-length // CELL) for length in clear.shape))
    height, width = clear.shape
    (above, _), (left, _) = margin
    features = radar_features(decibels)[:, above : above + height, left : left + width]
    measured = features.any(axis=0)
    return GroundSums(
        cell_statistics(np.concatenate((dn, features)), clear),
        cell_statistics(features, measured),
        relation_sums(features, dn, seen * measured, groups, number or int(groups.max()) + 1, CELL),
    )


def ground_relation(sums: GroundSums, elsewhere: RelationSums | None = None) -> Relation | None:
    """Return the scene's relation between radar and ground, or None where there is none.

    elsewhere: what is known of it from ground that is not part of `sums`.
    """
    if sums.relation is None:
        return None
    return relation(sums.relation if elsewhere is None else sums.relation.beside(elsewhere))


def make_background(sums: GroundSums, prior: np.ndarray, found: Relation | None = None) -> Background:
    """Return the background; `prior` [bands] in DN is all there is where nothing is clear, found: the relation."""
    bands = len(prior)
    colours = Cells(sums.ground.sums[:bands], sums.ground.counts)
    field = background_field(colours, scene_prior(colours, prior))
    if sums.radar is None or found is None:
        return Background(field)
    return Background(field, _reference(Cells(sums.ground.sums[bands:], sums.ground.counts), sums.radar), found.weights)


def background_image(
    dn: np.ndarray, clear: np.ndarray, seen: np.ndarray, decibels: np.ndarray, prior: np.ndarray
) -> np.ndarray:
    """Return the background of a whole scene in memory, DN [bands, h, w]; arguments as in `ground_sums`."""
    sums = ground_sums(dn, clear, seen, decibels)
    background = make_background(sums, prior, ground_relation(sums))
    rows, columns = (np.arange(length) for length in clear.shape)
    return background.image(rows, columns, radar_features(decibels))


def _reference(clear: Cells, all_pixels: Cells) -> np.ndarray:
    """Return the field of the features of clear ground; where none is clear, their mean over cells near by."""
    counts = gaussian_filter(all_pixels.counts, 1.0, mode="constant")
    near = np.stack([gaussian_filter(plane, 1.0, mode="constant") for plane in all_pixels.sums])
    return background_field(clear, near / np.maximum(counts, 1.0))


def _cut(cells: Cells, rows: slice, columns: slice) -> Cells:
    return Cells(cells.sums[:, rows, columns], cells.counts[rows, columns])


def _joined(first: Cells, second: Cells, axis: int) -> Cells:
    return Cells(
        np.concatenate((first.sums, second.sums), axis=axis + 1), np.concatenate((first.counts, second.counts), axis)
    )
