"""The sets of images on which hidden ground is scored, read from a folder of real imagery.

    l1c          clear L1C below planted clouds, with radar: `train/s1s2_clear`, and the clear images of `validation`
    l2a-radar    clear L2A below planted clouds, with radar: BioMassters, BigEarthNet, TerraMind
    l2a          the same without radar: Major TOM, Boston, Kiel, Jaca, Aberystwyth
    triplets     real cloudy and clear L1C of two dates, with radar: `validation`
    months       real cloudy L2A months of BioMassters beside a clear one, and clouded dates of a series of L1C

Images larger than 256 pixels give windows; images of one place share its name, and averages and intervals are over
places. Masks of the real sets are the detector's or the set's own, grown by 60 m.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from unveil.engine.evaluation.planted import ClearScene, CloudedScene, plant
from unveil.engine.masking import classes
from unveil.engine.masking.detectors.spectral import spectral_mask
from unveil.engine.masking.morphology import dilate_classes
from unveil.engine.raster.source import describe
from unveil.engine.scene.image import read_backscatter, read_stored
from unveil.engine.simulation.real_clouds import cloud_layer
from unveil.engine.training.data.datasets import place_of, read_optical
from unveil.models.card import BANDS

SIDE = 256
SETS = ("l1c", "l2a-radar", "l2a", "triplets", "months")
REAL_GROWTH = 6
"""Pixels that real masks are grown by."""

_SCENES = {
    "0316": "spring_106", "0581": "spring_106", "0746": "spring_106", "6317": "fall_139",
    "ROIs1970_fall_139_p839": "fall_139", "7264": "winter_63", "7657": "winter_63",
    "ROIs2017_winter_112_p797": "winter_112", "5254": "summer_73", "5278": "summer_73", "5349": "summer_73",
}  # fmt: skip
"""The scene of each triplet of the folder `validation`."""

_MATTES = (
    "ROIs1970_fall_s2_136_p281", "ROIs1970_fall_s2_136_p310", "ROIs1158_spring_s2_39_p838",
    "ROIs1868_summer_s2_100_p500", "ROIs1970_fall_s2_85_p753", "ROIs1868_summer_s2_102_p500",
)  # fmt: skip
_CLOUDY_MONTHS = {
    "biomassters_000aa810_06": "07", "biomassters_000aa810_11": "10", "biomassters_0060c0a5_11": "10",
    "biomassters_288afc34_06": "05",
}  # fmt: skip
_CASES = {
    "100 % cloud": ("s1s2_clear/terramind_38D_378R_2_3/s2.tif", "L1C", 1.0),
    "5 % cloud": ("s1s2_clear/terramind_637U_59R_1_3/s2.tif", "L1C", 0.05),
    "sea": ("s1s2_clear/ROIs1158_spring_101_30/s2.tif", "L1C", 0.5),
    "coast": ("s1s2_clear/terramind_282D_485L_3_3/s2.tif", "L1C", 0.4),
    "lakes": ("l2a/biomassters_288afc34_07/s2.tif", "L2A", 0.5),
    "snow": ("l2a/biomassters_0060c0a5_05/s2.tif", "L2A", 0.5),
    "desert": ("s2_l1c_12band/S2B_MSIL1C_20171022_T49JGM/s2.tif", "L1C", 0.5),
    "mountains": ("s2_l1c_12band/iceland/s2.tif", "L1C", 0.5),
}  # fmt: skip
"""File, level, and about how much is masked."""

_TERRAMIND = {"282D_485L_3_3": "terramind_282D_485L_3_3", "38D_378R_2_3": "terramind_38D_378R_2_3"}
_SMALLEST = 100
_SNOW = 2000.0
"""DN of B2."""

_PROBABLY_CLOUD = 20


def read_set(
    folder: Path, name: str, seeds: int = 2, quick: bool = False, places: Sequence[str] = ("",)
) -> list[CloudedScene]:
    """Return the scenes of one of SETS; seeds: clouds planted over each image. quick: one of each place.

    places: beginnings of names of places, of which alone scenes are returned.

    Raises:
        KeyError: there is no such set.
    """
    folder = Path(folder)
    if name in ("triplets", "months"):
        real = {"triplets": _triplets, "months": _months}[name](folder)
        found = [scene for scene in real if scene.clear.place.startswith(tuple(places))]
        return _one_a_place(found) if quick else found
    sources = {"l1c": _clear_l1c, "l2a-radar": _l2a_with_radar, "l2a": _l2a_without_radar}
    clear = [scene for scene in sources[name](folder) if _is_ground(scene)]
    mattes = real_mattes(folder)
    scenes = []
    for index, scene in enumerate(clear):
        if not scene.place.startswith(tuple(places)):
            continue
        for turn in range(seeds):
            seed = 5 * index + turn * 3
            matte = mattes[(index + turn) % len(mattes)] if (index + turn) % 2 else None
            scenes.append(plant(scene, seed, matte))
    return _one_a_place(scenes) if quick else scenes


def _is_ground(scene: ClearScene) -> bool:
    """Return whether an image is large enough and not snow, which the named cases of the bench hold."""
    blue = scene.dn[scene.bands.index("B2")][scene.valid]
    return min(scene.valid.shape) >= _SMALLEST and float(np.median(blue)) < _SNOW


def named_cases(folder: Path) -> dict[str, CloudedScene]:
    """Return single scenes at the edges of use, by name: see _CASES for where, and how much of them is hidden."""
    found = {}
    for name, (file, level, cover) in _CASES.items():
        path = Path(folder) / "train" / file
        radar = path.with_name("s1.tif")
        scene = next(_windows(_scene(path, name, level, radar if radar.exists() else None), 1))
        found[name] = overcast(scene) if cover == 1 else plant(scene, 2, cover=cover)
    return found


def overcast(scene: ClearScene) -> CloudedScene:
    """Return a scene of which nothing is seen."""
    white = np.where(scene.valid, np.float32(9000), np.float32(0))
    codes = np.where(scene.valid, classes.CLOUD, classes.NODATA).astype(np.uint8)
    return CloudedScene(scene, np.broadcast_to(white, scene.dn.shape).copy(), codes)


def real_mattes(folder: Path) -> list[np.ndarray]:
    """Return the opacity [h, w] in B2 of real clouds of the folder's pairs."""
    mattes = []
    for name in _MATTES:
        pair = [
            read_optical(Path(folder) / "train" / "s2_pairs" / name / f"{part}.tif")[0] for part in ("cloudy", "clear")
        ]
        layer = cloud_layer(*pair)
        if layer is not None:
            mattes.append(1 - layer.passing[BANDS.index("B2")])
    return mattes


