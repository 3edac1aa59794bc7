"""Whether what a mask calls clear is ground at all: told by other dates, which show what lies below.

Ground of two dates differs by so much, as real pairs of images do. Where the scene lies farther off, and hardly
anything explains how, haze, shadow or cloud lies on it that nobody masked, and nothing can be learnt from it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unveil.engine.references.as_it_is import of_the_same_kind
from unveil.engine.references.guards import root_mean_square
from unveil.engine.references.moments import HeldOut
from unveil.engine.references.reference import Reference
from unveil.engine.references.sample import Sample
from unveil.engine.references.usual import MOST_DAYS, days_between, usual_difference
from unveil.engine.scene.scene import Scene
from unveil.engine.sentinel.dates import acquisition_date
from unveil.engine.sentinel.fill import FILLABLE

_BLUE = "B2"

_MOST_MISSED, _EXPLAINED = 1.0, 0.6
"""Times what dates of that age differ by that a relation may be off by on ground left out, and share of the variance
that it explains all the same where ground is what changes so much.

Of 105 pairs of clear images none was off by more than 0.87 times it.
"""

_MORE_VARIED = 1.25
"""Times as varied as a date the scene must be: patches of haze and shadow lie on the one that is the more so."""

_MOST_SHIFTED, _BRIGHTER = 2.5, 1.0
"""Times what dates of that age differ by that most of the ground may lie off, in one direction (1.1 in those pairs),
and that the date may be the brighter one by in the blue: else the haze is its own.
"""

_LEAST_SHOWN = 0.9
"""Share of the scene's clear ground that a date must show to be a witness: else the clouds may be its own."""


def is_ground(scene: Scene, references: tuple[Reference, ...], sample: Sample, fits: Mapping[int, HeldOut]) -> bool:
    """Tell whether the clear ground of a scene is what some of the references show.

    fits: by the number of the reference, of each that can be compared. True where none is of the scene's kind and time.
    """
    day = acquisition_date(scene.optical.raster)
    witnesses = [
        number
        for number in fits
        if of_the_same_kind(scene, references[number])
        and days_between(references[number].day, day) <= MOST_DAYS
        and _shown(sample, number) >= _LEAST_SHOWN
    ]
    return not witnesses or any(
        _agrees(scene, references[number], (sample, number), fits[number]) for number in witnesses
    )


def _shown(sample: Sample, number: int) -> float:
    return float(np.mean(sample.references[number].seen))


def _agrees(scene: Scene, reference: Reference, place: tuple[Sample, int], fit: HeldOut) -> bool:
    (sample, number), names = place, scene.optical.names
    usual = usual_difference(names, days_between(reference.day, acquisition_date(scene.optical.raster)))
    fine = np.array([name not in FILLABLE for name in names])
    colours = sample.references[number]
    theirs = colours.dn[colours.seen][:, [reference.optical.names.index(name) for name in names]]
    ours = sample.target[colours.seen]
    missed, explained = root_mean_square((fit.error / usual)[fine]), float(np.median(fit.explained[fine]))
    varied, their_variety = (root_mean_square((each.std(axis=0) / usual)[fine]) for each in (ours, theirs))
    if missed > _MOST_MISSED and explained < _EXPLAINED and varied > _MORE_VARIED * their_variety:
        return False
    shift = np.median(ours - theirs, axis=0) / usual
    date_is_hazy = _BLUE in names and shift[names.index(_BLUE)] < -_BRIGHTER
    return date_is_hazy or root_mean_square(shift[fine]) <= _MOST_SHIFTED
