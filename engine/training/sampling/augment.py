"""Other looks of a training scene: a part of it, another size, another light and season."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from unveil.engine.simulation.cloud import ALONG_SPECTRUM
from unveil.engine.training.data.datasets import TrainingScene
from unveil.models.card import BANDS

_VISIBLE = [BANDS.index(name) for name in ("B2", "B3", "B4")]
_RED, _INFRARED = BANDS.index("B4"), BANDS.index("B8")
_POSITIONS = [ALONG_SPECTRUM[name] for name in BANDS]
_PLANT_COLOUR = np.array([-0.05, -0.08, -0.06, -0.25, -0.15, 0.5, 0.75, 0.8, 0.85, 0.25, 0.0, -0.25, -0.35])
"""What a unit of red edge (B8 minus B4) adds to the reflectance of each band when soil turns green. Ours."""


def window(scene: TrainingScene, largest: int, smallest: int, generator: np.random.Generator) -> TrainingScene:
    """Cut a window of at most `largest` pixels a side; shorter sides are reflected up to `smallest`, without weight."""
    height, width = scene.usable.shape
    rows, columns = (_indices(length, largest, smallest, generator) for length in (height, width))
    place = np.ix_(rows[0], columns[0])
    return replace(
        scene,
        clear=scene.clear[:, place[0], place[1]],
        usable=scene.usable[place] & rows[1][:, None] & columns[1],
        radar=None if scene.radar is None else scene.radar[:, place[0], place[1]],
        cloudy=None if scene.cloudy is None else scene.cloudy[:, place[0], place[1]],
    )


def zoom(scene: TrainingScene, smallest: int, largest: int, generator: np.random.Generator) -> TrainingScene:
    """Enlarge or shrink a scene by up to a third, to `smallest` ... `largest` pixels a side: fields of other sizes."""
    factor = max(float(np.exp(generator.uniform(-0.3, 0.3))), smallest / min(scene.usable.shape))
    scene = window(scene, int(largest / factor), 2, generator)
    height, width = (max(int(length * factor), smallest) for length in scene.usable.shape)
    rows, columns = (np.linspace(0, length - 1, wanted) for length, wanted in zip(scene.usable.shape, (height, width)))

    def change(image: np.ndarray) -> np.ndarray:
        return _bilinear(image, rows, columns)

    usable = _bilinear(scene.usable[None].astype(np.float32), rows, columns)[0] > 0.99
    radar, cloudy = (None if image is None else change(image) for image in (scene.radar, scene.cloudy))
    return replace(scene, clear=change(scene.clear), usable=usable, radar=radar, cloudy=cloudy)


def _bilinear(image: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return [channels, rows, columns] of an image at fractional places."""
    for axis, places in ((1, rows), (2, columns)):
        low = np.minimum(places.astype(int), image.shape[axis] - 2)
        part = (places - low).astype(np.float32)
        part = part[:, None] if axis == 1 else part
        image = np.take(image, low, axis) * (1 - part) + np.take(image, low + 1, axis) * part
    return image.astype(np.float32, copy=False)


def _indices(length: int, largest: int, smallest: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return indices along one side, and which of them are no reflections."""
    if length > largest:
        start = generator.integers(length - largest + 1)
        return np.arange(start, start + largest), np.ones(largest, dtype=bool)
    wanted = max(length, smallest)
    around = np.arange(wanted) % max(2 * (length - 1), 1)
    return np.minimum(around, 2 * (length - 1) - around), np.arange(wanted) < length


def jitter(scene: TrainingScene, generator: np.random.Generator) -> TrainingScene:
    """Change light and season of both dates alike, so that colours cannot be learnt by heart from the radar.

    A gain for all bands, one that changes smoothly with the wavelength, small ones for each band; more or less air; and
    more or less of what sets plants apart from soil, in proportion to the red edge of each pixel.
    """
    smooth = np.interp(_POSITIONS, np.linspace(0, 1, 4), generator.normal(0, 0.05, 4))[:, None, None]
    gain = np.exp(generator.normal(0, 0.08) + smooth + generator.normal(0, 0.02, (13, 1, 1))).astype(np.float32)
    air = (generator.uniform(-0.012, 0.012) * np.linspace(1, 0, 13)[:, None, None]).astype(np.float32)
    season = (generator.normal(0, 0.3) * _PLANT_COLOUR + generator.normal(0, 0.04, 13))[:, None, None]
    season = season.astype(np.float32) * (generator.random() < 0.7)

    def change(image: np.ndarray) -> np.ndarray:
        edge = np.clip(image[_INFRARED] - image[_RED], 0, 0.5)
        return np.clip((image + season * edge) * gain + air, 0, 1)

    cloudy = None if scene.cloudy is None else change(scene.cloudy)
    return replace(scene, clear=change(scene.clear), cloudy=cloudy)


def brightened(scene: TrainingScene, generator: np.random.Generator) -> TrainingScene:
    """Make the clear ground as bright as what detectors take for cloud: all of it, or the brightest of it, as sand."""
    if generator.random() < 0.4:
        gain = np.float32(generator.uniform(1.1, 2.2))
    else:
        visible = scene.clear[_VISIBLE].mean(axis=0)
        low, high = np.quantile(visible, (generator.uniform(0.5, 0.9), 0.995))
        share = np.clip((visible - low) / max(high - low, 1e-3), 0, 1)
        gain = (1 + generator.uniform(0.5, 3.0) * share).astype(np.float32)
    return replace(scene, clear=np.clip(scene.clear * gain, 0, 1))
