"""Extra Python packages, such as ONNX Runtime, from a folder outside the plugin."""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import QgsSettings

from ..paths import runtime_folder

SETTING = "unveil/runtime_folder"


def append_runtime_folders() -> None:
    """Append the runtime folders that exist to Python's path.

    Appended, never put first: NumPy and GDAL must stay those that QGIS was built with.
    """
    chosen = QgsSettings().value(SETTING, "", type=str)
    for folder in filter(None, (str(runtime_folder()), chosen)):
        if Path(folder).is_dir() and folder not in sys.path:
            sys.path.append(folder)