def _one_a_place(scenes: Sequence[CloudedScene]) -> list[CloudedScene]:
    first: dict[str, CloudedScene] = {}
    for scene in scenes:
        first.setdefault(scene.clear.place, scene)
    return list(first.values())


def _scene(path: Path, place: str, level: str, radar: Path | None, name: str | None = None) -> ClearScene:
    image, present, valid = read_optical(path)
    bands = tuple(band for band, there in zip(BANDS, present) if there)
    dn = image[present] * np.float32(10000)
    return ClearScene(name or path.parent.name, place, level, bands, dn, _decibels(radar, valid.shape), valid)


def _decibels(path: Path | None, shape: tuple[int, ...]) -> np.ndarray:
    if path is None:
        return np.full((2,) + shape, np.nan, dtype=np.float32)
    return read_backscatter(describe(str(path)))


def _windows(scene: ClearScene, most: int = 2) -> Iterator[ClearScene]:
    """Yield up to `most` windows of a large image along its diagonal, or a small one whole."""
    height, width = scene.valid.shape
    if max(height, width) <= 1.5 * SIDE:
        yield scene
        return
    for index in range(most):
        row, column = ((n - SIDE) * (2 * index + 1) // (2 * most) for n in (height, width))
        part = (slice(row, row + SIDE), slice(column, column + SIDE))
        arrays = (scene.dn[(slice(None), *part)], scene.radar[(slice(None), *part)], scene.valid[part])
        yield ClearScene(f"{scene.name}/{index}", scene.place, scene.level, scene.bands, *arrays)


def _clear_l1c(folder: Path) -> Iterator[ClearScene]:
    for path in sorted(folder.glob("train/s1s2_clear/*/s2.tif")):
        if "609U" not in path.parent.name:  # snow and cloud
            yield from _windows(_scene(path, place_of(path.parent.name), "L1C", path.with_name("s1.tif")))
    for name, place in _SCENES.items():
        path = folder / "validation" / name / "s2_clear.tif"
        yield _scene(path, place, "L1C", path.with_name("s1.tif"))


def _l2a_with_radar(folder: Path) -> Iterator[ClearScene]:
    for path in sorted(folder.glob("train/l2a/b*/s2.tif")):
        radar, probability = path.with_name("s1.tif"), path.with_name("cloud_probability.tif")
        if radar.exists() and (not probability.exists() or _cloudiness(probability) <= _PROBABLY_CLOUD / 4):
            yield _scene(path, place_of(path.parent.name), "L2A", radar)
    for name, place in _TERRAMIND.items():
        yield _terramind_surface(folder, name, place)


def _terramind_surface(folder: Path, name: str, place: str) -> ClearScene:
    """Return an L2A patch without band names: all of L1C's bands but B10, with the offset of 1000 where it has one."""
    dn = read_stored(str(folder / "readers" / "l2a" / f"{name}.tif"))[0].astype(np.float32)
    if np.quantile(dn, 0.001) > 900:
        dn = np.clip(dn - 1000, 1, None)
    bands = tuple(band for band in BANDS if band != "B10")
    radar = _decibels(folder / "train" / "s1s2_clear" / place / "s1.tif", dn.shape[1:])
    return ClearScene(name, place, "L2A", bands, dn, radar, (dn > 0).all(axis=0))


def _l2a_without_radar(folder: Path) -> Iterator[ClearScene]:
    for pattern in ("majortom*", "boston*", "kiel*", "jaca*", "aber"):
        for path in sorted(folder.glob(f"train/l2a/{pattern}/s2.tif")):
            name = path.parent.name
            place = name.split("_")[0] if name.startswith("jaca") else name
            yield from _windows(_scene(path, place, "L2A", None))


def _cloudiness(path: Path) -> float:
    probability = read_stored(str(path))[0][0]
    known = probability[probability <= 100]
    return float(known.mean()) if known.size else 100.0


def _triplets(folder: Path) -> Iterator[CloudedScene]:
    for name, place in _SCENES.items():
        path = folder / "validation" / name / "s2_clear.tif"
        clear = _scene(path, place, "L1C", path.with_name("s1.tif"))
        cloudy = read_optical(path.with_name("s2_cloudy.tif"))[0] * np.float32(10000)
        yield CloudedScene(clear, cloudy, dilate_classes(spectral_mask(cloudy), REAL_GROWTH, REAL_GROWTH))


def _months(folder: Path) -> Iterator[CloudedScene]:
    for name, month in _CLOUDY_MONTHS.items():
        path = folder / "train" / "l2a" / name
        place = place_of(name)
        clear = _scene(folder / "train" / "l2a" / f"{place}_{month}" / "s2.tif", place, "L2A", path / "s1.tif", name)
        cloudy = _scene(path / "s2.tif", place, "L2A", None)
        probability = read_stored(str(path / "cloud_probability.tif"))[0][0]
        codes = np.where((probability > _PROBABLY_CLOUD) & (probability <= 100), classes.CLOUD, classes.CLEAR)
        codes = dilate_classes(codes.astype(np.uint8), REAL_GROWTH, REAL_GROWTH)
        yield CloudedScene(clear, cloudy.dn, np.where(cloudy.valid, codes, classes.NODATA).astype(np.uint8))
    yield from _clouded_dates(folder)


def _clouded_dates(folder: Path) -> Iterator[CloudedScene]:
    """Yield the clouded dates of the series' patch 0, each beside the nearest date that is clear."""
    dates = [(path, *read_optical(path)) for path in sorted(folder.glob("train/s2_series/*_patch_0.tif"))]
    coded = [(path, image * np.float32(10000), spectral_mask(image * 10000)) for path, image, _, _ in dates]
    day = {path: np.datetime64(path.stem.split("_patch")[0][-10:]) for path, _, _ in coded}
    clear = [(path, dn) for path, dn, codes in coded if (codes == classes.CLOUD).mean() < 0.02]
    for path, dn, codes in coded:
        if 0.1 < (codes == classes.CLOUD).mean() < 0.95:
            nearest, truth = min(clear, key=lambda date: abs(day[date[0]] - day[path]))
            radar = _decibels(None, codes.shape)
            scene = ClearScene(path.stem, "series_146", "L1C", BANDS, truth, radar, np.ones(codes.shape, dtype=bool))
            yield CloudedScene(scene, dn, dilate_classes(codes, REAL_GROWTH, REAL_GROWTH))
