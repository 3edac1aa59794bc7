from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QEvent, QPointF, Qt
from qgis.PyQt.QtGui import QKeyEvent, QMouseEvent
from qgis.PyQt.QtWidgets import QApplication

SIZE = 300


@pytest.fixture
def panel(qgis_canvas, qgis_new_project, raster_file, qgis_bot):
    """A comparison of a dark and a bright layer, drawn."""
    from unveil.plugin.gui.compare import ComparePanel

    qgis_canvas.resize(SIZE, SIZE)
    layers = []
    for name, value in (("dark", 40), ("bright", 220)):
        layer = QgsRasterLayer(raster_file(f"{name}.tif", np.full((3, 50, 50), value, np.uint8)), name)
        QgsProject.instance().addMapLayer(layer)
        layers.append(layer)
    qgis_canvas.setDestinationCrs(layers[0].crs())
    qgis_canvas.setLayers([])
    qgis_canvas.setExtent(layers[0].extent())
    panel = ComparePanel(qgis_canvas)
    panel.compare(*layers)
    wait_for(lambda: panel._before.image is not None and panel._after.image is not None)
    yield panel
    panel.end()


def wait_for(condition, seconds=10):
    import time

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        QApplication.processEvents()


def grey(canvas, x, y):
    return canvas.grab().toImage().pixelColor(x, y).red()


def send(canvas, kind, x, y):
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    place = QPointF(x, y)
    QApplication.sendEvent(
        canvas.viewport(), QMouseEvent(kind, place, place, button, held, Qt.KeyboardModifier.NoModifier)
    )


def test_one_layer_is_drawn_on_either_side_of_the_divider(panel, qgis_canvas):
    assert grey(qgis_canvas, 40, 250) == 40 and grey(qgis_canvas, 260, 250) == 220


def test_the_visibility_of_layers_is_not_touched(panel, qgis_canvas):
    assert qgis_canvas.layers() == []
    assert all(node.isVisible() for node in QgsProject.instance().layerTreeRoot().findLayers())


def test_the_divider_is_dragged_with_the_mouse(panel, qgis_canvas):
    send(qgis_canvas, QEvent.Type.MouseButtonPress, 150, 100)
    send(qgis_canvas, QEvent.Type.MouseMove, 240, 100)
    send(qgis_canvas, QEvent.Type.MouseButtonRelease, 240, 100)
    assert panel.tool.fraction == pytest.approx(0.8, abs=0.01)
    assert grey(qgis_canvas, 220, 250) == 40 and grey(qgis_canvas, 260, 250) == 220


def test_arrow_keys_move_the_divider_and_it_stays_on_the_canvas(panel, qgis_canvas):
    for key, times in ((Qt.Key.Key_Right, 5), (Qt.Key.Key_Left, 2)):
        for _ in range(times):
            panel.tool.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
    assert panel.tool.fraction == pytest.approx(0.56)
    for _ in range(60):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
        panel.tool.keyPressEvent(event)
    assert panel.tool.fraction == 1.0


def test_the_divider_may_lie_flat(panel, qgis_canvas):
    panel.direction.setCurrentIndex(1)
    assert grey(qgis_canvas, 40, 60) == 40 and grey(qgis_canvas, 40, 250) == 220


def test_flicker_shows_one_layer_at_a_time(panel, qgis_canvas):
    panel.flicker.setChecked(True)
    assert grey(qgis_canvas, 260, 250) == 40
    panel._switch()
    assert grey(qgis_canvas, 40, 250) == 220
    panel.flicker.setChecked(False)
    assert grey(qgis_canvas, 40, 250) == 40


def test_a_click_shows_the_spectra_of_the_pixel(panel, qgis_canvas):
    from unveil.plugin.gui import compare

    plot = panel.plot
    for number, layer in enumerate((panel.before_box.currentLayer(), panel.after_box.currentLayer())):
        found = compare.spectrum_at(layer, QgsPointXY(600100, 4999900), qgis_canvas.mapSettings())
        assert found == {}, "bands without Sentinel-2 names have no wavelength"
        assert number < 2
    send(qgis_canvas, QEvent.Type.MouseButtonPress, 60, 60)
    send(qgis_canvas, QEvent.Type.MouseButtonRelease, 60, 60)
    assert [name for name, _ in plot.lines] == ["dark", "bright"]


def test_spectra_are_read_by_band_names(qgis_canvas, raster_file):
    from unveil.plugin.gui.compare import spectrum_at

    data = np.arange(1, 4, dtype=np.uint16)[:, None, None] * np.ones((3, 5, 5), np.uint16)
    layer = QgsRasterLayer(raster_file("n.tif", data, names=["B8A", "B12", "SCL"]), "n")
    qgis_canvas.setDestinationCrs(layer.crs())
    assert spectrum_at(layer, QgsPointXY(600025, 4999975), qgis_canvas.mapSettings()) == {"B8A": 1.0, "B12": 2.0}


def test_removing_a_compared_layer_ends_it_quietly(panel, qgis_canvas):
    assert panel.active and qgis_canvas.mapTool() is panel.tool
    QgsProject.instance().removeMapLayer(panel.after_box.currentLayer().id())
    assert not panel.active and qgis_canvas.mapTool() is not panel.tool
    QApplication.processEvents()


def test_closing_the_project_ends_it_quietly(panel):
    QgsProject.instance().clear()
    QApplication.processEvents()
    assert not panel.active


def test_it_follows_the_map_when_that_moves(panel, qgis_canvas):
    extent = qgis_canvas.extent()
    extent.scale(0.5)
    first = panel._before.extent
    qgis_canvas.setExtent(extent)
    qgis_canvas.refresh()
    wait_for(lambda: panel._before.extent != first)
    assert grey(qgis_canvas, 40, 250) == 40 and grey(qgis_canvas, 260, 250) == 220


def test_ending_gives_back_the_map_tool(panel, qgis_canvas):
    panel.end()
    assert qgis_canvas.mapTool() is not panel.tool and not panel.active
    panel.compare()
    assert panel.active
