from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QEvent, QPointF, Qt
from qgis.PyQt.QtGui import QKeyEvent, QMouseEvent
from qgis.PyQt.QtWidgets import QApplication

SIZE = 300


@pytest.fixture
def panel(qgis_canvas, qgis_new_project, raster_file, qgis_bot, dispose):
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
    panel = dispose(ComparePanel(qgis_canvas))
    panel.compare(*layers)
    wait_for(lambda: panel._before.image is not None and panel._after.image is not None)
    yield panel
    qgis_canvas.setRotation(0)
    panel.retire()


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


def test_a_layer_that_is_not_drawn_yet_is_not_shown_as_the_one_before_it(panel, qgis_canvas, raster_file):
    grey_layer = QgsRasterLayer(raster_file("grey.tif", np.full((3, 50, 50), 130, np.uint8)), "grey")
    QgsProject.instance().addMapLayer(grey_layer)
    before = panel._before.image
    panel.compare(None, grey_layer)
    assert panel._after.image is None and panel._before.image is before
    wait_for(lambda: panel._after.image is not None)
    assert grey(qgis_canvas, 260, 250) == 130


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
    click(qgis_canvas, 60, 60)
    wait_for(lambda: panel.plot.lines)
    assert [name for name, _ in panel.plot.lines] == ["dark", "bright"]
    assert all(line == [] for _, line in panel.plot.lines), "bands without Sentinel-2 names have no wavelength"


def click(canvas, x, y):
    send(canvas, QEvent.Type.MouseButtonPress, x, y)
    send(canvas, QEvent.Type.MouseButtonRelease, x, y)


def spectra_layer(raster_file, name, start):
    data = start + np.arange(13 * 50 * 50, dtype=np.uint16).reshape(13, 50, 50)
    layer = QgsRasterLayer(raster_file(f"{name}.tif", data), name)
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_the_plot_shows_all_bands_of_input_result_and_reference(panel, qgis_canvas, raster_file):
    layers = [spectra_layer(raster_file, name, start) for name, start in (("in", 0), ("out", 7), ("reference", 90))]
    assert panel.reference_box.currentLayer() is None, "a reference is chosen, not taken"
    panel.compare(*layers[:2])
    click(qgis_canvas, 60, 150)
    wait_for(lambda: len(panel.plot.lines) == 2)
    panel.reference_box.setLayer(layers[2])
    wait_for(lambda: len(panel.plot.lines) == 3)
    assert [name for name, _ in panel.plot.lines] == ["in", "out", "reference"]
    # The canvas shows 50 x 50 pixels on 300 x 300: the pixel is column 10, row 25.
    for (_, line), start in zip(panel.plot.lines, (0, 7, 90)):
        assert [value for _, value in line] == [start + band * 2500 + 25 * 50 + 10 for band in range(13)]
        assert line[0][0] == 443 and line[-1][0] == 2202
    QgsProject.instance().removeMapLayer(layers[2].id())
    wait_for(lambda: len(panel.plot.lines) == 2 or panel.reference_box.currentLayer() is not None)
    assert panel.active, "the reference is not what is compared"
    panel.plot.grab()


def test_the_picked_pixel_is_marked_on_the_map(panel, qgis_canvas):
    assert grey(qgis_canvas, 66, 60) == 40
    click(qgis_canvas, 60, 60)
    assert grey(qgis_canvas, 66, 60) == 255


def test_of_several_clicks_only_the_last_is_answered(panel, qgis_canvas, raster_file):
    layer = spectra_layer(raster_file, "many", 0)
    panel.compare(layer, layer)
    answers = []
    panel._reader.arrived.connect(answers.append)
    for x in (30, 60, 90):
        click(qgis_canvas, x, 3)
    wait_for(lambda: answers)
    panel._reader._threads.submit(int).result()
    QApplication.processEvents()
    assert len(answers) == 1 and answers[0][0][1]["B1"] == 15


def test_spectra_are_read_by_band_names_and_leave_out_nodata(qgis_canvas, raster_file):
    from unveil.plugin.gui.spectrum_reader import bands_of, spectrum

    data = np.arange(1, 5, dtype=np.uint16)[:, None, None] * np.ones((4, 5, 5), np.uint16)
    layer = QgsRasterLayer(raster_file("n.tif", data, names=["B8A", "B12", "SCL", "B4"], nodata=4), "n")
    assert bands_of(layer) == {1: "B8A", 2: "B12", 4: "B4"}
    place = QgsPointXY(600025, 4999975)
    assert spectrum(layer.dataProvider(), place, bands_of(layer)) == {"B8A": 1.0, "B12": 2.0}
    assert spectrum(layer.dataProvider(), QgsPointXY(0, 0), bands_of(layer)) == {}


def test_a_layer_that_goes_while_it_is_read_does_no_harm(panel, qgis_canvas, raster_file):
    layers = [spectra_layer(raster_file, name, 0) for name in ("one", "two")]
    panel.compare(*layers)
    click(qgis_canvas, 60, 60)
    QgsProject.instance().removeMapLayers([layer.id() for layer in layers])
    panel._reader._threads.submit(int).result()
    QApplication.processEvents()
    assert not panel.active and panel.plot.lines == []


def test_a_hidden_layer_that_is_styled_anew_is_drawn_anew(panel, qgis_canvas):
    layer = panel.before_box.currentLayer()
    assert grey(qgis_canvas, 40, 250) == 40
    layer.setOpacity(0)
    layer.triggerRepaint()
    wait_for(lambda: grey(qgis_canvas, 40, 250) == 255)


