"""Scenes to train on: a folder of small rasters becomes arrays in memory, all looking like Sentinel-2 L1C.

A folder of training data holds any of these folders, each of GeoTIFFs whose bands are named (DN = reflectance x 10000):

    s1s2_clear/<place>/{s1,s2}.tif     clear L1C with radar in dB
    l2a/<name>/{s1,s2[,cloud_probability]}.tif    L2A with or without radar, without B10 and sometimes B1 and B9
    s2_pairs/<name>/{cloudy,clear}.tif   the same ground below real clouds and without them
    worldcereal_monthly/*.nc    months of L2A with radar of one place, as the WorldCereal project hands them out
    s2_series/<name>_<date>_<patch>.tif    L1C of a patch on many dates; clouded ones pair with the nearest clear one
    s2_clear/*.tif, s2_l1c_12band/<name>/s2.tif    L1C without radar

L2A shows the ground without the air above it. A typical path radiance is added, so that one network sees one kind of
image; missing bands are filled from their neighbours as input and left out of the loss.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.ground.typical import AIR
from unveil.engine.masking import classes
from unveil.engine.masking.detectors.spectral import cloud_score, spectral_mask
from unveil.engine.raster.source import describe
from unveil.engine.scene.image import read_backscatter, read_image, read_stored
from unveil.engine.simulation.real_clouds import snow
from unveil.engine.training.data.months import read_months
from unveil.models.card import BANDS

PATH_RADIANCE = np.array([AIR[name] for name in BANDS])
"""What the air itself reflects in each band."""

AnyScene = TypeVar("AnyScene", bound=Any)
"""A scene in memory or on disk: whatever has a `place`."""

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")
_OFFSET = 1000
_SMALLEST = 96
_CLEAR_SHARE = 0.97
_CLEAR_PROBABILITY = 30
"""Mean cloud probability in % up to which a month of a series counts as clear."""


@dataclass(frozen=True)
class TrainingScene:
    """One image to learn from. Reflectance 0..1, float32.

    place: where it is; scenes of one place never stand on both sides of a split. clear: [13, h, w].
    present: [13] bool, bands that were measured. usable: [h, w] bool, pixels that count in the loss.
    radar: [2, h, w] dB with NaN, or None. cloudy: [13, h, w], the same ground below real clouds, or None.
    """

    name: str
    place: str
    clear: np.ndarray
    present: np.ndarray
    usable: np.ndarray
    radar: np.ndarray | None = None
    cloudy: np.ndarray | None = None


def read_scenes(folder: Path, watch: Feedback | None = None) -> tuple[TrainingScene, ...]:
    """Read every scene of a folder of training data (see the head of this module).

    Raises:
        UnveilError: the folder holds no scene, or a raster cannot be read or lacks band names.
        Cancelled: the user stopped it.
    """
    folder, watch = Path(folder), watch or Feedback()

    def files(*patterns: str) -> Iterator[Path]:
        for path in (path for pattern in patterns for path in sorted(folder.glob(pattern))):
            watch.check()
            yield path

    scenes: list[TrainingScene] = []
    for path in files("s1s2_clear/*/s2.tif"):
        scenes.append(_clear_scene(path, radar=path.with_name("s1.tif")))
    for path in files("l2a/*/s2.tif"):
        if _probably_clear(path.with_name("cloud_probability.tif")):
            scenes.append(_l2a_scene(path))
    for path in files("worldcereal_monthly/*.nc"):
        scenes.extend(_months(path))
    for path in files("s2_pairs/*/clear.tif"):
        scenes.append(_clear_scene(path, cloudy=path.with_name("cloudy.tif")))
    for path in files("s2_clear/*.tif", "s2_l1c_12band/*/s2.tif"):
        scenes.append(_clear_scene(path))
    scenes.extend(_series(files("s2_series/*.tif")))
    scenes = [scene for scene in scenes if min(scene.usable.shape) >= _SMALLEST]
    if not scenes:
        raise UnveilError(f"The folder {folder} holds no training scenes; see the documentation of unveil train.")
    return tuple(scenes)


def place_of(name: str) -> str:
    """Return the place that a scene's name tells: dates, months and patch numbers of one place fall together."""
    name = re.sub(r"^(s2_)?(ROIs\d+)_(spring|summer|fall|winter)_(s2_)?(\d+).*", r"\3_\5", name)
    name = re.sub(r"^s2_ROIs\d+_(\d+)_ImgNo.*", r"series_\1", name)
    name = re.sub(r"^(biomassters_[0-9a-f]+)_\d+$", r"\1", name)
    name = re.sub(r"^(ben_[^_]+_[^_]+_\d{8})T.*", r"\1", name)
    return re.sub(r"_\d{4}-\d{2}-\d{2}$", "", name)


def split_places(scenes: tuple[AnyScene, ...], held_out: tuple[str, ...]) -> tuple[tuple[AnyScene, ...], ...]:
    """Return (training, held-out) scenes; `held_out` are beginnings of the names of places."""
    outside = tuple(scene for scene in scenes if scene.place.startswith(tuple(held_out)) and held_out)
    names = {scene.place for scene in outside}
    return tuple(scene for scene in scenes if scene.place not in names), outside


