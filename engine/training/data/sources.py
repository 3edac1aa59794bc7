"""Folders that a training can begin with, told apart by what lies in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.training.data.datasets import TrainingScene, place_of, read_scenes
from unveil.engine.training.data.patches import Patch, PatchSampler, sample_of
from unveil.engine.training.data.sen12mscr import find_patches, season_folders
from unveil.engine.training.data.spectra import typical_deviations, typical_spectrum
from unveil.engine.training.sampling.pseudo_radar import RadarModel, fit_radar_model
from unveil.engine.training.sampling.samples import Sampler, SampleSettings
from unveil.models.scaling import RELATIVE, Scaling

OWN = ("s1s2_clear", "l2a", "s2_pairs", "s2_clear", "s2_series", "s2_l1c_12band")
"""Folders of the layout of `datasets.read_scenes`."""

LAYOUTS = "SEN12MS-CR, <name>/{s1,s2_cloudy,s2_clear}.tif, <name>/{s1,s2}.tif, or GeoTIFFs of clear Sentinel-2 scenes"

_LEARNT_FROM = 48
"""Patches on disk from which the typical spectrum and the radar's relation to colour are learnt."""


@dataclass(frozen=True)
class TrainingData:
    """Scenes to draw from, in memory or on disk, with what is learnt from them once.

    prior, deviations: [13] reflectance, of clear ground anywhere. left_out: what lies in the folder and cannot be used,
    with why.
    """

    scenes: tuple[TrainingScene | Patch, ...]
    prior: np.ndarray
    deviations: np.ndarray
    radar_model: RadarModel | None
    left_out: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(sorted({scene.place for scene in self.scenes}))

    def scaling(self, relative: bool) -> Scaling:
        """Return how a network is fed that is trained on these scenes."""
        if not relative:
            return Scaling()
        return Scaling(kind=RELATIVE, deviations=tuple(round(float(value) * 10000, 1) for value in self.deviations))

    def sampler(
        self,
        settings: SampleSettings,
        seed: int,
        left_out: Path | None = None,
        relative: bool = False,
        watch: Feedback | None = None,
    ) -> Sampler:
        """Return what draws batches; patches that cannot be read later are written to the file `left_out`.

        Raises:
            Cancelled: the user stopped it.
        """
        given = (self.prior, self.radar_model, settings, seed, self.scaling(relative), watch or Feedback())
        if patches := _on_disk(self.scenes):
            return PatchSampler(patches, *given, left_out=left_out)
        return Sampler(self.in_memory, *given)

    @property
    def in_memory(self) -> tuple[TrainingScene, ...]:
        """The scenes that are arrays; none where they lie on disk."""
        return _in_memory(self.scenes)


def open_training_data(
    folder: Path, split: str = "train", seed: int = 0, watch: Feedback | None = None
) -> TrainingData:
    """Return all that a folder holds; split: which part of SEN12MS-CR's own is taken.

    Raises:
        UnveilError: the folder is missing or empty, or nothing in it can be used.
    """
    watch = watch or Feedback()
    scenes, left_out = find_scenes(folder, split, watch)
    return learn_from(scenes, left_out, seed, watch)


def find_scenes(folder: Path, split: str, watch: Feedback) -> tuple[tuple[TrainingScene | Patch, ...], tuple[str, ...]]:
    """Return the scenes of a folder, and what is left out of it; errors as `open_training_data`."""
    folder = Path(folder)
    if not folder.is_dir():
        raise UnveilError(f"The folder of training data {folder} does not exist; choose another.")
    if any((folder / name).is_dir() for name in OWN):
        return read_scenes(folder, watch), ()
    scenes, left_out = _patches(folder, split, watch)
    for line in left_out[:5]:
        watch.warn(f"Left out: {line}")
    if len(left_out) > 5:
        watch.warn(f"{len(left_out)} patches are left out in all.")
    return scenes, left_out


def learn_from(
    scenes: tuple[TrainingScene | Patch, ...],
    left_out: tuple[str, ...] = (),
    seed: int = 0,
    watch: Feedback | None = None,
) -> TrainingData:
    """Return scenes with what is learnt from them once.

    Raises:
        UnveilError: none can be used.
        Cancelled: the user stopped it.
    """
    watch = watch or Feedback()
    patches = _on_disk(scenes)
    reasons: list[str] = []
    examples = _in_memory(scenes)
    if patches:
        examples, reasons = sample_of(patches, _LEARNT_FROM, seed, watch)
    if not examples:
        raise UnveilError(f"None of {len(scenes)} scenes can be used to train on; the first: {reasons[0]}")
    return TrainingData(
        scenes, typical_spectrum(examples), typical_deviations(examples), fit_radar_model(examples, seed), left_out
    )


def _on_disk(scenes: tuple[TrainingScene | Patch, ...]) -> tuple[Patch, ...]:
    return tuple(scene for scene in scenes if isinstance(scene, Patch))


def _in_memory(scenes: tuple[TrainingScene | Patch, ...]) -> tuple[TrainingScene, ...]:
    return tuple(scene for scene in scenes if isinstance(scene, TrainingScene))


def _patches(folder: Path, split: str, watch: Feedback) -> tuple[tuple[Patch, ...], tuple[str, ...]]:
    if season_folders(folder):
        patches, left_out = find_patches(folder, split, watch)
    else:
        patches, left_out = _plain(folder)
    if not patches:
        reason = f" ({left_out[0]})" if left_out else ""
        raise UnveilError(f"The folder {folder} holds nothing to train on{reason}; it needs {LAYOUTS}.")
    return patches, left_out


def _plain(folder: Path) -> tuple[tuple[Patch, ...], tuple[str, ...]]:
    """Return the patches of folders of triplets, of pairs, and of single files."""
    patches, left_out = [], []
    for path in sorted(path for path in folder.iterdir() if path.is_dir()):
        radar, cloudy, clear, optical = (path / f"{name}.tif" for name in ("s1", "s2_cloudy", "s2_clear", "s2"))
        given_radar = radar if radar.exists() else None
        if clear.exists() and cloudy.exists():
            patches.append(Patch(path.name, place_of(path.name), clear, given_radar, cloudy))
        elif clear.exists() or optical.exists():
            patches.append(Patch(path.name, place_of(path.name), clear if clear.exists() else optical, given_radar))
        elif cloudy.exists() or radar.exists():
            left_out.append(f"{path.name}: no clear optical image")
    for path in sorted(folder.glob("*.tif")):
        patches.append(Patch(path.stem, place_of(path.stem), path))
    return tuple(patches), tuple(left_out)
