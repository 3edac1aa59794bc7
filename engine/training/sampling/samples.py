"""Batches of training samples: scenes below clouds, with the inputs that a network is fed at run time.

Step k of a run is drawn from the seed and k alone, so a resumed run sees what an uninterrupted one would have seen. A
draw takes one scene, lays a cloud over all of it (or takes its real clouds), detects the cloud and gathers the clear
ground as the plugin does on a whole scene, and then cuts crops out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from scipy.ndimage import gaussian_filter, maximum_filter

from unveil.engine.feedback import Feedback
from unveil.engine.ground.background import GroundSums, ground_sums, make_background
from unveil.engine.ground.plain import PlainChain, Sight, scene_sight
from unveil.engine.ground.radar_relation import relation
from unveil.engine.ground.relation_sums import RelationSums, seen_ground
from unveil.engine.masking import classes
from unveil.engine.masking.detectors.spectral import spectral_mask
from unveil.engine.removal.settings import MASK_DILATION
from unveil.engine.simulation.cloud import Cloud
from unveil.engine.simulation.clouds import add_noise, draw_cloud
from unveil.engine.simulation.real_clouds import RealCloud, cloud_layer
from unveil.engine.training.data.datasets import TrainingScene
from unveil.engine.training.sampling.augment import brightened, jitter, window, zoom
from unveil.engine.training.sampling.pseudo_radar import RadarModel
from unveil.engine.training.sampling.radar_draws import draw_radar
from unveil.models.card import BANDS
from unveil.models.networks.blocks import UNKNOWN
from unveil.models.scaling import Scaling, scene_levels

GROWTH = round(MASK_DILATION / 10)
"""Pixels that clouds and shadows are grown by before their removal, as `removeclouds` does unless told otherwise."""

_TOLD = 100
"""Clouds after which it is told how far their drawing is."""

_AnyCloud = TypeVar("_AnyCloud", Cloud, RealCloud)


@dataclass(frozen=True)
class SampleSettings:
    """How batches are drawn. Sizes in pixels, shares in 0..1.

    real_pairs: share of the draws that take a scene with its own clouds. real_clouds: of the others, share that lie
    below a layer of another such scene; layers: the most scenes that these are taken from. thick: share of the
    simulated clouds that hide all below them, overcast: of those, over the whole scene. growth: the most pixels that a
    mask is grown by. surroundings: share of the draws in which the scene goes on, with clear ground. zoomed: share of
    the draws that are enlarged or shrunk. bright: share in which the ground is as bright as what is taken for cloud.
    """

    crop: int = 128
    batch: int = 8
    crops_of_a_scene: int = 2
    clouds: int = 400
    layers: int = 60
    canvas: int = 256
    real_pairs: float = 0.3
    real_clouds: float = 0.3
    with_radar: float = 0.55
    pseudo_radar: float = 0.8
    no_radar: float = 0.1
    no_mask: float = 0.08
    detected_mask: float = 0.6
    false_mask: float = 0.3
    thick: float = 0.5
    overcast: float = 0.5
    growth: int = 8
    surroundings: float = 0.5
    zoomed: float = 0.5
    bright: float = 0.3
    clear_scene: float = 0.12


@dataclass(frozen=True)
class Draw:
    """A whole clouded scene, scaled: the four inputs, the target, what counts in the loss; [channels, h, w] each.

    level, spread: [13, 1, 1] reflectance of relative values, see `plain_samples.PlainDraw`; None of absolute ones.
    """

    optical: np.ndarray
    radar: np.ndarray
    mask: np.ndarray
    background: np.ndarray
    target: np.ndarray
    weight: np.ndarray
    level: np.ndarray | None = None
    spread: np.ndarray | None = None


class Sampler:
    """Draws batches from scenes, each a TrainingScene or what has its fields.

    `prior` [13] is a typical clear spectrum in reflectance; scaling: of the network. watch: may stop the drawing of
    clouds, and is not kept, as a sampler goes to other processes.
    """

    def __init__(
        self,
        scenes: Sequence[Any],
        prior: np.ndarray,
        radar_model: RadarModel | None,
        settings: SampleSettings,
        seed: int,
        scaling: Scaling = Scaling(),  # noqa: B008 - it is frozen
        watch: Feedback | None = None,
    ):
        self.settings = settings
        self.scaling = scaling
        self.prior = np.asarray(prior, dtype=np.float64) * 10000
        self.radar_model = radar_model
        self.seed = seed
        self._groups = _grouped(scenes)
        generator = np.random.default_rng([seed, 1])
        shape = (settings.canvas, settings.canvas)
        watch = watch or Feedback()
        self._clouds: list[Cloud] = []
        while len(self._clouds) < settings.clouds:
            watch.check()
            self._clouds.append(draw_cloud(shape, generator))
            if len(self._clouds) % _TOLD == 0:
                watch.info(f"{len(self._clouds)} of {settings.clouds} clouds are drawn")
        self._layers: list[RealCloud] = []
        if settings.real_clouds > 0 and any(scene.cloudy is None for scene in scenes):
            clouded = [scene for scene in scenes if scene.cloudy is not None]
            chosen = sorted(generator.permutation(len(clouded))[: settings.layers])
            self._layers = self._layers_of([clouded[index] for index in chosen], watch)

    def _layers_of(self, scenes: Iterable[Any], watch: Feedback) -> list[RealCloud]:
        """Return the layers of real clouds of scenes that have any and are as large as a simulated cloud."""
        canvas = (self.settings.canvas, self.settings.canvas)
        layers = []
        for scene in scenes:
            watch.check()
            if scene.cloudy is not None and scene.usable.shape == canvas:
                layers.append(cloud_layer(scene.cloudy, scene.clear))
        return [layer for layer in layers if layer is not None]

    def batch(self, step: int) -> dict[str, np.ndarray]:
        """Return a step's optical, radar, mask, background, target and weight, each [n, channels, crop, crop]."""
        generator = np.random.default_rng([self.seed, 2, step])
        crops: list[dict[str, np.ndarray]] = []
        while len(crops) < self.settings.batch:
            draw = self.draw(self._pick(generator), generator)
            wanted = min(self.settings.crops_of_a_scene, self.settings.batch - len(crops))
            crops += [_cut(draw, self.settings.crop, generator) for _ in range(wanted)]
        return {name: np.stack([crop[name] for crop in crops]) for name in crops[0]}

    def draw(self, scene: TrainingScene, generator: np.random.Generator) -> Draw:
        """Return a scene below a cloud, at most as large as a cloud's canvas."""
        settings = self.settings
        scene = window(scene, settings.canvas, settings.crop, generator)
        if generator.random() < settings.zoomed:
            scene = zoom(scene, settings.crop, settings.canvas, generator)
        scene = jitter(scene, generator)
        if scene.cloudy is None and generator.random() < settings.bright:
            scene = brightened(scene, generator)
        cloudy, cloud = self._cloud(scene, generator)
        radar = draw_radar(scene, settings.no_radar, settings.pseudo_radar, self.radar_model, generator)
        mask, known = self._mask(scene.clear, cloudy, cloud, generator)
        valid = scene.usable if known else np.zeros_like(scene.usable)
        codes = np.where(mask > 0.5, classes.CLOUD, np.where(mask > 0, classes.SHADOW, classes.CLEAR))
        background, sums = self._background(scene, scene_sight(cloudy * 10000, codes, valid, radar), generator)
        weight = scene.usable[None] & scene.present[:, None, None]
        if self.scaling.relative:
            deviations = np.array(self.scaling.deviations)
            levels = scene_levels(sums.moments(), self.prior, deviations, scene.present)
            level, deviation = (column[:, None, None] for column in (levels.mean, levels.deviation))
            present = scene.present[:, None, None]
            return Draw(
                optical=self.scaling.optical(cloudy * 10000, levels),
                radar=self.scaling.radar(radar),
                mask=classes.hidden_share(codes)[None],
                background=self.scaling.optical(background, levels),
                target=np.where(present, (scene.clear * 10000 - level) / deviation, 0).astype(np.float32),
                weight=(weight & classes.to_restore(codes)).astype(np.float32),
                level=level / 10000,
                spread=np.where(present, deviation / 10000, 0).astype(np.float32),
            )
        return Draw(
            optical=np.clip(cloudy, 0, 1),
            radar=Scaling().radar(radar),
            mask=(mask if known else np.full_like(mask, UNKNOWN))[None].astype(np.float32),
            background=Scaling().optical(background),
            target=scene.clear,
            weight=weight.astype(np.float32),
        )

    def _background(
        self, scene: TrainingScene, sight: Sight, generator: np.random.Generator
    ) -> tuple[np.ndarray, GroundSums]:
        """Return the plain image as the plugin makes it, DN [13, h, w], and its sums; sometimes the scene goes on."""
        prior = self.prior
        clear = sight.known >= 1
        seen = seen_ground(sight.dn[BANDS.index("B2")], sight.valid, clear)
        sums = ground_sums(sight.dn, sight.known, seen, sight.features)
        told = sums.relation
        if generator.random() < self.settings.surroundings and scene.usable.any():
            mean = scene.clear[:, scene.usable].mean(axis=1, dtype=np.float64) * 10000
            share = generator.uniform(0.3, 1.0)
            prior = self.prior + share * np.where(scene.present, mean - self.prior, 0.0)
            told = told.beside(_told_elsewhere(scene, sight.features, generator))
        return PlainChain(make_background(sums, prior, relation(told))).image(sight), sums

    def _pick(self, generator: np.random.Generator) -> Any:
        kind = generator.random()
        settings = self.settings
        wanted = "pairs" if kind < settings.real_pairs else "other"
        if settings.real_pairs <= kind < settings.real_pairs + settings.with_radar:
            wanted = "radar"
        places = self._groups.get(wanted) or next(iter(self._groups.values()))
        sizes = np.array([len(scenes) for scenes in places], dtype=float) ** 0.4
        scenes = places[generator.choice(len(places), p=sizes / sizes.sum())]
        return scenes[generator.integers(len(scenes))]

    def _cloud(self, scene: TrainingScene, generator: np.random.Generator) -> tuple[np.ndarray, Cloud | None]:
        """Return the clouded scene, and its cloud where that is known: not of real ones, nor of none."""
        if scene.cloudy is not None:
            return scene.cloudy, None
        height, width = scene.usable.shape
        if generator.random() < self.settings.clear_scene:
            return add_noise(scene.clear, generator), None
        if self._layers and generator.random() < self.settings.real_clouds:
            layer = self._layers[generator.integers(len(self._layers))].thinned(generator.uniform(0.7, 1.4))
            return add_noise(self._placed(layer, height, width, generator).over(scene.clear), generator), None
        cloud = self._clouds[generator.integers(len(self._clouds))]
        if generator.random() < self.settings.thick:
            # Where nothing shines through, only the radar can tell: without such scenes it is hardly looked at.
            cloud = cloud.thickened(1.0 if generator.random() < self.settings.overcast else 0.0)
        cloud = self._placed(cloud, height, width, generator)
        return add_noise(cloud.over(scene.clear), generator), cloud

    def _placed(self, cloud: _AnyCloud, height: int, width: int, generator: np.random.Generator) -> _AnyCloud:
        """Return a part of a cloud, turned and mirrored at random."""
        cloud = cloud.turn(int(generator.integers(4)), bool(generator.integers(2)))
        side = self.settings.canvas
        return cloud.crop(generator.integers(side - height + 1), generator.integers(side - width + 1), height, width)

    def _mask(
        self, clear: np.ndarray, cloudy: np.ndarray, cloud: Cloud | None, generator: np.random.Generator
    ) -> tuple[np.ndarray, bool]:
        """Return the mask [h, w] (1 cloud, 1/2 shadow, 0 clear), and whether the network is told."""
        known = generator.random() >= self.settings.no_mask
        if cloud is None or generator.random() < self.settings.detected_mask:
            mask = classes.replaced_share(spectral_mask(cloudy * 10000))
        else:
            mask = np.maximum(_wobbly(cloud.total_opacity(), generator), 0.5 * _wobbly(0.6 * cloud.shadow, generator))
        if generator.random() < self.settings.false_mask:
            # Detectors take bright or dark ground for cloud or shadow: the network must leave that alone.
            mask = np.maximum(mask, classes.replaced_share(spectral_mask(clear * 10000)))
        elif generator.random() < self.settings.false_mask:
            wrong = self._clouds[generator.integers(len(self._clouds))]
            height, width = mask.shape
            rows, columns = (generator.integers(self.settings.canvas - length + 1) for length in (height, width))
            opacity = wrong.crop(rows, columns, height, width).total_opacity()
            mask = np.maximum(mask, (opacity > generator.uniform(0.2, 0.8)) * generator.choice([0.5, 1.0]))
        growth = int(generator.integers(self.settings.growth + 1)) if generator.random() < 0.5 else GROWTH
        mask = maximum_filter(mask, size=2 * growth + 1)
        return mask.astype(np.float32), known


