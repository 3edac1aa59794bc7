"""The dock that leads through one scene."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProcessingModelAlgorithm, QgsProject, QgsRasterLayer, QgsRectangle, QgsTask
from qgis.gui import QgsGui, QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QEventLoop, QObject, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QImage, QPainter
from qgis.PyQt.QtWidgets import QMainWindow, QStyle, QWidget

pytest.importorskip("onnxruntime")


class Window(QObject):
    """The little of QGIS's window that the dock uses."""

    initializationCompleted = pyqtSignal()  # noqa: N815

    def __init__(self):
        super().__init__()
        self.window, self.bar, self.active, self.canvas = QMainWindow(), QgsMessageBar(), None, QgsMapCanvas()
        self.canvas.resize(200, 200)

    def parts(self):
        return self.canvas, self.bar, self.window, self

    def mainWindow(self):  # noqa: N802
        return self.window

    def messageBar(self):  # noqa: N802
        return self.bar

    def mapCanvas(self):  # noqa: N802
        return self.canvas

    def activeLayer(self):  # noqa: N802
        return self.active

    def addRasterLayer(self, path):  # noqa: N802
        return QgsProject.instance().addMapLayer(QgsRasterLayer(path, path.rpartition("/")[2]))


@pytest.fixture
def provider(qgis_app, qgis_processing):
    from unveil.plugin.provider import UnveilProvider

    made = UnveilProvider()
    QgsApplication.processingRegistry().addProvider(made)
    yield made
    QgsApplication.processingRegistry().removeProvider(made)


@pytest.fixture
def window(qgis_app, dispose):
    made = Window()
    for part in made.parts():
        dispose(part)
    return made


@pytest.fixture
def scene(provider, qgis_new_project, models, identity_card, monkeypatch, window, dispose):
    from processing.gui import ParametersPanel

    from unveil.plugin.gui import estimate_dialog
    from unveil.plugin.gui.dock.scene_widget import SceneWidget

    monkeypatch.setattr(ParametersPanel, "iface", None)
    monkeypatch.setattr(estimate_dialog, "model_folders", lambda: (models,))
    monkeypatch.setattr(estimate_dialog, "WAIT_MILLISECONDS", 20)
    made = SceneWidget(window)
    yield dispose(made)
    made.retire()
    settle()


@pytest.fixture
def files(scene_files):
    mask = np.zeros((60, 70))
    mask[:20, :20] = 1
    return scene_files(60, 70, mask=mask)


def add(path, name):
    layer = QgsRasterLayer(str(path), name)
    QgsProject.instance().addMapLayer(layer)
    return layer


def wait_for(condition, seconds=120):
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start(20)
    QTimer.singleShot(1000 * seconds, loop.quit)
    loop.exec()
    timer.stop()
    return condition()


def settle():
    """Wait until nothing goes on in the background any more."""
    from unveil.plugin.gui import estimate_task
    from unveil.plugin.gui.dock import runner

    assert wait_for(lambda: not estimate_task._running and not runner._running, 60)


def choose(scene, **values):
    for name, value in values.items():
        scene.panel.wrappers[name].setParameterValue(value, scene.panel.processing_context)


def value(scene, name):
    return scene.panel.wrappers[name].parameterValue()


def test_every_parameter_of_the_algorithm_stands_in_a_step(scene, provider):
    from unveil.plugin.gui.dock.steps import STEPS, step_of

    for parameter in provider.algorithm("removeclouds").parameterDefinitions():
        widget = scene.panel.wrappers[parameter.name()].wrappedWidget()
        assert scene.panel.boxes[step_of(parameter)].isAncestorOf(widget), parameter.name()
    numbers = [scene.panel.boxes[step].title()[0] for step in STEPS if scene.panel.boxes[step].layout().count()]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


