"""What the plugin adds to the main window: the comparison, its menu entry, and the offer to compare after a run."""

from __future__ import annotations

from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtCore import QObject, Qt, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QPushButton

from ..paths import COMPARE_ICON
from ..results import results
from ..translation import tr
from .actions import MENU, Actions
from .compare import ComparePanel, open_panel
from .dialogs import close_all, open_dialog
from .dock.dock import UnveilDock
from .runtime_page import RuntimePageFactory

OFFER_SECONDS = 30

LONGEST_NAME = 40
"""Letters of a layer that one line of the message bar holds beside the button."""


class Desktop(QObject):
    """Comes with the main window and goes with the plugin."""

    def __init__(self, iface):
        super().__init__(iface.mainWindow())
        self._iface = iface
        self.panel = ComparePanel(iface.mapCanvas(), iface.mainWindow())
        open_panel(iface, self.panel)
        self.dock = UnveilDock(iface, iface.mainWindow())
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.show_first()
        # One place for both: the steps and the comparison need its height.
        self.panel.neighbour = self.dock
        self.dock.compare_wanted.connect(self._compare_ids)
        self.dock.dialog_wanted.connect(open_dialog)
        # The comparison lies over the map and would hide it.
        self.dock.map_wanted.connect(self.panel.end)
        self.actions = Actions(iface, self.dock, open_dialog)
        self.action = QAction(QIcon(str(COMPARE_ICON)), tr("Compare before and after"), iface.mainWindow())
        self.action.setObjectName("UnveilCompareAction")
        self.action.triggered.connect(self.compare_selection)
        iface.addPluginToRasterMenu(MENU, self.action)
        self.actions.toolbar.addAction(self.action)
        self.runtime_page = RuntimePageFactory()
        iface.registerOptionsWidgetFactory(self.runtime_page)
        results.arrived.connect(self._offer)
        self._toolbox = _toolbox_actions(add=True)

    def remove(self) -> None:
        """Take everything out of the main window."""
        results.arrived.disconnect(self._offer)
        _toolbox_actions(add=False, actions=self._toolbox)
        close_all()
        self.panel.retire()
        self._iface.unregisterOptionsWidgetFactory(self.runtime_page)
        self._iface.removePluginRasterMenu(MENU, self.action)
        self.actions.remove()
        self.dock.retire()
        self._iface.removeDockWidget(self.dock)
        self.dock.deleteLater()
        self._iface.removeDockWidget(self.panel)
        self.panel.deleteLater()
        self.deleteLater()

    def compare_selection(self) -> None:
        """Compare the two selected layers, the lower one as before; else those that the lists name. Again: end it.

        While another map tool is in use, it takes hold of the divider again.
        """
        if self.panel.in_hand:
            self.panel.end()
            self.panel.hide()
            return
        selected = [layer for layer in self._iface.layerTreeView().selectedLayers() if hasattr(layer, "bandCount")]
        if len(selected) == 2:
            order = QgsProject.instance().layerTreeRoot().layerOrder()
            selected.sort(key=order.index, reverse=True)
            self.panel.compare(*selected)
        else:
            self.panel.compare()

    def _offer(self, before: str, after: str) -> None:
        # The result becomes part of the project only after its post-processing.
        QTimer.singleShot(0, lambda: self._show_offer(before, after))

    def _show_offer(self, before: str, after: str) -> None:
        layers = [QgsProject.instance().mapLayer(name) for name in (before, after)]
        if None in layers:
            return
        bar = self._iface.messageBar()
        message = bar.createMessage("Unveil", tr("'{}' is ready.").format(_shortened(layers[1].name())))
        button = QPushButton(tr("Compare before and after"), message)
        button.clicked.connect(lambda: self._take_offer(before, after, message))
        message.layout().addWidget(button)
        bar.pushWidget(message, Qgis.MessageLevel.Success, OFFER_SECONDS)

    def _take_offer(self, before: str, after: str, message) -> None:
        self._iface.messageBar().popWidget(message)
        self._compare_ids(before, after)

    def _compare_ids(self, before: str, after: str) -> None:
        layers = [QgsProject.instance().mapLayer(name) for name in (before, after)]
        if None not in layers:
            self.panel.compare(*layers)


def _shortened(name: str) -> str:
    """Return a layer's name without its middle where a line of the message bar has no room for all of it."""
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}…{name[-half:]}"


def _toolbox_actions(add: bool, actions=()):
    """Put what the toolbox's context menu gets from here there, or take it out; return it. None without Processing."""
    try:
        from processing.gui.ProviderActions import ProviderContextMenuActions

        from .edit_model import EditShippedModel
    except ImportError:
        return ()
    if not add:
        ProviderContextMenuActions.deregisterProviderContextMenuActions(actions)
        return ()
    actions = (EditShippedModel(),)
    ProviderContextMenuActions.registerProviderContextMenuActions(actions)
    return actions
