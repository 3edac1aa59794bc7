"""Training scenes that stay on disk: read when a sample wants them, and left out when they cannot be used.

Set beside `datasets.read_scenes`, which holds small sets in memory, this is for folders of any size.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.detectors.spectral import spectral_mask
from unveil.engine.raster.align import is_on_grid
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import describe
from unveil.engine.scene.image import read_backscatter, read_image
from unveil.engine.sentinel.fill import complete
from unveil.engine.sentinel.optical import has_offset
from unveil.engine.simulation.real_clouds import RealCloud
from unveil.engine.training.data.datasets import PATH_RADIANCE, TrainingScene
from unveil.engine.training.sampling.samples import Sampler
from unveil.models.card import BANDS

SMALLEST = 96
"""Pixels that a side must have at least."""

COVER_CLASSES = 5
"""Equal classes of cloud cover that are drawn alike often, as GLF-CR's test samples were (Xu et al. 2022)."""

_TRIES = 8
_MOST_FAILURES = 50
_OFFSET = 1000.0


@dataclass(frozen=True)
class Patch:
    """The files of one scene: clear optical, and where there are any radar and the same ground below real clouds.

    It has the names of a TrainingScene's fields, of which `radar` and `cloudy` are files or None here.
    """

    name: str
    place: str
    clear: Path
    radar: Path | None = None
    cloudy: Path | None = None

    def load(self) -> TrainingScene:
        """Read the files.

        Raises:
            UnveilError: a file cannot be read, lacks bands, is constant, too small, or on another grid than the others.
        """
        clear, present, usable, grid = _optical(self.clear)
        if min(usable.shape) < SMALLEST:
            raise UnveilError(f"{self.clear} has {grid.width} x {grid.height} pixels; {SMALLEST} a side are needed.")
        cloudy = radar = None
        if self.cloudy is not None:
            cloudy, cloudy_present, valid, cloudy_grid = _optical(self.cloudy)
            _check_grid(self.cloudy, cloudy_grid, self.clear, grid)
            present, usable = present & cloudy_present, usable & valid
        if self.radar is not None:
            radar, radar_grid = _radar(self.radar)
            _check_grid(self.radar, radar_grid, self.clear, grid)
        if not usable.any():
            raise UnveilError(f"{self.clear} has no valid pixel.")
        return TrainingScene(self.name, self.place, clear, present, usable, radar, cloudy)


class PatchSampler(Sampler):
    """Draws batches from patches on disk, balanced by place and, where the clouds are real, by their cover.

    left_out: a text file to which each patch that cannot be used is written, with the reason; any process may append.
    """

    def __init__(self, patches: tuple[Patch, ...], *arguments: Any, left_out: Path | None = None):
        self._left_out = left_out
        self._unusable: set[str] = set()
        self._covers: dict[str, int | None] = {}
        super().__init__(patches, *arguments)

    def _layers_of(self, scenes: Iterable[Patch], watch: Feedback) -> list[RealCloud]:
        read = (self._load(patch) for patch in scenes)
        return super()._layers_of((scene for scene in read if scene is not None), watch)

    def _pick(self, generator: np.random.Generator) -> TrainingScene:
        wanted = int(generator.integers(COVER_CLASSES))
        nearest: tuple[int, Patch, TrainingScene | None] | None = None
        tries = failures = 0
        while tries < _TRIES and (nearest is None or nearest[0] > 0):
            patch: Patch = super()._pick(generator)
            scene = None
            if patch.name not in self._covers:
                scene = self._load(patch)
                if scene is not None:
                    self._covers[patch.name] = None if scene.cloudy is None else cover_class(scene.cloudy)
            if patch.name in self._unusable:
                failures += 1
                if failures >= _MOST_FAILURES:
                    raise UnveilError(
                        f"{failures} training patches in a row cannot be used, the last one {patch.name}; "
                        f"{self._left_out or 'the log'} says why."
                    )
                continue
            tries += 1
            # What is remembered saves reading, and changes nothing in what is drawn.
            cover = self._covers[patch.name]
            distance = 0 if cover is None else abs(cover - wanted)
            if nearest is None or distance < nearest[0]:
                nearest = (distance, patch, scene)
        if nearest is None:
            raise UnveilError("No training patch can be used.")
        return nearest[2] or nearest[1].load()

    def _load(self, patch: Patch) -> TrainingScene | None:
        if patch.name in self._unusable:
            return None
        try:
            return patch.load()
        except UnveilError as error:
            self._unusable.add(patch.name)
            if self._left_out is not None:
                with open(self._left_out, "a", encoding="utf-8") as file:
                    file.write(f"{patch.name}: {error}\n")
            return None


def cover_class(cloudy: np.ndarray) -> int:
    """Return 0 to COVER_CLASSES - 1 for the cloud cover of reflectance [13, h, w], by the spectral detector."""
    cover = float(np.mean(spectral_mask(cloudy * 10000) == classes.CLOUD))
    return min(int(cover * COVER_CLASSES), COVER_CLASSES - 1)


def sample_of(
    patches: tuple[Patch, ...], number: int, seed: int, watch: Feedback
) -> tuple[tuple[TrainingScene, ...], list[str]]:
    """Return up to `number` scenes of places drawn at random, and why others could not be read."""
    generator = np.random.default_rng([seed, 3])
    scenes: list[TrainingScene] = []
    reasons: list[str] = []
    for index in generator.permutation(len(patches)):
        if len(scenes) >= number or len(reasons) > 2 * number:
            break
        watch.check()
        try:
            scenes.append(patches[index].load())
        except UnveilError as error:
            reasons.append(str(error))
    return tuple(scenes), reasons


def _optical(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray, Grid]:
    """Return reflectance [13, h, w] as of L1C, bands that are present [13], valid pixels [h, w], and the grid."""
    read = read_image(describe(str(path)), BANDS, fill=True, offset_matters=False)
    there, valid, dn = read.names, read.valid, read.dn
    if not valid.any():
        raise UnveilError(f"{path} has no valid pixel.")
    if all(plane[valid].min() == plane[valid].max() for plane in dn):
        raise UnveilError(f"{path} has the same value everywhere.")
    if has_offset(dict(zip(there, np.percentile(dn[:, valid], 1, axis=1)))):
        dn = np.maximum(dn - np.float32(_OFFSET), 1)
    dn = np.where(valid, dn, 0)
    image = np.clip(complete(dn, there, BANDS) / np.float32(10000), 0, 1).astype(np.float32)
    present = np.array([name in there for name in BANDS])
    if read.level == "L2A":
        air = PATH_RADIANCE.astype(np.float32)[:, None, None]
        image = np.where(present[:, None, None], image * (1 - air) + air, image)
    return image, present, valid, read.grid


def _radar(path: Path) -> tuple[np.ndarray, Grid]:
    raster = describe(str(path))
    decibels = read_backscatter(raster)
    known = decibels[np.isfinite(decibels)]
    if known.size == 0 or known.min() == known.max():
        raise UnveilError(f"{path} has the same value everywhere.")
    return decibels, raster.grid


def _check_grid(path: Path, grid: Grid, other: Path, expected: Grid) -> None:
    alike = (grid.width, grid.height) == (expected.width, expected.height)
    # Files without CRS of one size are taken to lie on one another, as patches for training often come.
    if alike and grid.crs and expected.crs:
        alike = is_on_grid(grid, expected)
    if not alike:
        raise UnveilError(f"{path} and {other} do not lie on one grid.")
