"""How far off a run is, by trying it on clear ground that is hidden on purpose; and whether other dates do better."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.ahead import done_in_threads
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.raster.form import OutputForm
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader, describe
from unveil.engine.references.ground import ReferenceGround, write_reference_ground
from unveil.engine.references.learning import learn
from unveil.engine.references.relation import Relation
from unveil.engine.removal.depth import depth
from unveil.engine.removal.distance import bins_of
from unveil.engine.removal.held_out import HeldOut, held_out_windows
from unveil.engine.removal.quality_layers import distances
from unveil.engine.removal.reference_rows import KnownGroundRows
from unveil.engine.removal.run import Findings, Run
from unveil.engine.removal.settings import Restorer
from unveil.engine.removal.share import believed_share
from unveil.engine.removal.spread import Errors, Spread, SpreadSums
from unveil.engine.removal.survey import survey_scene
from unveil.engine.removal.texture import texture
from unveil.engine.scene.scene import Scene
from unveil.engine.workplace import Workplace
from unveil.models.in_turns import InTurns
from unveil.models.plain import PlainPredictor
from unveil.models.threads import thread_count

_COMPARED = 2
"""Windows that tell whether other dates do better; standard errors take all."""

_AT_ONCE = 2
"""Windows that are tried at a time; each takes some hundred megabytes."""

_SQUARES = 3
"""Parts along a side of a window, between which errors are compared."""

_LEAST_SHARE, _WHOLE = 0.1, 0.85
"""Of the ground of other dates beside the model's: less is not used, and more stands alone."""

_LEAST_GAIN = 0.99
"""Share of the error of other dates below which a model that adds to them is worth its risk."""


@dataclass(frozen=True)
class Calibration:
    """What held-out ground says. spread: of the errors, None where there is none.

    without, with_dates, joined: root mean square error in DN of the model alone, of the other dates alone, and of the
    model that adds to them, at the same pixels which the dates show; NaN where nothing was held out or tried.
    share: of the other dates' ground that is taken, the rest being the model's; mixed: the error of that.
    joined_spread: of the errors of the model that adds.
    """

    spread: Spread | None = None
    without: float = float("nan")
    with_dates: float = float("nan")
    joined: float = float("nan")
    joined_spread: Spread | None = None
    share: float = 1.0
    mixed: float = float("nan")

    @property
    def dates_are_worse(self) -> bool:
        """Tell whether the model alone does better where other dates show the ground."""
        return self.share < _LEAST_SHARE and not self.joined < self.without

    def spread_of(self, known: ReferenceGround | None) -> Spread | None:
        """Return the spread of the errors of a run with that ground of other dates."""
        return self.spread if known is None or known.alone else self.joined_spread

    @property
    def model_adds(self) -> bool:
        """Tell whether the model makes the ground of the other dates better."""
        return self.joined < _LEAST_GAIN * np.fmin(self.with_dates, self.mixed)


@dataclass(frozen=True)
class _Tried:
    """Held-out pixels of a window: errors [bands, n] in DN of the model alone, of other dates, and of a model that adds
    to them (None where that was not tried); source [n] of the dates, 0 where they show nothing; place [n]: bins of
    distance; textures [2, n] of what is restored without and with them; depth [n]; square [n]: numbers of parts of the
    window.
    """

    alone: np.ndarray
    shown: np.ndarray
    joined: np.ndarray | None
    source: np.ndarray
    place: np.ndarray
    textures: np.ndarray
    depth: np.ndarray
    square: np.ndarray

    @property
    def seen(self) -> np.ndarray:
        """[n] bool, where other dates show the ground."""
        return self.source > 0


def calibrate(scene: Scene, restorer: Restorer, known: ReferenceGround | None, work: Workplace) -> Calibration:
    """Return how far off the model is on held-out ground of a scene, and other dates where there are any.

    Raises:
        UnveilError, ModelError, Cancelled: as the run itself.
    """
    windows, feedback = held_out_windows(scene, work), work.feedback
    with_spread = restorer.settings.layers.sigma is not None
    if not with_spread:
        windows = windows[:_COMPARED]
    if not isinstance(restorer.predictor, PlainPredictor):
        restorer = replace(restorer, predictor=InTurns(restorer.predictor))
    tried = []
    # While one window is with the network the other one's ground is made.
    threads = min(thread_count(), _AT_ONCE)
    with done_in_threads(lambda part: _try(part, scene, restorer, known), windows, threads) as found:
        for number, each in enumerate(found):
            tried.append(replace(each, square=each.square + _SQUARES**2 * number))
            feedback.progress((number + 1) / len(windows))
    compared = _compared(tried)
    if not with_spread:
        return compared
    sources = 1 if known is None else len(known.relations) + 1
    return _with_spread(compared, tried, SpreadSums(sources, len(scene.optical.names)))


