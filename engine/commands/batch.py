"""The command `unveil batch`: many scenes, here or on a cluster."""

from __future__ import annotations

import argparse
import contextlib
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from unveil.engine.commands.batch_display import BatchDisplay, duration
from unveil.engine.commands.console import Show
from unveil.engine.commands.run import output_folder
from unveil.engine.commands.scene_options import SceneOptions
from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback

if TYPE_CHECKING:
    from unveil.engine.batch.child import Outcome
    from unveil.engine.batch.job import Job
    from unveil.engine.batch.pool import Pool


LOG = "run.jsonl"
_MOST_NAMED = 20


def add_batch(commands: argparse._SubParsersAction, options: SceneOptions, show: Show) -> None:
    """Add `batch`."""
    batch = commands.add_parser("batch", help="remove the clouds of many scenes, here or on a Dask cluster")
    batch.add_argument(
        "jobs", help="table (.csv), folder of scenes, STAC items (.json or address), or search of a STAC API"
    )
    batch.add_argument("output", help="folder for results: <id>/<id>.tif, <id>/<id>.json, collection.json, run.jsonl")
    batch.add_argument("--workers", type=int, default=1, metavar="N", help="scenes at a time on this machine")
    batch.add_argument("--scheduler", default="", metavar="ADDRESS|FILE", help="join this Dask cluster instead")
    for name, what in (("ca", "authorities"), ("cert", "certificate"), ("key", "private key")):
        batch.add_argument(f"--tls-{name}", default="", metavar="FILE", help=f"{what} for a scheduler at tls://")
    batch.add_argument("--threads", type=int, default=0, metavar="N", help="of each scene (default: cores / workers)")
    batch.add_argument("--time-limit", type=float, default=0.0, metavar="SECONDS", help="of each scene")
    batch.add_argument("--memory-limit", type=float, default=0.0, metavar="GB", help="of each scene")
    batch.add_argument("--retries", type=int, default=1, metavar="N", help="after faults that may pass")
    batch.add_argument("--max-failures", type=int, metavar="N", help="give up after more failed scenes")
    batch.add_argument("--gpu", action="store_true", help="send scenes to workers with the resource GPU only")
    options.add(batch)
    batch.set_defaults(run=lambda given, console: _batch(given, console, options, show))


def _batch(given: argparse.Namespace, console: Feedback, options: SceneOptions, show: Show) -> None:
    from unveil.engine.batch.pool import run_pool
    from unveil.engine.batch.scene import check_moment, is_done
    from unveil.engine.batch.sources import read_jobs
    from unveil.engine.stac.collection import rebuild_collection

    pool, recipe = _pool(given), options.recipe(given)
    options.catalogues(given)
    jobs, folder = read_jobs(given.jobs, feedback=console), output_folder(given.output)
    for job in jobs:
        if not job.item:
            check_moment(job)
    waiting = [job for job in jobs if not is_done(folder, job, recipe.digest(job))]
    console.info(f"{_scenes(len(jobs))}, {len(jobs) - len(waiting)} of them done already.")
    words = ["--quiet", *options.words(given)]
    went_on, outcomes = True, []
    start = time.monotonic()
    if waiting:
        display = BatchDisplay(len(jobs), len(jobs) - len(waiting), console, not given.quiet)
        with _Log(folder / LOG) as log, _JobFiles(folder) as files, display:

            def take(outcome: Outcome) -> None:
                outcomes.append(outcome)
                files.remove(outcome.id)
                log.write(outcome)
                display.take(outcome, _is_failure(outcome))

            try:
                went_on = run_pool(waiting, lambda job: ["run", files.path(job), str(folder), *words], pool, take)
            except KeyboardInterrupt as stop:
                raise Cancelled("stopped; what is done stays, and the same command carries on.") from stop
            finally:
                rebuild_collection(folder)
    else:
        # Scenes may have been done by `unveil run`, which leaves the collection alone.
        rebuild_collection(folder)
    show(_summary(len(jobs), len(jobs) - len(waiting), outcomes, time.monotonic() - start))
    failed = [outcome for outcome in outcomes if _is_failure(outcome)]
    if failed or not went_on:
        more = "" if went_on else " The batch gave up; the same command carries on."
        raise UnveilError(f"{len(failed)} of {_scenes(len(jobs))} failed; {folder / LOG} says why.{more}")


