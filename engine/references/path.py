"""From the other dates that a user gives to the ground that they show: open, mask, learn, write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from unveil.engine.ahead import done_in_threads
from unveil.engine.feedback import Feedback, Kept
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
from unveil.models.threads import thread_count

_AT_ONCE = 2
"""References that are opened at a time: samples of each lie in memory."""


def ground_of_references(
    scene: Scene, given: Sequence[GivenReference], masking: Masking, work: Workplace
) -> ReferenceGround | None:
    """Return the ground that other dates show of a scene with its mask; None where none can be relied on.

    masking: of references that come without a mask. Files are made in `work`. What is relied on, and why not, is said.

    Raises:
        UnveilError: a reference is the scene itself or lies elsewhere, or a file cannot be read or written.
        Cancelled: the user stopped it.
    """
    references = _opened(scene, given, masking, work.step(0, 0.4))
    release_freed_memory()
    learnt = learn(scene, references, work.step(0.4, 0.6).feedback)
    release_freed_memory()
    if learnt is None:
        return None
    day = acquisition_date(scene.optical.raster)
    ground = write_reference_ground(scene, Dates(references, learnt, day), work.step(0.6, 1.0))
    release_freed_memory()
    return ground


def _opened(scene: Scene, given: Sequence[GivenReference], masking: Masking, work: Workplace) -> tuple[Reference, ...]:
    """Return all references; several at once where none needs a mask made, for which one alone takes all threads."""
    rooms = [
        work.room(f"reference_{number}").step(number / len(given), (number + 1) / len(given))
        for number in range(len(given))
    ]

    def open_one(number: int, room: Workplace) -> Reference:
        opened = open_reference(given[number], scene.optical, masking, room)
        return _on_the_same_orbit(opened, scene.radar, room.feedback)

    if thread_count() == 1 or any(each.mask is None for each in given):
        return tuple(map(open_one, range(len(given)), rooms))
    told = [Kept(room.feedback) for room in rooms]
    quiet = [Workplace(room.folder, kept) for room, kept in zip(rooms, told)]
    references: list[Reference] = []
    with done_in_threads(lambda number: open_one(number, quiet[number]), range(len(given)), _AT_ONCE) as opened:
        try:
            for reference in opened:
                told[len(references)].say()
                references.append(reference)
                rooms[len(references) - 1].feedback.progress(1)
        finally:
            if len(references) < len(given):
                told[len(references)].say()
    return tuple(references)


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
