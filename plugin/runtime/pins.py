"""Which versions the options install, with the hashes of their files: nothing else is taken, wherever it comes from."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from ..paths import RESOURCES

_SYSTEM = {"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)

PINS = RESOURCES / "runtime" / "pins.txt"
"""Written by `python -m tools.pin_runtime`: the packages of each choice and Python, in a section of its own where one
system needs others, and the hashes of each package."""


def requirement_lines(keys: Iterable[str], python: str = "") -> tuple[str, ...]:
    """Return the lines of pip's requirements, "name==version --hash=...", that choices need on a version of Python.

    () where one of them has no build for it. python: "3.12"; this one by default. PyTorch is not among them on Linux,
    see `torch_version`.
    """
    sections = _read()
    version = python or f"{sys.version_info.major}.{sys.version_info.minor}"
    names: set[str] = set()
    for key in keys:
        needed = sections.get(f"{key} {version} {_SYSTEM}") or sections.get(f"{key} {version}")
        if not needed:
            return ()
        names.update(needed)
    names = {name for name in names if sys.platform != "linux" or not name.startswith("torch==")}
    hashes = {name: digests for name, *digests in map(str.split, sections["hashes"])}
    return tuple(f"{name} {' '.join(f'--hash={each}' for each in hashes[name])}" for name in sorted(names))


def torch_version(keys: Iterable[str], python: str = "") -> str:
    """Return the version of PyTorch that choices need and its own index has to give, "" where none is needed."""
    version = python or f"{sys.version_info.major}.{sys.version_info.minor}"
    needed = _read().get(f"torch {version}", []) if "torch" in keys and sys.platform == "linux" else []
    return next((name.partition("==")[2] for name in needed if name.startswith("torch==")), "")


def _read() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in PINS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return sections
