"""One job from its inputs to a finished item: `unveil run`, and what a batch's child processes do.

State lies in the outputs alone. The item is written last; it holds the digest of what the result was made of, so work
that is done is known by it, and a run that was killed anywhere is done again from its inputs.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from unveil.engine.batch.digest import job_digest
from unveil.engine.batch.job import Job
from unveil.engine.errors import Cancelled, PassingFault, UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.raster.cog import CLASSES, MEASUREMENTS, CogForm, band_files, write_cog
from unveil.engine.raster.source import describe
from unveil.engine.sentinel.dates import acquisition_date, moment_in_text
from unveil.engine.sentinel.products import is_product
from unveil.engine.stac.item import Asset, Lineage, make_item, read_item, without_signature, write_item
from unveil.engine.version import version
from unveil.models.scratch import scratch_folder

DIGEST = "unveil:digest"

_FETCHED = ".scene"
"""The folder of a scene's inputs while it is worked on, where they come from a catalogue."""

RASTERS = {
    "cloud_free": ("Sentinel-2 without clouds", ("data", "reflectance"), MEASUREMENTS),
    "mask": ("Cloud mask that was used", ("metadata", "cloud", "data-mask"), CLASSES),
    "quality": ("Quality bits", ("metadata", "quality"), CLASSES),
    "sigma": ("Standard error of each band", ("metadata", "uncertainty"), MEASUREMENTS),
    "reference_age": ("Days to the other date that was used", ("metadata",), CLASSES),
}
"""What a scene may give, by the key of its asset: title, roles, and how overviews are made."""


@dataclass(frozen=True)
class Recipe:
    """How every scene of a batch is made: options by name (those that are not the default), the model and its digest.

    rasters: which of RASTERS are wanted besides the cloud-free one. creation: options of GDAL's COG driver. per_band:
    each band of the cloud-free raster is a file of its own.
    """

    options: Mapping[str, object]
    model: str
    model_sha256: str
    rasters: tuple[str, ...] = ()
    creation: tuple[str, ...] = ()
    per_band: bool = False

    def digest(self, job: Job) -> str:
        """Return the digest of a job made this way."""
        return job_digest(job, {**self.options, **self._form()}, self.model_sha256)

    def _form(self) -> dict[str, object]:
        return {"rasters": self.rasters, "creation": self.creation, "per_band": self.per_band}


Removal = Callable[[Job, Mapping[str, str], Feedback], Mapping[str, Any]]
"""Removes a job's clouds: (job, where each raster goes, feedback) -> properties of the item."""

Fetch = Callable[[Job, Path, Feedback], Job]
"""Fetches the files of a job that is an item of a catalogue: (job, a folder for them, feedback) -> job with files."""


@dataclass(frozen=True)
class Work:
    """What is done to every scene, and how it is told whether it was done."""

    recipe: Recipe
    remove: Removal
    fetch: Fetch | None = None


def item_path(folder: Path, job: Job) -> Path:
    """Return where the item of a job lies."""
    return folder / job.id / f"{job.id}.json"


def is_done(folder: Path, job: Job, digest: str) -> bool:
    """Tell whether the job's item is there, made of the same, and with its rasters as large as it says."""
    path = item_path(folder, job)
    item = read_item(path)
    if item is None or item.get("properties", {}).get(DIGEST) != digest:
        return False
    for asset in item.get("assets", {}).values():
        file = path.parent / asset.get("href", "")
        if not file.is_file() or file.stat().st_size != asset.get("file:size"):
            return False
    return True


def moment_of(job: Job) -> datetime:
    """Return when the job's optical scene was taken; UnveilError where nothing tells, or its raster cannot be read."""
    moment = _named(job) or _stated(job.optical)
    if moment is None:
        raise UnveilError(
            f"Nothing tells when the scene {job.id} was taken, which its catalogue entry needs; give it as datetime, "
            "for example 2021-06-30T10:50:31Z."
        )
    return moment


def check_moment(job: Job) -> None:
    """Refuse a scene of which nothing tells when it was taken (UnveilError).

    One that cannot be read passes: what is wrong with it is said when its turn comes, and stops no other.
    """
    if _named(job) is None and not is_product(job.optical):
        try:
            describe(job.optical)
        except UnveilError:
            return
    moment_of(job)


def _named(job: Job) -> datetime | None:
    """Return what the job or the name of its optical scene tells, or None."""
    return moment_in_text(job.datetime) or moment_in_text(os.path.basename(job.optical.rstrip("/\\")))


