"""How many threads work may use at once: one setting for everything that Unveil runs."""

from __future__ import annotations

import math
import os
from pathlib import Path

from unveil.models.errors import ModelError

VARIABLE = "UNVEIL_THREADS"
"""Environment variable with a whole number from 1 on; without it the processors that this process may use count."""

_GROUPS = Path("/sys/fs/cgroup")
_MEMBERSHIP = Path("/proc/self/cgroup")


def thread_count() -> int:
    """Return how many threads to use: UNVEIL_THREADS, else the processors at hand less one where there are many.

    Raises:
        ModelError: UNVEIL_THREADS is set to something else than a whole number from 1 to 1024.
    """
    given = os.environ.get(VARIABLE, "").strip()
    if given:
        if not given.isdecimal() or not 1 <= int(given) <= 1024:
            raise ModelError(f"{VARIABLE} is '{given}'; set it to a number of threads from 1 to 1024, or to none.")
        return int(given)
    cores = processors()
    # Leave a core to the desktop where there are enough of them.
    return cores - 1 if cores > 4 else cores


def processors() -> int:
    """Return the processors that this process may use: its affinity, or less where a container's quota says so."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    return max(1, min(cores, _quota(_GROUPS, _MEMBERSHIP)))


def _quota(groups: Path, membership: Path) -> int:
    """Return the processors that control groups of Linux allow, rounded up; a large number where nothing limits them.

    Version 2 states "max" or microseconds a period in `cpu.max`, version 1 the same in two files; every group above
    limits those below it.
    """
    least = 10**6
    for line in _text(membership).splitlines():
        _, _, rest = line.partition(":")
        controllers, _, place = rest.partition(":")
        if controllers not in ("", "cpu", "cpu,cpuacct", "cpuacct,cpu"):
            continue
        base = groups / controllers if controllers else groups
        # Inside a container the path may be the host's, and the mount is the group itself.
        folder = base / place.strip("/")
        for each in (folder, *folder.parents):
            if each == base.parent:
                break
            least = min(least, _allowed(each, bool(controllers)))
    return least


def _allowed(folder: Path, first_version: bool) -> int:
    if first_version:
        parts = [_text(folder / "cpu.cfs_quota_us").strip(), _text(folder / "cpu.cfs_period_us").strip()]
    else:
        parts = _text(folder / "cpu.max").split()
    if len(parts) != 2 or not all(part.isdecimal() for part in parts) or int(parts[1]) == 0:
        return 10**6
    return max(1, math.ceil(int(parts[0]) / int(parts[1])))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""
