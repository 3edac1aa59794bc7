"""The command `unveil run`: one scene of a batch, which is also what a batch's child processes do."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unveil.engine.commands.console import Show
from unveil.engine.commands.scene_options import SceneOptions
from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback

if TYPE_CHECKING:
    from unveil.engine.batch.job import Job

Remove = Callable[[argparse.Namespace, Any], Any]

_OPTIONS_OF_RASTERS = {"mask": "mask_used", "quality": "quality", "sigma": "sigma", "reference_age": "reference_age"}


def add_run(commands: argparse._SubParsersAction, options: SceneOptions, remove: Remove, show: Show) -> None:
    """Add `run`; `remove` removes the clouds of one scene."""
    run = commands.add_parser("run", help="do one scene of a batch, for SLURM arrays, Argo, Nextflow, Snakemake")
    run.add_argument("jobs", help="as for batch; with several scenes --id or --index says which")
    run.add_argument("output", help="folder for results")
    run.add_argument("--id", default="", help="of the scene")
    run.add_argument("--index", type=int, metavar="N", help="number of the scene, from 0")
    options.add(run)
    run.set_defaults(run=lambda given, console: show(_run(given, console, options, remove)))


def _run(given: argparse.Namespace, console: Feedback, options: SceneOptions, remove: Remove) -> list[str]:
    from unveil.engine.batch.lifeline import hold_lifeline
    from unveil.engine.batch.scene import Work, run_job
    from unveil.engine.batch.sources import read_jobs

    hold_lifeline()
    catalogues = options.catalogues(given)
    job = _chosen(read_jobs(given.jobs, feedback=console), given)
    folder = output_folder(given.output)

    def fetch(job: Job, place: Path, feedback: Feedback) -> Job:
        from unveil.engine.batch.fetching import fetched

        return fetched(job, catalogues, Path(catalogues.keep).absolute() if catalogues.keep else place, feedback)

    def removal(job: Job, made: Mapping[str, str], feedback: Feedback) -> dict[str, Any]:
        table = {**vars(given), "optical": job.optical, "radar": job.radar, "mask": job.mask or None}
        table.update(output=made["cloud_free"], clear_sky=None, cog=False, creation_option=[])
        table.update(reference=list(job.references), reference_radar=list(job.reference_radar), reference_mask=[])
        table.update({option: made.get(key) for key, option in _OPTIONS_OF_RASTERS.items()})
        report = remove(argparse.Namespace(**table), feedback)
        return {} if report is None else {"unveil:restored_percent": round(float(report.restored), 2)}

    start = time.monotonic()
    new = run_job(job, folder, Work(options.recipe(given), removal, fetch), console)
    state = "done" if new else "skipped"
    return [json.dumps({"id": job.id, "state": state, "seconds": round(time.monotonic() - start, 2), **_cost()})]


def output_folder(output: str) -> Path:
    """Return the folder of results, which is made where it is not there."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://|/vsi", output):
        raise UnveilError(
            f"{output} is no folder of a file system; give one, and copy the results to an object store afterwards."
        )
    folder = Path(output).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnveilError(f"The folder {folder} cannot be made ({error.strerror}).") from error
    return folder


def _chosen(jobs: tuple[Job, ...], given: argparse.Namespace) -> Job:
    if given.id:
        jobs = tuple(job for job in jobs if job.id == given.id)
        if not jobs:
            raise UnveilError(f"{given.jobs} holds no scene {given.id}.")
    if given.index is not None:
        if not 0 <= given.index < len(jobs):
            raise UnveilError(f"There is no scene {given.index} among {len(jobs)}; the first is 0.")
        return jobs[given.index]
    if len(jobs) > 1:
        raise UnveilError(f"{given.jobs} holds {len(jobs)} scenes; say which with --id or --index.")
    return jobs[0]


def _cost() -> dict[str, float]:
    """Return the processor time and the most memory that this process has taken; no memory where nothing tells."""
    cost = {"cpu_seconds": round(time.process_time(), 2)}
    try:
        import resource
    except ImportError:  # Windows
        return cost
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {**cost, "gigabytes": round(most * (1 if sys.platform == "darwin" else 1024) / 1e9, 3)}
