"""How good a detector is on places it has not seen: clear scenes as they are, and below planted clouds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.masking.detectors.unveil import classify
from unveil.engine.simulation.clouds import draw_cloud
from unveil.engine.training.detector.labels import labels_of_fields
from unveil.engine.training.detector.samples import plant
from unveil.engine.training.detector.scenes import UNKNOWN, CellScene
from unveil.models.cloud_detector import BANDS, MISSING, MULTIPLE
from unveil.models.onnx_runtime import open_session

Classify = Callable[[np.ndarray], np.ndarray]
"""Classes [h, w] uint8 of reflectance [11, h, w] with MISSING."""

_INFRARED_SHARE = 0.9


@dataclass(frozen=True)
class Score:
    """Shares of cells in 0..1 for one image, NaN where nothing counts: found of cloud (thick or thin) and of shadow,
    and what of the clear cells is taken for cloud and for shadow; thick: cells of thick cloud called so."""

    name: str
    place: str
    level: str
    cloud: float
    shadow: float
    false_cloud: float
    false_shadow: float
    thick: float


def classifier(model: Path, limits: tuple[float, float]) -> Classify:
    """Return what tells the classes of an image whole, with a network's ONNX file and the limits of `classify`."""
    session = open_session(model.read_bytes(), ["CPUExecutionProvider"])

    def answer(reflectance: np.ndarray) -> np.ndarray:
        height, width = reflectance.shape[1:]
        padding = [(0, 0), (0, -height % MULTIPLE), (0, -width % MULTIPLE)]
        image = np.pad(reflectance, padding, mode="symmetric")[None]
        _, thick, thin, shadow = session.run(None, {"reflectance": image})[0][0, :, :height, :width]
        found = classify((thick + thin, thick, shadow), limits)
        found[reflectance[BANDS.index("B4")] <= 0.5 * MISSING] = classes.NODATA
        return found

    return answer


def rows(scenes: Sequence[CellScene], answer: Classify, kinds: dict[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Return rows of scores for a card: clear scenes as they are, by kind of ground, and below planted clouds by level.

    kinds: a name of a kind of ground, and the beginnings of the names of the scenes that show it.
    """
    clear = clear_scores(scenes, answer)
    found: list[dict[str, Any]] = [_row("clear", clear)]
    for kind, names in kinds.items():
        some = [score for score in clear if score.name.startswith(names)]
        if some:
            found.append(_row(f"clear, {kind}", some))
    for level in ("L1C", "L2A"):
        some = planted_scores([scene for scene in scenes if scene.level == level], answer)
        if some:
            found.append(_row(f"below planted clouds, {level}", some))
    return found


def _row(name: str, scores: Sequence[Score]) -> dict[str, Any]:
    return {"name": name, "images": len(scores), "places": len({score.place for score in scores}), **summary(scores)}


def score_of(scene: CellScene, labels: np.ndarray, found: np.ndarray) -> Score:
    """Return the score of found classes beside labels, both [h, w] uint8; UNKNOWN labels do not count."""
    cloudy = np.isin(found, (classes.CLOUD, classes.THIN_CLOUD))
    is_cloud, is_shadow = np.isin(labels, (classes.CLOUD, classes.THIN_CLOUD)), labels == classes.SHADOW
    clear = (labels == classes.CLEAR) & (found != classes.NODATA)
    return Score(
        scene.name,
        scene.place,
        scene.level,
        _share(cloudy, is_cloud),
        # A shadow that is taken for cloud is restored all the same.
        _share(cloudy | (found == classes.SHADOW), is_shadow),
        _share(cloudy, clear),
        _share(found == classes.SHADOW, clear),
        _share(found == classes.CLOUD, labels == classes.CLOUD),
    )


def clear_scores(scenes: Sequence[CellScene], classify: Classify) -> list[Score]:
    """Return the scores of clear scenes as they are."""
    return [score_of(scene, scene.labels, classify(scene.reflectance)) for scene in scenes]


def planted_scores(scenes: Sequence[CellScene], classify: Classify, seed: int = 0) -> list[Score]:
    """Return the scores of clear scenes with one cloud drawn over each, covering 30 to 80 %."""
    scores = []
    for number, scene in enumerate(scenes):
        generator = np.random.default_rng([seed, number])
        cover = float(generator.uniform(0.3, 0.8))
        cloud = draw_cloud(scene.labels.shape, generator, cover, float(generator.uniform(0.8, 1.0)))
        found = labels_of_fields(cloud.total_opacity(), _INFRARED_SHARE * cloud.shadow)
        labels = np.where(scene.labels == UNKNOWN, np.uint8(UNKNOWN), found)
        scores.append(score_of(scene, labels, classify(plant(scene.reflectance, cloud))))
    return scores


def summary(scores: Sequence[Score]) -> dict[str, float]:
    """Return the means over images in percent, those without a number left out."""
    names = ("cloud", "thick", "shadow", "false_cloud", "false_shadow")
    values = {name: np.array([getattr(score, name) for score in scores], dtype=float) for name in names}
    known = {name: each[np.isfinite(each)] for name, each in values.items()}
    return {name: round(100 * float(each.mean()), 2) for name, each in known.items() if each.size}


def _share(found: np.ndarray, among: np.ndarray) -> float:
    return float(found[among].mean()) if among.any() else float("nan")
