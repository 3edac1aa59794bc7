"""Gives cases to a child, watches its time and memory, and judges how each ended."""

from __future__ import annotations

import hashlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from unveil.tools.fuzz import ROOT
from unveil.tools.fuzz.case import Case

CHILD = [sys.executable, "-m", "tools.fuzz.child"]
MOST_SECONDS = 60.0
MOST_BYTES = 4 * 10**9
_USAGE, _REFUSED, _STOPPED = 2, (1, 75), (130, 143)
"""Statuses: of a parser, with a sentence (the second where it may pass), and after a signal."""


@dataclass(frozen=True)
class Outcome:
    """How a case ended: "" or what was wrong, its seconds, its peak of memory in bytes, its sentence."""

    fault: str
    seconds: float
    memory: int
    sentence: str


class Runner:
    """A child of its own for many cases; a new one after each that it does not survive."""

    def __init__(self, scratch: Path, models: Path):
        self._scratch = scratch
        self._models = models
        self._child: subprocess.Popen | None = None

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child = None

    def run(self, case: Case) -> Outcome:
        """Run a case and judge it: its end, time, memory, its inputs, and what it left."""
        child = self._started()
        (case.folder / "out").mkdir(exist_ok=True)
        before = _digests(case.folder)
        _reset_peak(child.pid)
        start = time.monotonic()
        line = json.dumps({"arguments": case.arguments, "environment": case.environment})
        child.stdin.write(line + "\n")
        child.stdin.flush()
        answer, fault = self._wait(child, case, start)
        seconds = time.monotonic() - start
        memory = _peak(child.pid)
        if fault:
            self.close()
            return Outcome(fault, seconds, memory, "")
        sentence = (answer["errors"].strip().splitlines() or [""])[-1]
        fault = _judged(answer, case) or self._left(case, before)
        if memory > MOST_BYTES:
            fault = fault or f"took {memory / 1e9:.1f} GB"
        return Outcome(fault, seconds, memory, sentence)

    def _started(self) -> subprocess.Popen:
        if self._child is None or self._child.poll() is not None:
            environment = {k: v for k, v in os.environ.items() if not k.startswith("UNVEIL_")}
            environment.update(
                TMPDIR=str(self._scratch), UNVEIL_MODELS=str(self._models), UNVEIL_THREADS="1", OMP_NUM_THREADS="1"
            )
            self._child = subprocess.Popen(
                CHILD,
                cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                stderr=open(self._scratch.parent / "child.log", "a"),  # noqa: SIM115
            )  # fmt: skip
            if self._child.stdout.readline() != "ready\n":
                raise RuntimeError(f"the child does not start; see {self._scratch.parent / 'child.log'}")
        return self._child

    def _wait(self, child: subprocess.Popen, case: Case, start: float) -> tuple[dict, str]:
        told, worked = False, _worked(child.pid)
        while True:
            ready, _, _ = select.select([child.stdout], [], [], 0.1)
            seconds = time.monotonic() - start
            if ready:
                line = child.stdout.readline()
                if line:
                    return json.loads(line), ""
                child.wait()
                return {}, f"died with status {child.returncode}"
            if case.stop_after is not None and seconds > case.stop_after and not told:
                told = True
                child.send_signal(signal.SIGTERM)
            if _peak(child.pid) > 2 * MOST_BYTES:
                return {}, "took more than 8 GB"
            # Of the processor where others use it as well; by the clock where it only waits.
            if _worked(child.pid) - worked > MOST_SECONDS or seconds > 4 * MOST_SECONDS:
                return {}, f"took more than {MOST_SECONDS:.0f} s"

    def _left(self, case: Case, before: dict[str, str]) -> str:
        after = _digests(case.folder)
        lost = [name for name, digest in before.items() if after.get(name) != digest]
        if lost:
            return f"changed its input {lost[0]}"
        # An output with an odd name of its own lies beside the inputs, as it was asked for.
        odd = [name for name in after if name not in before and name.endswith((".part", ".aux.xml", ".tmp"))]
        # PyTorch makes a folder for its compiler's cache that is the user's, not the run's.
        left = [path.name for path in self._scratch.iterdir() if not path.name.startswith("torchinductor_")]
        return f"left {odd[0]}" if odd else f"left {left[0]} in the folder for temporary files" if left else ""


def _judged(answer: dict, case: Case) -> str:
    if answer["traceback"]:
        return "traceback: " + answer["traceback"].strip()
    if "Traceback (most recent call last)" in answer["errors"]:
        return "traceback on stderr: " + answer["errors"][-1500:]
    code, errors = answer["code"], answer["errors"].strip()
    if case.stop_after is not None and code in _STOPPED:
        return ""
    if code == 0 or code == _USAGE:
        return ""
    last = errors.splitlines()[-1] if errors else ""
    if code in _REFUSED and last.startswith("unveil: ") and len(last) < 1500:
        return ""
    return f"ended with {code} and no sentence: {errors[-300:]}"


def _digests(folder: Path) -> dict[str, str]:
    """Return SHA-256 of every regular file below a folder, by its place in it."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _worked(process: int) -> float:
    """Return the seconds that a process has had a processor."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _reset_peak(process: int) -> None:
    try:
        Path(f"/proc/{process}/clear_refs").write_text("5")
    except OSError:
        return


def _peak(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)
