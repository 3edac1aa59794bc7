"""Clear images below planted clouds: the truth of the same date is known to the pixel.

A planted cloud is opaque but for its rims, its shadow darkens the ground beside it, the mask is the true one, grown.
Shapes come from the simulation (`simulation/clouds.py`) or from the matte of a real cloud. Scores count the
masked pixels alone: PSNR, SSIM and SAM as `metrics.py` has them, and what tells a picture from a smear:

    energy       of what is finer than about 150 m, in the image by that in the truth (1 is right, 0 is a smear)
    correlation  of that detail with the truth's
    rim          mean step across the outline of the mask, by the truth's (1 is invisible)
    cast         root mean square over the bands of the mean error, in reflectance
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.evaluation.metrics import error_sums, reflectance
from unveil.engine.evaluation.similarity import HALO, ssim_map
from unveil.engine.evaluation.statistics import Estimate, bootstrap_mean
from unveil.engine.masking import classes
from unveil.engine.raster.filters import any_within, box_mean
from unveil.engine.simulation.cloud import Cloud
from unveil.engine.simulation.clouds import add_noise, draw_cloud

GROWTH = 3
"""Pixels that the true mask is grown by."""

COVERS = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9)
"""Shares of an image below planted cloud, one after the other."""

SMOOTHED = 9
"""Side in pixels of the squares whose means, taken twice, part colour from detail finer than about 150 m."""

_TRIES = 6
"""Clouds of which the one is taken whose mask covers what is wanted."""

_LIGHT, _DARKENED = 0.005, 0.03
"""Reflectance that a cloud adds, and share of a band's light that it takes, from which a pixel is in the true mask."""

MEASURES = ("psnr", "ssim", "sam", "energy", "correlation", "rim", "cast")


@dataclass(frozen=True)
class ClearScene:
    """A clear image: dn [bands, h, w] float32 with the names of its bands, radar [2, h, w] dB with NaN, valid [h, w].

    place: images of one place are no independent evidence. level: "L1C" or "L2A".
    """

    name: str
    place: str
    level: str
    bands: tuple[str, ...]
    dn: np.ndarray
    radar: np.ndarray
    valid: np.ndarray

    @property
    def has_radar(self) -> bool:
        """Whether anything is known of the backscatter."""
        return bool(np.isfinite(self.radar).any())


@dataclass(frozen=True)
class CloudedScene:
    """A scene to restore, with its truth: cloudy [bands, h, w] in DN, codes [h, w] of the mask as a run is given it."""

    clear: ClearScene
    cloudy: np.ndarray
    codes: np.ndarray

    @property
    def restore(self) -> np.ndarray:
        """Return [h, w] bool, what is masked and measured."""
        return classes.to_restore(self.codes) & self.clear.valid


Method = Callable[[CloudedScene], np.ndarray]
"""From a clouded scene to its whole image in DN [bands, h, w]; only masked pixels are scored."""


def plant(scene: ClearScene, seed: int, matte: np.ndarray | None = None, cover: float | None = None) -> CloudedScene:
    """Return the scene below a cloud that the seed alone decides; matte [h, w] in 0..1 gives it the form of a real one.

    cover: share of the image that is to be masked, about; None takes it from COVERS. Every other seed leaves the cloud
    its simulated soft rims; in the others rims are a few pixels wide.
    """
    generator = np.random.default_rng([seed, 7])
    cover = COVERS[seed % len(COVERS)] if cover is None else cover
    tries = [_cloud(scene.valid.shape, seed, cover, matte, generator) for _ in range(_TRIES)]
    masks = [_true_mask(cloud, scene) for cloud in tries]
    best = int(np.argmin([abs(float(np.mean(classes.to_restore(codes))) - cover) for codes in masks]))
    cloud, codes = tries[best], masks[best]
    image = cloud.over(scene.dn / np.float32(10000), scene.bands)
    cloudy = np.clip(add_noise(image, generator) * np.float32(10000), 1, None)
    return CloudedScene(scene, np.where(scene.valid, cloudy, 0).astype(np.float32), codes)


def _cloud(
    shape: tuple[int, ...], seed: int, cover: float, matte: np.ndarray | None, generator: np.random.Generator
) -> Cloud:
    cloud = draw_cloud(shape, generator, cover=0.8 * cover, thickness=1.0)
    if matte is not None:
        opacity = _covering(matte, shape, 0.8 * cover, generator)
        cloud = replace(cloud, opacity=opacity, shadow=0.6 * np.roll(opacity, (9, 7), axis=(0, 1)))
    return cloud.thickened(0.0) if seed % 2 == 0 else cloud