def _pool(given: argparse.Namespace) -> Pool:
    from unveil.engine.batch.child import Limits
    from unveil.engine.batch.pool import Pool, Tls
    from unveil.models.threads import thread_count

    least = (given.workers - 1, given.retries, given.threads, given.time_limit, given.memory_limit)
    if min(*least, given.max_failures or 0) < 0:
        raise UnveilError("Workers must be at least 1, and threads, retries, failures and limits cannot be negative.")
    # On a cluster every machine has its own number.
    threads = given.threads or (0 if given.scheduler else max(thread_count() // given.workers, 1))
    return Pool(
        given.workers,
        given.scheduler,
        Limits(given.time_limit, int(given.memory_limit * 1e9), threads),
        given.retries,
        given.max_failures,
        given.gpu,
        Tls(given.tls_ca, given.tls_cert, given.tls_key),
    )


def _is_failure(outcome: Outcome) -> bool:
    from unveil.engine.batch.child import DONE, SKIPPED

    return outcome.state not in (DONE, SKIPPED)


class _Log:
    """One line of JSON a scene, added to what earlier runs wrote."""

    def __init__(self, path: Path):
        self._path = path

    def __enter__(self) -> _Log:
        try:
            self._file = open(self._path, "a", encoding="utf-8", buffering=1)  # noqa: SIM115
        except OSError as error:
            raise UnveilError(f"The log {self._path} cannot be written ({error.strerror}).") from error
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._file.close()

    def write(self, outcome: Outcome) -> None:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        # A full disk must not end the batch: every result tells of itself.
        with contextlib.suppress(OSError):
            self._file.write(json.dumps({"time": stamp, **asdict(outcome)}) + "\n")


class _JobFiles:
    """A file for each job that is with the workers, where all of them can read it; the folder goes at the end."""

    def __init__(self, folder: Path):
        self._place = folder / ".jobs"

    def __enter__(self) -> _JobFiles:
        self._place.mkdir(exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        for path in self._place.glob("*.json"):
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._place.rmdir()

    def path(self, job: Job) -> str:
        """Return the path of a job's file, which is written now."""
        path = self._place / f"{job.id}.json"
        path.write_text(job.as_json(), encoding="utf-8")
        return str(path)

    def remove(self, name: str) -> None:
        """Remove the file of the job of that id."""
        (self._place / f"{name}.json").unlink(missing_ok=True)


def _scenes(number: int) -> str:
    return f"{number} scene" if number == 1 else f"{number} scenes"


def _summary(number: int, before: int, outcomes: Sequence[Outcome], seconds: float) -> list[str]:
    """Return what a batch did: how many scenes ended how, what one took, and which failed why."""
    from statistics import median

    counts = Counter(outcome.state for outcome in outcomes)
    if before:
        counts["skipped"] += before
    parts = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    lines = [f"{_scenes(number)} in {duration(seconds)}: {parts}"]
    good = [outcome for outcome in outcomes if not _is_failure(outcome)]
    if good:
        cpu = median(outcome.cpu_seconds for outcome in good)
        memory = max(outcome.gigabytes for outcome in good)
        took = duration(median(outcome.seconds for outcome in good))
        lines.append(f"A scene took {took} and {cpu:.0f} core seconds (median), and at most {memory:.1f} GB of memory.")
    failed = [outcome for outcome in outcomes if _is_failure(outcome)]
    lines += [f"{outcome.id}: {outcome.message}" for outcome in failed[:_MOST_NAMED]]
    if len(failed) > _MOST_NAMED:
        lines.append(f"... and {len(failed) - _MOST_NAMED} more")
    return lines
