"""Folders of triplets: radar, cloudy and clear optical image of one patch, in either of two layouts.

SEN12MS-CR's own (Ebel et al. 2021), with all seasons or some:
    ROIs1158_spring_s1/s1_106/ROIs1158_spring_s1_106_p30.tif, and the same with s2 and s2_cloudy
or one folder a patch:
    <id>/s1.tif, <id>/s2_cloudy.tif, <id>/s2_clear.tif
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.pairing import open_pair, pixel_on_pixel
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.raster.source import Raster, describe
from unveil.engine.scene.image import read_backscatter, read_dn, read_stored
from unveil.engine.sentinel.bands import SENTINEL2
from unveil.engine.sentinel.optical import Optical
from unveil.models.scratch import scratch_folder

MOST_PIXELS = 16_000_000
"""Patches are held in memory whole."""

_PARTS = ("s1", "s2_cloudy", "s2_clear")
_CLOUDY = re.compile(r"(ROIs\d+_[a-z]+)_s2_cloudy_(\d+)_(p\d+)\.tif")
_NUMBERED = re.compile(r"(ROIs\d+_[a-z]+_\d+)_p\d+")


@dataclass(frozen=True)
class Triplet:
    """Files of one patch. scene: patches of one scene overlap and resemble one another, so they are no independent
    evidence."""

    id: str
    radar: Path
    cloudy: Path
    clear: Path

    @property
    def scene(self) -> str:
        match = _NUMBERED.fullmatch(self.id)
        return match.group(1) if match else self.id


@dataclass(frozen=True)
class Patch:
    """A triplet in memory: DN [13, h, w] float32, dB [2, h, w] with NaN, classes [h, w] of the default detector.

    valid: [h, w] bool, pixels with a measurement in both optical images. cloudy_raster, radar_raster: the files, on
    one grid.
    """

    triplet: Triplet
    cloudy_raster: Raster
    radar_raster: Raster
    optical: Optical
    cloudy: np.ndarray
    clear: np.ndarray
    radar: np.ndarray
    codes: np.ndarray
    valid: np.ndarray


def find_triplets(folder: Path) -> tuple[tuple[Triplet, ...], tuple[str, ...]]:
    """Return the complete triplets of a folder, sorted by id, and the ids of those that lack a file.

    Raises:
        UnveilError: there is no such folder, or no triplet in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise UnveilError(f"The folder {folder} does not exist; give one with triplets.")
    found = {triplet.id: triplet for triplet in (*_folder_a_patch(folder), *_sen12mscr(folder))}
    complete = [
        found[name]
        for name in sorted(found)
        if all(path.is_file() for path in (found[name].radar, found[name].cloudy, found[name].clear))
    ]
    if not complete:
        raise UnveilError(
            f"The folder {folder} holds no whole triplet; it needs <id>/s1.tif, s2_cloudy.tif and s2_clear.tif, or "
            "the layout of SEN12MS-CR (ROIs1158_spring_s1/s1_106/ROIs1158_spring_s1_106_p30.tif and so on)."
        )
    return tuple(complete), tuple(sorted(set(found) - {triplet.id for triplet in complete}))


def _folder_a_patch(folder: Path) -> list[Triplet]:
    found = []
    for place in folder.iterdir():
        files = [place / f"{part}.tif" for part in _PARTS]
        if any(path.is_file() for path in files):
            found.append(Triplet(place.name, *files))
    return found


def _sen12mscr(folder: Path) -> list[Triplet]:
    found = []
    for path in folder.glob("ROIs*_s2_cloudy/s2_cloudy_*/*.tif"):
        match = _CLOUDY.fullmatch(path.name)
        if match:
            season, scene, patch = match.groups()
            radar, clear = (
                folder / f"{season}_{part}" / f"{part}_{scene}" / f"{season}_{part}_{scene}_{patch}.tif"
                for part in ("s1", "s2")
            )
            found.append(Triplet(f"{season}_{scene}_{patch}", radar, path, clear))
    return found


def read_patch(triplet: Triplet) -> Patch:
    """Read a triplet; files without a CRS are taken to lie pixel on pixel.

    Raises:
        UnveilError: files cannot be read, do not fit one another, lack bands, or are larger than MOST_PIXELS.
    """
    paths = (triplet.radar, triplet.cloudy, triplet.clear)
    radar, cloudy, clear = pixel_on_pixel([describe(str(path)) for path in paths])
    grid = cloudy.grid
    if grid.width * grid.height > MOST_PIXELS:
        raise UnveilError(
            f"{triplet.cloudy} has {grid.width} x {grid.height} pixels, and patches of up to {MOST_PIXELS / 1e6:.0f} "
            "million can be benchmarked; cut it into patches, or use evaluate for whole scenes."
        )
    pair = open_pair(cloudy, clear, cloudy, None, folder="")
    if pair.bands != SENTINEL2:
        missing = ", ".join(name for name in SENTINEL2 if name not in pair.bands)
        raise UnveilError(f"{triplet.cloudy} lacks {missing}; a benchmark needs the 13 bands of L1C.")
    images, valid = [], np.ones((grid.height, grid.width), dtype=bool)
    for optical in (pair.prediction, pair.reference):
        dn, there = read_dn(optical)
        images.append(dn)
        if not there.any():
            raise UnveilError(f"The raster {optical.raster.path} has no valid pixel: all of it is nodata.")
        valid &= there
        if optical is pair.prediction:
            seen = there
    decibels = read_backscatter(radar, grid)
    codes = _classes(cloudy)
    codes[~seen] = classes.NODATA
    return Patch(triplet, cloudy, radar, pair.prediction, images[0], images[1], decibels, codes, valid)


def _classes(cloudy: Raster) -> np.ndarray:
    with scratch_folder() as folder:
        path = os.path.join(folder, "mask.tif")
        detect_clouds(cloudy, path, Feedback())
        return read_stored(path)[0][0]
