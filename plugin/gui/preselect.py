"""Which layers of a project are the optical and the radar raster of a scene, told by their bands."""

from __future__ import annotations

import os
from collections.abc import Sequence

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer

from ..layer_order import RESULT, SCENE

LEAST_OPTICAL_BANDS = 10

_ERRORS = "standard error"
"""How names end of the bands that tell the errors of a scene, of which there are as many as of its own."""

CLEAR_SHARE = 0.2
"""A clear image has fewer pixels that are as bright as cloud."""

RADAR_DAYS = 6
"""Days between an optical scene and its radar: Sentinel-1 comes back to most places within them."""

_shares: dict[tuple[str, int], float] = {}
"""What `_brightness` found, by source and time of the file: dialogs, and every run from one, ask again."""


def project_rasters(project: QgsProject) -> list[QgsRasterLayer]:
    """Return the valid raster layers of a project, visible ones first, then from the top of the layer tree down."""
    root = project.layerTreeRoot()
    layers = [layer for layer in root.layerOrder() if isinstance(layer, QgsRasterLayer) and layer.isValid()]
    return sorted(layers, key=lambda layer: not _is_visible(root, layer))


def guess_scene(
    layers: Sequence[QgsRasterLayer], active: QgsMapLayer | None = None
) -> tuple[QgsRasterLayer | None, QgsRasterLayer | None]:
    """Return (optical, radar) among `layers`, the likeliest first; None where none looks like it.

    Optical: at least 10 bands, the active layer before others, or what that was made of, results of Unveil last. Radar:
    as `guess_radar`.
    """
    optical = [layer for layer in layers if is_optical(layer)]
    wanted = scene_of(active)
    if wanted in optical:
        optical.insert(0, wanted)
    optical.sort(key=lambda layer: bool(layer.customProperty(RESULT)))
    chosen = optical[0] if optical else None
    return chosen, guess_radar(layers, chosen)


def is_optical(layer: QgsRasterLayer) -> bool:
    """Tell whether a layer looks like a scene by its bands."""
    return layer.bandCount() >= LEAST_OPTICAL_BANDS and not layer.bandName(1).endswith(_ERRORS)


def scene_of(layer: QgsMapLayer | None) -> QgsMapLayer | None:
    """Return the layer of the project that a mask or a result was made of; a layer itself that none was."""
    made_of = None if layer is None else QgsProject.instance().mapLayer(layer.customProperty(SCENE) or "")
    return layer if made_of is None else made_of


def guess_radar(layers: Sequence[QgsRasterLayer], optical: QgsRasterLayer | None) -> QgsRasterLayer | None:
    """Return the radar layer that goes with an optical one, None where none looks like it.

    Bands named VV and VH come before two bands without such names, a layer that overlaps before others, and of several
    that of the nearest known day, or else of the likest name.
    """
    named = [layer for layer in layers if _has_polarisations(layer)]
    radar = named + [layer for layer in layers if layer.bandCount() == 2 and layer not in named]
    if optical is None or len(radar) < 2:
        return radar[0] if radar else None
    own = _day(optical)

    def distance(layer):
        day = None if own is None or not _overlaps(layer, optical) else _day(layer)
        days = float("inf") if day is None else abs((day - own).days)
        alike = len(os.path.commonprefix([layer.name().lower(), optical.name().lower()]))
        return not _overlaps(layer, optical), layer not in named, days, -alike

    return min(radar, key=distance)


def clear_reference(layers: Sequence[QgsRasterLayer], taken: Sequence[QgsRasterLayer]) -> QgsRasterLayer | None:
    """Return the clearest optical layer of the place, neither among `taken` nor a result; None where none is clear."""
    found = [
        layer
        for layer in layers
        if is_optical(layer)
        and layer not in taken
        and not layer.customProperty(RESULT)
        and all(_overlaps(layer, other) for other in taken)
    ]
    shares = [(_brightness(layer), place) for place, layer in enumerate(found)]
    return found[min(shares)[1]] if shares and min(shares)[0] < CLEAR_SHARE else None


def other_dates(layers: Sequence[QgsRasterLayer], optical: QgsRasterLayer | None) -> list[QgsRasterLayer]:
    """Return the layers that show the place of `optical` on another known day, the clearest first."""
    own = None if optical is None else _day(optical)
    found = []
    for layer in layers:
        if layer is optical or not is_optical(layer) or layer.customProperty(RESULT):
            continue
        if optical is None or not _overlaps(layer, optical) or _day(layer) in (None, own):
            continue
        share = _brightness(layer)
        if share <= 1:
            found.append((share, layer))
    return [layer for _, layer in sorted(found, key=lambda pair: pair[0])]


def radar_of_dates(
    layers: Sequence[QgsRasterLayer], dates: Sequence[QgsRasterLayer], radar: QgsRasterLayer | None
) -> list[QgsRasterLayer]:
    """Return the radar layer of each of `dates`, of at most RADAR_DAYS from it; none at all where one has none.

    radar: that of the scene itself, which is no other date's.
    """
    known = [(layer, _day(layer)) for layer in layers if layer is not radar and _has_polarisations(layer)]
    found = []
    for layer in dates:
        day = _day(layer)
        near = [
            (abs((taken - day).days), place)
            for place, (other, taken) in enumerate(known)
            if day is not None and taken is not None and _overlaps(other, layer)
        ]
        if not near or min(near)[0] > RADAR_DAYS:
            return []
        found.append(known[min(near)[1]][0])
    return found


def _day(layer: QgsRasterLayer):
    """Return the day on which a layer was taken, or None where nothing tells."""
    from ...engine.errors import UnveilError
    from ...engine.sentinel.dates import acquisition_date
    from ..layers import source_of

    if layer.providerType() != "gdal":
        return None
    try:
        return acquisition_date(source_of(layer).describe())
    except UnveilError:
        return None


def _brightness(layer: QgsRasterLayer) -> float:
    """Return `_bright_share` of a layer, and more than 1 where its values cannot be used."""
    from ...engine.errors import UnveilError
    from ..layers import source_of

    if layer.providerType() != "gdal":
        return 2.0
    try:
        raster = source_of(layer).describe()
        found = (layer.source(), os.stat(raster.path).st_mtime_ns if os.path.exists(raster.path) else 0)
        if found not in _shares:
            _shares[found] = _bright_share(raster)
        return _shares[found]
    except UnveilError:
        return 2.0


def _bright_share(raster) -> float:
    """Return the share of pixels that are as bright as cloud in blue, from windows spread over the raster."""
    from ...engine.raster.style import BRIGHT
    from ...engine.sentinel.optical import open_optical, optical_sample

    # Blue alone has the air's light for a floor, which looks like an offset; infrared has none.
    optical = open_optical(raster, ("B2", "B4", "B11", "B12"))
    stored = optical_sample(optical)
    values = optical.dn(stored)[0][optical.valid(stored)]
    return float((values > BRIGHT).mean()) if values.size else 1.0


def _is_visible(root, layer: QgsRasterLayer) -> bool:
    node = root.findLayer(layer.id())
    return node is not None and node.isVisible()


def _has_polarisations(layer: QgsRasterLayer) -> bool:
    from ...engine.sentinel.bands import POLARISATIONS, polarisation_name

    names = [polarisation_name(layer.bandName(number)) for number in range(1, layer.bandCount() + 1)]
    return all(names.count(name) == 1 for name in POLARISATIONS)


def _overlaps(layer: QgsRasterLayer, other: QgsRasterLayer) -> bool:
    # Of layers in different CRS nothing is said without a transformation: they may overlap.
    return layer.crs() != other.crs() or layer.extent().intersects(other.extent())
