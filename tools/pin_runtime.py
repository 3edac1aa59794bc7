"""Pins what the options install, by version and hash: `python -m tools.pin_runtime` writes resources/runtime/pins.txt.

Needs uv (pip install uv) and the package index. For every Python that QGIS may bring, uv resolves each choice; its
hashes are those of all builds of a version, for every system. NumPy is never among them: QGIS brings its own.
"""

from __future__ import annotations

import re
import subprocess  # nosec B404
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "resources" / "runtime" / "pins.txt"
PYTHONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")

WANTED = {
    "cpu": ("onnxruntime",),
    "cuda": ("onnxruntime-gpu[cuda,cudnn]",),
    "directml": ("onnxruntime-directml",),
    "torch": ("torch", "onnx"),
    "scipy": ("scipy",),
    "s2cloudless": ("s2cloudless",),
    "csmask": ("ukis-csmask",),
    "sentle": ("sentle",),
}
ALONE = ("scipy", "s2cloudless", "csmask", "sentle")
"""Without what they say they need."""

SCIPY = {"3.13": "scipy==1.14.1", "3.14": "scipy==1.16.3"}
"""The versions whose range of NumPy holds those that QGIS brings; 1.13.1 elsewhere (NumPy 1.22 to 2.2)."""

_PLATFORMS = {"directml": ("windows",), "cuda": ("linux", "windows"), "torch": ("windows", "macos")}
"""Where a choice is offered. PyTorch for Linux comes from an index of its own (`plugin/runtime/pip.py`)."""

_NEVER = ("numpy",)
_LINE = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)")


def main() -> int:
    """Write the pins, and say which choices have no build for which Python."""
    versions: dict[str, list[str]] = {}
    sections: dict[str, list[str]] = {}
    for choice, packages in WANTED.items():
        for python in PYTHONS:
            names = (SCIPY.get(python, "scipy==1.13.1"),) if choice == "scipy" else packages
            first: list[str] = []
            for platform in _PLATFORMS.get(choice, ("linux", "windows", "macos")):
                pins = _resolved(choice, names, python, platform)
                versions.update(pins)
                if not pins:
                    sys.stderr.write(f"{choice}: no build for Python {python} on {platform}\n")
                elif not first:
                    first = sections[f"{choice} {python}"] = sorted(pins)
                elif sorted(pins) != first:
                    sections[f"{choice} {python} {platform}"] = sorted(pins)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(_text(sections, versions), encoding="utf-8")
    return 0


def _text(sections: dict[str, list[str]], versions: dict[str, list[str]]) -> str:
    """Return a section for each choice and Python, and one with the hashes. Not JSON: scanners for secrets take quoted
    digests for some."""
    lines = ["# Written by `python -m tools.pin_runtime`."]
    for title, names in sections.items():
        lines += ["", f"[{title}]", *names]
    lines += ["", "[hashes]", *(f"{name} {' '.join(versions[name])}" for name in sorted(versions))]
    return "\n".join(lines) + "\n"


def _resolved(choice: str, packages: tuple[str, ...], python: str, platform: str) -> dict[str, list[str]]:
    """Return the hashes of each "name==version" that a choice needs on a system; {} where it has no build for it."""
    command = ["uv", "pip", "compile", "--generate-hashes", "--no-annotate", "--no-header", "--only-binary=:all:"]
    command += ["--no-python-downloads", "--python-version", python, "--python-platform", platform, "-"]
    command += ["--no-deps"] if choice in ALONE else []
    done = subprocess.run(command, input="\n".join(packages), capture_output=True, text=True)  # nosec B603
    return _read(done.stdout) if done.returncode == 0 else {}


def _read(text: str) -> dict[str, list[str]]:
    pins: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if match := _LINE.match(line):
            name = f"{match[1].lower()}=={match[2]}"
            if match[1].lower() not in _NEVER:
                pins[name] = []
        for digest in re.findall(r"--hash=(sha256:[0-9a-f]{64})", line):
            if name in pins:
                pins[name].append(digest)
    return pins


if __name__ == "__main__":
    sys.exit(main())