def test_an_empty_project_shows_the_start_and_a_scene_the_steps_with_its_layers(scene, files):
    assert scene.pages.currentIndex() == 0
    radar, optical = add(files[1], "radar"), add(files[0], "optical")
    assert wait_for(lambda: scene.pages.currentIndex() == 1)
    assert (value(scene, "OPTICAL"), value(scene, "RADAR")) == (optical.id(), radar.id())
    QgsProject.instance().clear()
    assert wait_for(lambda: scene.pages.currentIndex() == 0)
    optical, radar = add(files[0], "optical"), add(files[1], "radar")
    assert wait_for(lambda: value(scene, "RADAR") == radar.id()) and value(scene, "OPTICAL") == optical.id()


def test_the_start_page_offers_the_sample_files_and_preparation(scene, files, monkeypatch):
    from unveil.plugin.gui.dock import start_page

    asked = []
    scene.sample_wanted.connect(lambda: asked.append("sample"))
    scene.dialog_wanted.connect(lambda name, _: asked.append(name))
    scene.start_page.sample_button.click()
    scene.start_page.prepare_wanted.emit("unveil:preparesentinel2")
    assert asked == ["sample", "unveil:preparesentinel2"]
    monkeypatch.setattr(start_page.QFileDialog, "getOpenFileNames", lambda *_: (list(files[:2]), ""))
    scene.start_page.open_button.click()
    assert wait_for(lambda: scene.pages.currentIndex() == 1)
    shown = [layer.renderer().usesBands() for layer in QgsProject.instance().layerTreeRoot().checkedLayers()]
    assert shown == [[4, 3, 2]], "the radar would cover the scene"


def test_a_run_is_processings_own_with_history_result_and_comparison(scene, files, tmp_path, read_raster):
    optical, radar = add(files[0], "optical"), add(files[1], "radar")
    assert wait_for(lambda: value(scene, "RADAR") == radar.id())
    output = tmp_path / "result.tif"
    choose(scene, MASK=files[2], MODEL="identity", DEVICE="cpu", OUTPUT=str(output))
    history = QgsGui.historyProviderRegistry()
    before = len(history.queryEntries(providerId="processing"))
    scene.run_button.click()
    assert scene.runner.running and scene.cancel_button.isEnabled() and not scene.run_button.isEnabled()
    assert wait_for(lambda: not scene.runner.running)
    np.testing.assert_array_equal(read_raster(output), read_raster(files[0]))
    result = next(layer for layer in QgsProject.instance().mapLayers().values() if layer.source() == str(output))
    entries = history.queryEntries(providerId="processing")
    assert len(entries) == before + 1
    assert entries[-1].entry["algorithm_id"] == "unveil:removeclouds" and "OUTPUT" in entries[-1].entry["results"]
    asked = []
    scene.compare_wanted.connect(lambda *pair: asked.append(pair))
    assert wait_for(lambda: scene.compare_button.isEnabled())
    scene.compare_button.click()
    assert asked == [(optical.id(), result.id())]
    assert wait_for(lambda: True) and value(scene, "OPTICAL") == optical.id(), "a result is not the next scene"


def test_the_report_sets_all_results_of_the_scene_side_by_side(scene, files):
    from unveil.plugin.results import results

    layers = [add(files[0], name) for name in ("optical", "first", "second", "gone", "another scene", "clear")]
    cloudy, first, second, gone, other, clear = (layer.id() for layer in layers)
    for layer in layers[1:5]:
        layer.setCustomProperty("unveil/result", True)
    for pair in ((cloudy, gone), (other, cloudy), (cloudy, first), (cloudy, second)):
        results.arrived.emit(*pair)
    QgsProject.instance().removeMapLayer(gone)
    asked = []
    scene.dialog_wanted.connect(lambda *what: asked.append(what))
    scene.report_button.click()
    given = {"PREDICTION": second, "CLOUDY": cloudy, "OTHERS": [first], "REFERENCE": clear}
    assert asked == [("unveil:evaluate", {**given, "REPORT": "TEMPORARY_OUTPUT"})]
    QgsProject.instance().removeMapLayer(clear)
    scene.report_button.click()
    assert "REFERENCE" not in asked[-1][1]


