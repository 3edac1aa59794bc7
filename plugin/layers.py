"""From a QGIS layer to the engine's plain description of a raster."""

from __future__ import annotations

from qgis.core import QgsProcessingException, QgsProviderRegistry, QgsRasterLayer

from .translation import tr


def raster_of(layer: QgsRasterLayer):
    """Return the `Raster` behind a layer, in the CRS that the layer has in QGIS. To be called in `prepareAlgorithm`.

    Raises:
        QgsProcessingException: the layer is no file that GDAL reads.
        UnveilError: the file cannot be read.
    """
    from ..engine.raster.source import describe

    if layer.providerType() != "gdal":
        raise QgsProcessingException(
            tr("The layer '{}' is no raster file but comes from '{}'; export it as a GeoTIFF first.").format(
                layer.name(), layer.providerType()
            )
        )
    path, options = layer.source(), ()
    # Only then: decodeUri spoils subdatasets inside zip files.
    if "|option:" in path:
        parts = QgsProviderRegistry.instance().decodeUri("gdal", path)
        path, options = parts["path"], tuple(parts.get("openOptions", ()))
    raster = describe(path, options)
    wkt = layer.crs().toWkt() if layer.crs().isValid() else ""
    if wkt and layer.crs() != layer.dataProvider().crs():
        raster = raster.with_crs(wkt)
    return raster
