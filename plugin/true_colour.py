"""True colour for a layer that QGIS would draw by its first three bands."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsContrastEnhancement,
    QgsMultiBandColorRenderer,
    QgsProject,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsTask,
)

_SIDE = 400
"""Pixels along a side of the overview from which the stretch is told."""

_QUICK_PIXELS = 4_000_000
"""Up to so many pixels a file without overviews is read before anybody notices."""

_USUAL = 3000.0
"""DN that are white where nothing was read: most ground is darker."""

_reading: set[QgsTask] = set()
"""QGIS runs a task only while Python still refers to it."""


def true_colour_renderer(layer: QgsRasterLayer) -> QgsMultiBandColorRenderer | None:
    """Return red, green and blue of a layer with Sentinel-2's bands; None without them.

    They are stretched by the ground of a layer of some thousand pixels a side; a larger one, which takes long to read,
    gets a usual stretch.
    """
    from ..engine.raster.style import visible_bands

    places = visible_bands(names_of(layer))
    if places is None:
        return None
    if is_quick(layer):
        ranges = read_ranges(layer.dataProvider(), places)
    else:
        floats = (Qgis.DataType.Float32, Qgis.DataType.Float64)
        white = _USUAL / 10000 if layer.dataProvider().dataType(places[0]) in floats else _USUAL
        ranges = [(0.0, white)] * 3
    return colour_renderer(layer, list(zip(places, ranges)))


def is_quick(layer: QgsRasterLayer) -> bool:
    """Tell whether an overview of a layer is read at once."""
    return layer.width() * layer.height() <= _QUICK_PIXELS


def read_ranges(provider: QgsRasterDataProvider, places: tuple[int, int, int]) -> list[tuple[float, float]]:
    """Return what is black and white in three bands, told by an overview of them; in any thread."""
    import numpy as np

    from ..engine.raster.style import shown_ranges

    width, height = min(_SIDE, provider.xSize()), min(_SIDE, provider.ySize())
    planes = []
    for place in places:
        values = provider.block(place, provider.extent(), width, height).as_numpy(use_masking=True)
        planes.append(np.ma.filled(values.astype(np.float32), np.nan).ravel())
    return shown_ranges(np.stack(planes))


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
    """Draw a layer that nobody styled in true colour, or radar in its usual decibels; a large one a little later."""
    from ..engine.raster.style import RADAR_COLOUR, RADAR_RANGES, polarisation_bands, visible_bands
    from .styling import is_unstyled

    if not is_unstyled(layer):
        return
    names = names_of(layer)
    places, radar = visible_bands(names), polarisation_bands(names)
    if places is not None and not is_quick(layer):
        _draw_later(layer, places)
        return
    renderer = true_colour_renderer(layer)
    if renderer is None and radar is not None:
        by_name = dict(zip(RADAR_RANGES, radar))
        renderer = colour_renderer(layer, [(by_name[name], RADAR_RANGES[name]) for name in RADAR_COLOUR])
    if renderer is not None:
        _put(layer, renderer)


def _draw_later(layer: QgsRasterLayer, places: tuple[int, int, int]) -> None:
    """Read a large layer in the background, and draw it unless it is gone or was styled meanwhile."""
    from .styling import is_unstyled

    name, provider = layer.id(), layer.dataProvider().clone()

    def read(task):
        return read_ranges(provider, places)

    def draw(error, ranges=None):
        _reading.discard(task)
        found = QgsProject.instance().mapLayer(name)
        if error is None and ranges and found is not None and is_unstyled(found):
            _put(found, colour_renderer(found, list(zip(places, ranges))))

    flags = QgsTask.Flag.CanCancel | QgsTask.Flag.CancelWithoutPrompt | QgsTask.Flag.Hidden | QgsTask.Flag.Silent
    task = QgsTask.fromFunction("Unveil: look at colours", read, on_finished=draw, flags=flags)
    _reading.add(task)
    QgsApplication.taskManager().addTask(task)


def _put(layer: QgsRasterLayer, renderer: QgsMultiBandColorRenderer) -> None:
    layer.setRenderer(renderer)
    layer.triggerRepaint()
    layer.emitStyleChanged()
