"""Draws what the detector is trained on: clear ground, clear ground below planted clouds, and labelled real clouds.

Clouds are drawn on cells of 20 m as `simulated/clouds.py` does on pixels, whose fractals know no scale; what depends
on metres, the parallax between bands, is halved. The exact fields give the labels. Real layers, cut from pairs of
dates, are planted with the labels that their own pair gave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.simulation.cloud import Cloud
from unveil.engine.simulation.clouds import draw_cloud
from unveil.engine.simulation.real_clouds import RealCloud
from unveil.engine.training.detector.grounds import drop_bands, vary_ground
from unveil.engine.training.detector.labels import labels_of_fields
from unveil.engine.training.detector.scenes import FACTOR, UNKNOWN, CellScene
from unveil.models.cloud_detector import BANDS, MISSING

CROP = 128
_POOL_SIDE = 160
_INFRARED_SHARE = 0.9
"""Part of the near infrared light that a perfect shadow takes away (`cloud.py`)."""

_NOISE = 0.001
_CUMULUS, _BROKEN = 0.45, (1.9, 2.8)
"""Share of the drawn clouds that are many small ones, and the power of their spatial spectra."""

_SHARP = 0.35
"""Share of the drawn clouds that have next to no rim."""

_RENEWED = 0.25
"""Share of the batches before which one cloud of the pool is drawn anew."""


@dataclass(frozen=True)
class Layer:
    """A real cloud in cells: passing and light [11, h, w], labels [h, w] uint8 of the pair it was cut from."""

    cloud: RealCloud
    labels: np.ndarray


@dataclass(frozen=True)
class SampleShares:
    """How often a sample is clear ground, has a drawn cloud or a real layer; the rest are labelled real images."""

    clear: float = 0.26
    drawn: float = 0.40
    layers: float = 0.15


class DetectorSampler:
    """Draws batches; the seed decides all of them. Places are drawn alike often, whatever they hold."""

    def __init__(self, scenes: Sequence[CellScene], layers: Sequence[Layer], seed: int, pool: int = 250):
        self._generator = np.random.default_rng(seed)
        self._clear = _by_place([scene for scene in scenes if scene.clear])
        self._real = _by_place([scene for scene in scenes if not scene.clear])
        self._layers = list(layers)
        self._pool = [self._draw() for _ in range(pool)]
        self._shares = SampleShares()

    def batch(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return reflectance [number, 11, 128, 128] float32 with MISSING, and labels [number, 128, 128] int64."""
        if self._generator.random() < _RENEWED:
            self._pool[int(self._generator.integers(len(self._pool)))] = self._draw()
        images, labels = zip(*(self._sample() for _ in range(number)))
        return np.stack(images), np.stack(labels).astype(np.int64)

    def _sample(self) -> tuple[np.ndarray, np.ndarray]:
        kind, shares = self._generator.random(), self._shares
        real = kind >= shares.clear + shares.drawn + (shares.layers if self._layers else 0)
        scene = self._pick(self._real if real and self._real else self._clear)
        image, labels = self._crop(scene)
        if scene.clear:
            image = vary_ground(image, scene.level, self._generator)
            if shares.clear <= kind < shares.clear + shares.drawn:
                image, labels = self._below_drawn(image, labels)
            elif kind >= shares.clear + shares.drawn and self._layers:
                image, labels = self._below_layer(image, labels)
        else:
            gain = np.float32(np.exp(self._generator.uniform(-0.15, 0.1)))
            image = np.where(image > 0.5 * MISSING, image * gain, image)
        noise = self._generator.normal(0, _NOISE, image.shape).astype(np.float32)
        image = np.where(image > 0.5 * MISSING, np.maximum(image + noise, 0), np.float32(MISSING))
        return drop_bands(image, self._generator), labels

    def _pick(self, places: list[list[CellScene]]) -> CellScene:
        scenes = places[int(self._generator.integers(len(places)))]
        return scenes[int(self._generator.integers(len(scenes)))]

    def _crop(self, scene: CellScene) -> tuple[np.ndarray, np.ndarray]:
        height, width = scene.labels.shape
        row, column = (int(self._generator.integers(max(side - CROP, 0) + 1)) for side in (height, width))
        part = (slice(row, row + CROP), slice(column, column + CROP))
        image = np.full((len(BANDS), CROP, CROP), MISSING, dtype=np.float32)
        labels = np.full((CROP, CROP), UNKNOWN, dtype=np.uint8)
        shown = scene.labels[part]
        image[:, : shown.shape[0], : shown.shape[1]] = scene.reflectance[(slice(None), *part)]
        labels[: shown.shape[0], : shown.shape[1]] = shown
        quarters, flip = int(self._generator.integers(4)), self._generator.random() < 0.5
        if flip:
            image, labels = image[:, :, ::-1], labels[:, ::-1]
        return np.rot90(image, quarters, axes=(1, 2)).copy(), np.rot90(labels, quarters).copy()

    def _below_drawn(self, image: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cloud = self._pool[int(self._generator.integers(len(self._pool)))]
        row, column = (int(self._generator.integers(_POOL_SIDE - CROP + 1)) for _ in range(2))
        cloud = cloud.crop(row, column, CROP, CROP).turn(
            int(self._generator.integers(4)), self._generator.random() < 0.5
        )
        found = labels_of_fields(cloud.total_opacity(), _INFRARED_SHARE * cloud.shadow)
        return plant(image, cloud), np.where(labels == classes.CLEAR, found, labels)

    def _below_layer(self, image: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        layer = self._layers[int(self._generator.integers(len(self._layers)))]
        quarters, flip = int(self._generator.integers(4)), self._generator.random() < 0.5
        cloud, found = (
            layer.cloud.turn(quarters, flip),
            np.rot90(layer.labels[:, ::-1] if flip else layer.labels, quarters),
        )
        there = image > 0.5 * MISSING
        return np.where(there, cloud.over(image), image), np.where(labels == classes.CLEAR, found, labels)

    def _draw(self) -> Cloud:
        shape = (_POOL_SIDE, _POOL_SIDE)
        if self._generator.random() < _CUMULUS:
            cover, thickness = self._generator.uniform(0.03, 0.5), self._generator.uniform(0.6, 1.0)
            cloud = draw_cloud(shape, self._generator, float(cover), float(thickness), _BROKEN)
        else:
            cloud = draw_cloud(shape, self._generator)
        drifts = ((first / FACTOR, second / FACTOR) for first, second in (cloud.drift, cloud.veil_drift))
        drift, veil_drift = drifts
        if self._generator.random() < _SHARP:
            cloud = cloud.thickened(0.0)
        return replace(cloud, drift=drift, veil_drift=veil_drift)


def plant(image: np.ndarray, cloud: Cloud) -> np.ndarray:
    """Return an image [11, h, w] below a cloud; MISSING stays."""
    there = image > 0.5 * MISSING
    bands = [index for index in range(len(BANDS)) if there[index].any()]
    result = image.copy()
    result[bands] = cloud.over(np.maximum(image[bands], 0), tuple(BANDS[index] for index in bands))
    return np.where(there, result, np.float32(MISSING))


def _by_place(scenes: list[CellScene]) -> list[list[CellScene]]:
    places: dict[str, list[CellScene]] = defaultdict(list)
    for scene in scenes:
        places[scene.place].append(scene)
    return [places[name] for name in sorted(places)]