def read_optical(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return reflectance [13, h, w] float32, the bands that are present [13] bool, and valid pixels [h, w] bool.

    The offset of 1000 of products since 2022 is found in the cirrus band, which is near 0 at the ground, and removed.

    Raises:
        UnveilError: as `read_image`.
    """
    read = read_image(describe(str(path)), BANDS, fill=True, offset_matters=False)
    present = np.array([name in read.names for name in BANDS])
    dn = np.zeros((len(BANDS), *read.valid.shape), dtype=np.float32)
    dn[present] = read.dn
    valid = read.valid & (read.dn > 0).all(axis=0)
    cirrus = BANDS.index("B10")
    if present[cirrus] and valid.any() and np.quantile(dn[cirrus][valid], 0.02) > 0.9 * _OFFSET:
        dn = np.where(present[:, None, None], np.clip(dn - _OFFSET, 1, None), 0)
    return np.clip(dn / np.float32(10000), 0, 1).astype(np.float32), present, valid


def _clear_scene(path: Path, radar: Path | None = None, cloudy: Path | None = None) -> TrainingScene:
    clear, present, usable = read_optical(path)
    name = path.stem if path.parent.name in ("s2_clear", "s2_series") else path.parent.name
    real = None
    if cloudy is not None:
        real, _, valid = read_optical(cloudy)
        usable &= valid & ~snow(real)
    return TrainingScene(
        name=name,
        place=place_of(name),
        clear=_fill_missing(clear, present),
        present=present,
        usable=usable,
        radar=None if radar is None else read_backscatter(describe(str(radar))),
        cloudy=real,
    )


def _series(paths: Iterable[Path]) -> list[TrainingScene]:
    """Return the clear dates of each patch, and its clouded ones with the nearest date that is clear."""
    dates: dict[str, list[tuple[date, TrainingScene, bool]]] = {}
    for path in paths:
        scene, found = _clear_scene(path), _DATED.search(path.stem)
        if found is not None:
            cloud = float(np.mean(spectral_mask(scene.clear * 10000) == classes.CLOUD))
            patch = path.stem[found.end() :]
            dates.setdefault(patch, []).append((date.fromisoformat(found.group()), scene, cloud < 1 - _CLEAR_SHARE))
    scenes: list[TrainingScene] = []
    for dated in dates.values():
        clear = [(day, scene) for day, scene, is_clear in dated if is_clear]
        scenes += [scene for _, scene in clear]
        for day, scene, is_clear in dated:
            if not is_clear and clear:
                _, nearest = min(clear, key=lambda each: abs(each[0] - day))
                if nearest.clear.shape == scene.clear.shape:
                    both = scene.usable & nearest.usable & ~snow(scene.clear)
                    scenes.append(replace(scene, clear=nearest.clear, cloudy=scene.clear, usable=both))
    return scenes


def _l2a_scene(path: Path) -> TrainingScene:
    surface, present, usable = read_optical(path)
    radar = path.with_name("s1.tif")
    backscatter = read_backscatter(describe(str(radar))) if radar.exists() else None
    return _from_surface(path.parent.name, place_of(path.parent.name), surface, present, usable, backscatter)


def _months(path: Path) -> list[TrainingScene]:
    # The files that exist show fields a few hundred metres apart.
    return [
        _from_surface(name, "worldcereal", surface, present, usable, radar)
        for name, surface, present, usable, radar in read_months(path)
    ]


def _from_surface(
    name: str, place: str, surface: np.ndarray, present: np.ndarray, usable: np.ndarray, radar: np.ndarray | None
) -> TrainingScene:
    air = PATH_RADIANCE.astype(np.float32)[:, None, None]
    clear = np.where(present[:, None, None], surface * (1 - air) + air, 0).astype(np.float32)
    clear = _fill_missing(clear, present)
    # The detector takes much snow and haze for cloud; where it is sure, the "clear" month is not.
    score = cloud_score(clear[[0, 1, 2, 3, 7, 10, 11]])
    usable &= score < 0.5
    return TrainingScene(
        name=name,
        place=place,
        clear=clear,
        present=present,
        usable=usable,
        radar=radar,
    )


def _fill_missing(clear: np.ndarray, present: np.ndarray) -> np.ndarray:
    """Fill B1 from B2, B8A from B8, B9 from B8A and B10 with the little that reaches it at the ground."""
    filled = clear.copy()
    b1, b2, b8a, b9, b10 = (BANDS.index(name) for name in ("B1", "B2", "B8A", "B9", "B10"))
    if not present[b1]:
        filled[b1] = (clear[b2] - PATH_RADIANCE[b2]) * 0.8 + PATH_RADIANCE[b1]
    if not present[b8a]:
        filled[b8a] = 1.03 * clear[BANDS.index("B8")]
    if not present[b9]:
        filled[b9] = 0.3 * filled[b8a]
    if not present[b10]:
        filled[b10] = PATH_RADIANCE[b10]
    return np.clip(filled, 0, 1)


def _probably_clear(path: Path) -> bool:
    if not path.exists():
        return True
    probability = read_stored(str(path))[0][0]
    known = probability[probability <= 100]
    return known.size > 0 and float(known.mean()) <= _CLEAR_PROBABILITY
