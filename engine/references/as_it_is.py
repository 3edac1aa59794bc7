"""Other dates of a scene that shows hardly any clear ground: nothing tells how they differ, and they are taken as is.

What they are off by is what real dates of such an age differ by, band by band; thin cloud of the scene is weighed
against that.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader
from unveil.engine.references.features import Palette
from unveil.engine.references.guards import Limits
from unveil.engine.references.learnt import Learnt
from unveil.engine.references.reference import Reference
from unveil.engine.references.relation import Relation, make_nodes
from unveil.engine.scene.scene import Scene
from unveil.engine.sentinel.dates import acquisition_date

LEAST_SHARE = 0.05
"""Share of clear pixels from which the scene's own ground is better than a date that nothing is known of."""

_ROWS = 1024
_ALL = 255

_AGES = (12, 35)
_DIFFERENCES = {
    "B1": (150, 150, 150),
    "B2": (210, 200, 290),
    "B3": (225, 230, 310),
    "B4": (285, 310, 500),
    "B5": (280, 310, 450),
    "B6": (385, 500, 800),
    "B7": (445, 650, 1080),
    "B8": (510, 690, 1120),
    "B8A": (470, 680, 1120),
    "B9": (400, 400, 700),
    "B10": (10, 10, 10),
    "B11": (410, 450, 740),
    "B12": (385, 420, 730),
}
"""DN that clear ground of two dates differs by, root mean square, up to 12 days apart, up to 35, and further.

Medians of some 400 pairs of four sets of real images.
"""


def taken_as_they_are(scene: Scene, references: tuple[Reference, ...], feedback: Feedback) -> Learnt | None:
    """Return the dates of the scene's own level as they are, the nearest first; None where the scene shows more ground
    than `LEAST_SHARE`, or none is such.

    Raises:
        UnveilError: the mask cannot be read.
    """
    names, day = scene.optical.names, acquisition_date(scene.optical.raster)
    if _clear_share(scene) >= LEAST_SHARE:
        return None
    usable = [
        number
        for number, each in enumerate(references)
        if set(names) <= set(each.optical.names) and each.optical.likely_level == scene.optical.likely_level
    ]
    if not usable:
        return None
    members = tuple(sorted(usable, key=lambda number: _age(references[number].day, day)))
    for number in members:
        feedback.warn(
            "Hardly any ground of the scene is clear, so that nothing tells how the reference "
            f"{references[number].name} differs; it is taken as it is."
        )
    nodes = make_nodes(scene.grid.height, scene.grid.width)
    shape = len(nodes.rows), len(nodes.columns)
    single = [_copied(names, references[number], (place,), day, shape) for place, number in enumerate(members)]
    relations: dict[tuple[int, ...], Relation] = {(place,): relation for place, relation in enumerate(single)}
    for first in range(len(members)):
        for second in range(first + 1, len(members)):
            relations[(first, second)] = single[first]
    palettes, limits = zip(*(_nothing_known(len(references[number].optical.names)) for number in members))
    unknown = np.full(len(names), np.inf)
    accepted = ((classes.CLEAR,),) * len(members)
    return Learnt(members, accepted, palettes, limits, relations, nodes, unknown, rim=_ALL)


def _clear_share(scene: Scene) -> float:
    grid, clear = scene.grid, 0
    with Reader(scene.mask) as reader:
        for row in range(0, grid.height, _ROWS):
            window = Window(row, 0, min(_ROWS, grid.height - row), grid.width)
            clear += int(np.count_nonzero(reader.read(window, (1,)) == classes.CLEAR))
    return clear / (grid.height * grid.width)


def _age(reference: date | None, scene: date | None) -> float:
    return np.inf if reference is None or scene is None else abs((reference - scene).days)


def _copied(
    names: tuple[str, ...], reference: Reference, members: tuple[int, ...], day: date | None, shape: tuple[int, int]
) -> Relation:
    """Return the relation by which each band is that of the reference; shape: numbers of nodes."""
    theirs = reference.optical.names
    weights = np.zeros((*shape, 1 + 2 * len(theirs) + 4, len(names)), dtype=np.float32)
    for band, name in enumerate(names):
        weights[:, :, 1 + theirs.index(name), band] = 1
    place = int(np.searchsorted(_AGES, _age(reference.day, day)))
    error = np.array([_DIFFERENCES[name][place] for name in names], dtype=np.float64)
    return Relation(members, weights, error, np.full(len(names), np.nan))


def _nothing_known(bands: int) -> tuple[Palette, Limits]:
    unknown = np.full(2, np.nan)
    nothing = float("nan")
    palette = Palette(np.zeros(bands), np.ones(bands), np.zeros((0, bands)))
    return palette, Limits(unknown, unknown, unknown, nothing, unknown, nothing, np.full(bands, np.inf))
