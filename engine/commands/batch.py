"""The commands `unveil batch` and `unveil run`: many scenes, and one of them."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback

Show = Callable[[list[str]], None]
Remove = Callable[[argparse.Namespace, Any], Any]

LOG = "run.jsonl"
_OUTPUTS = ("mask", "quality", "sigma", "reference_age")
_OPTIONS_OF_RASTERS = {"mask": "mask_used", "quality": "quality", "sigma": "sigma", "reference_age": "reference_age"}


def add_batch(commands: argparse._SubParsersAction, options: Callable, remove: Remove, show: Show) -> None:
    """Add `batch` and `run`; `options` adds those of removal to a parser, `remove` carries one out."""
    batch = commands.add_parser("batch", help="remove the clouds of many scenes, here or on a Dask cluster")
    batch.add_argument("jobs", help="table (.csv), STAC item collection (.json or address), or folder of scenes")
    batch.add_argument("output", help="folder for results: <id>/<id>.tif, <id>/<id>.json, collection.json, run.jsonl")
    batch.add_argument("--workers", type=int, default=1, metavar="N", help="scenes at a time on this machine")
    batch.add_argument("--scheduler", default="", metavar="ADDRESS|FILE", help="join this Dask cluster instead")
    batch.add_argument("--threads", type=int, default=0, metavar="N", help="of each scene (default: cores / workers)")
    batch.add_argument("--time-limit", type=float, default=0.0, metavar="SECONDS", help="of each scene")
    batch.add_argument("--memory-limit", type=float, default=0.0, metavar="GB", help="of each scene")
    batch.add_argument("--retries", type=int, default=1, metavar="N", help="after crashes and timeouts of a scene")
    batch.add_argument("--max-failures", type=int, metavar="N", help="give up after more failed scenes")
    batch.add_argument("--gpu", action="store_true", help="send scenes to workers with the resource GPU only")
    _add_shared(batch, options)
    batch.set_defaults(run=lambda given, console: show(_batch(given, console, options)))
    run = commands.add_parser("run", help="do one scene of a batch, for SLURM arrays, Argo, Nextflow, Snakemake")
    run.add_argument("jobs", help="as for batch; with several scenes --id or --index says which")
    run.add_argument("output", help="folder for results")
    run.add_argument("--id", default="", help="of the scene")
    run.add_argument("--index", type=int, metavar="N", help="number of the scene, from 0")
    _add_shared(run, options)
    run.set_defaults(run=lambda given, console: show(_run(given, console, options, remove)))


def _add_shared(parser: argparse.ArgumentParser, options: Callable) -> None:
    parser.add_argument("--also", nargs="+", default=[], choices=_OUTPUTS, help="further rasters of each scene")
    options(parser)


def _batch(given: argparse.Namespace, console: Feedback, options: Callable) -> list[str]:
    from unveil.engine.batch.child import DONE, SKIPPED, Limits, Outcome
    from unveil.engine.batch.pool import Pool, run_pool
    from unveil.engine.batch.scene import is_done, moment_of
    from unveil.engine.batch.sources import read_jobs
    from unveil.engine.stac.collection import rebuild_collection

    if min(given.workers, 1 + given.retries, 1 + given.threads) < 1 or min(given.time_limit, given.memory_limit) < 0:
        raise UnveilError("Workers must be at least 1, and threads, retries and limits cannot be negative.")
    jobs, folder, recipe = read_jobs(given.jobs), _folder(given.output), _recipe(given, options)
    for job in jobs:
        moment_of(job)
    waiting = [job for job in jobs if not is_done(folder, job, recipe.digest(job))]
    console.info(f"{len(jobs)} scenes, {len(jobs) - len(waiting)} of them done already.")
    pool = Pool(
        given.workers,
        given.scheduler,
        Limits(given.time_limit, int(given.memory_limit * 1e9), given.threads or _threads(given)),
        given.retries,
        given.max_failures,
        given.gpu,
    )
    tally = {SKIPPED: len(jobs) - len(waiting)}
    failed: list[Outcome] = []
    words = [*_words(given, options), *(["--also", *given.also] if given.also else [])]
    start = time.monotonic()
    with open(folder / LOG, "a", encoding="utf-8", buffering=1) as log:

        def take(outcome: Outcome) -> None:
            tally[outcome.state] = tally.get(outcome.state, 0) + 1
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            log.write(json.dumps({"time": stamp, **asdict(outcome)}) + "\n")
            if outcome.state != DONE:
                failed.append(outcome)
                console.warn(f"{outcome.id}: {outcome.message}")
            finished = sum(tally.values())
            console.progress(finished / len(jobs))
            console.info(f"{finished} of {len(jobs)}: {outcome.id} {outcome.state} in {outcome.seconds:.0f} s")

        went_on = True
        if waiting:
            with _job_files(folder, waiting) as path_of:
                went_on = run_pool(
                    waiting, lambda job: ["run", path_of(job), str(folder), "--quiet", *words], pool, take
                )
    rebuild_collection(folder)
    lines = _summary(tally, len(jobs), time.monotonic() - start)
    if failed or not went_on:
        console.info("\n".join(lines))
        more = "" if went_on else " The batch gave up; run the same command again to carry on."
        raise UnveilError(f"{len(failed)} of {len(jobs)} scenes failed; {folder / LOG} says why.{more}")
    return lines


def _run(given: argparse.Namespace, console: Feedback, options: Callable, remove: Remove) -> list[str]:
    from unveil.engine.batch.job import Job
    from unveil.engine.batch.lifeline import hold_lifeline
    from unveil.engine.batch.scene import run_job
    from unveil.engine.batch.sources import read_jobs

    hold_lifeline()
    job = _chosen(read_jobs(given.jobs), given)
    folder = _folder(given.output)

    def removal(job: Job, made: Mapping[str, str], feedback: Feedback) -> dict[str, Any]:
        table = {**vars(given), "optical": job.optical, "radar": job.radar, "mask": job.mask or None}
        table.update(output=made["cloud_free"], clear_sky=None)
        table.update(reference=list(job.references), reference_radar=list(job.reference_radar), reference_mask=[])
        table.update({option: made.get(key) for key, option in _OPTIONS_OF_RASTERS.items()})
        report = remove(argparse.Namespace(**table), feedback)
        return {} if report is None else {"unveil:restored_percent": round(float(report.restored), 2)}

    start = time.monotonic()
    new = run_job(job, folder, _recipe(given, options), removal, console)
    state = "done" if new else "skipped"
    return [json.dumps({"id": job.id, "state": state, "seconds": round(time.monotonic() - start, 2)})]


def _chosen(jobs: tuple, given: argparse.Namespace) -> Any:
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


class _job_files:  # noqa: N801
    """A folder of one file a job while the batch runs, where every worker can read it."""

    def __init__(self, folder: Path, jobs: list):
        self._place, self._jobs = folder / ".jobs", jobs

    def __enter__(self) -> Callable[[Any], str]:
        self._place.mkdir(exist_ok=True)
        for job in self._jobs:
            item = {"type": "Feature", "id": job.id, "properties": {"datetime": job.datetime}, "links": []}
            item["links"] = [{"rel": "derived_from", "href": href} for href in job.sources]
            item["assets"] = _assets(job)
            (self._place / f"{job.id}.json").write_text(json.dumps(item), encoding="utf-8")
        return lambda job: str(self._place / f"{job.id}.json")

    def __exit__(self, *_: object) -> None:
        for path in self._place.glob("*.json"):
            path.unlink(missing_ok=True)
        try:
            self._place.rmdir()
        except OSError:
            return


def _assets(job: Any) -> dict[str, dict[str, str]]:
    named = {"optical": job.optical, "radar": job.radar, "mask": job.mask}
    for name, paths in (("reference", job.references), ("reference-radar", job.reference_radar)):
        named.update({f"{name}-{number}": path for number, path in enumerate(paths, 1)})
    return {key: {"href": path} for key, path in named.items() if path}


def _folder(output: str) -> Path:
    folder = Path(output).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnveilError(f"The folder {folder} cannot be made ({error.strerror}).") from error
    return folder


def _recipe(given: argparse.Namespace, options: Callable) -> Any:
    from unveil.engine.batch.scene import Recipe
    from unveil.engine.commands.cli import user_models
    from unveil.models.registry import find_model

    card = find_model(given.model, user_models())
    changed = {action.dest: getattr(given, action.dest) for action in _changed(given, options)}
    # Where a scene is computed does not make it another one.
    changed.pop("device", None)
    return Recipe(changed, card.id, card.sha256, tuple(given.also))


def _changed(given: argparse.Namespace, options: Callable) -> list[argparse.Action]:
    """Return the options of removal that are not at their defaults."""
    parser = argparse.ArgumentParser(add_help=False)
    options(parser)
    return [action for action in parser._actions if getattr(given, action.dest) != action.default]


def _words(given: argparse.Namespace, options: Callable) -> list[str]:
    """Return the options of removal as they are written on a command line."""
    words: list[str] = []
    for action in _changed(given, options):
        value = getattr(given, action.dest)
        name = action.option_strings[-1]
        if action.nargs == 0:
            words.append(name)
        elif isinstance(value, (list, tuple)):
            separate = [word for each in value for word in (name, str(each))]
            words += [name, *map(str, value)] if action.nargs else separate
        else:
            words += [name, str(value)]
    return words


def _threads(given: argparse.Namespace) -> int:
    from unveil.models.threads import thread_count

    return max(thread_count() // given.workers, 1) if not given.scheduler else 0


def _summary(tally: Mapping[str, int], number: int, seconds: float) -> list[str]:
    parts = ", ".join(f"{count} {state}" for state, count in sorted(tally.items()) if count)
    return [f"{number} scenes in {seconds:.0f} s: {parts}"]