def test_a_turned_canvas_shows_both_layers_in_their_place(panel, qgis_canvas):
    first = panel._before.corners
    qgis_canvas.setRotation(90)
    qgis_canvas.refresh()
    wait_for(lambda: panel._before.corners != first and panel._after.corners != first)
    assert grey(qgis_canvas, 40, 250) == 40 and grey(qgis_canvas, 260, 250) == 220


def test_the_divider_is_taken_up_again_after_another_map_tool(panel, qgis_canvas):
    from qgis.gui import QgsMapToolPan

    pan = QgsMapToolPan(qgis_canvas)
    qgis_canvas.setMapTool(pan)
    assert panel.active and not panel.in_hand
    panel.compare()
    assert panel.in_hand


def test_it_begins_anew_where_the_divider_was(panel, qgis_canvas):
    panel.tool._move(0.8)
    panel.end()
    panel.compare()
    wait_for(lambda: panel._before.image is not None and panel._after.image is not None)
    assert panel._item.fraction == panel.tool.fraction == 0.8
    assert grey(qgis_canvas, 220, 250) == 40


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
    first = panel._before.corners
    qgis_canvas.setExtent(extent)
    qgis_canvas.refresh()
    wait_for(lambda: panel._before.corners != first)
    assert grey(qgis_canvas, 40, 250) == 40 and grey(qgis_canvas, 260, 250) == 220


def test_ending_gives_back_the_map_tool(panel, qgis_canvas):
    panel.end()
    assert qgis_canvas.mapTool() is not panel.tool and not panel.active
    panel.compare()
    assert panel.active


@pytest.fixture
def third(panel, raster_file):
    """A third layer, in between the two, chosen as the reference."""
    layer = QgsRasterLayer(raster_file("middle.tif", np.full((3, 50, 50), 130, np.uint8)), "middle")
    QgsProject.instance().addMapLayer(layer)
    panel.reference_box.setLayer(layer)
    return layer


def test_a_third_layer_shares_the_second_side(panel, qgis_canvas, third):
    panel.three.setChecked(True)
    wait_for(lambda: panel._third.image is not None)
    assert [grey(qgis_canvas, x, 200) for x in (40, 190, 260)] == [40, 220, 130]
    panel.direction.setCurrentIndex(1)
    assert [grey(qgis_canvas, 150, y) for y in (40, 190, 255)] == [40, 220, 130]
    QgsProject.instance().removeMapLayer(third.id())
    wait_for(lambda: panel._item is not None and panel._item.third is None)
    assert panel.active and grey(qgis_canvas, 40, 255) == 220


def test_the_comparison_is_saved_as_three_pictures(panel, tmp_path):
    from qgis.PyQt.QtGui import QImage

    written = panel.save_pictures(str(tmp_path / "spain.png"))
    assert [path.rpartition("/")[2] for path in written] == ["spain.png", "spain_before.png", "spain_after.png"]
    images = [QImage(path) for path in written]
    assert [images[0].pixelColor(x, 250).red() for x in (40, 260)] == [40, 220]
    assert [image.pixelColor(image.width() // 2, image.height() // 2).red() for image in images[1:]] == [40, 220]
    with pytest.raises(OSError, match="cannot be written"):
        panel.save_pictures(str(tmp_path / "nowhere" / "x.png"))


def test_values_of_the_band_under_the_cursor_and_as_a_table(qgis_app, tmp_path, panel):
    plot = panel.plot
    plot.resize(400, 220)
    plot.show_lines([("before", {"B2": 1000, "B4": 1500, "B8": 3000}), ("after", {"B2": 900, "B8": 2500.5})])
    assert plot.pointed() == ""
    area = plot._area()
    across = area.left() + (665 - 400) / (2300 - 400) * area.width()
    place = QPointF(across + 2, area.center().y())
    none = Qt.MouseButton.NoButton
    plot.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier))
    assert plot.pointed() == "B4 (665 nm): before 1500"
    plot.grab()
    plot.leaveEvent(QEvent(QEvent.Type.Leave))
    assert plot.pointed() == ""
    panel.save_values(str(tmp_path / "s.csv"))
    assert (tmp_path / "s.csv").read_text(encoding="utf-8").splitlines() == [
        "band,wavelength_nm,before,after",
        "B2,492,1000,900",
        "B4,665,1500,",
        "B8,833,3000,2500.5",
    ]


def test_a_name_that_a_pane_has_no_room_for_keeps_both_its_ends(panel, qgis_canvas):
    item = panel._item
    item.names = ("S2A_MSIL2A_20200911T095031_N0500_R079_T35VMH" * 2, "", "")
    item.fraction = 0.4
    item.update()
    edge, y = int(0.4 * SIZE), SIZE - 14
    row = [grey(qgis_canvas, x, y) for x in range(edge)]
    # The box is darker than the layer, and ends before the divider, as the name in it does.
    assert min(row[8:20]) < 40 and row[1] == 40 and row[edge - 3] == 40


def test_the_message_about_a_result_is_one_line(qgis_new_project):
    from unveil.plugin.gui.desktop import LONGEST_NAME, _shortened

    name = "S2A_MSIL2A_20200911T095031_N0500_R079_T35VMH, mmcanet"
    assert len(_shortened(name)) == LONGEST_NAME + 1
    assert _shortened(name).startswith("S2A_MSIL2A_20200911T") and _shortened(name).endswith("T35VMH, mmcanet")
    assert _shortened("scene, mmcanet") == "scene, mmcanet"
