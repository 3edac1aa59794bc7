"""Parameters that take a product (a folder, a zip, metadata) as well as a raster layer."""

from __future__ import annotations

import os

from qgis.core import NULL, QgsProcessingContext, QgsProcessingUtils, QgsRasterLayer

from ..translation import tr


def source_path(value, context: QgsProcessingContext) -> str:
    """Return the path behind a parameter's value: a path, a layer, or the id or name of a layer; "" for none."""
    if hasattr(value, "staticValue"):
        value = value.staticValue()
    if isinstance(value, QgsRasterLayer):
        return value.source()
    # A window gives an empty field as QGIS's NULL.
    text = "" if value is None or value == NULL else str(value).strip()
    if not text or os.path.exists(text):
        return text
    layer = QgsProcessingUtils.mapLayerFromString(text, context, False)
    return layer.source() if isinstance(layer, QgsRasterLayer) else text


def product_filter() -> str:
    """Return a filter of file dialogs that also lets folders and subdatasets pass, whose names have no extension."""
    return tr("Products and rasters (*)")
