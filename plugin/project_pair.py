"""The layers that a project wants compared, kept in the project itself."""

from __future__ import annotations

from qgis.core import QgsProject

_SCOPE = "unveil"


def write_pair(project: QgsProject, before: str, after: str, reference: str = "") -> None:
    """Keep the ids of the layers to compare in the project, and that of the clear reference for spectra, if any."""
    for name, layer in (("before", before), ("after", after), ("reference", reference)):
        project.writeEntry(_SCOPE, f"/compare/{name}", layer)


def read_pair(project: QgsProject):
    """Return the layers (before, after, reference or None) that the project wants compared.

    None where the project names none, or where one of the first two is not there.
    """
    names = [project.readEntry(_SCOPE, f"/compare/{name}", "")[0] for name in ("before", "after", "reference")]
    layers = tuple(project.mapLayer(name) if name else None for name in names)
    return None if None in layers[:2] else layers
