"""Before and after on the map canvas: a divider to drag, flicker, and the spectra of a pixel."""

from __future__ import annotations

import csv
from pathlib import Path

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsRasterLayer
from qgis.gui import QgsDockWidget, QgsMapCanvas, QgsMapLayerComboBox
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QThreadPool, QTimer
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..translation import tr
from .compare_images import LayerPicture
from .compare_item import CompareItem
from .compare_tool import CompareTool
from .spectrum import SpectrumPlot
from .spectrum_reader import SpectrumReader

FLICKER_MILLISECONDS = 700
DRAWING_MILLISECONDS = 3000
"""How long to wait for threads that still draw when the plugin is unloaded."""


class ComparePanel(QgsDockWidget):
    """The comparison with its controls. Closing it, removing a compared layer or closing the project ends it.

    The visibility of layers is never touched: both are drawn for themselves, over the canvas.
    """

    def __init__(self, canvas: QgsMapCanvas, parent=None):
        super().__init__(tr("Compare before and after"), parent)
        self.setObjectName("UnveilCompare")
        self._canvas = canvas
        self._item = None
        self.neighbour = None
        self._previous_tool = None
        self._compared = {}
        self._before, self._after, self._third = LayerPicture(self), LayerPicture(self), LayerPicture(self)
        self.tool = CompareTool(canvas)
        self._flicker = QTimer(self)
        self._flicker.setInterval(FLICKER_MILLISECONDS)
        # A list that loses its layer names another one at once: by waiting, the loss itself is seen first.
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.timeout.connect(self._draw)
        self._redraw.timeout.connect(self._read_spectra)
        self._build()
        self._flicker.timeout.connect(self._switch)
        self.tool.moved.connect(self._move)
        self.tool.picked.connect(self._pick)
        self._reader = SpectrumReader(self)
        self._reader.arrived.connect(self.plot.show_lines)
        for picture in (self._before, self._after, self._third):
            picture.drawn.connect(self._repaint)

    def _build(self):
        self.before_box, self.after_box = QgsMapLayerComboBox(), QgsMapLayerComboBox()
        for box in (self.before_box, self.after_box):
            box.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
            box.layerChanged.connect(self._draw_soon)
        self.reference_box = QgsMapLayerComboBox()
        self.reference_box.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        self.reference_box.setAllowEmptyLayer(True)
        self.reference_box.setLayer(None)
        self.reference_box.setToolTip(tr("A clear scene of the same place, drawn in the spectra beside the two."))
        self.reference_box.layerChanged.connect(self._draw_soon)
        self.direction = QComboBox()
        self.direction.addItem(tr("left and right"), True)
        self.direction.addItem(tr("above and below"), False)
        self.direction.currentIndexChanged.connect(self._turn)
        self.flicker = QCheckBox(tr("Flicker instead of a divider"))
        self.flicker.toggled.connect(self._set_flicker)
        self.three = QCheckBox(tr("Reference as a third pane"))
        self.three.setToolTip(tr("Such as the result of another model, beside the first one."))
        self.three.toggled.connect(self._draw_soon)
        self.plot = SpectrumPlot()
        self.picture_button = QPushButton(tr("Save pictures ..."))
        self.picture_button.setToolTip(tr("The map as it is compared, and the layers before and after, as PNG."))
        self.picture_button.clicked.connect(self._ask_pictures)
        self.values_button = QPushButton(tr("Save spectra ..."))
        self.values_button.clicked.connect(self._ask_values)
        form = QFormLayout()
        form.addRow(tr("Before"), self.before_box)
        form.addRow(tr("After"), self.after_box)
        form.addRow(tr("Reference"), self.reference_box)
        form.addRow(tr("Divider"), self.direction)
        form.addRow(self.three)
        form.addRow(self.flicker)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.addLayout(form)
        layout.addWidget(self.plot, 1)
        row = QHBoxLayout()
        row.addWidget(self.picture_button)
        row.addWidget(self.values_button)
        layout.addLayout(row)
        self.setWidget(body)

    @property
    def active(self) -> bool:
        """Whether the comparison is on the canvas."""
        return self._item is not None

    @property
    def in_hand(self) -> bool:
        """Whether the mouse moves its divider: no other map tool was taken since."""
        return self.active and self._canvas.mapTool() is self.tool

    def compare(self, before: QgsRasterLayer | None = None, after: QgsRasterLayer | None = None) -> None:
        """Show the comparison, of two layers if they are given, else of those that the lists name."""
        for box, layer in ((self.before_box, before), (self.after_box, after)):
            if layer is not None:
                box.setLayer(layer)
        if self._item is None:
            self._item = CompareItem(self._canvas, self._before, self._after)
            self._item.fraction, self._item.vertical = self.tool.fraction, self.tool.vertical
            self._previous_tool = self._canvas.mapTool()
            self._canvas.mapCanvasRefreshed.connect(self._draw)
            self._canvas.extentsChanged.connect(self._repaint)
            QgsProject.instance().layersWillBeRemoved.connect(self._layers_go)
        self._canvas.setMapTool(self.tool)
        # For the arrow keys.
        self._canvas.setFocus()
        self._draw()
        self._show_beside()

    def _show_beside(self):
        """Show the panel; the first time as a tab of its neighbour, where the user may pull it away."""
        neighbour, self.neighbour = self.neighbour, None
        window = self.parentWidget()
        if neighbour is not None and not sip.isdeleted(neighbour) and not (neighbour.isFloating() or self.isFloating()):
            window.tabifyDockWidget(neighbour, self)
        self.setUserVisible(True)

    def end(self) -> None:
        """Take the comparison off the canvas and give back the map tool that was there."""
        if self._item is None:
            return
        self.flicker.setChecked(False)
        item, self._item = self._item, None
        self._canvas.mapCanvasRefreshed.disconnect(self._draw)
        self._canvas.extentsChanged.disconnect(self._repaint)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._layers_go)
        self._watch({})
        for picture in (self._before, self._after, self._third):
            picture.stop()
            picture.image = None
        self._canvas.scene().removeItem(item)
        if self._canvas.mapTool() is self.tool:
            self._canvas.unsetMapTool(self.tool)
            # Tools of plugins that were unloaded meanwhile are gone.
            if self._previous_tool is not None and not sip.isdeleted(self._previous_tool):
                self._canvas.setMapTool(self._previous_tool)
        self._previous_tool = None
        self._reader.forget()
        self.plot.show_lines([])

    def retire(self) -> None:
        """End the comparison for good, before the panel is deleted."""
        self.end()
        self._reader.stop()
        # QGIS unloads plugins when it closes. Threads that drew a moment ago must end now: later, QGIS has taken away
        # what they use when they end, and crashes.
        QThreadPool.globalInstance().waitForDone(DRAWING_MILLISECONDS)

    def closeEvent(self, event):  # noqa: N802
        self.end()
        super().closeEvent(event)

    def _draw(self, *_):
        if self._item is None:
            return
        settings = self._canvas.mapSettings()
        layers = [box.currentLayer() for box in (self.before_box, self.after_box)]
        third = self.reference_box.currentLayer() if self.three.isChecked() else None
        layers += [third] if third is not None else []
        self._item.third = None if third is None else self._third
        self._item.names = tuple("" if layer is None else layer.name() for layer in layers)
        self._watch({layer.id(): layer for layer in layers if layer is not None})
        for layer, picture in zip(layers, (self._before, self._after, self._third)):
            if layer is not None:
                picture.draw(layer, settings)
        self._repaint()

    def save_pictures(self, path: str) -> list[str]:
        """Write the map as it is compared, and the layers before and after alone, as PNG; return the paths.

        Raises:
            OSError: a picture cannot be written.
        """
        base = Path(path).with_suffix("")
        written = []
        for image, name in (
            (self._canvas.grab(), base),
            (self._before.image, base.with_name(f"{base.name}_before")),
            (self._after.image, base.with_name(f"{base.name}_after")),
        ):
            target = f"{name}.png"
            if image is not None:
                if not image.save(target, "PNG"):
                    raise OSError(tr("The picture {} cannot be written.").format(target))
                written.append(target)
        return written

    def save_values(self, path: str) -> None:
        """Write the spectra that are drawn as CSV; OSError where that is not possible."""
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(self.plot.table())

    def _ask_pictures(self):
        path, _ = QFileDialog.getSaveFileName(self, tr("Save pictures"), "comparison.png", tr("Pictures (*.png)"))
        self._save(self.save_pictures, path)

    def _ask_values(self):
        path, _ = QFileDialog.getSaveFileName(self, tr("Save spectra"), "spectra.csv", tr("Tables (*.csv)"))
        self._save(self.save_values, path)

    def _save(self, save, path):
        if not path:
            return
        try:
            save(path)
        except OSError as error:
            QMessageBox.warning(self, tr("Unveil"), str(error))

    def _watch(self, layers):
        # The canvas draws anew only for layers that it shows; these may be hidden ones.
        for layer in self._compared.values():
            if not sip.isdeleted(layer):
                layer.repaintRequested.disconnect(self._draw_soon)
        self._compared = layers
        for layer in layers.values():
            layer.repaintRequested.connect(self._draw_soon)

    def _draw_soon(self, *_):
        self._redraw.start(0)

    def _repaint(self, *_):
        if self._item is not None:
            self._item.place()

    def _move(self, fraction):
        if self._item is not None:
            self._item.fraction = fraction
            self._repaint()

    def _turn(self, *_):
        self.tool.vertical = self.direction.currentData()
        if self._item is not None:
            self._item.vertical = self.tool.vertical
            self._repaint()

    def _set_flicker(self, on):
        if on:
            self._flicker.start()
        else:
            self._flicker.stop()
        if self._item is not None:
            self._item.only = "before" if on else None
            self._repaint()

    def _switch(self):
        if self._item is not None:
            self._item.only = "after" if self._item.only == "before" else "before"
            self._repaint()

    def _layers_go(self, ids):
        # Without the third one the comparison goes on.
        compared = list(self._compared)
        if set(compared[:2]) & set(ids):
            self.end()
            self.hide()
        elif set(compared[2:]) & set(ids):
            self.three.setChecked(False)

    def _pick(self, point):
        if self._item is not None:
            self._item.picked = point
            self._repaint()
            self._read_spectra()

    def _read_spectra(self):
        if self._item is None or self._item.picked is None:
            return
        layers = [box.currentLayer() for box in (self.before_box, self.after_box, self.reference_box)]
        layers = [layer for layer in layers if layer is not None and layer.isValid()]
        self._reader.ask(layers, self._item.picked, self._canvas.mapSettings())


def open_panel(iface, panel: ComparePanel) -> None:
    """Dock the panel on the right of the main window."""
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
    panel.hide()
