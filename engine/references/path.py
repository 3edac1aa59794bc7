"""From the other dates that a user gives to the ground that they show: open, mask, learn, write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from unveil.engine.feedback import Feedback
from unveil.engine.memory import release_freed_memory
from unveil.engine.references.ground import Dates, ReferenceGround, write_reference_ground
from unveil.engine.references.learning import learn
from unveil.engine.references.reference import GivenReference, Reference, open_reference
from unveil.engine.scene.mask import Masking
from unveil.engine.scene.scene import Scene
from unveil.engine.sentinel.dates import acquisition_date
from unveil.engine.sentinel.orbits import orbit_of
from unveil.engine.sentinel.radar import Radar
from unveil.engine.workplace import Workplace


def ground_of_references(
    scene: Scene, given: Sequence[GivenReference], masking: Masking, work: Workplace
) -> ReferenceGround | None:
    """Return the ground that other dates show of a scene with its mask; None where none can be relied on.

    masking: of references that come without a mask. Files are made in `work`. What is relied on, and why not, is said.

    Raises:
        UnveilError: a reference is the scene itself or lies elsewhere, or a file cannot be read or written.
        Cancelled: the user stopped it.
    """
    references: list[Reference] = []
    for number, each in enumerate(given):
        room = work.room(f"reference_{number}").step(0.4 * number / len(given), 0.4 * (number + 1) / len(given))
        opened = open_reference(each, scene.optical, masking, room)
        references.append(_on_the_same_orbit(opened, scene.radar, work.feedback))
        release_freed_memory()
    learnt = learn(scene, tuple(references), work.step(0.4, 0.6).feedback)
    release_freed_memory()
    if learnt is None:
        return None
    day = acquisition_date(scene.optical.raster)
    return write_reference_ground(scene, Dates(tuple(references), learnt, day), work.step(0.6, 1.0))


def _on_the_same_orbit(reference: Reference, radar: Radar, feedback: Feedback) -> Reference:
    """Return a reference without its radar where that looks from another relative orbit than the scene's."""
    if reference.radar is None:
        return reference
    own, theirs = orbit_of(radar.raster), orbit_of(reference.radar.raster)
    if not own.differs(theirs):
        return reference
    which = f" ({theirs.relative}, the scene's {own.relative})" if own.relative and theirs.relative else ""
    feedback.warn(
        f"The radar of the reference {reference.name} is of another relative orbit than the scene's{which}; it is left "
        "out, so that changes are not seen there. Give radar of the same orbit."
    )
    return replace(reference, radar=None)
