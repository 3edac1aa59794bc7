"""How much memory work may take: what the machine has to spare, or what the user allows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from unveil.models.errors import ModelError

VARIABLE = "UNVEIL_MEMORY"
"""Environment variable with a number of gigabytes (1e9 bytes); without it half of what is free counts."""

_UNKNOWN = 8 * 10**9
"""Taken to be free where the system does not say (not Linux)."""

_GROUPS = Path("/sys/fs/cgroup")


def given_memory() -> int | None:
    """Return the bytes that the user allows, or None where UNVEIL_MEMORY is not set.

    Raises:
        ModelError: UNVEIL_MEMORY is no number from 0.1 to 100000.
    """
    given = os.environ.get(VARIABLE, "").strip()
    if not given:
        return None
    try:
        value = float(given)
    except ValueError:
        value = 0.0
    if not 0.1 <= value <= 1e5:
        raise ModelError(f"{VARIABLE} is '{given}'; set it to gigabytes, such as 4, or to none.")
    return int(value * 1e9)


def memory_budget() -> int:
    """Return the bytes that a piece of work may take: UNVEIL_MEMORY, else half of what is free."""
    given = given_memory()
    return given if given is not None else max(free_memory() // 2, 10**8)


def free_memory() -> int:
    """Return the bytes that this process could still take, of the machine's or of its container's."""
    free = _UNKNOWN
    if sys.platform == "linux":
        for line in _text(Path("/proc/meminfo")).splitlines():
            if line.startswith("MemAvailable:"):
                free = int(line.split()[1]) * 1024
        for limit, used in (
            ("memory.max", "memory.current"),
            ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
        ):
            most, taken = _text(_GROUPS / limit).strip(), _text(_GROUPS / used).strip()
            if most.isdecimal() and taken.isdecimal():
                free = min(free, max(int(most) - int(taken), 0))
    return free


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""
