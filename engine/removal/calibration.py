"""How far off a run is, by trying it on clear ground that is hidden on purpose; and whether other dates do better."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.raster.form import OutputForm
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader, describe
from unveil.engine.references.ground import ReferenceGround, write_reference_ground
from unveil.engine.references.learning import learn
from unveil.engine.references.relation import Relation
from unveil.engine.removal.distance import bins_of
from unveil.engine.removal.held_out import HeldOut, held_out_windows
from unveil.engine.removal.quality_layers import distances
from unveil.engine.removal.reference_rows import KnownGroundRows
from unveil.engine.removal.run import Findings, Run
from unveil.engine.removal.settings import Restorer
from unveil.engine.removal.spread import Spread, SpreadSums
from unveil.engine.removal.survey import survey_scene
from unveil.engine.scene.scene import Scene
from unveil.engine.workplace import Workplace
from unveil.models.plain import PlainPredictor

_COMPARED = 2
"""Windows that tell whether other dates do better; standard errors take all."""

_LEAST_GAIN = 0.99
"""Share of the error of other dates below which a model that adds to them is worth its risk."""


@dataclass(frozen=True)
class Calibration:
    """What held-out ground says. spread: of the errors, None where there is none.

    without, with_dates, joined: root mean square error in DN of the model alone, of the other dates alone, and of the
    model that adds to them, at the same pixels which the dates show; NaN where nothing was held out or tried.
    joined_spread: of the errors of the last.
    """

    spread: Spread | None = None
    without: float = float("nan")
    with_dates: float = float("nan")
    joined: float = float("nan")
    joined_spread: Spread | None = None

    @property
    def dates_are_worse(self) -> bool:
        """Tell whether the model alone does better where other dates show the ground."""
        return min(self.with_dates, self.joined if np.isfinite(self.joined) else np.inf) > self.without

    def spread_of(self, known: ReferenceGround | None) -> Spread | None:
        """Return the spread of the errors of a run with that ground of other dates."""
        return self.spread if known is None or known.alone else self.joined_spread

    @property
    def model_adds(self) -> bool:
        """Tell whether the model makes the ground of the other dates better."""
        return self.joined < _LEAST_GAIN * self.with_dates


def calibrate(scene: Scene, restorer: Restorer, known: ReferenceGround | None, work: Workplace) -> Calibration:
    """Return how far off the model is on held-out ground of a scene, and other dates where there are any.

    Raises:
        UnveilError, ModelError, Cancelled: as the run itself.
    """
    windows, feedback = held_out_windows(scene, work), work.feedback
    if restorer.settings.layers.sigma is None:
        windows = windows[:_COMPARED]
    sums = SpreadSums(1 if known is None else len(known.relations) + 1, len(scene.optical.names))
    alone, shown, joined = (SpreadSums(1, len(scene.optical.names)) for _ in range(3))
    joined_sums = SpreadSums(1 if known is None else len(known.relations) + 1, len(scene.optical.names))
    # The plain ground is what it is fed.
    tries_joining = restorer.card.scaling.relative and not isinstance(restorer.predictor, PlainPredictor)
    for number, part in enumerate(windows):
        place = os.path.dirname(part.scene.optical.raster.path)
        far = distances(part.scene, feedback).rows(0, part.window.height, part.window.width)[part.hidden]
        error = errors_of(part, restorer, None, os.path.join(place, "model.tif"))
        nowhere = np.zeros(error.shape[1], dtype=np.uint16)
        sums.add(error, nowhere, bins_of(far))
        if known is not None:
            ground, optimism = _ground_anew(part, scene, known, place)
            with KnownGroundRows(ground) as rows:
                found = rows.rows(0, part.window.height).source[part.hidden]
            source = _numbers_in(known, ground)[found]
            theirs = errors_of(part, restorer, ground, os.path.join(place, "dates.tif"))
            optimism = optimism[found]
            seen = source > 0
            alone.add(error[:, seen], nowhere[seen], nowhere[seen])
            tried = [(theirs, sums, shown)]
            if tries_joining:
                path = os.path.join(place, "joined.tif")
                both = errors_of(part, restorer, replace(ground, alone=False), path)
                joined_sums.add(error, nowhere, bins_of(far))
                tried.append((both, joined_sums, joined))
            for found, by_source, whole in tried:
                own = (found * optimism)[:, seen]
                by_source.add(own, source[seen], bins_of(far[seen]))
                whole.add(own, nowhere[seen], nowhere[seen])
        feedback.progress((number + 1) / len(windows))
    if known is None or not windows:
        return Calibration(sums.spread())
    return Calibration(
        sums.spread(),
        float(np.sqrt(alone.mean_square())),
        float(np.sqrt(shown.mean_square())),
        float(np.sqrt(joined.mean_square())) if tries_joining else float("nan"),
        joined_sums.spread(),
    )


def _ground_anew(
    part: HeldOut, scene: Scene, known: ReferenceGround, folder: str
) -> tuple[ReferenceGround, np.ndarray]:
    """Return the ground of a window as the dates show it, and how much better than it is each relation looks there.

    A scene of one window is learnt from anew, without what was hidden of it. Else what was hidden is a small part of
    what the relations were made of; they look too good by their error on blocks left out over the one there.
    """
    silent = Feedback()
    if (part.window.height, part.window.width) == (scene.grid.height, scene.grid.width):
        learnt = learn(part.scene, known.dates.given, silent)
        if learnt is not None:
            ground = write_reference_ground(part.scene, replace(known.dates, learnt=learnt), Workplace(folder, silent))
            return ground, np.ones(len(ground.relations) + 1)
    learnt = known.dates.learnt.seen_from(part.window.row, part.window.column)
    ground = write_reference_ground(part.scene, replace(known.dates, learnt=learnt), Workplace(folder, silent))
    return ground, np.array([1.0, *(relation.optimism for relation in known.relations)])


def _numbers_in(known: ReferenceGround, other: ReferenceGround) -> np.ndarray:
    """Return for each relation of `other`, from 0 (none) on, the number of the same dates in `known`, or its best."""
    mine = {_dates_of(known, relation): number + 1 for number, relation in enumerate(known.relations)}
    return np.array([0, *(mine.get(_dates_of(other, relation), 1) for relation in other.relations)], dtype=np.uint16)


def _dates_of(ground: ReferenceGround, relation: Relation) -> frozenset[int]:
    return frozenset(ground.dates.learnt.members[place] for place in relation.members)


def errors_of(part: HeldOut, restorer: Restorer, known: ReferenceGround | None, path: str) -> np.ndarray:
    """Return the errors [bands, n] in DN of the hidden pixels of a window, restored to the file `path`."""
    silent = Feedback()
    settings = replace(restorer.settings, keep_clear=True, form=OutputForm(), references=(), clear_sky="")
    survey = survey_scene(part.scene, restorer.wants_background, silent)
    Run(part.scene, replace(restorer, settings=settings), Findings(survey, known)).run(path, silent)
    optical = part.scene.optical
    with Reader(describe(path)) as reader:
        window = Window(0, 0, part.window.height, part.window.width)
        restored = reader.read(window, optical.positions)
    return optical.dn(restored[:, part.hidden]) - optical.dn(part.truth[:, part.hidden])
