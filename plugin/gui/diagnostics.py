"""What to paste into a bug report."""

from __future__ import annotations

import platform
import sys

import numpy
from osgeo import gdal
from qgis.core import Qgis, QgsSettings
from qgis.PyQt.QtCore import QT_VERSION_STR

from ..paths import model_folders, runtime_folder
from ..runtime.path import SETTING


def diagnostics() -> str:
    """Return versions, packages, models and folders as lines of text; no names of users' data."""
    from ...engine.version import version
    from ...models.registry import survey_models
    from ...models.runtimes import clashing_runtimes, installed_packages

    lines = [
        f"Unveil {version()}",
        f"QGIS {Qgis.version()}, Qt {QT_VERSION_STR}, Python {platform.python_version()}",
        f"{platform.platform()}, {platform.machine()}",
        f"GDAL {gdal.__version__}, NumPy {numpy.__version__}",
        f"Python: {sys.executable}",
    ]
    for package in installed_packages():
        lines.append(f"{package.name}: {package.version or 'not installed'}")
    clash = clashing_runtimes()
    if clash:
        lines.append(f"Installed together, which hides devices: {', '.join(clash)}")
    lines.append(f"Runtime folder: {runtime_folder()} ({'there' if runtime_folder().is_dir() else 'not there'})")
    chosen = QgsSettings().value(SETTING, "", type=str)
    lines.append(f"Runtime folder chosen: {chosen or 'none'}")
    zoo = survey_models(model_folders())
    lines.append(f"Models: {', '.join(card.id for card in zoo.cards) or 'none'}")
    lines += [f"Model left out: {fault}" for fault in zoo.faults]
    return "\n".join(lines)
