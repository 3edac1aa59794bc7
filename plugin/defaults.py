"""What the user wants chosen beforehand: model, growth of masks, and the folder of results, in the profile's settings.

They change what windows show. Scripts, models and qgis_process always begin with the algorithms' own defaults.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from qgis.core import QgsSettings

MODEL, GROWTH, FOLDER = "unveil/default_model", "unveil/mask_growth", "unveil/output_folder"


def wanted_model() -> str:
    """Return the id of the model to begin with, or "" where the user wants none in particular."""
    return QgsSettings().value(MODEL, "", type=str)


def wanted_growth() -> float | None:
    """Return the metres by which masks are to be grown, or None."""
    settings = QgsSettings()
    return settings.value(GROWTH, 0.0, type=float) if settings.contains(GROWTH) else None


def wanted_folder() -> str:
    """Return the folder of results, or "" for temporary files; "" too where it is gone."""
    folder = QgsSettings().value(FOLDER, "", type=str)
    return folder if folder and Path(folder).is_dir() else ""


def suggest_defaults(parameter, value) -> None:
    """Have windows show a value for a parameter, unless there is none."""
    if value not in (None, ""):
        parameter.setGuiDefaultValueOverride(value)


def result_name(scene: str, model: str, day: date | None) -> str:
    """Return the name of a result's layer: scene, model and day of the scene, as far as they are known."""
    stated = "" if day is None or day.isoformat() in scene or f"{day:%Y%m%d}" in scene else day.isoformat()
    return ", ".join(filter(None, (scene, model, stated)))


def result_path(folder: str, name: str) -> str:
    """Return a path in the folder that is free, named like a layer."""
    stem = re.sub(r"[^\w.-]+", "_", name).strip("_.") or "result"
    path, number = Path(folder) / f"{stem}.tif", 1
    while path.exists():
        number += 1
        path = Path(folder) / f"{stem}_{number}.tif"
    return str(path)
