"""The sample project in the menu, and the layers that a project wants compared."""

from __future__ import annotations

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ..paths import ICON, RESOURCES
from ..project_pair import read_pair
from ..translation import tr
from .actions import MENU

PROJECT = RESOURCES / "sample" / "unveil_sample.qgz"


class SampleProject(QObject):
    """Comes with the main window and goes with the plugin; `panel` is the one that compares."""

    def __init__(self, iface, panel):
        super().__init__(iface.mainWindow())
        self._iface = iface
        self._panel = panel
        self.action = QAction(QIcon(str(ICON)), tr("Open the sample project"), iface.mainWindow())
        self.action.setObjectName("UnveilSampleProjectAction")
        self.action.triggered.connect(self.open)
        iface.addPluginToRasterMenu(MENU, self.action)
        QgsProject.instance().readProject.connect(self._choose_pair)

    def remove(self) -> None:
        """Take the entry out of the menu."""
        QgsProject.instance().readProject.disconnect(self._choose_pair)
        self._iface.removePluginRasterMenu(MENU, self.action)
        self.deleteLater()

    def open(self) -> None:
        """Open the sample project and compare its pair; what is open is saved first if the user wants it."""
        if not self._iface.newProject(True) or not self._iface.addProject(str(PROJECT)):
            return
        pair = read_pair(QgsProject.instance())
        if pair is not None:
            self._panel.compare(*pair[:2])

    def _choose_pair(self, *_) -> None:
        """Put the pair that a project names into the panel's lists: the button of the toolbar then compares it."""
        pair = read_pair(QgsProject.instance())
        if pair is not None:
            boxes = (self._panel.before_box, self._panel.after_box, self._panel.reference_box)
            for box, layer in zip(boxes, pair):
                box.setLayer(layer)
