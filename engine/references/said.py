"""What is said of the ground that other dates show: which date makes how much of it, and how good that is."""

from __future__ import annotations

from unveil.engine.references.ground import ReferenceGround
from unveil.engine.references.guards import root_mean_square

_LEAST = 0.005


def said_of(ground: ReferenceGround) -> list[str]:
    """Return how much of the ground each date makes, and how far it is off, in sentences."""
    said, learnt = [], ground.dates.learnt
    for place, part in enumerate(ground.parts):
        if part < _LEAST:
            continue
        name = ground.dates.given[learnt.members[place]].name
        error = root_mean_square(learnt.relations[(place,)].error)
        if learnt.as_they_are:
            said.append(
                f"The date {name} makes {100 * part:.0f} % of that, taken as it is; dates as near are usually off by "
                f"{error:.0f} DN."
            )
        else:
            said.append(
                f"The date {name} makes {100 * part:.0f} % of that; alone it is off by {error:.0f} DN on clear ground "
                "that was left out."
            )
    return said
