"""True colour for a layer that QGIS would draw by its first three bands."""

from __future__ import annotations

from qgis.core import QgsContrastEnhancement, QgsMultiBandColorRenderer, QgsRasterLayer

_SIDE = 400
"""Pixels along a side of the overview from which the stretch is told."""


def true_colour_renderer(layer: QgsRasterLayer) -> QgsMultiBandColorRenderer | None:
    """Return red, green and blue of a layer with Sentinel-2's bands, stretched by its ground; None without them.

    Reads an overview of three bands; quick for files with overviews and for those of some thousand pixels a side.
    """
    import numpy as np

    from ..engine.raster.style import shown_ranges, visible_bands

    places = visible_bands(names_of(layer))
    if places is None:
        return None
    provider = layer.dataProvider()
    width, height = min(_SIDE, layer.width()), min(_SIDE, layer.height())
    planes = []
    for place in places:
        values = provider.block(place, layer.extent(), width, height).as_numpy(use_masking=True)
        planes.append(np.ma.filled(values.astype(np.float32), np.nan).ravel())
    return colour_renderer(layer, list(zip(places, shown_ranges(np.stack(planes)))))


def names_of(layer: QgsRasterLayer) -> list[str]:
    """Return the names that the file gives the bands of a layer, "" for none ("Band 4: B4" is QGIS's "B4")."""
    names = []
    for number in range(1, layer.bandCount() + 1):
        head, _, name = layer.bandName(number).partition(":")
        names.append(name.strip() if head.startswith("Band ") or name else "")
    return names


def colour_renderer(layer: QgsRasterLayer, colours) -> QgsMultiBandColorRenderer:
    """Return a renderer of [(band, (black, white))] for red, green and blue."""
    provider = layer.dataProvider()
    renderer = QgsMultiBandColorRenderer(provider, *(band for band, _ in colours))
    setters = (
        renderer.setRedContrastEnhancement,
        renderer.setGreenContrastEnhancement,
        renderer.setBlueContrastEnhancement,
    )
    for put, (band, (black, white)) in zip(setters, colours):
        stretch = QgsContrastEnhancement(provider.dataType(band))
        stretch.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        stretch.setMinimumValue(black)
        stretch.setMaximumValue(white)
        put(stretch)
    return renderer


def draw_sentinel(layer: QgsRasterLayer) -> None:
    """Draw a layer that nobody styled in true colour, or radar in its usual decibels."""
    from ..engine.raster.style import RADAR_COLOUR, RADAR_RANGES, polarisation_bands
    from .styling import is_unstyled

    if not is_unstyled(layer):
        return
    renderer = true_colour_renderer(layer)
    radar = polarisation_bands(names_of(layer))
    if renderer is None and radar is not None:
        places = dict(zip(RADAR_RANGES, radar))
        renderer = colour_renderer(layer, [(places[name], RADAR_RANGES[name]) for name in RADAR_COLOUR])
    if renderer is not None:
        layer.setRenderer(renderer)
        layer.triggerRepaint()
        layer.emitStyleChanged()
