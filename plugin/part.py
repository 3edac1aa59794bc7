"""The part of a scene that is to be restored: parameters EXTENT, AREA and REST of an algorithm."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsRasterLayer,
)

from .translation import tr

EXTENT, AREA, REST = "EXTENT", "AREA", "REST"
COPY, CUT = "copy", "cut"


def add_part(algorithm) -> None:
    """Add the parameters to an algorithm of Unveil."""
    algorithm.add(
        QgsProcessingParameterExtent(EXTENT, tr("Extent to restore"), optional=True),
        tr("The map canvas, a layer's extent, or a rectangle that you draw. Empty: the whole scene."),
    )
    algorithm.add(
        QgsProcessingParameterFeatureSource(
            AREA, tr("Polygons to restore within"), [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
        ),
        tr("A polygon layer, or what is selected in it. Clouds outside stay as they are."),
    )
    algorithm.add(
        QgsProcessingParameterEnum(
            REST, tr("The rest of the scene"), options=[COPY, CUT], usesStaticStrings=True, defaultValue=COPY
        ),
        tr("copy: the result is the whole scene. cut: it ends with the extent or the polygons' bounding rectangle."),
        advanced=True,
    )


def part_from(algorithm, parameters, context, layer: QgsRasterLayer):
    """Return the engine's `Part` in the CRS of the optical layer, or None for everywhere. For the main thread.

    Raises:
        QgsProcessingException: a polygon cannot be transformed, or the part lies outside the layer.
        UnveilError: no polygon lies in the extent.
    """
    from ..engine.scene.part import part_of

    crs = layer.crs()
    rectangles, polygons = (), ()
    if not is_empty(parameters.get(EXTENT)):
        shape = algorithm.parameterAsExtentGeometry(parameters, EXTENT, context, crs)
        if shape.isEmpty():
            raise QgsProcessingException(tr("The extent to restore is empty; draw another one."))
        rectangles = (_wkb(shape),)
    if not is_empty(parameters.get(AREA)):
        polygons = tuple(_polygons(algorithm, parameters, context, crs, layer))
    rest = algorithm.parameterAsEnumString(parameters, REST, context)
    if rest == CUT and not rectangles and not polygons:
        raise QgsProcessingException(
            tr("To cut the rest away, Unveil must know the part: choose an extent or polygons to restore within.")
        )
    return part_of(rectangles, polygons, rest == CUT)


def is_empty(value) -> bool:
    """Tell whether a parameter's value stands for nothing, as a window, a script or a batch says it."""
    if hasattr(value, "isNull"):
        return value.isNull()
    return value is None or value == ""


def _polygons(algorithm, parameters, context, crs: QgsCoordinateReferenceSystem, layer: QgsRasterLayer):
    source = algorithm.parameterAsSource(parameters, AREA, context)
    if source is None:
        raise QgsProcessingException(tr("The polygons to restore within cannot be read: {}").format(parameters[AREA]))
    request = QgsFeatureRequest().setNoAttributes()
    if crs.isValid() and source.sourceCrs().isValid():
        request.setDestinationCrs(crs, context.transformContext())
    request.setFilterRect(layer.extent())
    found = [_wkb(feature.geometry()) for feature in source.getFeatures(request) if feature.hasGeometry()]
    if not found:
        raise QgsProcessingException(
            tr("No polygon of the area lies on the optical raster; choose others, or leave the field empty.")
        )
    return found


def _wkb(geometry: QgsGeometry) -> bytes:
    flat = QgsGeometry(geometry.constGet().segmentize())
    return bytes(flat.asWkb())
