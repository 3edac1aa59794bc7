"""How results look when Processing loads them.

The engine puts a style file beside every raster that it writes. An optical result and its input look alike: the result
takes the style that the user gave the input, and an input that nobody styled takes the result's true colour.
"""

from __future__ import annotations

from qgis.core import (
    QgsMultiBandColorRenderer,
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
    QgsRasterMinMaxOrigin,
    QgsSettings,
)

from .layer_order import RESULT, SCENE, put_in_order
from .results import results

_alive: dict[str, QgsProcessingLayerPostProcessorInterface] = {}
"""QGIS calls a post-processor only while Python still refers to it."""

_FIRST_BANDS = (("Red", 1), ("Green", 2), ("Blue", 3))


class _OwnStyle(QgsProcessingLayerPostProcessorInterface):
    """Draws a result as its style file says."""

    def __init__(self, scene: str):
        super().__init__()
        self._scene = scene

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        layer.setCustomProperty(SCENE, self._scene)
        put_in_order(layer)
        layer.loadDefaultStyle()
        layer.triggerRepaint()


class _RadarColour(QgsProcessingLayerPostProcessorInterface):
    """Draws prepared radar by the file that makes VV, VH and VV/VH of it."""

    def __init__(self, colours: str):
        super().__init__()
        self._colours = colours

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        layer.setDataSource(self._colours, layer.name(), "gdal")
        layer.loadDefaultStyle()
        layer.triggerRepaint()


class _LikeInput(QgsProcessingLayerPostProcessorInterface):
    """Draws a result and its input alike, and lets the desktop know that there is something to compare."""

    def __init__(self, renderer, before: str):
        super().__init__()
        self._renderer = renderer
        self._before = before

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        from qgis.utils import iface

        if self._renderer is not None:
            layer.setRenderer(self._renderer.clone())
        else:
            layer.loadDefaultStyle()
            self._style_input(layer)
        layer.setCustomProperty(RESULT, True)
        layer.setCustomProperty(SCENE, self._before)
        put_in_order(layer)
        if iface is not None:
            iface.setActiveLayer(layer)
        layer.triggerRepaint()
        results.arrived.emit(self._before, layer.id())

    def _style_input(self, layer):
        before = QgsProject.instance().mapLayer(self._before)
        # The user may have styled it while the run went on.
        if before is not None and before.bandCount() == layer.bandCount() and is_unstyled(before):
            before.setRenderer(layer.renderer().clone())
            before.triggerRepaint()
            before.emitStyleChanged()


def is_unstyled(layer: QgsRasterLayer) -> bool:
    """Tell whether a layer of many bands is drawn as QGIS draws any: its first three, stretched by its own count."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsMultiBandColorRenderer):
        return renderer is None
    settings = QgsSettings()
    first = [settings.value(f"Raster/default{colour}Band", band, type=int) for colour, band in _FIRST_BANDS]
    chosen = [renderer.redBand(), renderer.greenBand(), renderer.blueBand()]
    by_hand = renderer.minMaxOrigin().limits() == QgsRasterMinMaxOrigin.Limits.None_
    as_always = all(band == usual or usual > layer.bandCount() for band, usual in zip(chosen, first))
    return as_always and not by_hand and renderer.opacity() == 1


def style_of(layer: QgsRasterLayer):
    """Return a copy of the renderer that the user gave a layer of the project, else None.

    To be called in `prepareAlgorithm`.
    """
    if QgsProject.instance().mapLayer(layer.id()) is None or is_unstyled(layer):
        return None
    return layer.renderer().clone()


def style_by_file(context: QgsProcessingContext, destination: str, name: str, scene: str = "") -> None:
    """Name a raster that will be loaded, and draw it as its style file says; `scene`: the id of what it was made of."""
    details = _details(context, destination, name)
    if details is not None:
        _alive[destination] = _OwnStyle(scene)
        details.setPostProcessor(_alive[destination])


def style_radar(context: QgsProcessingContext, destination: str, name: str) -> None:
    """Name prepared radar that will be loaded, and draw it in VV, VH and VV/VH by a small file beside it."""
    from ..engine.raster.radar_colour import write_radar_colour
    from ..engine.raster.source import describe

    style_by_file(context, destination, name)
    if not context.willLoadLayerOnCompletion(destination):
        return
    try:
        colours = write_radar_colour(describe(destination))
    except OSError:
        # A folder that takes no second file: its own style draws the radar in VV and VH.
        return
    if colours is not None:
        _alive[destination] = _RadarColour(str(colours))
        context.layerToLoadOnCompletionDetails(destination).setPostProcessor(_alive[destination])


def style_result(context: QgsProcessingContext, destination: str, name: str, renderer=None, before: str = "") -> None:
    """Name a result that will be loaded, and draw it like its input.

    before: the id of the input layer, if there is one; renderer: that of `style_of` the input.
    """
    if not before:
        style_by_file(context, destination, name)
        return
    details = _details(context, destination, name)
    if details is not None:
        _alive[destination] = _LikeInput(renderer, before)
        details.setPostProcessor(_alive[destination])


def _details(context: QgsProcessingContext, destination: str, name: str):
    """Return what QGIS keeps of a raster that it will load, with its name; None for one that it will not."""
    if not context.willLoadLayerOnCompletion(destination):
        return None
    details = context.layerToLoadOnCompletionDetails(destination)
    details.name = name
    return details
