"""A dialog that stands in for the one in which Processing's panels of parameters expect to be."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QDialog


class Host(QDialog):
    """What a panel of parameters takes for its dialog; it is never shown."""

    def __init__(self, bar, parent=None):
        super().__init__(parent)
        self._bar = bar

    def messageBar(self):  # noqa: N802
        return self._bar
