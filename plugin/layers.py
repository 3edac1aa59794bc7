"""From a QGIS layer to the engine's plain description of a raster."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsProcessingException, QgsProviderRegistry, QgsRasterLayer

from .translation import tr


@dataclass(frozen=True)
class Source:
    """Where a raster comes from: its path, GDAL's options to open it, and the CRS that the user gave it, or ""."""

    path: str
    options: tuple[str, ...] = ()
    crs: str = ""

    def describe(self):
        """Return the engine's `Raster`; opens the file. UnveilError where it cannot be read."""
        from ..engine.raster.source import describe

        raster = describe(self.path, self.options)
        return raster.with_crs(self.crs) if self.crs else raster


@dataclass(frozen=True)
class MaskSource:
    """Where a mask comes from: a raster's `Source`, or a file of polygons with the name of its layer."""

    source: Source
    layer: str = ""

    def describe(self):
        """Return the engine's `Raster` or `Polygons`; opens the file. UnveilError where it cannot be read."""
        from ..engine.scene.mask import describe_mask
        from ..engine.scene.polygons import find_polygons

        found = find_polygons(self.source.path, self.layer) if self.layer else None
        if found is not None:
            return found
        mask = describe_mask(self.source.path, self.source.options)
        return mask.with_crs(self.source.crs) if self.source.crs and hasattr(mask, "with_crs") else mask


def source_of(layer: QgsRasterLayer) -> Source:
    """Return where a layer of GDAL's comes from. No file is opened; for the main thread."""
    path, options = layer.source(), ()
    # Only then: decodeUri spoils subdatasets inside zip files.
    if "|option:" in path:
        parts = QgsProviderRegistry.instance().decodeUri("gdal", path)
        path, options = parts["path"], tuple(parts.get("openOptions", ()))
    own = layer.crs().isValid() and layer.crs() != layer.dataProvider().crs()
    return Source(path, options, layer.crs().toWkt() if own else "")


def file_of(layer: QgsRasterLayer) -> Source:
    """Return `source_of` a layer; QgsProcessingException where that is no file that GDAL reads."""
    if layer.providerType() != "gdal":
        raise QgsProcessingException(
            tr("The layer '{}' is no raster file but comes from '{}'; export it as a GeoTIFF first.").format(
                layer.name(), layer.providerType()
            )
        )
    return source_of(layer)