def _try(part: HeldOut, scene: Scene, restorer: Restorer, known: ReferenceGround | None) -> _Tried:
    """Return the errors of what is restored of a window, with other dates and without."""
    folder = os.path.dirname(part.scene.optical.raster.path)
    far = distances(part.scene, Feedback()).rows(0, part.window.height, part.window.width)[part.hidden]
    place, square = bins_of(far), _squares(part.hidden)
    with Reader(part.scene.mask) as mask:
        codes = mask.read(Window(0, 0, part.window.height, part.window.width), (1,))[0]
    # The window's own cloud is not restored.
    deep, ground = depth(codes)[part.hidden], part.hidden | ~classes.to_restore(codes)
    image = _restored(part, restorer, None, os.path.join(folder, "model.tif"))
    alone, rough = _missed(part, image), texture(image, ground)[part.hidden]
    if known is None:
        return _Tried(
            alone, alone, None, np.zeros(len(far), dtype=np.uint16), place, np.stack([rough] * 2), deep, square
        )
    shown_ground, optimism = _ground_anew(part, scene, known, folder)
    with KnownGroundRows(shown_ground) as rows:
        everything = slice(0, part.window.height)
        found = rows.rows(0, part.window.height).source(everything)[part.hidden]
    image = _restored(part, restorer, shown_ground, os.path.join(folder, "dates.tif"))
    shown, textures = _missed(part, image) * optimism[found], np.stack([rough, texture(image, ground)[part.hidden]])
    joined = None
    # The plain ground is what it is fed.
    if restorer.card.scaling.relative and not isinstance(restorer.predictor, PlainPredictor):
        path = os.path.join(folder, "joined.tif")
        joined = errors_of(part, restorer, replace(shown_ground, alone=False), path) * optimism[found]
    return _Tried(alone, shown, joined, _numbers_in(known, shown_ground)[found], place, textures, deep, square)


def _squares(hidden: np.ndarray) -> np.ndarray:
    """Return which ninth of a window its hidden pixels [h, w] lie in, [n]."""
    down, across = (place * _SQUARES // length for place, length in zip(np.nonzero(hidden), hidden.shape))
    return down * _SQUARES + across


def _compared(tried: list[_Tried]) -> Calibration:
    """Return what all windows say together, but for the spread."""
    share = _share(tried)
    squares, number = np.zeros(4), 0
    for each in tried:
        seen = each.seen
        ways = each.alone, each.shown, each.joined, _mixed(each, share)
        squares += [np.nan if way is None else np.square(way[:, seen], dtype=np.float64).sum() for way in ways]
        number += np.count_nonzero(seen) * len(each.alone)
    if not number:
        return Calibration()
    without, with_dates, joined, mixed = (float(each) for each in np.sqrt(squares / number))
    return Calibration(None, without, with_dates, joined, None, share, mixed)


def _mixed(tried: _Tried, share: float) -> np.ndarray:
    """Return the errors [bands, n] of both, by the share of the other dates."""
    return tried.alone + np.float32(share) * (tried.shown - tried.alone)


def _with_spread(compared: Calibration, tried: list[_Tried], sums: SpreadSums) -> Calibration:
    """Return the same with the spread of the errors, gathered in `sums`."""
    joined_sums = sums.empty()
    for each in tried:
        rough, with_dates = (np.stack([own, each.depth]) for own in each.textures)
        model = Errors(each.alone, np.zeros_like(each.source), each.place, rough, each.square)
        for errors, total in ((_mixed(each, compared.share), sums), (each.joined, joined_sums)):
            if errors is not None:
                total.add(model)
                total.add(Errors(errors, each.source, each.place, with_dates, each.square).chosen(each.seen))
    return replace(compared, spread=sums.spread(), joined_spread=joined_sums.spread())


def _share(tried: list[_Tried]) -> float:
    """Return how much of the other dates' ground is best taken beside the model's, 0..1."""
    windows = [_sums(each) for each in tried]
    gained, apart = (np.concatenate([np.zeros(0), *(sums[way] for sums in windows)]) for way in (0, 1))
    there = apart > 0
    share = believed_share(gained[there], apart[there])
    return 1.0 if share > _WHOLE else max(share, 0.0)


def _sums(tried: _Tried) -> tuple[np.ndarray, np.ndarray]:
    """Return what `believed_share` takes of a window, by its squares."""
    alone = tried.alone[:, tried.seen].astype(np.float64)
    between = alone - tried.shown[:, tried.seen]
    square = tried.square[tried.seen]
    gained, apart = ((between * one).sum(axis=0) for one in (alone, between))
    return np.bincount(square, gained), np.bincount(square, apart)


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
    return _missed(part, _restored(part, restorer, known, path))


def _missed(part: HeldOut, image: np.ndarray) -> np.ndarray:
    """Return the errors [bands, n] of a restored window [bands, h, w] at its hidden pixels, DN."""
    return image[:, part.hidden] - part.scene.optical.dn(part.truth[:, part.hidden])


def _restored(part: HeldOut, restorer: Restorer, known: ReferenceGround | None, path: str) -> np.ndarray:
    """Return a window [bands, h, w] in DN, restored to the file `path`."""
    silent = Feedback()
    settings = replace(restorer.settings, keep_clear=True, form=OutputForm(), references=(), clear_sky="")
    survey = survey_scene(part.scene, restorer.wants_background, silent)
    Run(part.scene, replace(restorer, settings=settings), Findings(survey, known)).run(path, silent)
    optical = part.scene.optical
    with Reader(describe(path)) as reader:
        window = Window(0, 0, part.window.height, part.window.width)
        return optical.dn(reader.read(window, optical.positions))
