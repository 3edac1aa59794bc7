"""One job from its inputs to a finished item: `unveil run`, and what a batch's child processes do.

State lies in the outputs alone. The item is written last; it holds the digest of what the result was made of, so work
that is done is known by it, and a run that was killed anywhere is done again from its inputs.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from unveil.engine.batch.digest import job_digest
from unveil.engine.batch.job import Job
from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.raster.cog import CLASSES, MEASUREMENTS, write_cog
from unveil.engine.sentinel.dates import moment_in_text
from unveil.engine.stac.item import Asset, Lineage, make_item, read_item, without_signature, write_item
from unveil.engine.version import version

DIGEST = "unveil:digest"

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

    rasters: which of RASTERS are wanted besides the cloud-free one.
    """

    options: Mapping[str, object]
    model: str
    model_sha256: str
    rasters: tuple[str, ...] = ()

    def digest(self, job: Job) -> str:
        """Return the digest of a job made this way."""
        return job_digest(job, {**self.options, "rasters": ",".join(self.rasters)}, self.model_sha256)


Removal = Callable[[Job, Mapping[str, str], Feedback], Mapping[str, Any]]
"""Removes a job's clouds: (job, where each raster goes, feedback) -> properties of the item."""


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
    """Return when the job's optical scene was taken; UnveilError where nothing tells."""
    moment = moment_in_text(job.datetime) or moment_in_text(os.path.basename(job.optical.rstrip("/\\")))
    if moment is None:
        raise UnveilError(
            f"Nothing tells when the scene {job.id} was taken, which its catalogue entry needs; give it as datetime, "
            "for example 2021-06-30T10:50:31Z."
        )
    return moment


def run_job(job: Job, folder: Path, recipe: Recipe, remove: Removal, feedback: Feedback) -> bool:
    """Do one job; return False where it was done already.

    The rasters appear in `<folder>/<id>/` as COGs, and the item after them.

    Raises:
        UnveilError: the scene cannot be restored, or an output cannot be written; nothing half-written is left.
        Cancelled: the user stopped it.
    """
    digest = recipe.digest(job)
    if is_done(folder, job, digest):
        return False
    moment = moment_of(job)
    place = folder / job.id
    work = place / f".work-{os.getpid()}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        work.mkdir()
    except OSError as error:
        raise UnveilError(f"The folder {place} cannot be made ({error.strerror}).") from error
    try:
        keys = ("cloud_free", *recipe.rasters)
        made = {key: str(work / f"{key}.tif") for key in keys}
        properties = remove(job, made, Step(feedback, 0, 0.85))
        # An item of an older result would not fit rasters that change one after the other.
        item_path(folder, job).unlink(missing_ok=True)
        assets = {}
        for index, key in enumerate(keys):
            title, roles, resampling = RASTERS[key]
            name = f"{job.id}.tif" if key == "cloud_free" else f"{job.id}_{key}.tif"
            step = Step(feedback, 0.85 + 0.15 * index / len(keys), 0.85 + 0.15 * (index + 1) / len(keys))
            write_cog(made[key], str(place / name), step, resampling)
            assets[key] = Asset(place / name, title, roles)
        lineage = Lineage(
            f"Clouds and shadows removed by Unveil {version()} with the model {recipe.model}.",
            {"unveil": version(), "gdal": _gdal_version()},
            " ".join(["unveil remove", *(f"--{name} {value}" for name, value in sorted(recipe.options.items()))]),
            without_signature(job.sources),
            {DIGEST: digest, "unveil:model": recipe.model, "unveil:model_sha256": recipe.model_sha256, **properties},
        )
        write_item(make_item(job.id, moment, assets, lineage), item_path(folder, job))
    finally:
        shutil.rmtree(work, ignore_errors=True)
        with contextlib.suppress(OSError):
            # Of a scene that failed nothing is left, not even an empty folder.
            place.rmdir()
    return True


def _sweep(place: Path) -> None:
    """Remove what killed runs of this scene left behind on this machine."""
    import psutil

    for leftover in place.glob(".work-*"):
        number = leftover.name.rpartition("-")[2]
        if not (number.isdigit() and psutil.pid_exists(int(number))):
            shutil.rmtree(leftover, ignore_errors=True)
    for part in place.glob(".*.part"):
        numbers = [word for word in part.name.split(".") if word.isdigit()]
        if not any(psutil.pid_exists(int(number)) for number in numbers):
            part.unlink(missing_ok=True)


def _gdal_version() -> str:
    from osgeo import gdal

    return gdal.VersionInfo("RELEASE_NAME")
