"""What dialogs, batch rows and models show before anybody chooses: the layers of the project that look right."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QThread


def suggest_layers(algorithm, optical: str = "", radar: str = "", clear: str = "") -> None:
    """Let windows show a likely layer for parameters of these names; scripts and qgis_process are given none.

    clear: a second optical layer. Without a window, and outside of the main thread, nothing is looked at.
    """
    from qgis.utils import iface

    if not _has_window():
        return
    from .gui.preselect import clear_reference, guess_scene, project_rasters

    rasters = project_rasters(QgsProject.instance())
    scene, backscatter = guess_scene(rasters, iface.activeLayer())
    other = clear_reference(rasters, [scene]) if clear and scene is not None else None
    _suggest(algorithm, {optical: scene, radar: backscatter, clear: other})


def suggest_result(algorithm, result: str, clear: str, cloudy: str) -> None:
    """Let windows show the result on top of the project, what it was made of, and a clear image of its place."""
    if not _has_window():
        return
    from .gui.preselect import clear_reference, project_rasters, scene_of
    from .layer_order import RESULT

    rasters = project_rasters(QgsProject.instance())
    made = next((layer for layer in rasters if layer.customProperty(RESULT)), None)
    if made is not None:
        scene = scene_of(made)
        before = scene if scene in rasters and scene is not made else None
        taken = [layer for layer in (made, before) if layer is not None]
        _suggest(algorithm, {result: made, cloudy: before, clear: clear_reference(rasters, taken)})


def _has_window() -> bool:
    from qgis.utils import iface

    return iface is not None and QThread.currentThread() == QgsApplication.instance().thread()


def _suggest(algorithm, layers) -> None:
    for name, layer in layers.items():
        parameter = algorithm.parameterDefinition(name) if name else None
        if parameter is not None and layer is not None:
            parameter.setGuiDefaultValueOverride(layer.id())
