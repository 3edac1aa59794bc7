"""From the other dates that a user gives to the ground that they show: open, mask, learn, write."""

from __future__ import annotations

import os
from collections.abc import Sequence

from unveil.engine.feedback import Feedback, Step
from unveil.engine.memory import release_freed_memory
from unveil.engine.references.ground import ReferenceGround, write_reference_ground
from unveil.engine.references.learning import learn
from unveil.engine.references.reference import GivenReference, Reference, ReferenceMasking, open_reference
from unveil.engine.scene.scene import Scene
from unveil.engine.sentinel.dates import acquisition_date


def ground_of_references(
    scene: Scene, given: Sequence[GivenReference], masking: ReferenceMasking, folder: str, feedback: Feedback
) -> ReferenceGround | None:
    """Return the ground that other dates show of a scene with its mask; None where none can be relied on.

    masking: of references without a mask. Files are made in `folder`. What is relied on, and why not, is said.

    Raises:
        UnveilError: a reference is the scene itself or lies elsewhere, or a file cannot be read or written.
        Cancelled: the user stopped it.
    """
    references: list[Reference] = []
    for number, each in enumerate(given):
        place = os.path.join(folder, f"reference_{number}")
        os.mkdir(place)
        step = Step(feedback, 0.4 * number / len(given), 0.4 * (number + 1) / len(given))
        references.append(open_reference(each, scene.optical, masking, place, step))
        release_freed_memory()
    learnt = learn(scene, tuple(references), Step(feedback, 0.4, 0.6))
    release_freed_memory()
    if learnt is None:
        return None
    day = acquisition_date(scene.optical.raster)
    return write_reference_ground(scene, tuple(references), learnt, day, folder, Step(feedback, 0.6, 1.0))
