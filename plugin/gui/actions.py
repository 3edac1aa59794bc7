"""What the plugin adds to QGIS's menus and toolbars: its algorithms, the dock, and the context menu of layers."""

from __future__ import annotations

from functools import partial

from qgis.core import Qgis, QgsApplication, QgsRasterLayer
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from ..algorithms.base import GROUPS, group_name
from ..paths import ICON
from ..translation import tr

MENU = "Unveil"


class Actions(QObject):
    """Come with the main window and go with the plugin.

    dock: the dock that leads through a scene. open_dialog: opens the dialog of an algorithm with parameters.
    """

    def __init__(self, iface, dock, open_dialog):
        super().__init__(iface.mainWindow())
        self._iface = iface
        self._dock = dock
        self._open_dialog = open_dialog
        self._in_menu, self._in_context = [], []
        self.toolbar = iface.addToolBar(tr("Unveil"))
        self.toolbar.setObjectName("UnveilToolBar")
        self.dock_action = self._action("UnveilDockAction", tr("Unveil: remove clouds step by step"), dock.show_up)
        self.toolbar.addAction(self.dock_action)
        self._add_to_menu(self.dock_action)
        for group, names in GROUPS.items():
            self._add_group(group, names)
        self._add_to_context("UnveilCleanAction", tr("Clean this scene"), self._clean)
        self._add_to_context("UnveilMaskAction", tr("Mask clouds"), self._mask)

    def remove(self) -> None:
        """Take everything out of the main window."""
        for action in self._in_menu:
            self._iface.removePluginRasterMenu(MENU, action)
        for action in self._in_context:
            self._iface.removeCustomActionForLayerType(action)
        self._iface.mainWindow().removeToolBar(self.toolbar)
        self.toolbar.deleteLater()
        self.deleteLater()

    def _action(self, name, text, triggered):
        action = QAction(QIcon(str(ICON)), text, self._iface.mainWindow())
        action.setObjectName(name)
        action.triggered.connect(lambda *_: triggered())
        return action

    def _add_to_menu(self, action):
        self._iface.addPluginToRasterMenu(MENU, action)
        self._in_menu.append(action)

    def _add_group(self, group, names):
        heading = QAction(group_name(group), self._iface.mainWindow())
        heading.setSeparator(True)
        self._add_to_menu(heading)
        for name in names:
            algorithm = QgsApplication.processingRegistry().algorithmById(f"unveil:{name}")
            if algorithm is not None:
                self._add_to_menu(
                    self._action(
                        f"Unveil_{name}",
                        f"{algorithm.displayName()} ...",
                        partial(self._open_dialog, algorithm.id(), {}),
                    )
                )

    def _add_to_context(self, name, text, triggered):
        action = self._action(name, text, triggered)
        self._iface.addCustomActionForLayerType(action, MENU, Qgis.LayerType.Raster, True)
        self._in_context.append(action)

    def _layer(self):
        layer = self._iface.layerTreeView().currentLayer()
        return layer if isinstance(layer, QgsRasterLayer) else None

    def _clean(self):
        layer = self._layer()
        if layer is not None:
            self._dock.choose_scene(layer)

    def _mask(self):
        layer = self._layer()
        if layer is not None:
            self._open_dialog("unveil:maskclouds", {"INPUT": layer.id()})
