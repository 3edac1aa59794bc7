"""Further results of a scene, such as another model's, scored beside the first by the same rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.evaluation import Evaluation
from unveil.engine.feedback import Feedback, Step
from unveil.engine.raster.source import Raster

Score = Callable[[Raster, Feedback], Evaluation]
"""Evaluates one result: all else is the same for each."""


def score_beside(prediction: Raster, others: Sequence[Raster], score: Score, feedback: Feedback) -> Evaluation:
    """Return the evaluation of a prediction with the scores of others in it, by their names.

    A pixel that is nodata in one of them counts in the others: the number of pixels stands beside each.

    Raises:
        UnveilError: one has other bands than the first.
    """
    images = (prediction, *others)
    found: list[Evaluation] = []
    for at, image in enumerate(images):
        one = score(image, Step(feedback, at / len(images), (at + 1) / len(images)))
        if found and one.bands != found[0].bands:
            other, first = len(one.bands), len(found[0].bands)
            raise UnveilError(
                f"{image.path} is scored on {other} bands and {prediction.path} on {first}, which are no scores for "
                "one table; give results of the same bands."
            )
        found.append(one)
    beside = (each.result for each in found[1:])
    return replace(found[0], others=dict(zip(_names(images)[1:], beside)))


def _names(images: Sequence[Raster]) -> list[str]:
    """Return the file name of each image, and its path where two have one name."""
    names = [Path(image.path).name for image in images]
    often = Counter(names)
    return [name if often[name] == 1 else image.path for name, image in zip(names, images)]
