"""The QGIS plugin: the only part of Unveil that imports qgis."""

from __future__ import annotations


def classFactory(iface):  # noqa: N802 (the name is QGIS's)
    """Return the plugin; `iface` is None in qgis_process."""
    from unveil.models.blas_kernels import name_kernels

    # The rest loads NumPy, unless another plugin has.
    name_kernels()
    from .entry import UnveilPlugin

    return UnveilPlugin(iface)
