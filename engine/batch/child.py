"""One scene in a child process: with a time limit, a memory limit and processors of its own.

GDAL and ONNX Runtime never run inside a worker: what crashes, hangs or takes too much memory takes one scene along.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from unveil.engine.batch.job import Job
from unveil.engine.batch.lifeline import VARIABLE
from unveil.engine.errors import PASSING_STATUS

DONE, SKIPPED, FAILED, NETWORK, CRASHED, TIMED_OUT, TOO_LARGE, STOPPED = (
    "done", "skipped", "failed", "network", "crashed", "timeout", "memory", "stopped",
)  # fmt: skip
PASSING = (NETWORK, CRASHED, TIMED_OUT)
"""Ends that may not come again: the same scene is tried once more."""

_CARDS = "CUDA_VISIBLE_DEVICES"
_LOOK_EVERY = 0.5
_TAIL = 4000


@dataclass(frozen=True)
class Limits:
    """What one scene may take: seconds (0: no limit), memory in bytes (0: no limit), and threads (0: all there are)."""

    seconds: float = 0.0
    memory: int = 0
    threads: int = 0


@dataclass(frozen=True)
class Outcome:
    """How a scene ended: one of the states above, the sentence that says why, and the seconds that it took.

    cpu_seconds, gigabytes: of processor time and, at most, of memory, as a scene that is done tells them; else 0.
    """

    id: str
    state: str
    message: str
    seconds: float
    cpu_seconds: float = 0.0
    gigabytes: float = 0.0


def run_child(
    job: Job, command: Sequence[str], limits: Limits, is_stopped: Callable[[], bool], slot: int | None = None
) -> Outcome:
    """Run `command` (arguments of `unveil`) for a job and wait for its end.

    is_stopped: asked twice a second; the child ends when it says so. slot: the number of this worker on its
    machine, which decides the processors that the child is bound to; None leaves that to the machine.
    """
    environment = {**os.environ, VARIABLE: "stdin", **_graphics(slot)}
    if limits.threads:
        environment.update(UNVEIL_THREADS=str(limits.threads), OMP_NUM_THREADS=str(limits.threads))
    start = time.monotonic()
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as answer:
        child = subprocess.Popen(  # nosec B603  # this Python, and arguments that no shell sees
            [sys.executable, "-m", "unveil.engine.commands.cli", *command],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=errors,
            env=environment,
            start_new_session=True,
        )
        try:
            _bind(child.pid, limits.threads, slot)
            state = _wait(child, limits, start, is_stopped)
        finally:
            _end(child)
        last, told = _last_line(errors), _told(_last_line(answer))
    seconds = round(time.monotonic() - start, 2)
    message = {
        TIMED_OUT: f"The scene took longer than {limits.seconds:g} s and was ended.",
        TOO_LARGE: f"The scene needed more than {limits.memory / 1e9:.1f} GB of memory and was ended.",
        # What a process that a signal ended wrote before is no reason for its end.
        CRASHED: last if last and child.returncode > 0 else f"The process ended with status {child.returncode}.",
        FAILED: last,
        NETWORK: last,
        STOPPED: "The scene was stopped.",
    }.get(state, "")
    if state == DONE and told.get("state") == SKIPPED:
        state = SKIPPED
    return Outcome(job.id, state, message, seconds, _number(told, "cpu_seconds"), _number(told, "gigabytes"))


def _graphics(slot: int | None) -> dict[str, str]:
    """Return which of several graphics cards the child of a worker sees, where the machine's are listed."""
    cards = [card for card in os.environ.get(_CARDS, "").split(",") if card.strip()]
    return {_CARDS: cards[slot % len(cards)]} if slot is not None and len(cards) > 1 else {}


def _wait(child: subprocess.Popen, limits: Limits, start: float, is_stopped: Callable[[], bool]) -> str:
    over = threading.Event()

    def tell() -> None:
        child.wait()
        over.set()

    # A thread that sleeps until the child ends: asking again and again would cost more than a short scene does.
    threading.Thread(target=tell, name="child", daemon=True).start()
    while not over.wait(_LOOK_EVERY):
        if is_stopped():
            return STOPPED
        if limits.seconds and time.monotonic() - start > limits.seconds:
            return TIMED_OUT
        if limits.memory and _memory(child.pid) > limits.memory:
            return TOO_LARGE
    return {0: DONE, 1: FAILED, PASSING_STATUS: NETWORK}.get(child.returncode, CRASHED)


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


def _last_line(file: IO[bytes]) -> str:
    file.seek(max(file.seek(0, os.SEEK_END) - _TAIL, 0))
    lines = [line.strip() for line in file.read().decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].removeprefix("unveil: ") if lines else ""


def _told(line: str) -> dict[str, Any]:
    """Return what a scene says of itself when it is done."""
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _number(told: dict[str, Any], name: str) -> float:
    value = told.get(name)
    return float(value) if isinstance(value, (int, float)) else 0.0
