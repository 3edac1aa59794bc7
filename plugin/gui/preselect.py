"""Which layers of a project are the optical and the radar raster of a scene, told by their bands."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer

from ..styling import RESULT

LEAST_OPTICAL_BANDS = 10


def project_rasters(project: QgsProject) -> list[QgsRasterLayer]:
    """Return the valid raster layers of a project, visible ones first, then from the top of the layer tree down."""
    root = project.layerTreeRoot()
    layers = [layer for layer in root.layerOrder() if isinstance(layer, QgsRasterLayer) and layer.isValid()]
    return sorted(layers, key=lambda layer: not _is_visible(root, layer))


def guess_scene(
    layers: Sequence[QgsRasterLayer], active: QgsMapLayer | None = None
) -> tuple[QgsRasterLayer | None, QgsRasterLayer | None]:
    """Return (optical, radar) among `layers`, the likeliest first; None where none looks like it.

    Optical: at least 10 bands, the active layer before others, results of Unveil last. Radar: bands named VV and VH
    before two bands without such names, and one that overlaps the optical layer before others.
    """
    optical = [layer for layer in layers if layer.bandCount() >= LEAST_OPTICAL_BANDS]
    if active in optical:
        optical.insert(0, active)
    optical.sort(key=lambda layer: bool(layer.customProperty(RESULT)))
    chosen = optical[0] if optical else None
    radar = [layer for layer in layers if _has_polarisations(layer)]
    radar += [layer for layer in layers if layer.bandCount() == 2 and layer not in radar]
    if chosen is not None:
        radar.sort(key=lambda layer: not _overlaps(layer, chosen))
    return chosen, radar[0] if radar else None


def other_dates(layers: Sequence[QgsRasterLayer], optical: QgsRasterLayer | None) -> list[QgsRasterLayer]:
    """Return the layers that show the place of `optical` on another known day, the clearest first."""
    from ...engine.errors import UnveilError
    from ...engine.sentinel.dates import acquisition_date
    from ..layers import source_of

    if optical is None:
        return []
    found = []
    for layer in layers:
        if layer is optical or layer.bandCount() < LEAST_OPTICAL_BANDS or layer.customProperty(RESULT):
            continue
        if not _overlaps(layer, optical):
            continue
        try:
            raster, scene = source_of(layer).describe(), source_of(optical).describe()
            day, own = acquisition_date(raster), acquisition_date(scene)
            if day is not None and day != own:
                found.append((_bright_share(raster), layer))
        except UnveilError:
            continue
    return [layer for _, layer in sorted(found, key=lambda pair: pair[0])]


def _bright_share(raster) -> float:
    """Return the share of pixels that are as bright as cloud in blue, from windows spread over the raster."""
    from ...engine.raster.style import BRIGHT
    from ...engine.sentinel.optical import open_optical, optical_sample

    optical = open_optical(raster, ("B2",))
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
