from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProcessing, QgsProject, QgsRasterLayer, QgsTask
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEventLoop, QThread, QTimer

pytest.importorskip("onnxruntime")


@pytest.fixture
def dialog(qgis_processing, qgis_new_project, algorithm, models, identity_card, monkeypatch, dispose):
    """A function that opens the dialog of Remove clouds on the layers of the project."""
    from processing.gui import AlgorithmDialog, ParametersPanel

    from unveil.plugin.gui import estimate_dialog

    # The stand-in for QGIS's window has no browser, which the panel would ask for.
    for module in (AlgorithmDialog, ParametersPanel):
        monkeypatch.setattr(module, "iface", None)
    monkeypatch.setattr(estimate_dialog, "model_folders", lambda: (models,))
    monkeypatch.setattr(estimate_dialog, "WAIT_MILLISECONDS", 20)
    opened = []

    def open_dialog(**parameters):
        made = dispose(algorithm("removeclouds").createCustomParametersWidget(None))
        opened.append(made)
        made.setParameters({"MODEL": "identity", "DEVICE": "cpu", **parameters})
        return made

    yield open_dialog
    for made in opened:
        if not sip.isdeleted(made):
            made.reject()


@pytest.fixture
def add_layer(qgis_new_project):
    def add(path, name):
        layer = QgsRasterLayer(str(path), name)
        assert layer.isValid()
        QgsProject.instance().addMapLayer(layer)
        return layer

    return add


def wait_for(condition, seconds=30):
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start(20)
    QTimer.singleShot(1000 * seconds, loop.quit)
    loop.exec()
    timer.stop()
    return condition()


def estimated(dialog):
    line = dialog.mainWidget().line
    assert wait_for(lambda: " tile)" in line.text() or "No " in line.text()), line.text()
    return line.text()


def test_tiles_time_and_memory_are_told_and_follow_what_is_chosen(dialog, add_layer, scene_files):
    mask = np.zeros((100, 150))
    mask[:16, :16] = 1
    optical, radar, mask = scene_files(100, 150, mask=mask)
    layers = [add_layer(path, name) for path, name in ((optical, "s2"), (radar, "s1"), (mask, "mask"))]
    opened = dialog()
    text = estimated(opened)
    # 4 x 6 tiles of 32 pixels, 24 apart.
    told = r"Estimate: at most 24 tiles to predict; a mask tells how many\. About \d+ s on cpu \(.*"
    assert re.fullmatch(told, text), text
    assert " MB of memory." in text
    panel = opened.mainWidget()
    panel.wrappers["MASK"].setParameterValue(layers[2].id(), panel.processing_context)
    assert wait_for(lambda: panel.line.text().startswith("Estimate: 4 of 24 tiles")), panel.line.text()
    panel.wrappers["OVERLAP"].setParameterValue(0, panel.processing_context)
    assert wait_for(lambda: "of 20 tiles" in panel.line.text()), panel.line.text()


def test_a_measurement_is_made_once_in_a_worker_and_remembered(dialog, add_layer, scene_files, identity_card, settings):
    from unveil.models import speed as speed_module
    from unveil.plugin.speeds import remembered_speed

    threads = []
    load = speed_module.load_predictor

    def watched(card, device, is_cancelled=None):
        # Dialogs of other tests may still be measuring other models.
        if card.id == identity_card.id:
            threads.append(QThread.currentThread())
        return load(card, device, is_cancelled)

    speed_module.load_predictor = watched
    try:
        optical, radar, _ = scene_files(40, 40)
        add_layer(optical, "s2"), add_layer(radar, "s1")
        assert remembered_speed(identity_card, "cpu") is None
        estimated(dialog())
        remembered = remembered_speed(identity_card, "cpu")
        assert remembered.tile > 0 and remembered.device == "cpu"
        estimated(dialog())
    finally:
        speed_module.load_predictor = load
    assert len(threads) == 1 and threads[0] != QgsApplication.instance().thread()
    assert remembered_speed(identity_card, "cpu") == remembered


def test_what_cannot_be_estimated_is_a_line(dialog, add_layer, scene_files, raster_file, monkeypatch):
    optical, radar, _ = scene_files(40, 40)
    add_layer(optical, "s2"), add_layer(radar, "s1")
    three = raster_file("three.tif", np.ones((3, 20, 20), np.uint16))
    assert "3 bands without Sentinel-2 names" in estimated(dialog(OPTICAL=three))
    assert "No estimate: The raster /nowhere.tif cannot be read" in estimated(dialog(OPTICAL="/nowhere.tif"))
    assert "No time: " in estimated(dialog(DEVICE="coreml"))
    from unveil.plugin.gui import estimate_task

    def broken(*_):
        raise ValueError("a surprise")

    monkeypatch.setattr(estimate_task, "remembered_speed", broken)
    assert estimated(dialog()) == "No estimate: ValueError: a surprise"


def test_a_graphics_card_that_cannot_start_is_not_passed_over(dialog, add_layer, scene_files, monkeypatch):
    from unveil.models import probe
    from unveil.plugin.gui.estimate_task import unused_gpu

    optical, radar, _ = scene_files(40, 40)
    add_layer(optical, "s2"), add_layer(radar, "s1")
    monkeypatch.setattr(probe, "offered_devices", lambda: ("cuda", "cpu"))
    text = estimated(dialog(DEVICE="auto"))
    assert "The graphics card is not used: ONNX Runtime has cuda but could not start it" in text
    assert unused_gpu("cpu", "cpu") == unused_gpu("auto", "cuda") == ""
    monkeypatch.setattr(probe, "offered_devices", lambda: ("cpu",))
    assert unused_gpu("auto", "cpu") == ""


