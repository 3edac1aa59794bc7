"""Samples of ground below planted clouds, on values relative to the clear ground of each sample's own scene.

What is planted is known, so the mask is the truth, moved in and out as detectors and people would draw it; the
background is the plain ground that a run makes of the scene without a network. Draw k comes from the seed and k alone.
Draws are kept in a folder that runs of several networks share (`pool.py`); each is cut, turned and mirrored anew for
every step.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter, maximum_filter

from unveil.engine.masking import classes
from unveil.engine.simulation.cloud import Cloud
from unveil.engine.simulation.clouds import add_noise, draw_cloud
from unveil.engine.simulation.real_clouds import RealCloud, cloud_layer
from unveil.engine.training.data.datasets import TrainingScene
from unveil.engine.training.sampling.augment import jitter, window, zoom
from unveil.engine.training.sampling.plain_ground import Scenery, plain_ground
from unveil.engine.training.sampling.pool import DrawPool, origin_of
from unveil.engine.training.sampling.pseudo_radar import RadarModel
from unveil.engine.training.sampling.radar_draws import draw_radar
from unveil.models.card import BANDS
from unveil.models.scaling import LIMIT, RELATIVE, Scaling

_VISIBLE = [BANDS.index(name) for name in ("B2", "B3", "B4")]
_OFTEN_MISSING = (("B10",), ("B10",), ("B1", "B9", "B10"), ("B1", "B10"), ("B9", "B10"))
_FINER = 100
"""Reflectance in a pool is kept in percent: half precision has few small numbers."""

_OF_BATCHES = ("batch", "draws", "crops_of_a_draw", "fewer_bands", "radar_noise")
"""Settings that runs which share a pool may have of their own."""

_LEAST_RADAR = 1e-3
"""What noise leaves of scaled radar at least: 0 is none."""

_TRIES = 8
_LEAST_CLEAR = 400
_ATTEMPTS = 20


@dataclass(frozen=True)
class PlainSettings:
    """How batches are drawn. Sizes in pixels, shares in 0..1.

    draws: how many different draws a run sees. crops_of_a_draw: crops of one draw in a batch.
    with_radar: share of draws from places with radar, real_pairs: of scenes below their own clouds. real_clouds: of the
    others, share below the layer of another such scene; loose: share below simulated cloud of any kind rather than
    thick cloud over 20 to 95 %. pseudo_radar, no_radar: share of places without radar that are given some, and of all
    draws that go without. growth: the most pixels that a mask is grown by. fewer_bands: share of the crops that lose
    bands. radar_noise: the most that the noise deviates by, in dB, which crops' radar gets beyond its own.
    """

    crop: int = 128
    batch: int = 8
    draws: int = 800
    crops_of_a_draw: int = 2
    canvas: int = 256
    with_radar: float = 0.6
    real_pairs: float = 0.1
    real_clouds: float = 0.25
    loose: float = 0.25
    pseudo_radar: float = 0.75
    no_radar: float = 0.12
    growth: int = 6
    zoomed: float = 0.4
    fewer_bands: float = 0.4
    radar_noise: float = 0.0


@dataclass(frozen=True)
class PlainDraw:
    """One scene below a cloud. planes [43, h, w]: optical, background, target, radar, mask, usable; see `_parts`.

    level, spread: [13] reflectance, reflectance = level + spread x relative value; spread is 0 for bands that were not
    measured.
    """

    planes: np.ndarray
    level: np.ndarray
    spread: np.ndarray


class PlainSampler:
    """Draws batches from scenes. prior, deviations: [13] DN of clear ground anywhere. pool: folder of kept draws."""

    def __init__(
        self,
        scenes: tuple[TrainingScene, ...],
        scaling: Scaling,
        prior: np.ndarray,
        radar_model: RadarModel | None,
        settings: PlainSettings,
        seed: int,
        pool: Path | None = None,
    ):
        if scaling.kind != RELATIVE:
            raise ValueError("these samples are on relative values")
        self.settings, self.scaling, self.seed = settings, scaling, seed
        self._prior = np.asarray(prior, dtype=np.float64)
        self._radar_model = radar_model
        self._pool = None if pool is None else DrawPool(pool, self._origin(scenes))
        layers = [(scene, cloud_layer(scene.cloudy, scene.clear)) for scene in scenes if scene.cloudy is not None]
        self._pairs = [(scene, layer) for scene, layer in layers if layer is not None]
        self._layers = [layer for scene, layer in self._pairs if scene.usable.shape == (settings.canvas,) * 2]
        clear = [scene for scene in scenes if scene.cloudy is None]
        self._places = {wanted: _by_place(clear, wanted) for wanted in (True, False)}

    def batch(self, step: int) -> dict[str, np.ndarray]:
        """Return a step's inputs, target, weight, level and spread by name, each [n, channels, h, w]."""
        settings = self.settings
        generator = np.random.default_rng([self.seed, 3, step])
        crops: list[dict[str, np.ndarray]] = []
        while len(crops) < settings.batch:
            draw = self.kept(int(generator.integers(settings.draws)))
            wanted = min(settings.crops_of_a_draw, settings.batch - len(crops))
            crops += [self._cut(draw, generator) for _ in range(wanted)]
        return {name: np.stack([crop[name] for crop in crops]) for name in crops[0]}

    def kept(self, number: int) -> PlainDraw:
        """Return a draw by number: from the pool where it is there, else drawn, and put there."""
        if self._pool is None:
            return self.draw(number)
        held = self._pool.held(number)
        if held is None:
            draw = self.draw(number)
            # What belongs to bands goes below the planes as a row of its own: one array, one file.
            row = np.zeros((draw.planes.shape[0], 1, draw.planes.shape[2]), dtype=np.float16)
            row[: len(BANDS), 0, 0], row[: len(BANDS), 0, 1] = draw.level * _FINER, draw.spread * _FINER
            held = np.concatenate((draw.planes, row), axis=1)
            self._pool.hold(number, held)
        of_bands = held[: len(BANDS), -1].astype(np.float32) / _FINER
        return PlainDraw(held[:, :-1], of_bands[:, 0], of_bands[:, 1])

    def _origin(self, scenes: tuple[TrainingScene, ...]) -> str:
        """Return what all draws of a pool have in common: all but how they are cut into batches."""
        settings = {name: value for name, value in asdict(self.settings).items() if name not in _OF_BATCHES}
        named = [(scene.name, scene.place, scene.usable.shape) for scene in scenes]
        return origin_of((settings, self.seed, asdict(self.scaling), self._prior.round(3).tolist(), named))

    def draw(self, number: int) -> PlainDraw:
        """Return a scene below a cloud with enough clear ground to tell its levels, at most as large as the canvas."""
        for attempt in range(_ATTEMPTS):
            made = self._attempt(np.random.default_rng([self.seed, 2, number, attempt]))
            if made is not None:
                return made
        raise RuntimeError(f"no draw of {_ATTEMPTS} attempts left clear ground")

    def _attempt(self, generator: np.random.Generator) -> PlainDraw | None:
        settings = self.settings
        if self._pairs and generator.random() < settings.real_pairs:
            scene, layer = self._pairs[generator.integers(len(self._pairs))]
            # Both dates and their layer are cut alike: whole scenes, no zoom.
            cloudy, codes = np.asarray(scene.cloudy), _codes_of_layer(layer, generator)
        else:
            scene = window(self._pick(generator), settings.canvas, settings.crop, generator)
            if generator.random() < settings.zoomed:
                scene = zoom(scene, settings.crop, settings.canvas, generator)
            scene = jitter(scene, generator)
            cloudy, codes = self._planted(scene, generator)
        codes = _grown(codes, int(generator.integers(settings.growth + 1)))
        settings = self.settings
        radar = draw_radar(scene, settings.no_radar, settings.pseudo_radar, self._radar_model, generator)
        scenery = Scenery(cloudy * np.float32(10000), codes, radar, scene.present)
        plain = plain_ground(scenery, scene.usable, self.scaling, self._prior)
        if plain.clear < _LEAST_CLEAR or not (codes > 0).any():
            return None
        target = (scene.clear * 10000 - plain.levels.mean[:, None, None]) / plain.levels.deviation[:, None, None]
        planes = np.concatenate(
            (
                self.scaling.optical(scenery.dn, plain.levels),
                self.scaling.optical(plain.image, plain.levels),
                np.where(scene.present[:, None, None], np.clip(target, -LIMIT, LIMIT), 0),
                self.scaling.radar(scenery.radar),
                classes.hidden_share(codes)[None],
                scene.usable[None],
            )
        )
        spread = np.where(scene.present, plain.levels.deviation / 10000, 0)
        return PlainDraw(planes.astype(np.float16), plain.levels.mean / 10000, spread.astype(np.float32))

    def _pick(self, generator: np.random.Generator) -> TrainingScene:
        wanted = generator.random() < self.settings.with_radar
        places = self._places[wanted] or self._places[not wanted]
        sizes = np.array([len(scenes) for scenes in places], dtype=float) ** 0.4
        scenes = places[generator.choice(len(places), p=sizes / sizes.sum())]
        return scenes[generator.integers(len(scenes))]

    def _planted(self, scene: TrainingScene, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return the clouded scene and its classes, truth moved in and out at the edges."""
        height, width = scene.usable.shape
        if self._layers and generator.random() < self.settings.real_clouds:
            layer = self._layers[generator.integers(len(self._layers))].thinned(generator.uniform(0.8, 1.6))
            layer = layer.turn(int(generator.integers(4)), bool(generator.integers(2)))
            side = self.settings.canvas
            row, column = (int(generator.integers(side - length + 1)) for length in (height, width))
            layer = layer.crop(row, column, height, width)
            return add_noise(layer.over(scene.clear), generator), _codes_of_layer(layer, generator)
        if generator.random() < self.settings.loose:
            cloud = draw_cloud((height, width), generator)
        else:
            cover = float(generator.uniform(0.2, 0.95))
            cloud = draw_cloud((height, width), generator, cover=cover, thickness=float(generator.uniform(0.9, 1)))
            cloud = cloud.thickened(0.0) if generator.random() < 0.5 else cloud
        return add_noise(cloud.over(scene.clear), generator), _codes_of_cloud(cloud, generator)

    def _cut(self, draw: PlainDraw, generator: np.random.Generator) -> dict[str, np.ndarray]:
        """Return a turned crop, the best of a few by what is to be restored in it."""
        size = self.settings.crop
        hidden = draw.planes[-2]
        places = [tuple(int(generator.integers(length - size + 1)) for length in hidden.shape) for _ in range(_TRIES)]
        counts = [np.count_nonzero(hidden[row : row + size : 4, column : column + size : 4]) for row, column in places]
        row, column = places[int(np.argmax(np.minimum(counts, 0.7 * (size // 4) ** 2)))]
        planes = draw.planes[:, row : row + size, column : column + size]
        if generator.integers(2):
            planes = planes[:, :, ::-1]
        planes = np.rot90(planes, int(generator.integers(4)), axes=(1, 2)).astype(np.float32)
        parts = _parts(planes)
        spread = draw.spread.copy()
        if generator.random() < self.settings.fewer_bands:
            lost = [BANDS.index(name) for name in _OFTEN_MISSING[generator.integers(len(_OFTEN_MISSING))]]
            if generator.random() < 0.3:
                lost = sorted({*lost, int(generator.integers(len(BANDS)))})
            spread[lost] = 0
            for name in ("optical", "background", "target"):
                parts[name][lost] = 0
        if self.settings.radar_noise > 0:
            parts["radar"] = self._noisy(parts["radar"], generator)
        restored = (parts["mask"] > 0) * parts.pop("usable")
        parts["weight"] = (restored * (spread > 0)[:, None, None]).astype(np.float32)
        parts["level"], parts["spread"] = draw.level[:, None, None], spread[:, None, None]
        return parts

    def _noisy(self, radar: np.ndarray, generator: np.random.Generator) -> np.ndarray:
        """Return scaled radar [2, h, w] with noise, the same in dB in both; 0, where there is none, stays."""
        scaling = self.scaling
        decibels = np.array([scaling.vv_max - scaling.vv_min, scaling.vh_max - scaling.vh_min])[:, None, None]
        noise = generator.normal(0, self.settings.radar_noise * generator.random(), radar.shape) / decibels
        return np.where(radar > 0, np.clip(radar + noise, _LEAST_RADAR, 1), 0).astype(np.float32)


def _parts(planes: np.ndarray) -> dict[str, np.ndarray]:
    number = len(BANDS)
    return {
        "optical": planes[:number],
        "background": planes[number : 2 * number],
        "target": planes[2 * number : 3 * number],
        "radar": planes[3 * number : 3 * number + 2],
        "mask": planes[-2:-1],
        "usable": planes[-1:],
    }


def _by_place(scenes: list[TrainingScene], with_radar: bool) -> list[list[TrainingScene]]:
    places: dict[str, list[TrainingScene]] = {}
    for scene in scenes:
        if (scene.radar is not None) == with_radar:
            places.setdefault(scene.place, []).append(scene)
    return list(places.values())


def _codes_of_cloud(cloud: Cloud, generator: np.random.Generator) -> np.ndarray:
    return _codes(cloud.total_opacity(), 0.6 * cloud.shadow, generator)


def _codes_of_layer(layer: RealCloud, generator: np.random.Generator) -> np.ndarray:
    """Return the classes of a real layer: it is shadow where it holds light back and adds none."""
    held, light = 1 - layer.passing[_VISIBLE].mean(axis=0), layer.light[_VISIBLE].mean(axis=0)
    dark = light < 0.15 * held
    return _codes(np.where(dark, 0, held), np.where(dark, held, 0), generator)


def _codes(opacity: np.ndarray, shadow: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return classes [h, w] of an opacity and a shadow, as detectors and people would draw them."""
    wobble = gaussian_filter(generator.standard_normal(opacity.shape), 8.0) * 8
    blurred = gaussian_filter(opacity, generator.uniform(0.1, 1.5))
    codes = np.zeros(opacity.shape, dtype=np.uint8)
    codes[gaussian_filter(shadow, 1.0) > generator.uniform(0.08, 0.25)] = classes.SHADOW
    codes[blurred > np.clip(generator.uniform(0.04, 0.12) + 0.03 * wobble, 0.03, 0.2)] = classes.THIN_CLOUD
    codes[blurred > np.clip(generator.uniform(0.35, 0.65) + 0.1 * wobble, 0.25, 0.8)] = classes.CLOUD
    return codes


def _grown(codes: np.ndarray, reach: int) -> np.ndarray:
    """Return classes with cloud and shadow grown by `reach` pixels; of several the one that hides most."""
    order = (classes.CLEAR, classes.THIN_CLOUD, classes.SHADOW, classes.CLOUD)
    rank = np.zeros(256, dtype=np.uint8)
    rank[list(order)] = range(len(order))
    return np.array(order, dtype=np.uint8)[maximum_filter(rank[codes], size=2 * reach + 1)]
