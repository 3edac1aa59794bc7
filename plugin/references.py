"""Other dates of a scene, and what is said of every pixel: parameters and outputs of an algorithm."""

from __future__ import annotations

import os

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterDestination,
    QgsRasterLayer,
)

from .layers import Source, file_of
from .styling import style_by_file
from .translation import tr

REFERENCE, REFERENCE_RADAR, REFERENCE_MASK = "REFERENCE", "REFERENCE_RADAR", "REFERENCE_MASK"
QUALITY, SIGMA, REFERENCE_AGE = "QUALITY", "SIGMA", "REFERENCE_AGE"
LAYERS = (QUALITY, SIGMA, REFERENCE_AGE)


def add_references(algorithm) -> None:
    """Add the parameters of other dates to an algorithm of Unveil."""
    kind = QgsProcessing.SourceType.TypeRaster
    algorithm.add(
        QgsProcessingParameterMultipleLayers(REFERENCE, tr("Other dates of the place"), kind, optional=True),
        tr(
            "Sentinel-2 rasters of the same place on other dates, cloudy themselves or not, on any grid. What they "
            "show of the ground below the clouds is fitted to this date; where they cannot be relied on they are not "
            "used. In a shell the option is given once for each."
        ),
    )
    algorithm.add(
        QgsProcessingParameterMultipleLayers(REFERENCE_RADAR, tr("Radar of the other dates"), kind, optional=True),
        tr("Sentinel-1 of the same orbit, one for each other date and in their order: it shows what changed since."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterMultipleLayers(REFERENCE_MASK, tr("Masks of the other dates"), kind, optional=True),
        tr("Cloud masks of any coding, one for each other date, in their order; left empty, the detector makes them."),
        advanced=True,
    )


def add_quality(algorithm) -> None:
    """Add the outputs that say how far a result may be trusted."""
    for name, title, text in (
        (QUALITY, tr("Quality bits"), tr("Where each pixel comes from: observed, restored, below what, from what.")),
        (
            SIGMA,
            tr("Standard error"),
            tr("Of each band, from clear ground of the scene that was held out; 0 where the scene was kept."),
        ),
        (REFERENCE_AGE, tr("Days to the other date"), tr("Days from this date to the one that was used.")),
    ):
        parameter = QgsProcessingParameterRasterDestination(name, title, optional=True, createByDefault=False)
        algorithm.add(parameter, text)


def reference_sources(algorithm, parameters, context) -> tuple[tuple[Source, Source | None, Source | None], ...]:
    """Return (optical, radar or None, mask or None) of each other date; opens nothing, for the main thread.

    Raises:
        QgsProcessingException: a layer is no raster file, or there are not as many radar rasters as dates.
    """
    optical = _sources(algorithm, REFERENCE, parameters, context)
    radar = _sources(algorithm, REFERENCE_RADAR, parameters, context)
    if radar and len(radar) != len(optical):
        raise QgsProcessingException(
            tr(
                "There are {} other dates and {} radar rasters of them; give one for each date, in the same order, or "
                "none."
            ).format(len(optical), len(radar))
        )
    masks = _sources(algorithm, REFERENCE_MASK, parameters, context)
    if masks and len(masks) != len(optical):
        raise QgsProcessingException(
            tr(
                "There are {} other dates and {} masks of them; give one for each date, in the same order, or none."
            ).format(len(optical), len(masks))
        )
    nothing = (None,) * len(optical)
    return tuple(zip(optical, radar or nothing, masks or nothing))


def given_references(sources: tuple[tuple[Source, Source | None, Source | None], ...]):
    """Return the engine's references; opens files. UnveilError where one cannot be read."""
    from ..engine.prepare.optical import described
    from ..engine.references.reference import GivenReference

    def read(source: Source):
        return described(source.path) if _is_product(source.path) else source.describe()

    return tuple(
        GivenReference(read(optical), radar and radar.describe(), mask and mask.describe())
        for optical, radar, mask in sources
    )


def quality_outputs(algorithm, parameters, context):
    """Return where the engine is to write what is said of every pixel."""
    from ..engine.removal.settings import QualityOutputs

    return QualityOutputs(*(algorithm.parameterAsOutputLayer(parameters, name, context) or None for name in LAYERS))


def style_quality(context, outputs, scene: str, layer_id: str) -> dict[str, str]:
    """Name and draw the layers that will be loaded; return the algorithm's results for them.

    scene, layer_id: the name and the id of the layer that the run cleaned.
    """
    titles = (tr("Quality of {}"), tr("Standard error of {}"), tr("Days to the other date of {}"))
    results = {}
    for name, title, path in zip(LAYERS, titles, (outputs.quality, outputs.sigma, outputs.reference_age)):
        if path:
            style_by_file(context, path, title.format(scene), layer_id)
            results[name] = path
    return results


def without_products(parameters):
    """Return parameters without the products among the other dates: QGIS takes them for no layers, and Unveil does."""
    result = dict(parameters)
    if REFERENCE in result and _is_plain(result[REFERENCE]):
        result[REFERENCE] = [each for each in _items(result[REFERENCE]) if not _is_product(each)] or None
    return result


def _sources(algorithm, name: str, parameters, context) -> list[Source]:
    value = parameters.get(name)
    if not _is_plain(value):
        return _of_layers(name, algorithm.parameterAsLayerList(parameters, name, context) or [])
    found = []
    for each in _items(value):
        if name == REFERENCE and _is_product(each):
            found.append(Source(each))
            continue
        layers = algorithm.parameterAsLayerList({name: [each]}, name, context) or []
        if not layers:
            raise QgsProcessingException(tr("{} is no raster that can be read: {}").format(name, each))
        found += _of_layers(name, layers)
    return found


def _of_layers(name: str, layers) -> list[Source]:
    for layer in layers:
        if not isinstance(layer, QgsRasterLayer) or not layer.isValid():
            raise QgsProcessingException(tr("{} is no raster that can be read: {}").format(name, layer.source()))
    return [file_of(layer) for layer in layers]


def _is_plain(value) -> bool:
    """Tell whether a value names layers itself, and is no property or expression of QGIS."""
    return all(isinstance(each, (str, QgsMapLayer)) for each in _items(value))


def _items(value) -> list:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _is_product(value) -> bool:
    from ..engine.sentinel.products import is_product

    return isinstance(value, str) and os.path.exists(value) and is_product(value)
