"""Where the plugin finds its own files and the user's."""

from __future__ import annotations

import sys
from pathlib import Path

from qgis.core import QgsApplication

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
ICON = RESOURCES / "icons" / "unveil.svg"
COMPARE_ICON = RESOURCES / "icons" / "compare.svg"


def user_folder() -> Path:
    """Return Unveil's folder in the QGIS profile; it outlives updates of the plugin."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "unveil"


def model_folders() -> tuple[Path, ...]:
    """Return the folders of the user's own models."""
    return (user_folder() / "models",)


def runtime_folder() -> Path:
    """Return where extra packages for this Python belong."""
    return user_folder() / "runtime" / f"py{sys.version_info.major}.{sys.version_info.minor}"
