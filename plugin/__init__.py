"""The QGIS plugin: the only part of Unveil that imports qgis."""

from __future__ import annotations


def classFactory(iface):  # noqa: N802 (the name is QGIS's)
    """Return the plugin; `iface` is None in qgis_process."""
    from .entry import UnveilPlugin

    return UnveilPlugin(iface)