def _told_elsewhere(scene: TrainingScene, features: np.ndarray, generator: np.random.Generator) -> RelationSums:
    """Return what clear ground beyond the sample would tell of the radar: a half of the scene stands in for it."""
    axis = int(generator.integers(2))
    length = scene.usable.shape[axis]
    told = np.arange(length) < length // 2
    told = told if generator.random() < 0.5 else ~told
    clear = scene.usable & np.expand_dims(told, 1 - axis)
    return ground_sums(scene.clear * 10000, clear, clear.astype(np.float32), features).relation


def _wobbly(matte: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return where a matte is seen by other detectors and by people: the truth, moved in and out at its edges."""
    blurred = gaussian_filter(matte, generator.uniform(0.1, 3.0))
    wobble = gaussian_filter(generator.standard_normal(matte.shape), 8.0) * 8
    threshold = np.clip(generator.uniform(0.05, 0.3) + 0.1 * wobble, 0.03, 0.6)
    return blurred > threshold


def _grouped(scenes: Sequence[Any]) -> dict[str, list[list[Any]]]:
    """Return kind -> places -> scenes."""
    groups: dict[str, dict[str, list[Any]]] = {}
    for scene in scenes:
        kind = "radar" if scene.radar is not None else "pairs" if scene.cloudy is not None else "other"
        groups.setdefault(kind, {}).setdefault(scene.place, []).append(scene)
    return {kind: list(places.values()) for kind, places in groups.items()}


def _cut(draw: Draw, size: int, generator: np.random.Generator) -> dict[str, np.ndarray]:
    height, width = draw.mask.shape[1:]
    row, column = generator.integers(height - size + 1), generator.integers(width - size + 1)
    quarters, flip = int(generator.integers(4)), bool(generator.integers(2))

    def part(image: np.ndarray) -> np.ndarray:
        window = image[:, row : row + size, column : column + size]
        return np.ascontiguousarray(np.rot90(window[:, :, ::-1] if flip else window, quarters, axes=(1, 2)))

    names = ("optical", "radar", "mask", "background", "target", "weight")
    crop = {name: part(getattr(draw, name)) for name in names}
    if draw.level is None or draw.spread is None:
        return crop
    return {**crop, "level": draw.level, "spread": draw.spread}
