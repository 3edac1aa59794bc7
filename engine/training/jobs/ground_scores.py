"""Scores of a model on relative values on the sets of hidden ground, beside plain fills: rows of its card.

Only places that the model was not trained on are scored; of large sets an even choice, since a card is no benchmark.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from unveil.engine.evaluation.baselines import clear_mean, interpolate
from unveil.engine.evaluation.planted import CloudedScene, Method, gain, measure, place_mean
from unveil.engine.ground.added import colour_share, held_back, resolved
from unveil.engine.ground.plain import plain_scene
from unveil.engine.masking import classes
from unveil.engine.raster.grid import reflect
from unveil.engine.training.data.ground_sets import read_set
from unveil.engine.training.sampling.plain_ground import PlainGround, Scenery, plain_ground
from unveil.models.card import BANDS, ModelCard
from unveil.models.predictor import load_predictor

SETS = ("l1c", "l2a-radar", "l2a", "triplets")
MOST = 12
"""Images of a set, at most."""

PROTOCOL = (
    "{set}: {images} images of {places} places not trained on; masked pixels, DN / 10000 clipped to 0..1, mean over "
    "places; energy and correlation of what is finer than 150 m"
)
NOTHING, MEAN, GDAL, PLAIN = "do nothing", "mean of the clear pixels", "gdal.FillNodata", "plain ground, no network"

_SHOWN = ("psnr", "ssim", "sam", "energy", "correlation")

log = logging.getLogger("unveil.training")

Rows = tuple[dict[str, Any], ...]


def held_out_scenes(folder: Path, name: str, places: Sequence[str]) -> list[CloudedScene]:
    """Return the scenes of a set whose places begin with one of `places`."""
    found = read_set(folder, name, places=places)
    chosen = np.unique(np.linspace(0, len(found) - 1, min(MOST, len(found))).round().astype(int))
    return [found[index] for index in chosen]


def score_on_sets(card: ModelCard, folder: Path, places: Sequence[str], kept: Path | None = None) -> Rows:
    """Return rows of name, set, protocol and measures; gain: dB above `gdal.FillNodata` with its interval over places.

    folder: of real imagery, see `ground_sets.py`. places: beginnings of the places held out. kept: a file in which the
    rows of the fills are kept from one model to the next.
    """
    session = _Model(card)
    rows: list[dict[str, Any]] = []
    for name in SETS:
        scenes = held_out_scenes(folder, name, places)
        if not scenes:
            continue
        methods: dict[str, Method] = {"model": session.restored}
        if any(scene.clear.has_radar for scene in scenes):
            methods["model without radar"] = session.without_radar
        fills = _fills(scenes, name, session, kept)
        base = fills[GDAL]
        number = len({scene.clear.place for scene in scenes})
        protocol = PROTOCOL.format(set=name, images=len(scenes), places=number)
        found = {method: [measure(scene, made(scene)) for scene in scenes] for method, made in methods.items()}
        for method, measures in {**fills, **found}.items():
            row: dict[str, Any] = {"name": method, "set": name, "protocol": protocol}
            row.update({key: round(place_mean(scenes, measures, key), 4) for key in _SHOWN})
            estimate = gain(scenes, measures, base, "psnr")
            row["gain"] = round(estimate.mean, 2)
            row["gain_interval"] = [round(estimate.low, 2), round(estimate.high, 2)]
            log.info("%s", {key: value for key, value in row.items() if key != "protocol"})
            rows.append(row)
    return tuple(rows)


def _fills(
    scenes: list[CloudedScene], name: str, session: _Model, kept: Path | None
) -> dict[str, list[dict[str, float]]]:
    held = json.loads(kept.read_text(encoding="utf-8")) if kept is not None and kept.exists() else {}
    if name not in held:
        methods: dict[str, Method] = {
            NOTHING: lambda scene: scene.cloudy,
            MEAN: lambda scene: _filled(clear_mean, scene, session),
            GDAL: lambda scene: _filled(interpolate, scene, session),
            PLAIN: session.plain,
        }
        held[name] = {method: [measure(scene, made(scene)) for scene in scenes] for method, made in methods.items()}
        if kept is not None:
            kept.write_text(json.dumps(held), encoding="utf-8")
    return held[name]


def _filled(fill: Any, scene: CloudedScene, session: _Model) -> np.ndarray:
    typical = session.prior[_present(scene)]
    known = scene.clear.valid & (scene.codes == classes.CLEAR)
    return fill(scene.cloudy, scene.restore, known, scene.clear.radar, typical)


def _present(scene: CloudedScene) -> np.ndarray:
    return np.array([name in scene.clear.bands for name in BANDS])


class _Model:
    """A model as a function of whole scenes in memory, at most as large as its tile."""

    def __init__(self, card: ModelCard):
        self.card = card
        self.prior = np.array(card.prior)
        self._predictor = load_predictor(card, "cpu")

    def plain(self, scene: CloudedScene) -> np.ndarray:
        scenery, valid = self._scenery(scene, scene.clear.radar), scene.clear.valid
        return plain_scene(scenery.dn, scenery.codes, valid, scenery.radar, self.prior)[_present(scene)]

    def restored(self, scene: CloudedScene) -> np.ndarray:
        return self._restored(scene, scene.clear.radar)

    def without_radar(self, scene: CloudedScene) -> np.ndarray:
        return self._restored(scene, np.full_like(scene.clear.radar, np.nan))

    def _scenery(self, scene: CloudedScene, radar: np.ndarray) -> Scenery:
        present = _present(scene)
        dn = np.zeros((len(BANDS), *scene.codes.shape), dtype=np.float32)
        dn[present] = scene.cloudy
        return Scenery(dn, np.where(scene.clear.valid, scene.codes, classes.CLEAR), radar, present)

    def _plain(self, scene: CloudedScene, radar: np.ndarray) -> tuple[Scenery, PlainGround]:
        scenery = self._scenery(scene, radar)
        return scenery, plain_ground(scenery, scene.clear.valid, self.card.scaling, self.prior)

    def _restored(self, scene: CloudedScene, radar: np.ndarray) -> np.ndarray:
        scenery, plain = self._plain(scene, radar)
        scaling, valid = self.card.scaling, scene.clear.valid
        inputs = {
            "optical": scaling.optical(np.where(valid, scenery.dn, plain.image), plain.levels),
            "radar": scaling.radar(radar),
            "mask": classes.hidden_share(scenery.codes)[None],
            "background": scaling.optical(plain.image, plain.levels),
        }
        place = np.ix_(*(reflect(0, self.card.tile, length) for length in valid.shape))
        fed = {name: np.ascontiguousarray(image[:, place[0], place[1]][None]) for name, image in inputs.items()}
        made = self._predictor.predict(fed)[0, :, : valid.shape[0], : valid.shape[1]]
        background, mask = inputs["background"], inputs["mask"][0]
        image = background + held_back(made - background, mask, colour_share(plain.clear))
        image = resolved(image, mask, inputs["radar"], plain.raised)
        dn = plain.image + scaling.difference(image - background, plain.levels)
        return np.clip(dn, 0, None)[_present(scene)]