def test_finished_rows_are_seen_on_the_map_in_the_scenes_colours_until_the_run_ends(scene, files, tmp_path, fill_card):
    optical, radar = add(files[0], "optical"), add(files[1], "radar")
    canvas = scene._iface.canvas
    canvas.setDestinationCrs(optical.crs())
    canvas.setExtent(optical.extent())
    assert wait_for(lambda: value(scene, "RADAR") == radar.id())
    mask = str(tmp_path / "all.tif")
    from fixtures.rasters import write_raster

    write_raster(tmp_path / "all.tif", np.ones((1, 60, 70), np.uint8))
    choose(scene, MASK=mask, MODEL="fill", DEVICE="cpu", OUTPUT=str(tmp_path / "result.tif"))
    from unveil.plugin.true_colour import true_colour_renderer

    stretch = true_colour_renderer(optical).redContrastEnhancement()
    low, high = stretch.minimumValue(), stretch.maximumValue()
    seen = []
    item = type(scene.preview)

    def watched(preview, *strip):
        add_strip(preview, *strip)
        seen.append((preview._item._done, canvas.grab().toImage().pixelColor(100, 60)))

    add_strip = item._add
    item._add = watched
    try:
        scene.run_button.click()
        assert wait_for(lambda: not scene.runner.running)
        assert wait_for(lambda: bool(seen))
    finally:
        item._add = add_strip
    done = [share for share, _ in seen]
    assert done == sorted(done) and done[-1] == 1
    from fixtures.rasters import read

    # Row 18 or so of 60, in the middle.
    red = float(np.median(read(tmp_path / "result.tif")[3, 16:21, 33:38]))
    expected = 255 * (red - low) / (high - low)
    assert seen[-1][1].red() == pytest.approx(max(expected, 0), abs=25)
    assert scene.preview._item is None, "the result itself is on the map"


def test_strips_of_a_large_scene_are_small_and_in_their_place():
    from unveil.engine.raster.grid import Grid
    from unveil.plugin.gui.dock.preview import LONGEST, Strips

    strips = Strips((1, 2, 3), ((0, 100),) * 3)
    made = []
    strips.made.connect(lambda *strip: made.append(strip))
    grid = Grid(4 * LONGEST, 2 * LONGEST, (0, 10, 0, 0, 0, -10), "")
    rows = np.full((3, 130, 4 * LONGEST), 50, np.uint16)
    strips.take(grid, 130, rows)
    (corners, size, place, pixels) = made[0]
    assert pixels.shape == (32, LONGEST, 3) and (pixels == 127).all() and place == (130, 130)
    assert size == (4 * LONGEST, 2 * LONGEST) and corners == ((0, 0), (48000, -24000))
    strips.take(grid, 1, rows[:, :1])
    assert len(made) == 1, "a row between those that are shown"


HERE = (0, 0, 700, 600)


