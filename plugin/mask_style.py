"""How masks and scores look: classes by colour and name, scores from black to white."""

from __future__ import annotations

from qgis.core import (
    QgsContrastEnhancement,
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtGui import QColor

from .translation import tr

_alive: dict[str, QgsProcessingLayerPostProcessorInterface] = {}
"""QGIS calls a post-processor only while Python still refers to it."""


def class_renderer(layer: QgsRasterLayer) -> QgsPalettedRasterRenderer:
    """Return the colours and names of the classes; clear ground and no data are transparent."""
    from ..engine.masking import classes
    from ..engine.masking.detect import COLOURS

    names = {
        classes.CLEAR: tr("clear"),
        classes.CLOUD: tr("cloud"),
        classes.THIN_CLOUD: tr("thin cloud"),
        classes.SHADOW: tr("cloud shadow"),
    }
    entries = [QgsPalettedRasterRenderer.Class(code, QColor(*COLOURS[code]), name) for code, name in names.items()]
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
    def __init__(self, make):
        super().__init__()
        self._make = make

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        layer.setRenderer(self._make(layer))
        layer.triggerRepaint()


def style_mask(context: QgsProcessingContext, destination: str, name: str, make=class_renderer) -> None:
    """Name a mask or a score that will be loaded, and give it its colours."""
    if not context.willLoadLayerOnCompletion(destination):
        return
    details = context.layerToLoadOnCompletionDetails(destination)
    details.name = name
    _alive[destination] = _Style(make)
    details.setPostProcessor(_alive[destination])
