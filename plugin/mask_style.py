"""How masks and scores look: classes by see-through colours and translated names, scores from black to white."""

from __future__ import annotations

from qgis.core import (
    QgsContrastEnhancement,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtGui import QColor

from .layer_order import SCENE, put_in_order
from .translation import tr

_alive: dict[str, QgsProcessingLayerPostProcessorInterface] = {}
"""QGIS calls a post-processor only while Python still refers to it."""


def class_renderer(layer: QgsRasterLayer) -> QgsPalettedRasterRenderer:
    """Return the colours and names of the classes; cloud and shadow are see-through, clear ground is not drawn."""
    from ..engine.masking import classes
    from ..engine.masking.palette import MASK_CLASSES

    names = {
        classes.CLEAR: tr("clear"),
        classes.CLOUD: tr("cloud"),
        classes.THIN_CLOUD: tr("thin cloud"),
        classes.SHADOW: tr("cloud shadow"),
    }
    colours = MASK_CLASSES.colours
    entries = [QgsPalettedRasterRenderer.Class(code, QColor(*colours[code]), name) for code, name in names.items()]
    return QgsPalettedRasterRenderer(layer.dataProvider(), 1, entries)


def score_renderer(layer: QgsRasterLayer) -> QgsSingleBandGrayRenderer:
    """Return a grey ramp from 0 to 1."""
    renderer = QgsSingleBandGrayRenderer(layer.dataProvider(), 1)
    stretch = QgsContrastEnhancement(layer.dataProvider().dataType(1))
    stretch.setContrastEnhancementAlgorithm(QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum)
    stretch.setMinimumValue(0)
    stretch.setMaximumValue(1)
    renderer.setContrastEnhancement(stretch)
    return renderer


class _Style(QgsProcessingLayerPostProcessorInterface):
    def __init__(self, make, scene: str):
        super().__init__()
        self._make = make
        self._scene = scene

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        layer.setCustomProperty(SCENE, self._scene)
        put_in_order(layer)
        layer.setRenderer(self._make(layer))
        layer.triggerRepaint()
        _show_legend(layer)
        self._style_scene()

    def _style_scene(self):
        """Draw the scene below the mask in true colour, unless the user styled it."""
        from .true_colour import draw_sentinel

        scene = QgsProject.instance().mapLayer(self._scene) if self._scene else None
        if isinstance(scene, QgsRasterLayer):
            draw_sentinel(scene)


def _show_legend(layer: QgsRasterLayer) -> None:
    """Unfold what the colours mean; QGIS folds the legend of results away."""
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    if node is not None:
        node.setExpanded(True)


def style_mask(
    context: QgsProcessingContext, destination: str, name: str, make=class_renderer, scene: str = ""
) -> None:
    """Name a mask or a score that will be loaded, and give it its colours; `scene`: the id of the layer it is of."""
    if not context.willLoadLayerOnCompletion(destination):
        return
    details = context.layerToLoadOnCompletionDetails(destination)
    details.name = name
    _alive[destination] = _Style(make, scene)
    details.setPostProcessor(_alive[destination])
