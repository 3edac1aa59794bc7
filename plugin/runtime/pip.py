"""The pip command that fills the runtime folder, and what its failures mean. Pure: nothing is run here."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Mapping
from importlib import util
from pathlib import Path

from ..paths import runtime_folder
from ..translation import tr
from .packages import TORCH_INDEX

INDEX = "https://pypi.org/simple"
_OWN = re.compile(r"(numpy|scipy|gdal|osgeo)([-.].*)?", re.IGNORECASE)


def interpreters() -> tuple[str, ...]:
    """Return the Pythons that may run pip, best first: those beside this process's libraries, then the one it names.

    Inside QGIS sys.executable may be QGIS itself, or a Python that happens to come first on PATH.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    names = ("python3.exe", "python.exe", f"bin/python{version}", "bin/python3")
    places = [Path(folder) / name for folder in (sys.prefix, sys.base_prefix) for name in names]
    if Path(sys.executable or "").stem.lower().startswith("python"):
        places.append(Path(sys.executable))
    return tuple(dict.fromkeys(str(place) for place in places if place.exists())) or ("python3",)


def commands(python: str, target: Path, requirements: Path, proxy: str = "", torch: str = "") -> list[list[str]]:
    """Return the runs of pip: the pinned packages of a file, and PyTorch of a version from its own index for Linux.

    That index states the hashes of its files itself; the main one has builds for CUDA only, which take gigabytes.
    """
    runs = [command(python, target, requirements, proxy)]
    if torch:
        alone = [word for word in runs[0] if word != "--require-hashes"]
        alone[alone.index("--index-url") + 1] = TORCH_INDEX
        place = alone.index("--requirement")
        runs.append([*alone[:place], f"torch=={torch}+cpu", *alone[place + 2 :]])
    return runs


def command(python: str, target: Path, requirements: Path, proxy: str = "") -> list[str]:
    """Return the arguments that install the pinned packages of a file into a folder, and nothing that is not pinned.

    `python` only runs pip; the packages are those for the version of Python that QGIS has. NumPy is QGIS's own and is
    not among them. pip's own settings (pip.conf, PIP_*) are not read.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    arguments = [python, "-I", "-m", "pip", "install", "--isolated", "--disable-pip-version-check", "--no-input"]
    arguments += ["--only-binary=:all:", "--python-version", version, "--target", str(target), "--index-url", INDEX]
    arguments += ["--no-deps", "--require-hashes", "--requirement", str(requirements)]
    return [*arguments, "--proxy", proxy] if proxy else arguments


def with_lifeline(arguments: list[str]) -> list[str]:
    """Return a command of pip that ends when the process ends that holds its standard input."""
    if arguments[1:4] != ["-I", "-m", "pip"]:
        return arguments
    return [arguments[0], "-I", str(Path(__file__).with_name("lifeline.py")), *arguments[4:]]


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for pip: without what would send it elsewhere."""
    kept = {name: value for name, value in given.items() if not name.upper().startswith(("PIP_", "PYTHON"))}
    # The only way to keep pip from the settings of the system, too.
    return {**kept, "PIP_CONFIG_FILE": os.devnull}


def as_text(arguments: list[str]) -> str:
    """Return a command as a user would type it."""
    return shlex.join(arguments)


def belongs_to_qgis(name: str) -> bool:
    """Tell whether a file in the runtime folder is one of a package that QGIS brings itself, and must go."""
    match = _OWN.fullmatch(name)
    return bool(match) and (match[1].lower() != "scipy" or has_own_scipy())


def has_own_scipy() -> bool:
    """Tell whether QGIS brings SciPy, other than in the runtime folder."""
    found = util.find_spec("scipy")
    return found is not None and not Path(found.origin or "").is_relative_to(runtime_folder())


def lacks_pip(output: str) -> bool:
    """Tell whether a run failed because that Python has no pip."""
    return "No module named pip" in output


def reason_of(output: str) -> str:
    """Return one sentence for the end of a pip run that failed."""
    signs = [
        (
            r"No module named pip",
            tr("This Python has no pip; install it (python3-pip on Linux, OSGeo4W setup on Windows)."),
        ),
        (
            r"No space left|Errno 28|not enough space",
            tr("There is no space left on the disk; make room and try again."),
        ),
        (
            r"Permission denied|Errno 13|Access is denied",
            tr("The runtime folder cannot be written to; check its rights."),
        ),
        (
            r"ProxyError|407 Proxy|Tunnel connection failed",
            tr("The proxy refused; check QGIS's proxy in Options > Network."),
        ),
        (
            r"Failed to establish a new connection|Name or service not known|name resolution|getaddrinfo|timed out|"
            r"Network is unreachable|Connection refused",
            tr("The package index cannot be reached; check the connection, or copy the folder from another computer."),
        ),
        (r"SSLError|CERTIFICATE_VERIFY", tr("The package index's certificate was refused; ask who runs this network.")),
        (r"No matching distribution|Could not find a version", tr("There is no build of the package for this Python.")),
        (r"ResolutionImpossible|conflicting dependencies", tr("No build of the package fits the NumPy that QGIS has.")),
    ]
    for pattern, sentence in signs:
        if re.search(pattern, output, re.IGNORECASE):
            return sentence
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return tr("pip failed: {}").format(lines[-1] if lines else tr("it said nothing"))