def test_a_cancelled_run_is_not_reported_as_a_failure_and_a_failed_one_is(dialog, add_layer, scene_files):
    optical, radar, _ = scene_files(40, 40)
    add_layer(optical, "s2"), add_layer(radar, "s1")
    opened = dialog()
    feedback = opened.createFeedback()
    feedback.reportError("Execution failed after 3 s")
    feedback.cancel()
    feedback.reportError("Execution failed after 4 s")
    assert "after 3 s" in feedback.textLog() and "after 4 s" not in feedback.textLog()
    assert feedback.textLog().endswith("Cancelled; nothing was written.\n")


def test_an_empty_project_gives_no_estimate_and_no_error(dialog):
    panel = dialog().mainWidget()
    panel.ask()
    assert panel.question() is None and panel.line.text() == ""


def test_a_late_answer_to_an_old_question_is_not_shown(dialog, add_layer, scene_files):
    optical, radar, _ = scene_files(40, 40)
    add_layer(optical, "s2"), add_layer(radar, "s1")
    opened = dialog()
    text = estimated(opened)
    panel = opened.mainWidget()
    panel._show(replace(panel.question(), model="another"), "too late")
    assert panel.line.text() == text


def test_closing_the_dialog_while_it_estimates_leaves_nothing_running(dialog, add_layer, scene_files):
    from unveil.plugin.gui import estimate_task

    optical, radar, _ = scene_files(40, 40)
    add_layer(optical, "s2"), add_layer(radar, "s1")
    opened = dialog()
    panel = opened.mainWidget()
    panel.ask()
    assert estimate_task._running
    assert panel._task.flags() & QgsTask.Flag.CancelWithoutPrompt, "closing QGIS would ask"
    opened.reject()
    assert panel._task is None
    assert wait_for(lambda: not estimate_task._running)
    # Its lists of layers still follow the project.
    QgsProject.instance().removeAllMapLayers()
    add_layer(optical, "another")
    assert not wait_for(lambda: bool(estimate_task._running), 1)


def test_layers_are_chosen_by_their_bands_and_not_by_their_place(dialog, add_layer, scene_files, raster_file):
    optical, radar, mask = scene_files(40, 40, mask=np.ones((40, 40)))
    mask, radar = add_layer(mask, "a mask"), add_layer(radar, "b radar")
    add_layer(raster_file("two.tif", np.zeros((2, 40, 40), np.float32)), "c two bands of something")
    optical = add_layer(optical, "z optical")
    values = dialog().mainWidget().createProcessingParameters()
    assert (values["OPTICAL"], values["RADAR"]) == (optical.id(), radar.id())
    assert values.get("MASK") is None


def test_without_a_radar_layer_none_is_chosen(dialog, add_layer, scene_files):
    optical, _, _ = scene_files(40, 40)
    layer = add_layer(optical, "s2")
    panel = dialog().mainWidget()
    assert panel.wrappers["OPTICAL"].parameterValue() == layer.id()
    assert not panel.wrappers["RADAR"].parameterValue()


def test_what_the_caller_chose_stays_chosen(dialog, add_layer, scene_files, raster_file, read_raster):
    optical, radar, _ = scene_files(40, 40)
    first, radar = add_layer(optical, "first"), add_layer(radar, "s1")
    second = add_layer(raster_file("second.tif", read_raster(optical)), "second")
    values = dialog(OPTICAL=first.id()).mainWidget().createProcessingParameters()
    assert values["OPTICAL"] == first.id() != second.id() and values["RADAR"] == radar.id()


def test_the_radar_that_overlaps_comes_before_the_one_that_does_not(add_layer, scene_files, raster_file, read_raster):
    from unveil.plugin.gui.preselect import guess_scene

    optical, radar, _ = scene_files(40, 40)
    far = raster_file("far.tif", read_raster(radar), names=["VV", "VH"], transform=(3e5, 10, 0, 4e6, 0, -10))
    far, optical, radar = add_layer(far, "far"), add_layer(optical, "s2"), add_layer(radar, "near")
    assert guess_scene([far, optical, radar]) == (optical, radar)
    assert guess_scene([far, radar]) == (None, far)
    assert guess_scene([]) == (None, None)


@pytest.mark.parametrize("name", ["removeclouds", "adaptmodel"])
def test_the_optical_layer_is_refused_as_radar_with_a_sentence(name, algorithm, models, scene_files):
    from qgis.core import QgsProcessingContext

    optical, _, _ = scene_files(40, 40)
    values = {"OPTICAL": optical, "RADAR": optical, "MODEL": "glf-cr", "OUTPUT": QgsProcessing.TEMPORARY_OUTPUT}
    values["NAME"] = "mine"
    right, reason = algorithm(name).checkParameterValues(values, QgsProcessingContext())
    assert not right and reason.startswith("The radar raster is the optical raster; choose the Sentinel-1 raster, with")


def test_a_run_remembers_its_speed_and_the_next_one_tells_it(
    tmp_path, algorithm, run_in_background, scene_files, identity_card, models, log, settings
):
    from unveil.plugin.speeds import remembered_speed

    optical, radar, mask = scene_files(150, 150, mask=np.ones((150, 150)))
    values = {"OPTICAL": optical, "RADAR": radar, "MASK": mask, "MODEL": "identity", "DEVICE": "cpu"}
    assert run_in_background(algorithm("removeclouds"), {**values, "OUTPUT": str(tmp_path / "1.tif")})[0], log.text
    assert "the time is told with the first tiles" in log.text
    speed = remembered_speed(identity_card, "cpu")
    assert speed.tile > 0 and speed.device == "cpu"
    assert run_in_background(algorithm("removeclouds"), {**values, "OUTPUT": str(tmp_path / "2.tif")})[0], log.text
    assert f"({speed.tile_told} s a tile, as measured here before)" in log.text
