"""SEN12MS-CR as it is downloaded: its folders, its file names, and its split by scene.

Ebel, Meraner, Schmitt, Zhu 2020, doi 10.14459/2020mp1554803. A patch is three files:

    ROIs1158_spring_s1/s1_31/ROIs1158_spring_s1_31_p30.tif
    ROIs1158_spring_s2/s2_31/ROIs1158_spring_s2_31_p30.tif
    ROIs1158_spring_s2_cloudy/s2_cloudy_31/ROIs1158_spring_s2_cloudy_31_p30.tif

The folders of the seasons may lie side by side or each in one of its own. Patches of a scene overlap, so a split by
patch would leak: this one is by scene.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from unveil.engine.feedback import Feedback
from unveil.engine.training.data.patches import Patch

SEASONS = {"ROIs1158": "spring", "ROIs1868": "summer", "ROIs1970": "fall", "ROIs2017": "winter"}

SPLITS = {
    "validation": (
        "spring_17", "summer_17", "summer_19", "summer_80", "summer_127", "fall_65",
        "winter_22", "winter_84", "winter_107", "winter_130",
    ),
    "test": (
        "spring_31", "spring_44", "spring_106", "spring_123", "spring_140", "summer_73", "summer_119", "fall_139",
        "winter_63", "winter_108",
    ),
}  # fmt: skip
"""The canonical split: the loader of the data set's authors (PatrickTUM/UnCRtainTS, data/dataLoader.py, SEN12MSCR); all
other scenes are for training."""

SPLIT_NAMES = ("train", *SPLITS, "all")

_SEASON = re.compile(r"(ROIs\d{4}_(?:spring|summer|fall|winter))_s1")
_SCENE = re.compile(r"s1_(\d+)")


def season_folders(folder: Path) -> list[Path]:
    """Return the folders of radar patches, one for each season that is there; none where this is no SEN12MS-CR."""
    near = [path for path in sorted(folder.glob("ROIs*_s1")) if path.is_dir()]
    deep = [path for path in sorted(folder.glob("ROIs*/ROIs*_s1")) if path.is_dir()]
    return [path for path in near + deep if _SEASON.fullmatch(path.name)]


def split_of(place: str) -> str:
    """Return which part of the split a scene such as "spring_31" belongs to."""
    return next((name for name, places in SPLITS.items() if place in places), "train")


def find_patches(
    folder: Path, split: str = "train", watch: Feedback | None = None
) -> tuple[tuple[Patch, ...], tuple[str, ...]]:
    """Return the patches of a part of the split ("all" for every one), and what is left out: patches without a file.

    Names of files alone are looked at; watch may stop that (Cancelled).
    """
    watch = watch or Feedback()
    found, left_out = [], []
    for season in season_folders(Path(folder)):
        match = _SEASON.fullmatch(season.name)
        if match is None:
            continue
        season_name = match.group(1)
        for scene in sorted(season.iterdir()):
            watch.check()
            number = _SCENE.fullmatch(scene.name)
            if number is None or not scene.is_dir():
                continue
            place = f"{season_name.split('_')[1]}_{number.group(1)}"
            if split in ("all", split_of(place)):
                for patch, missing in _scene_patches(season.parent, season_name, number.group(1), place):
                    if missing:
                        left_out.append(f"{patch.name}: {', '.join(missing)} missing")
                    else:
                        found.append(patch)
    return tuple(found), tuple(left_out)


def _scene_patches(folder: Path, season: str, number: str, place: str) -> Iterator[tuple[Patch, list[str]]]:
    """Yield the patches of a scene, each with the names of the files that it lacks or that are empty."""
    folders = {kind: folder / f"{season}_{kind}" / f"{kind}_{number}" for kind in ("s1", "s2", "s2_cloudy")}
    files = {kind: _files(path) for kind, path in folders.items()}
    beginnings = {kind: f"{season}_{kind}_{number}_" for kind in folders}
    numbers = set()
    for kind, sizes in files.items():
        numbers |= {name[len(beginnings[kind]) : -len(".tif")] for name in sizes if name.startswith(beginnings[kind])}
    for patch in sorted(numbers, key=lambda text: (len(text), text)):
        names = {kind: f"{beginning}{patch}.tif" for kind, beginning in beginnings.items()}
        missing = [name for kind, name in names.items() if not files[kind].get(name)]
        paths = {kind: folders[kind] / name for kind, name in names.items()}
        yield Patch(f"{season}_{number}_{patch}", place, paths["s2"], paths["s1"], paths["s2_cloudy"]), missing


def _files(folder: Path) -> dict[str, int]:
    """Return the sizes of the GeoTIFFs of a folder by name."""
    try:
        with os.scandir(folder) as entries:
            return {entry.name: entry.stat().st_size for entry in entries if entry.name.endswith(".tif")}
    except FileNotFoundError:
        return {}
