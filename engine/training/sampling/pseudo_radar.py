"""Radar for images that have none: what Sentinel-1 might have seen, drawn from an image's own bands.

Places with radar are scarce. A ridge regression from optical features to backscatter, fitted on the places that have
both, gives every clear image a plausible radar image; its coefficients are disturbed anew for each draw, because the
relation differs from scene to scene and a network must not learn one by heart, and multiplicative speckle of a
Sentinel-1 ground range product (about 4.4 looks, correlated over neighbouring pixels) is laid over it. All of it is
ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter, uniform_filter

from unveil.engine.training.data.datasets import PATH_RADIANCE, TrainingScene
from unveil.models.card import BANDS

_USED = tuple(BANDS.index(name) for name in ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12"))
_LOOKS = 4.4
_PIXELS = 4000
_RIDGE = 0.01


@dataclass(frozen=True)
class RadarModel:
    """weights: [features + 1, 2], the last row is the mean; mean, deviation: [features]; error: [2] dB."""

    weights: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray
    error: np.ndarray

    def draw(self, clear: np.ndarray, generator: np.random.Generator, disturbance: float = 0.35) -> np.ndarray:
        """Return VV and VH [2, h, w] in dB, float32, for reflectance [13, h, w]."""
        height, width = clear.shape[1:]
        x = ((_features(clear).reshape(len(self.mean), -1).T - self.mean) / self.deviation).astype(np.float32)
        slopes = self.weights[:-1]
        slopes = slopes + disturbance * np.abs(slopes).mean(axis=0) * generator.standard_normal(slopes.shape)
        slopes = slopes * generator.uniform(0.8, 1.6)
        level = self.weights[-1] + generator.normal(0, 1.0) + generator.normal(0, 0.5, 2)
        decibels = (x @ slopes.astype(np.float32)).T.reshape(2, height, width) + level[:, None, None]
        # What the regression cannot see is not white: fields and relief.
        unseen = gaussian_filter(generator.standard_normal((2, height, width)), (0, 4, 4))
        decibels += 0.4 * self.error[:, None, None] * unseen / unseen.std()
        return (decibels + speckle((2, height, width), generator)).astype(np.float32)


def fit_radar_model(scenes: Iterable[TrainingScene], seed: int = 0) -> RadarModel | None:
    """Fit the regression on the scenes that have radar; None where there is none."""
    generator = np.random.default_rng(seed)
    xs, ys, weights = [], [], []
    for scene in scenes:
        if scene.radar is None:
            continue
        target = uniform_filter(scene.radar, size=(0, 3, 3))
        good = scene.usable & np.isfinite(target).all(axis=0)
        picks = np.flatnonzero(good)
        if picks.size == 0:
            continue
        picks = generator.choice(picks, min(_PIXELS, picks.size), replace=False)
        xs.append(_features(scene.clear).reshape(-1, good.size)[:, picks].T)
        ys.append(target.reshape(2, -1)[:, picks].T)
        weights.append(np.full(len(picks), 1 / np.sqrt(len(picks))))
    if not xs:
        return None
    x, y, weight = np.concatenate(xs), np.concatenate(ys), np.concatenate(weights)[:, None]
    mean, deviation = x.mean(axis=0), x.std(axis=0) + 1e-6
    design = np.hstack([(x - mean) / deviation, np.ones((len(x), 1))])
    moment = design.T @ (weight * design)
    penalty = _RIDGE * np.trace(moment) / len(moment) * np.eye(len(moment))
    penalty[-1, -1] = 0
    solution = np.linalg.solve(moment + penalty, design.T @ (weight * y))
    return RadarModel(solution, mean, deviation, (y - design @ solution).std(axis=0))


def _features(clear: np.ndarray) -> np.ndarray:
    """Return [features, h, w]: log reflectance without the air's, normalised differences, and texture."""
    ground = np.clip(clear - 0.8 * PATH_RADIANCE[:, None, None].astype(np.float32), 0.004, None)
    logs = np.log(ground)
    red, infrared, green, short = (ground[BANDS.index(name)] for name in ("B4", "B8", "B3", "B11"))
    indices = [(infrared - red) / (infrared + red), (green - short) / (green + short)]
    texture = []
    for name in ("B4", "B8"):
        plane = logs[BANDS.index(name)]
        mean = uniform_filter(plane, 5)
        texture.append(np.sqrt(np.clip(uniform_filter(plane * plane, 5) - mean * mean, 0, None)))
    return np.stack([*(logs[index] for index in _USED), *indices, *texture])


def speckle(shape: tuple[int, ...], generator: np.random.Generator) -> np.ndarray:
    """Return multi-look speckle in dB: a gamma field, smoothed to the resolution and scaled back to its variance."""
    looks = _LOOKS * generator.uniform(0.8, 3.0)
    width = generator.uniform(0.7, 1.1)
    noise = gaussian_filter(generator.standard_normal(shape).astype(np.float32), (0, width, width))
    # The logarithm of a gamma field of that many looks is near normal with this deviation.
    return noise / noise.std() * np.float32(10 / np.log(10) / np.sqrt(looks))