@pytest.mark.parametrize(
    "extent, painted", [(HERE, True), ((350, 450, 350 + 1e-7, 450 + 1e-7), True), ((-9e9, 0, 1e-7 - 9e9, 1e-7), False)]
)
def test_rows_are_painted_wherever_the_map_is_meanwhile(scene, extent, painted):
    from unveil.plugin.gui.dock.preview import PreviewItem

    canvas = scene._iface.canvas
    canvas.setExtent(QgsRectangle(*extent))
    item = PreviewItem(canvas)
    item.add(((0, 600), (700, 0)), (70, 60), (0, 30), np.full((30, 70, 3), 200, np.uint8))
    picture = QImage(canvas.size(), QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    try:
        item.paint(painter)
    finally:
        painter.end()
        canvas.scene().removeItem(item)
    assert (picture.pixelColor(canvas.width() // 2, canvas.height() // 3).alpha() > 0) == painted


def test_what_is_refused_is_said_and_nothing_runs(scene, files):
    optical = add(files[0], "optical")
    assert wait_for(lambda: scene.pages.currentIndex() == 1)
    choose(scene, OPTICAL="nowhere.tif")
    scene.run_button.click()
    assert not scene.runner.running
    assert "nowhere.tif not found" in scene._iface.bar.items()[-1].text()
    choose(scene, OPTICAL=optical.id(), RADAR=optical.id(), MODEL="identity")
    scene.run_button.click()
    assert not scene.runner.running and "The radar raster is the optical raster" in scene.log.toPlainText()
    assert scene.run_button.isEnabled() and "messages say why" in scene.status.text()


def test_what_fails_before_it_begins_is_said(scene, files, monkeypatch):
    from qgis.core import QgsProcessingException

    from unveil.plugin.algorithms.remove_clouds import RemoveClouds

    def fail(*_):
        raise QgsProcessingException("The disk is full.")

    monkeypatch.setattr(RemoveClouds, "prepareAlgorithm", fail)
    add(files[0], "optical"), add(files[1], "radar")
    assert wait_for(lambda: scene.pages.currentIndex() == 1)
    scene.run_button.click()
    assert wait_for(lambda: not scene.runner.running, 20)
    assert "The disk is full." in scene.log.toPlainText() and "messages say why" in scene.status.text()


def test_a_dock_that_is_gone_stops_its_run_and_asks_nothing_more(scene, files, tmp_path, fill_card):
    from unveil.plugin.gui import estimate_task
    from unveil.plugin.gui.dock import runner

    add(files[0], "optical"), add(files[1], "radar")
    assert wait_for(lambda: scene.pages.currentIndex() == 1)
    choose(scene, MODEL="fill", DEVICE="cpu", OUTPUT=str(tmp_path / "never.tif"))
    scene.run_button.click()
    assert runner._running
    scene.runner.retire()
    scene.panel.retire()
    settle()
    assert not (tmp_path / "never.tif").exists()
    add(files[0], "another scene")
    QgsProject.instance().clear()
    assert not wait_for(lambda: bool(estimate_task._running), 1)


def test_an_estimate_that_a_run_interrupts_is_made_again_after_it(scene, files, tmp_path):
    add(files[0], "optical"), add(files[1], "radar")
    assert wait_for(lambda: scene.pages.currentIndex() == 1)
    choose(scene, MASK=files[2], MODEL="identity", DEVICE="cpu", OUTPUT=str(tmp_path / "result.tif"))
    scene.panel.ask()
    assert scene.panel.line.text() == "Estimating ..."
    scene.run_button.click()
    assert scene.runner.running and scene.panel.line.text() == "", "nothing says that something is measured"
    assert wait_for(lambda: not scene.runner.running)
    assert wait_for(lambda: scene.panel.line.text().startswith("Estimate:"), 60), scene.panel.line.text()


def test_a_cancelled_run_is_no_failure(scene, files, tmp_path, identity_card):
    add(files[0], "optical"), add(files[1], "radar")
    assert wait_for(lambda: scene.pages.currentIndex() == 1)
    choose(scene, MODEL="identity", DEVICE="cpu", OUTPUT=str(tmp_path / "never.tif"))
    scene.run_button.click()
    flags = [scene.runner._task.flags()]
    scene.cancel_button.click()
    assert wait_for(lambda: not scene.runner.running)
    assert flags == [QgsTask.Flag.CanCancel | QgsTask.Flag.Silent], "QGIS would call it failed"
    assert scene.status.text() == "Cancelled." and "failed" not in scene.log.toPlainText()
    assert not (tmp_path / "never.tif").exists() and not scene._iface.bar.items()


def test_the_mask_is_laid_over_the_map_and_a_new_one_takes_its_place(scene, files):
    optical, _ = add(files[0], "optical"), add(files[1], "radar")
    assert wait_for(lambda: scene.pages.currentIndex() == 1)
    wanted = []
    scene.map_wanted.connect(lambda: wanted.append(True))
    for number in (1, 2):
        scene.mask_button.click()
        assert wait_for(lambda: not scene.runner.running)
        masks = [layer for layer in QgsProject.instance().mapLayers().values() if "Cloud mask" in layer.name()]
        assert len(masks) == 1 and masks[0].renderer().type() == "paletted"
        assert QgsProject.instance().layerTreeRoot().findLayer(masks[0].id()).isExpanded(), "the legend is seen"
        assert len(wanted) == number, "a comparison would hide it"
        assert "% cloud, " in scene.status.text()
    assert optical.renderer().usesBands() == [4, 3, 2] and value(scene, "MASK") is None


def test_the_dock_opens_at_the_first_start_and_as_it_was_left(provider, qgis_new_project, window, dispose, monkeypatch):
    from processing.gui import ParametersPanel
    from qgis.core import QgsSettings

    from unveil.plugin.gui.dock.dock import SHOWN, UnveilDock

    monkeypatch.setattr(ParametersPanel, "iface", None)
    QgsSettings().remove(SHOWN)
    for wanted in (True, False, True):
        dock = dispose(UnveilDock(window, window.window))
        dock.show_first()
        assert dock.isHidden() is not wanted and dock.scene is None, "nothing is made while QGIS starts"
        if wanted:
            dock.close()
        else:
            dock._ready = True
            dock.show_up()
            assert dock.scene is not None
        dock.retire()
    settle()
    QgsSettings().remove(SHOWN)


def test_without_processing_the_dock_says_what_it_needs(qgis_new_project, window, dispose, monkeypatch):
    import sys

    from unveil.plugin.gui.dock.dock import UnveilDock

    monkeypatch.setitem(sys.modules, "unveil.plugin.gui.dock.scene_widget", None)
    dock = dispose(UnveilDock(window, window.window))
    dock._ready = True
    dock.show_up()
    assert dock.scene is None and "need the plugin Processing" in dock.widget().text()
    dock.choose_scene(None)
    dock.retire()


def test_the_time_left_is_told_by_the_estimate_first_and_by_the_pace_then():
    from unveil.plugin.gui.time_left import TimeLeft

    now = [0.0]
    left = TimeLeft(100.0, lambda: now[0])
    now[0] = 1.0
    assert left.seconds(0.0) == 99 and left.text(0.0) == "0 %, about 1 minutes left".replace("1 minutes", "2 minutes")
    for step in range(1, 41):
        now[0] = 2.0 * step
        left.seconds(step / 100)
    assert left.seconds(0.40) == pytest.approx(120, rel=0.1), "2 s for a percent"
    assert TimeLeft(None, lambda: now[0]).text(0.2) == "20 %"


def test_a_run_that_outlasts_its_estimate_is_not_told_to_be_over():
    from unveil.plugin.gui.time_left import TimeLeft

    now = [0.0]
    left = TimeLeft(100.0, lambda: now[0])
    now[0] = 50.0
    assert left.seconds(0.01) == 50
    now[0] = 200.0
    assert left.seconds(0.02) == pytest.approx(9800)
    assert TimeLeft(0.0, lambda: now[0]).seconds(0.0) is None


def test_groups_of_the_toolbox(provider):
    groups = {}
    for algorithm in provider.algorithms():
        if not isinstance(algorithm, QgsProcessingModelAlgorithm):
            groups.setdefault(algorithm.group(), set()).add(algorithm.name())
    assert set(groups) == {"Clean", "Prepare", "Models", "Evaluate"}
    assert {"removeclouds", "maskclouds"} <= groups["Clean"] and "evaluate" in groups["Evaluate"]


def test_buttons_beside_lists_stay_in_sight_with_large_letters(scene, files):
    from unveil.plugin.gui.dock.scene_widget import LEAST_WIDTH

    add(files[0], "S2A_MSIL2A_20200911T095031_N0500_R079_T35VMH")
    add(files[1], "S1A_IW_GRDH_1SDV_20200910T044512")
    settle()
    large = scene.font()
    large.setPointSizeF(15)
    for part in (scene, *scene.findChildren(QWidget)):
        part.setFont(large)
    for box in scene.panel.boxes.values():
        box.setCollapsed(False)
    scene.resize(LEAST_WIDTH, 800)
    scene.show()
    settle()
    bar = scene.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
    wide = [
        (part.minimumSizeHint().width(), type(part).__name__, getattr(part, "text", str)())
        for part in scene.panel.steps.findChildren(QWidget)
    ]
    assert scene.panel.steps.minimumSizeHint().width() <= LEAST_WIDTH - bar - 4, sorted(wide)[-5:]