def _covering(matte: np.ndarray, shape: tuple[int, ...], cover: float, generator: np.random.Generator) -> np.ndarray:
    """Return a part of a matte, turned, mirrored and stretched in opacity, of which so much covers an image."""
    turned = np.rot90(matte[:, ::-1] if generator.integers(2) else matte, int(generator.integers(4)))
    rows, columns = (
        np.abs((np.arange(n) + int(generator.integers(m))) % (2 * m) - m + 0.5).astype(int)
        for n, m in zip(shape, turned.shape)
    )
    part = turned[np.ix_(np.minimum(rows, turned.shape[0] - 1), np.minimum(columns, turned.shape[1] - 1))]
    level = np.quantile(part, 1 - cover)
    # Where a matte is whole cloud its quantile is the cloud itself: go a little below it.
    return np.clip(4 * (part - min(level, 0.9)), 0, 1).astype(np.float32)


def _true_mask(cloud: Cloud, scene: ClearScene) -> np.ndarray:
    """Return the classes of what the cloud does in any band: bands see a high cloud in different places."""
    light = cloud.over(np.zeros_like(scene.dn), scene.bands)
    passing = cloud.over(np.ones_like(scene.dn), scene.bands) - light
    lit, dark = (light > _LIGHT).any(axis=0), (passing < 1 - _DARKENED)
    dark[[index for index, band in enumerate(scene.bands) if band == "B10"]] = False
    hidden, dark = (any_within(found, GROWTH) for found in (lit, dark.any(axis=0)))
    codes = np.where(hidden, classes.CLOUD, np.where(dark, classes.SHADOW, classes.CLEAR))
    return np.where(scene.valid, codes, classes.NODATA).astype(np.uint8)


def measure(scene: CloudedScene, image: np.ndarray) -> dict[str, float]:
    """Return the MEASURES of an image in DN [bands, h, w] over the masked pixels of a scene."""
    hidden = scene.restore
    made = reflectance(np.where(hidden, image, scene.clear.dn))
    truth = reflectance(scene.clear.dn)
    inside = (slice(HALO, -HALO), slice(HALO, -HALO))
    similarity = ssim_map(made, truth)[(slice(None), *inside)][:, hidden[inside]]
    sums = error_sums(made, truth, hidden)
    fine, true = (_detail(x)[:, hidden] for x in (made, truth))
    power, truth_power = float((fine**2).sum()), float((true**2).sum())
    error = (made - truth)[:, hidden].mean(axis=1)
    return {
        "psnr": sums.psnr,
        "ssim": float(similarity.mean()) if similarity.size else math.nan,
        "sam": sums.sam,
        "energy": power / truth_power,
        "correlation": float((fine * true).sum() / max(math.sqrt(power * truth_power), 1e-12)),
        "rim": _step(made, hidden, scene.clear.valid) / _step(truth, hidden, scene.clear.valid),
        "cast": float(np.sqrt((error**2).mean())),
    }


def _detail(image: np.ndarray) -> np.ndarray:
    smooth = np.stack([box_mean(box_mean(plane, SMOOTHED, "reflect"), SMOOTHED, "reflect") for plane in image])
    return image - smooth


def _step(image: np.ndarray, hidden: np.ndarray, valid: np.ndarray) -> float:
    """Return the mean absolute difference of neighbours of which one is masked and one is not."""
    total, number = 0.0, 0
    for axis in (0, 1):
        first = [slice(None)] * 2
        second = [slice(None)] * 2
        first[axis], second[axis] = slice(None, -1), slice(1, None)
        a, b = tuple(first), tuple(second)
        across = (hidden[a] != hidden[b]) & valid[a] & valid[b]
        total += float(np.abs(image[(slice(None), *a)] - image[(slice(None), *b)])[:, across].sum())
        number += int(across.sum()) * len(image)
    return total / number if number else math.nan


def compare(scenes: Sequence[CloudedScene], methods: dict[str, Method]) -> dict[str, list[dict[str, float]]]:
    """Return the measures of every method on every scene, in the scenes' order."""
    return {name: [measure(scene, method(scene)) for scene in scenes] for name, method in methods.items()}


def gain(
    scenes: Sequence[CloudedScene], rows: Sequence[dict[str, float]], base: Sequence[dict[str, float]], name: str
) -> Estimate:
    """Return by how much a measure of a method is above another's on the same images, with its interval over places."""
    difference = by_place(scenes, [mine[name] - theirs[name] for mine, theirs in zip(rows, base)])
    return bootstrap_mean(list(difference.values()), list(difference))


def by_place(scenes: Sequence[CloudedScene], values: Sequence[float]) -> dict[str, float]:
    """Return the mean of the values, one a scene, in each place; averages are over places, never over images.

    Values that are no number are left out: an image that is masked whole has no rim.
    """
    found: dict[str, list[float]] = {}
    for scene, value in zip(scenes, values):
        if not math.isnan(value):
            found.setdefault(scene.clear.place, []).append(value)
    return {place: float(np.mean(numbers)) for place, numbers in found.items()}


def place_mean(scenes: Sequence[CloudedScene], rows: Sequence[dict[str, float]], name: str) -> float:
    """Return the mean over places of a measure."""
    return float(np.mean(list(by_place(scenes, [row[name] for row in rows]).values())))
