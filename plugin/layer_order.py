"""Where layers of one run stand among the layers of the project.

QGIS 3.40 puts them over the current layer in an order that depends on whether there is one.
"""

from __future__ import annotations

from qgis.core import QgsLayerTreeLayer, QgsMapLayer, QgsProject

RESULT = "unveil/result"
"""A layer with this property is a result, which nobody wants cleaned again."""

SCENE = "unveil/scene"
"""The property of a mask or a result that holds the id of the layer it was made of."""


def put_in_order(layer: QgsMapLayer) -> None:
    """Put a result over the masks and errors of its scene that touch it, and one of these below the result it touches.

    To be called for each layer of a run, in any order, once all are in the project and have their properties.
    """
    node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
    scene = layer.customProperty(SCENE)
    if node is None or not scene:
        return
    nodes = node.parent().children()
    place = nodes.index(node)
    if layer.customProperty(RESULT):
        target = place
        while target > 0 and _is_beside(nodes[target - 1], scene):
            target -= 1
        if target < place:
            _move(node, target)
        return
    target = place + 1
    while target < len(nodes) and _is_beside(nodes[target], scene):
        target += 1
    if target < len(nodes) and _is_of(nodes[target], scene):
        _move(node, target + 1)


def _is_of(node, scene: str) -> bool:
    layer = node.layer() if isinstance(node, QgsLayerTreeLayer) else None
    return layer is not None and layer.customProperty(SCENE) == scene


def _is_beside(node, scene: str) -> bool:
    return _is_of(node, scene) and not node.layer().customProperty(RESULT)


def _move(node: QgsLayerTreeLayer, place: int) -> None:
    parent = node.parent()
    # The copy comes first: a layer without any node leaves the project.
    parent.insertChildNode(place, node.clone())
    parent.removeChildNode(node)
