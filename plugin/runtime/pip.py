"""The pip command that fills the runtime folder, and what its failures mean. Pure: nothing is run here."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

from ..translation import tr

CHOICES = {
    "cpu": ("onnxruntime",),
    "cuda": ("onnxruntime-gpu[cuda,cudnn]",),
    "directml": ("onnxruntime-directml",),
}
"""What to install for which device; never two of them, they share one folder."""

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


def command(python: str, packages: tuple[str, ...], target: Path, constraints: Path, proxy: str = "") -> list[str]:
    """Return the arguments that install packages into an empty folder, for this Python and QGIS's own NumPy.

    `python` only runs pip; the packages are those for the version of Python that QGIS has.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    arguments = [python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    arguments += ["--only-binary=:all:", "--python-version", version, "--target", str(target)]
    arguments += ["--constraint", str(constraints)]
    if proxy:
        arguments += ["--proxy", proxy]
    return arguments + list(packages)


def as_text(arguments: list[str]) -> str:
    """Return a command as a user would type it."""
    return shlex.join(arguments)


def constraint_lines() -> str:
    """Return pip constraints that hold NumPy and SciPy at the versions that QGIS uses."""
    import numpy
    import scipy

    return f"numpy=={numpy.__version__}\nscipy=={scipy.__version__}\n"


def belongs_to_qgis(name: str) -> bool:
    """Tell whether a file in the runtime folder is one of a package that QGIS brings itself, and must go."""
    return bool(_OWN.fullmatch(name))


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
