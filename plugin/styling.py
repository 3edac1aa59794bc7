"""How results look when Processing loads them."""

from __future__ import annotations

from qgis.core import QgsProcessingContext, QgsProcessingLayerPostProcessorInterface, QgsProject, QgsRasterLayer

from .results import results

_alive: dict[str, QgsProcessingLayerPostProcessorInterface] = {}
"""QGIS calls a post-processor only while Python still refers to it."""


class _LikeInput(QgsProcessingLayerPostProcessorInterface):
    """Draws a result like its input, and tells the desktop that there is something to compare."""

    def __init__(self, renderer, before: str):
        super().__init__()
        self._renderer = renderer
        self._before = before

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        layer.setRenderer(self._renderer.clone())
        layer.triggerRepaint()
        results.arrived.emit(self._before, layer.id())


def style_of(layer: QgsRasterLayer):
    """Return a copy of the renderer of a layer of the project, else None. To be called in `prepareAlgorithm`."""
    if layer.renderer() is None or QgsProject.instance().mapLayer(layer.id()) is None:
        return None
    return layer.renderer().clone()


def style_result(context: QgsProcessingContext, destination: str, name: str, renderer=None, before: str = "") -> None:
    """Name a result that will be loaded, and draw it like the input (`before`, a layer's id) if `renderer` is given."""
    if not context.willLoadLayerOnCompletion(destination):
        return
    details = context.layerToLoadOnCompletionDetails(destination)
    details.name = name
    if renderer is not None:
        _alive[destination] = _LikeInput(renderer, before)
        details.setPostProcessor(_alive[destination])
