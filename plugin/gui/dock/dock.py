"""The dock: its contents are made when it is first seen, and it opens again as it was left."""

from __future__ import annotations

from qgis.core import QgsRasterLayer, QgsSettings
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QLabel

from ...translation import tr

SHOWN = "unveil/dock_shown"
"""Whether the dock is open, kept from one start of QGIS to the next; absent before the first."""


class UnveilDock(QgsDockWidget):
    """compare_wanted: the ids of the layers before and after. sample_wanted, dialog_wanted (algorithm, parameters).

    map_wanted: something is to be seen on the map itself.
    """

    compare_wanted = pyqtSignal(str, str)
    sample_wanted = pyqtSignal()
    dialog_wanted = pyqtSignal(str, dict)
    map_wanted = pyqtSignal()

    def __init__(self, iface, parent=None):
        super().__init__(tr("Unveil"), parent)
        self.setObjectName("UnveilDock")
        self._iface = iface
        self.scene = None
        # While QGIS starts, parts of its window that the steps ask for are not there yet.
        self._ready = iface.mainWindow().isVisible()
        iface.initializationCompleted.connect(self._become_ready)
        self.toggleViewAction().triggered.connect(self._remember)

    def show_first(self) -> None:
        """Open the dock as it was left, and at the first start of all."""
        self.setVisible(QgsSettings().value(SHOWN, True, type=bool))

    def show_up(self) -> None:
        """Bring the dock to the front."""
        self._fill()
        self.setUserVisible(True)
        self._remember(True)

    def choose_scene(self, layer: QgsRasterLayer) -> None:
        """Take a layer for the cloudy scene."""
        self.show_up()
        if self.scene is not None:
            self.scene.choose_scene(layer)

    def retire(self) -> None:
        """Cancel what runs and let go of the project, before the dock is deleted."""
        self._iface.initializationCompleted.disconnect(self._become_ready)
        if self.scene is not None:
            self.scene.retire()

    def showEvent(self, event):  # noqa: N802
        super().showEvent(event)
        self._fill()

    def closeEvent(self, event):  # noqa: N802
        self._remember(False)
        super().closeEvent(event)

    def _become_ready(self):
        self._ready = True
        if self.isVisible():
            self._fill()

    def _fill(self):
        if self.scene is not None or not self._ready:
            return
        try:
            from .scene_widget import SceneWidget
        except ImportError:
            # Processing is switched off, or this QGIS has its dialogs elsewhere.
            text = QLabel(tr("The steps need the plugin Processing of QGIS; switch it on and start QGIS again."))
            text.setWordWrap(True)
            self.setWidget(text)
            return
        self.scene = SceneWidget(self._iface, self)
        self.scene.compare_wanted.connect(self.compare_wanted)
        self.scene.sample_wanted.connect(self.sample_wanted)
        self.scene.dialog_wanted.connect(self.dialog_wanted)
        self.scene.map_wanted.connect(self.map_wanted)
        self.setWidget(self.scene)

    def _remember(self, shown):
        QgsSettings().setValue(SHOWN, shown)