def _stated(path: str) -> datetime | None:
    """Return noon of the day that a raster's metadata state, as those of prepared products do; None where none."""
    day = None if is_product(path) else acquisition_date(describe(path))
    return None if day is None else moment_in_text(day.isoformat())


def run_job(job: Job, folder: Path, work: Work, feedback: Feedback) -> bool:
    """Do one job; return False where it was done already.

    The rasters appear in `<folder>/<id>/` as COGs, and the item after them.

    Raises:
        UnveilError: the scene cannot be restored, or an output cannot be written; nothing half-written is left.
        PassingFault: a network failed; what was fetched is kept for the next time, as after a stop or a kill.
        Cancelled: the user stopped it.
    """
    digest = work.recipe.digest(job)
    if is_done(folder, job, digest):
        return False
    if not job.item:
        moment_of(job)
    place = folder / job.id
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnveilError(f"The folder {place} cannot be made ({error.strerror}).") from error
    keeps = False
    try:
        # What killed runs of this scene left there goes when the next folder is made.
        with scratch_folder(".unveil-", place) as scratch:
            inputs, feedback = _fetched(job, place, work, feedback)
            made = {key: os.path.join(scratch, f"{key}.tif") for key in ("cloud_free", *work.recipe.rasters)}
            properties = {DIGEST: digest, **work.remove(inputs, made, Step(feedback, 0, 0.85))}
            # An item of an older result would not fit rasters that change one after the other.
            item_path(folder, job).unlink(missing_ok=True)
            assets = _put_in_place(place, made, work.recipe, Step(feedback, 0.85, 1.0))
        item = make_item(job.id, moment_of(inputs), assets, _lineage(inputs, work.recipe, properties))
        write_item(item, item_path(folder, job))
    except (PassingFault, Cancelled, KeyboardInterrupt):
        keeps = True
        raise
    finally:
        if not keeps:
            shutil.rmtree(place / _FETCHED, ignore_errors=True)
        with contextlib.suppress(OSError):
            # Of a scene that failed nothing is left, not even an empty folder.
            place.rmdir()
    return True


def _fetched(job: Job, place: Path, work: Work, feedback: Feedback) -> tuple[Job, Feedback]:
    """Return the job with its files, and the feedback of the work that is left."""
    if not job.item:
        return job, feedback
    if work.fetch is None:
        raise UnveilError(f"The scene {job.id} is an item of a catalogue, and has no files yet.")
    return work.fetch(job, place / _FETCHED, Step(feedback, 0, 0.3)), Step(feedback, 0.3, 1.0)


def _put_in_place(place: Path, made: Mapping[str, str], recipe: Recipe, feedback: Feedback) -> dict[str, Asset]:
    """Write the rasters as COGs into the job's folder, under its name."""
    assets = {}
    for index, (key, path) in enumerate(made.items()):
        title, roles, resampling = RASTERS[key]
        parts = {"": path}
        if key == "cloud_free" and recipe.per_band:
            parts = band_files(path)
        for number, (band, part) in enumerate(parts.items()):
            name = "_".join(word for word in (place.name, band, "" if key == "cloud_free" else key) if word)
            share = (index + number / len(parts)) / len(made)
            step = Step(feedback, share, share + 1 / len(parts) / len(made))
            write_cog(part, str(place / f"{name}.tif"), CogForm(resampling, recipe.creation), step)
            assets[band or key] = Asset(place / f"{name}.tif", f"{title}, {band}" if band else title, roles)
    return assets


def _lineage(job: Job, recipe: Recipe, properties: Mapping[str, Any]) -> Lineage:
    return Lineage(
        f"Clouds and shadows removed by Unveil {version()} with the model {recipe.model}.",
        _software(),
        _expression(recipe.options),
        without_signature(job.sources),
        {"unveil:model": recipe.model, "unveil:model_sha256": recipe.model_sha256, **properties},
    )


def _expression(options: Mapping[str, object]) -> str:
    """Return the command that makes such a result, without its files."""
    words = ["unveil", "run"]
    for name, value in sorted(options.items()):
        words.append(f"--{name.replace('_', '-')}")
        if isinstance(value, (list, tuple)):
            words += map(str, value)
        elif value is not True:
            words.append(str(value))
    return shlex.join(words)


def _software() -> dict[str, str]:
    from osgeo import gdal

    used = {"unveil": version(), "gdal": gdal.VersionInfo("RELEASE_NAME")}
    # Only where a network ran.
    runtime = sys.modules.get("onnxruntime")
    return used if runtime is None else {**used, "onnxruntime": str(runtime.__version__)}
