"""Other dates of a scene whose clear ground tells nothing: how they differ is not known, and they are taken as is.

What they are off by is what real dates of such an age differ by, band by band; thin cloud of the scene is weighed
against that. Two dates on either side of the scene's own are taken together, the nearer one the more.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader
from unveil.engine.references.features import Palette
from unveil.engine.references.guards import LEAST_PIXELS, Limits
from unveil.engine.references.learnt import Learnt
from unveil.engine.references.radar_change import unknown_change
from unveil.engine.references.reference import Reference
from unveil.engine.references.relation import Relation, make_nodes
from unveil.engine.references.usual import MOST_DAYS, days_between, usual_difference
from unveil.engine.scene.scene import Scene
from unveil.engine.sentinel.dates import acquisition_date

LEAST_SHARE = 0.05
"""Share of clear pixels from which the scene's own ground is better than a date that nothing is known of."""

_ROWS = 1024
_ALL = 255
_RADAR = 2


def of_the_same_kind(scene: Scene, reference: Reference) -> bool:
    """Tell whether a reference has the scene's bands, of its level, so that it can be taken as it is."""
    optical, theirs = scene.optical, reference.optical
    return set(optical.names) <= set(theirs.names) and theirs.likely_level == optical.likely_level


def taken_as_they_are(scene: Scene, references: tuple[Reference, ...], feedback: Feedback) -> Learnt | None:
    """Return the dates of the scene's own level as they are, the nearest first; None where the scene shows more ground
    than `LEAST_SHARE` and `LEAST_PIXELS`, or none is such.

    Raises:
        UnveilError: the mask cannot be read.
    """
    clear = _clear_pixels(scene)
    scarce = clear < LEAST_SHARE * scene.grid.height * scene.grid.width
    if not scarce and clear >= LEAST_PIXELS:
        return None
    day, most = acquisition_date(scene.optical.raster), np.inf if scarce else MOST_DAYS
    usable = [
        number
        for number, each in enumerate(references)
        if of_the_same_kind(scene, each) and days_between(each.day, day) <= most
    ]
    for number in usable:
        feedback.warn(
            "Hardly any ground of the scene is clear, so that nothing tells how the reference "
            f"{references[number].name} differs; it is taken as it is."
        )
    return as_they_are(scene, references, usable) if usable else None


def as_they_are(scene: Scene, references: tuple[Reference, ...], usable: list[int]) -> Learnt:
    """Return some of the references, by number, as they are: each `of_the_same_kind`, the nearest in time first."""
    day = acquisition_date(scene.optical.raster)
    members = tuple(sorted(usable, key=lambda number: days_between(references[number].day, day)))
    nodes = make_nodes(scene.grid.height, scene.grid.width)
    shape = len(nodes.rows), len(nodes.columns)
    relations: dict[tuple[int, ...], Relation] = {}
    for place, number in enumerate(members):
        relations[(place,)] = _copied(scene.optical.names, {place: (references[number], 1.0)}, day, shape)
    for first in range(len(members)):
        for second in range(first + 1, len(members)):
            both = references[members[first]], references[members[second]]
            share = _share_of_the_first(both[0].day, both[1].day, day)
            relations[(first, second)] = relations[(first,)]
            if share < 1:
                parts = {first: (both[0], share), second: (both[1], 1 - share)}
                relations[(first, second)] = _copied(scene.optical.names, parts, day, shape)
    palettes, limits = zip(*(_nothing_known(len(references[number].optical.names)) for number in members))
    unknown = np.full(len(scene.optical.names), np.inf)
    accepted = ((classes.CLEAR,),) * len(members)
    return Learnt(members, accepted, palettes, limits, relations, nodes, unknown, rim=_ALL)


def _clear_pixels(scene: Scene) -> int:
    grid, clear = scene.grid, 0
    with Reader(scene.mask) as reader:
        for row in range(0, grid.height, _ROWS):
            window = Window(row, 0, min(_ROWS, grid.height - row), grid.width)
            clear += int(np.count_nonzero(reader.read(window, (1,)) == classes.CLEAR))
    return clear


def _share_of_the_first(first: date | None, second: date | None, day: date | None) -> float:
    """Return how much the nearer of two dates counts: between both by the days to them, else it stands alone."""
    if first is None or second is None or day is None or (first - day).days * (second - day).days >= 0:
        return 1.0
    near, far = days_between(first, day), days_between(second, day)
    return far / (near + far)


def _copied(
    names: tuple[str, ...], parts: dict[int, tuple[Reference, float]], day: date | None, shape: tuple[int, int]
) -> Relation:
    """Return the relation by which each band is that of references, by their places; shape: numbers of nodes.

    parts: how much each counts; the error is that of the first.
    """
    widths = [2 * len(reference.optical.names) + _RADAR for reference, _ in parts.values()]
    weights = np.zeros((*shape, 1 + sum(widths) + _RADAR, len(names)), dtype=np.float32)
    start = 1
    for (reference, share), width in zip(parts.values(), widths):
        for band, name in enumerate(names):
            weights[:, :, start + reference.optical.names.index(name), band] = share
        start += width
    nearest = next(iter(parts.values()))[0]
    error = usual_difference(names, days_between(nearest.day, day))
    return Relation(tuple(parts), weights, error, np.full(len(names), np.nan))


def _nothing_known(bands: int) -> tuple[Palette, Limits]:
    palette = Palette(np.zeros(bands), np.ones(bands), np.zeros((0, bands)))
    return palette, Limits(unknown_change(bands), np.full(bands, np.inf))
