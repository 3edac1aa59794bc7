"""Packages of other projects that bring a detector's weights: found at run time, never imported."""

from __future__ import annotations

import sys
from importlib import util
from pathlib import Path

from unveil.engine.errors import UnveilError
from unveil.models.runtimes import has_onnxruntime


def package_folder(name: str) -> Path | None:
    """Return the folder of an installed package, or None; nothing of it runs, so its own imports need not be there."""
    try:
        found = util.find_spec(name)
    except (ImportError, ValueError):
        return None
    folders = list(found.submodule_search_locations or ()) if found else []
    return Path(folders[0]) if folders else None


def package_file(detector: str, module: str, distribution: str, name: str) -> Path:
    """Return a file of the package `module` that a detector needs.

    Raises:
        UnveilError: the package, the file or ONNX Runtime is missing; the sentence says what to install.
    """
    folder = package_folder(module)
    if folder is None:
        raise UnveilError(
            f"The detector '{detector}' needs the package {distribution}, which this Python does not have; install it "
            f'without what it drags along: "{_python()}" -m pip install --no-deps {distribution}   and restart QGIS.'
        )
    require_onnxruntime(detector)
    path = folder / name
    if not path.is_file():
        raise UnveilError(
            f"The package {distribution} in {folder} has no file {name}, which the detector '{detector}' needs; "
            f'install the newest one: "{_python()}" -m pip install --no-deps --upgrade {distribution}   .'
        )
    return path


def require_onnxruntime(detector: str) -> None:
    """Raise UnveilError with the way to install it where ONNX Runtime is missing."""
    if not has_onnxruntime():
        raise UnveilError(
            f"The detector '{detector}' needs ONNX Runtime, which this Python does not have; install it with: "
            f'"{_python()}" -m pip install onnxruntime   and restart QGIS.'
        )


def _python() -> str:
    # Inside QGIS on Windows and macOS sys.executable is QGIS itself.
    if Path(sys.executable).name.lower().startswith("python"):
        return sys.executable
    names = (Path(sys.prefix) / name for name in ("python.exe", "python3.exe", "bin/python3"))
    return str(next((path for path in names if path.exists()), "python3"))
