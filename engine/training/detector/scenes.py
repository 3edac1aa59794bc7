"""What the detector learns from: images of small rasters in memory, averaged to cells of 20 m.

The folder has the layout of `training/data/datasets.py`. Clear scenes come with the number 0 everywhere and get clouds
planted; cloudy ones come with the labels that `labels.py` finds in their difference from a clear date of the place.
Nothing is made to look like something else: bands that a product lacks stay MISSING.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.masking.cells import cell_means
from unveil.engine.scene.image import read_stored
from unveil.engine.sentinel.bands import SENTINEL2, optical_name
from unveil.engine.training.data.datasets import place_of
from unveil.models.cloud_detector import BANDS, MISSING

FACTOR = 2
"""Pixels of 10 m along a side of a cell."""

CIRRUS = 0.006
"""Reflectance in B10 from which ground is taken to lie below cirrus, which hardly shows in other bands."""

UNKNOWN = 254
"""Label of a cell that nothing is learnt from."""

_OFFSET = 1000
_FEWEST_CELLS = 32


@dataclass(frozen=True)
class CellScene:
    """One image in cells. reflectance [11, h, w] float32 with MISSING; labels [h, w] uint8: classes, or UNKNOWN.

    place: scenes of one place never stand on both sides of a split. level: "L1C" or "L2A". clear: whether it is free
    of cloud, so that clouds may be planted in it.
    """

    name: str
    place: str
    level: str
    reflectance: np.ndarray
    labels: np.ndarray
    clear: bool

    @property
    def valid(self) -> np.ndarray:
        return self.reflectance[BANDS.index("B4")] > 0.5 * MISSING


@dataclass(frozen=True)
class Pair:
    """Files of a cloudy and a clear date of one place."""

    name: str
    place: str
    level: str
    cloudy: Path
    clear: Path


def clear_scenes(folder: Path, unusable: tuple[str, ...] = ()) -> list[CellScene]:
    """Read every clear scene of a folder; `unusable`: beginnings of "<set>/<name>" of those that have cloud.

    Scenes half of which lie below cirrus are left out, whatever they are called.

    Raises:
        UnveilError: there is none, or a raster cannot be read or lacks band names.
    """
    paths = [
        *sorted(folder.glob("s1s2_clear/*/s2.tif")),
        *sorted(folder.glob("l2a/*/s2.tif")),
        *sorted(folder.glob("s2_pairs/*/clear.tif")),
        *sorted(folder.glob("s2_clear/*.tif")),
        *sorted(folder.glob("s2_l1c_12band/*/s2.tif")),
        *sorted(folder.glob("s2_series/*.tif")),
    ]
    chosen = [path for path in paths if not _identity(path).startswith(unusable or ("\0",))]
    scenes = [clear_scene(path) for path in chosen]
    scenes = [scene for scene in scenes if min(scene.labels.shape) >= _FEWEST_CELLS and not _below_cirrus(scene)]
    if not scenes:
        raise UnveilError(f"The folder {folder} holds no clear scene to train a detector on.")
    return scenes


def pairs(folder: Path, cloudy_dates: tuple[tuple[str, str], ...] = ()) -> list[Pair]:
    """Return the pairs of a folder, and those that `cloudy_dates` names: (cloudy, clear) as "<set>/<name>"."""
    found = [
        Pair(path.parent.name, place_of(path.parent.name), "L1C", path, path.with_name("clear.tif"))
        for path in sorted(folder.glob("s2_pairs/*/cloudy.tif"))
    ]
    for cloudy, clear in cloudy_dates:
        one, other = (_file(folder, identity) for identity in (cloudy, clear))
        found.append(Pair(cloudy.partition("/")[2], place_of(cloudy.partition("/")[2]), _level(one), one, other))
    return found


def read_cells(path: Path) -> np.ndarray:
    """Return reflectance [11, h, w] float32 in cells, MISSING where a band or a cell is not there.

    The offset of 1000 is found in the cirrus band, which is near 0 over clear ground, and removed.
    """
    planes, valid = read_pixels(path)
    cells, known = cell_means(planes, valid, FACTOR)
    return np.where(known & (planes[:, :1, :1] > 0.5 * MISSING), cells, np.float32(MISSING))


def read_pixels(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return reflectance [11, h, w] of the pixels with whole bands of MISSING, and valid pixels [h, w]."""
    data, called = read_stored(str(path))
    names = [optical_name(name) for name in called]
    if not any(names):
        raise UnveilError(f"The bands of {path} have no Sentinel-2 names, so it is no training data; name them.")
    there = [index for index, name in enumerate(names) if name in SENTINEL2]
    valid = (data[there] > 0).any(axis=0)
    cirrus = data[names.index("B10")] if "B10" in names else None
    offset = cirrus is not None and valid.any() and np.quantile(cirrus[valid], 0.02) > 0.9 * _OFFSET
    planes = np.full((len(BANDS),) + data.shape[1:], MISSING, dtype=np.float32)
    for index, name in enumerate(BANDS):
        if name in names:
            stored = data[names.index(name)].astype(np.float32) - (_OFFSET if offset else 0)
            planes[index] = np.maximum(stored, 0) / np.float32(10000)
    return planes, valid


def clear_scene(path: Path, name: str = "") -> CellScene:
    """Read one clear scene; `name` where its file does not tell."""
    name = name or _identity(path).partition("/")[2]
    cells = read_cells(path)
    labels = np.zeros(cells.shape[1:], dtype=np.uint8)
    labels[cells[BANDS.index("B4")] <= 0.5 * MISSING] = UNKNOWN
    return CellScene(name, place_of(name), _level(path), cells, labels, True)


def _below_cirrus(scene: CellScene) -> bool:
    cirrus = scene.reflectance[BANDS.index("B10")][scene.valid]
    return bool(cirrus.size and np.median(cirrus) > CIRRUS)


def _identity(path: Path) -> str:
    """Return "<set>/<name>" of a file of the folder."""
    single = path.parent.name in ("s2_clear", "s2_series")
    return f"{path.parent.name}/{path.stem}" if single else f"{path.parent.parent.name}/{path.parent.name}"


def _file(folder: Path, identity: str) -> Path:
    kind, _, name = identity.partition("/")
    return folder / kind / f"{name}.tif" if kind in ("s2_clear", "s2_series") else folder / kind / name / "s2.tif"


def _level(path: Path) -> str:
    return "L2A" if path.parent.parent.name == "l2a" else "L1C"
