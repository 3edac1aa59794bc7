"""One scene in a child process: with a time limit, a memory limit and processors of its own.

GDAL and ONNX Runtime never run inside a worker: what crashes, hangs or takes too much memory takes one scene along.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unveil.engine.batch.job import Job
from unveil.engine.batch.lifeline import VARIABLE

DONE, SKIPPED, FAILED, CRASHED, TIMED_OUT, TOO_LARGE, STOPPED = (
    "done", "skipped", "failed", "crashed", "timeout", "memory", "stopped",
)  # fmt: skip
PASSING = (CRASHED, TIMED_OUT)
"""Ends that may not come again: the same scene is tried once more."""

PASSING_STATUS = 75
"""EX_TEMPFAIL of sysexits.h: a network or a disk failed, not the scene."""

_POLL = 0.1
_TAIL = 4000


@dataclass(frozen=True)
class Limits:
    """What one scene may take: seconds (0: no limit), memory in bytes (0: no limit), and threads (0: all there are)."""

    seconds: float = 0.0
    memory: int = 0
    threads: int = 0


@dataclass(frozen=True)
class Outcome:
    """How a scene ended: one of the states above, the sentence that says why, and the seconds that it took."""

    id: str
    state: str
    message: str
    seconds: float


def run_child(
    job: Job, command: Sequence[str], limits: Limits, is_stopped: Callable[[], bool], slot: int | None = None
) -> Outcome:
    """Run `command` (arguments of `unveil`) for a job and wait for its end.

    is_stopped: asked ten times a second; the child ends when it says so. slot: the number of this worker on its
    machine, which decides the processors that the child is bound to; None leaves that to the machine.
    """
    environment = {**os.environ, VARIABLE: "stdin"}
    if limits.threads:
        environment.update(UNVEIL_THREADS=str(limits.threads), OMP_NUM_THREADS=str(limits.threads))
    start = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(  # nosec B603 - this Python, and arguments that no shell sees
            [sys.executable, "-m", "unveil.engine.commands.cli", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
            start_new_session=True,
        )
        try:
            _bind(child.pid, limits.threads, slot)
            state = _wait(child, limits, start, is_stopped)
        finally:
            _end(child)
        errors.seek(max(errors.seek(0, os.SEEK_END) - _TAIL, 0))
        last = _last_line(errors.read().decode("utf-8", "replace"))
    seconds = round(time.monotonic() - start, 2)
    message = {
        TIMED_OUT: f"The scene took longer than {limits.seconds:g} s and was ended.",
        TOO_LARGE: f"The scene needed more than {limits.memory / 1e9:.1f} GB of memory and was ended.",
        CRASHED: last or f"The process ended with status {child.returncode}.",
        FAILED: last,
        STOPPED: "The scene was stopped.",
    }.get(state, "")
    return Outcome(job.id, state, message, seconds)


def _wait(child: subprocess.Popen, limits: Limits, start: float, is_stopped: Callable[[], bool]) -> str:
    while True:
        try:
            status = child.wait(_POLL)
        except subprocess.TimeoutExpired:
            if is_stopped():
                return STOPPED
            if limits.seconds and time.monotonic() - start > limits.seconds:
                return TIMED_OUT
            if limits.memory and _memory(child.pid) > limits.memory:
                return TOO_LARGE
            continue
        if status == 0:
            return DONE
        return FAILED if status == 1 else CRASHED


def _end(child: subprocess.Popen) -> None:
    """End the child and all that it started."""
    import psutil

    if child.poll() is None:
        try:
            family = psutil.Process(child.pid).children(recursive=True)
        except psutil.Error:
            family = []
        child.kill()
        for process in family:
            try:
                process.kill()
            except psutil.Error:
                continue
        child.wait()
    if child.stdin is not None:
        child.stdin.close()


def _memory(process: int) -> int:
    """Return the resident memory in bytes of a process and its children; 0 once it is gone."""
    import psutil

    try:
        parent = psutil.Process(process)
        return sum(each.memory_info().rss for each in (parent, *parent.children(recursive=True)))
    except psutil.Error:
        return 0


def _bind(process: int, threads: int, slot: int | None) -> None:
    """Give the child `threads` of the processors that this worker may use: GDAL's threads follow that."""
    if slot is None or not threads or not hasattr(os, "sched_setaffinity"):
        return
    allowed = sorted(os.sched_getaffinity(0))
    chosen = {allowed[(slot * threads + index) % len(allowed)] for index in range(threads)}
    try:
        os.sched_setaffinity(process, chosen)
    except ProcessLookupError:
        return


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].removeprefix("unveil: ") if lines else ""
