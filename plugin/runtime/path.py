"""Extra Python packages, such as ONNX Runtime, from a folder outside the plugin."""

from __future__ import annotations

import contextlib
import shutil
import sys
from pathlib import Path

from qgis.core import QgsSettings

from ...models.scratch import Lock
from ..paths import runtime_folder

SETTING = "unveil/runtime_folder"


def append_runtime_folders() -> None:
    """Append the runtime folders that exist to Python's path.

    Appended, never put first: NumPy and GDAL must stay those that QGIS was built with.
    """
    repair(runtime_folder())
    chosen = QgsSettings().value(SETTING, "", type=str)
    for folder in filter(None, (str(runtime_folder()), chosen)):
        if Path(folder).is_dir() and folder not in sys.path:
            sys.path.append(folder)


def lock_of(folder: Path) -> Path:
    """Return the file that an installation into a folder holds locked while it lasts."""
    return folder.with_name(folder.name + ".lock")


def repair(folder: Path) -> None:
    """Put back the packages of an installation that was killed while it exchanged them, and remove its traces."""
    part, old, requirements = (folder.with_name(folder.name + end) for end in (".part", ".old", ".requirements.txt"))
    if not any(path.exists() for path in (part, old, requirements)):
        return
    lock = Lock(lock_of(folder))
    if not lock.taken:
        return  # another QGIS is at it
    with contextlib.suppress(OSError):
        if old.is_dir() and not folder.exists():
            old.replace(folder)
        for path in (part, old):
            shutil.rmtree(path, ignore_errors=True)
        requirements.unlink(missing_ok=True)
        lock.path.unlink(missing_ok=True)
    lock.release()
