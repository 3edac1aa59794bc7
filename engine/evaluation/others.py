"""Further results of a scene, such as another model's, scored beside the first by the same rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from unveil.engine.evaluation.compare import Evaluation
from unveil.engine.feedback import Feedback, Step
from unveil.engine.raster.source import Raster

Score = Callable[[Raster, Feedback], Evaluation]
"""Evaluates one result: all else is the same for each."""


def score_beside(prediction: Raster, others: Sequence[Raster], score: Score, feedback: Feedback) -> Evaluation:
    """Return the evaluation of a prediction with the scores of others in it, by their names.

    A pixel that is nodata in one of them counts in the others: the number of pixels stands beside each.
    """
    images = (prediction, *others)
    found = [score(image, Step(feedback, at / len(images), (at + 1) / len(images))) for at, image in enumerate(images)]
    first, *rest = found
    return replace(first, others=dict(zip(_names(images)[1:], (each.result for each in rest))))


def _names(images: Sequence[Raster]) -> list[str]:
    """Return the file name of each image, and its path where two have one name."""
    names = [Path(image.path).name for image in images]
    often = Counter(names)
    return [name if often[name] == 1 else image.path for name, image in zip(names, images)]
