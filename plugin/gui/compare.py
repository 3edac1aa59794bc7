"""Before and after on the map canvas: a divider to drag, flicker, and the spectra of a pixel."""

from __future__ import annotations

from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsRaster, QgsRasterLayer
from qgis.gui import QgsDockWidget, QgsMapCanvas, QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QFormLayout, QVBoxLayout, QWidget

from ..translation import tr
from .compare_images import LayerPicture
from .compare_item import CompareItem
from .compare_tool import CompareTool
from .spectrum import SpectrumPlot

FLICKER_MILLISECONDS = 700


class ComparePanel(QgsDockWidget):
    """The comparison with its controls. Closing it, removing a compared layer or closing the project ends it.

    The visibility of layers is never touched: both are drawn for themselves, over the canvas.
    """

    def __init__(self, canvas: QgsMapCanvas, parent=None):
        super().__init__(tr("Compare before and after"), parent)
        self.setObjectName("UnveilCompare")
        self._canvas = canvas
        self._item = None
        self._previous_tool = None
        self._compared = set()
        self._before, self._after = LayerPicture(self), LayerPicture(self)
        self.tool = CompareTool(canvas)
        self._flicker = QTimer(self)
        self._flicker.setInterval(FLICKER_MILLISECONDS)
        # A list that loses its layer names another one at once: by waiting, the loss itself is seen first.
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.timeout.connect(self._draw)
        self._build()
        self._flicker.timeout.connect(self._switch)
        self.tool.moved.connect(self._move)
        self.tool.picked.connect(self._show_spectra)
        for picture in (self._before, self._after):
            picture.drawn.connect(self._repaint)

    def _build(self):
        self.before_box, self.after_box = QgsMapLayerComboBox(), QgsMapLayerComboBox()
        for box in (self.before_box, self.after_box):
            box.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
            box.layerChanged.connect(lambda _: self._redraw.start(0))
        self.direction = QComboBox()
        self.direction.addItem(tr("left and right"), True)
        self.direction.addItem(tr("above and below"), False)
        self.direction.currentIndexChanged.connect(self._turn)
        self.flicker = QCheckBox(tr("Flicker instead of a divider"))
        self.flicker.toggled.connect(self._set_flicker)
        self.plot = SpectrumPlot()
        form = QFormLayout()
        form.addRow(tr("Before"), self.before_box)
        form.addRow(tr("After"), self.after_box)
        form.addRow(tr("Divider"), self.direction)
        form.addRow(self.flicker)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.addLayout(form)
        layout.addWidget(self.plot, 1)
        self.setWidget(body)

    @property
    def active(self) -> bool:
        """Whether the comparison is on the canvas."""
        return self._item is not None

    def compare(self, before: QgsRasterLayer | None = None, after: QgsRasterLayer | None = None) -> None:
        """Show the comparison, of two layers if they are given, else of those that the lists name."""
        for box, layer in ((self.before_box, before), (self.after_box, after)):
            if layer is not None:
                box.setLayer(layer)
        if self._item is None:
            self._item = CompareItem(self._canvas, self._before, self._after)
            self._previous_tool = self._canvas.mapTool()
            self._canvas.setMapTool(self.tool)
            self._canvas.mapCanvasRefreshed.connect(self._draw)
            self._canvas.extentsChanged.connect(self._repaint)
            self._canvas.mapToolSet.connect(self._tool_changed)
            QgsProject.instance().layersWillBeRemoved.connect(self._layers_go)
        self._draw()
        self.show()

    def end(self) -> None:
        """Take the comparison off the canvas and give back the map tool that was there."""
        if self._item is None:
            return
        self.flicker.setChecked(False)
        item, self._item = self._item, None
        self._canvas.mapCanvasRefreshed.disconnect(self._draw)
        self._canvas.extentsChanged.disconnect(self._repaint)
        self._canvas.mapToolSet.disconnect(self._tool_changed)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._layers_go)
        for picture in (self._before, self._after):
            picture.stop()
            picture.image = None
        self._canvas.scene().removeItem(item)
        if self._canvas.mapTool() is self.tool:
            self._canvas.unsetMapTool(self.tool)
            if self._previous_tool is not None:
                self._canvas.setMapTool(self._previous_tool)
        self._previous_tool = None
        self.plot.show_lines([])

    def closeEvent(self, event):  # noqa: N802
        self.end()
        super().closeEvent(event)

    def _draw(self, *_):
        if self._item is None:
            return
        settings = self._canvas.mapSettings()
        pairs = ((self.before_box, self._before), (self.after_box, self._after))
        self._item.names = tuple(box.currentLayer().name() if box.currentLayer() else "" for box, _ in pairs)
        self._compared = {box.currentLayer().id() for box, _ in pairs if box.currentLayer() is not None}
        for box, picture in pairs:
            if box.currentLayer() is not None:
                picture.draw(box.currentLayer(), settings)
        self._repaint()

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

    def _tool_changed(self, new, *_):
        # Pan and zoom tools of QGIS work on the compared map as well; the divider stays where it is.
        self._repaint()

    def _layers_go(self, ids):
        if self._compared.intersection(ids):
            self.end()
            self.hide()

    def _show_spectra(self, point):
        lines = []
        for box in (self.before_box, self.after_box):
            layer = box.currentLayer()
            if layer is not None:
                lines.append((layer.name(), spectrum_at(layer, point, self._canvas.mapSettings())))
        self.plot.show_lines(lines)


def spectrum_at(layer: QgsRasterLayer, point, settings) -> dict[str, float]:
    """Return {band: value} of a layer's pixel at a point of the map; bands by their Sentinel-2 names."""
    from ...engine.sentinel.bands import SENTINEL2, optical_name

    provider = layer.dataProvider()
    place = settings.mapToLayerCoordinates(layer, point)
    found = provider.identify(place, QgsRaster.IdentifyFormat.IdentifyFormatValue).results()
    names = {number: optical_name(layer.bandName(number)) for number in found}
    if not any(names.values()) and layer.bandCount() == len(SENTINEL2):
        names = dict(enumerate(SENTINEL2, 1))
    return {names[number]: float(value) for number, value in found.items() if names[number] and value is not None}


def open_panel(iface, panel: ComparePanel) -> None:
    """Dock the panel on the right of the main window."""
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
    panel.hide()
