from __future__ import annotations

import os

import numpy as np
import pytest
from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtCore import QThread

pytest.importorskip("onnxruntime")


def parameters(files, output, **more):
    optical, radar, mask = files
    values = {"OPTICAL": optical, "RADAR": radar, "MODEL": "identity", "OUTPUT": str(output), **more}
    return {**values, "MASK": mask} if mask else values


def test_it_runs_in_a_worker_and_says_what_really_ran(
    tmp_path, algorithm, run_in_background, scene_files, identity_card, models, log, read_raster
):
    files = scene_files(70, 90, mask=np.ones((70, 90)))
    succeeded, results, _ = run_in_background(algorithm("removeclouds"), parameters(files, tmp_path / "o.tif"))
    assert succeeded, log.text
    np.testing.assert_array_equal(read_raster(tmp_path / "o.tif"), read_raster(files[0]))
    assert results["TILES_PREDICTED"] > 0 and results["TILES_COPIED"] == 0 and results["DEVICE_USED"] == "cpu"
    assert results["RESTORED"] == pytest.approx(100)
    assert "Model identity on ONNX Runtime" in log.text and "device cpu" in log.text
    assert QThread.currentThread() not in log.threads


def test_layers_of_the_project_are_used_with_the_crs_that_they_have_there(
    tmp_path,
    algorithm,
    run_in_background,
    raster_file,
    scene_files,
    identity_card,
    models,
    log,
    read_raster,
    qgis_new_project,
):
    optical, radar, _ = scene_files(40, 40)
    bare = raster_file("bare.tif", read_raster(optical), epsg=None)
    layer = QgsRasterLayer(bare, "bare")
    layer.setCrs(QgsRasterLayer(radar, "s1").crs())
    QgsProject.instance().addMapLayer(layer)
    values = parameters((layer.id(), radar, None), tmp_path / "o.tif")
    succeeded, _, _ = run_in_background(algorithm("removeclouds"), values)
    assert succeeded, log.text
    assert QgsRasterLayer(str(tmp_path / "o.tif"), "o").crs().authid() == "EPSG:32631"


def test_the_layer_may_be_removed_while_it_runs(
    tmp_path, algorithm, run_in_background, scene_files, identity_card, models, log, qgis_new_project
):
    files = scene_files(300, 300, mask=np.ones((300, 300)))
    layer = QgsRasterLayer(files[0], "scene")
    QgsProject.instance().addMapLayer(layer)

    def remove(task, log):
        log.progressChanged.connect(lambda _: QgsProject.instance().removeAllMapLayers())

    values = parameters((layer.id(), *files[1:]), tmp_path / "o.tif")
    succeeded, _, _ = run_in_background(algorithm("removeclouds"), values, during=remove)
    assert succeeded, log.text


def test_the_result_is_named_after_the_input_and_drawn_like_it(
    tmp_path, algorithm, scene_files, identity_card, models, log, qgis_new_project
):
    from unveil.plugin import styling

    files = scene_files(40, 40)
    layer = QgsRasterLayer(files[0], "scene of May")
    renderer = QgsSingleBandGrayRenderer(layer.dataProvider(), 8)
    layer.setRenderer(renderer)
    QgsProject.instance().addMapLayer(layer)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    output = str(tmp_path / "o.tif")
    context.addLayerToLoadOnCompletion(output, QgsProcessingContext.LayerDetails("x", QgsProject.instance(), "OUTPUT"))
    _, succeeded = algorithm("removeclouds").run(parameters((layer.id(), *files[1:]), output), context, log)
    assert succeeded, log.text
    details = context.layerToLoadOnCompletionDetails(output)
    assert details.name == "scene of May, identity"
    result = QgsRasterLayer(output, details.name)
    styling._alive[output].postProcessLayer(result, context, log)
    assert result.renderer().type() == "singlebandgray" and result.renderer().usesBands() == [8]


def test_cancelling_leaves_no_file_and_ends_soon(
    tmp_path, algorithm, run_in_background, scene_files, identity_card, models, log
):
    files = scene_files(600, 600, mask=np.ones((600, 600)))
    before = set(os.listdir(tmp_path))

    def cancel(task, log):
        log.progressChanged.connect(lambda value: task.cancel() if value > 30 else None)

    succeeded, results, _ = run_in_background(
        algorithm("removeclouds"), parameters(files, tmp_path / "o.tif"), during=cancel
    )
    assert not succeeded and results == {}
    assert set(os.listdir(tmp_path)) - before <= {"s2.tif.aux.xml", "s1.tif.aux.xml", "mask.tif.aux.xml"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"RADAR": "OPTICAL"}, "one band VV and one band VH"),
        ({"MODEL": "nothing"}, "no model 'nothing'"),
        ({"OVERLAP": 17}, "overlap must lie between 0 and 16"),
        ({"DEVICE": "directml"}, "cannot use the device 'directml'"),
        ({"OUTPUT": "/nowhere/o.tif"}, "folder /nowhere does not exist"),
        ({"OUTPUT": "OPTICAL"}, "one of the inputs"),
    ],
)
def test_bad_input_is_one_sentence(
    tmp_path, algorithm, run_in_background, scene_files, identity_card, models, log, change, words
):
    files = scene_files(40, 40)
    values = parameters(files, tmp_path / "o.tif")
    values.update({name: files[0] if value == "OPTICAL" else value for name, value in change.items()})
    succeeded, _, _ = run_in_background(algorithm("removeclouds"), values)
    assert not succeeded
    assert words in log.text and "Traceback" not in log.text
    assert not (tmp_path / "o.tif").exists()


def test_the_map_of_clear_sky_is_written_when_it_is_asked_for(
    tmp_path, algorithm, run_in_background, scene_files, gate_card, models, log, read_raster
):
    mask = np.zeros((70, 90))
    mask[:20, :20] = 1
    files = scene_files(70, 90, mask=mask)
    values = parameters(files, tmp_path / "o.tif", MODEL="gate")
    succeeded, results, _ = run_in_background(algorithm("removeclouds"), values)
    assert succeeded and "CLEAR_SKY" not in results, log.text
    values["CLEAR_SKY"] = str(tmp_path / "sky.tif")
    succeeded, results, _ = run_in_background(algorithm("removeclouds"), values)
    assert succeeded and results["CLEAR_SKY"] == str(tmp_path / "sky.tif"), log.text
    expected = np.clip((read_raster(files[1])[:1] + 25) / 25, 0, 1)
    np.testing.assert_allclose(read_raster(tmp_path / "sky.tif"), expected, rtol=0, atol=1e-5)


def test_a_model_without_such_a_map_is_told_before_the_run_with_those_that_have_one(
    tmp_path, algorithm, scene_files, identity_card, gate_card, models, log
):
    context = QgsProcessingContext()
    values = parameters(scene_files(40, 40), tmp_path / "o.tif", CLEAR_SKY=str(tmp_path / "sky.tif"))
    right, reason = algorithm("removeclouds").checkParameterValues(values, context)
    assert not right and "'identity' has no map of clear sky; models that have one: gate" in reason
    _, succeeded = algorithm("removeclouds").run(values, context, log)
    assert not succeeded and "models that have one: gate" in log.text
    assert not (tmp_path / "o.tif").exists() and not (tmp_path / "sky.tif").exists()
    assert algorithm("removeclouds").checkParameterValues({**values, "MODEL": "gate"}, context)[0]


def test_without_onnx_runtime_it_is_listed_and_says_how_to_install_it(
    tmp_path, algorithm, run_in_background, scene_files, identity_card, models, log, monkeypatch
):
    from unveil.models import predictor

    monkeypatch.setattr(predictor, "has_onnxruntime", lambda: False)
    succeeded, _, _ = run_in_background(algorithm("removeclouds"), parameters(scene_files(40, 40), tmp_path / "o.tif"))
    assert not succeeded and "pip install onnxruntime" in log.text


def test_an_unknown_model_is_told_before_the_run(algorithm, scene_files, identity_card, models, qgis_new_project):
    context = QgsProcessingContext()
    made = algorithm("removeclouds")
    values = parameters(scene_files(40, 40), QgsProcessing.TEMPORARY_OUTPUT)
    assert made.checkParameterValues(values, context)[0]
    right, reason = made.checkParameterValues({**values, "MODEL": "nothing"}, context)
    assert not right and "installed models: " in reason and "identity" in reason


def test_nothing_is_printed_to_the_json_channel(tmp_path, algorithm, scene_files, identity_card, models, log, capfd):
    context = QgsProcessingContext()
    _, succeeded = algorithm("removeclouds").run(parameters(scene_files(40, 40), tmp_path / "o.tif"), context, log)
    assert succeeded and capfd.readouterr().out == ""


def test_a_product_that_is_no_layer_is_named_so_and_not_as_missing(algorithm, scene_files, tmp_path):
    from fixtures.products import make_safe
    from qgis.core import QgsProcessingContext

    optical, radar, _ = scene_files(40, 40)
    (tmp_path / "scene.dim").write_text("<Dimap_Document/>")
    for values in (
        {"OPTICAL": str(make_safe(tmp_path)), "RADAR": radar},
        {"OPTICAL": optical, "RADAR": str(tmp_path / "scene.dim")},
    ):
        right, reason = algorithm("removeclouds").checkParameterValues(
            {**values, "MODEL": "ground", "OUTPUT": str(tmp_path / "o.tif")}, QgsProcessingContext()
        )
        assert not right and "is a product and no layer" in reason


def test_radar_may_be_left_empty_and_the_log_says_what_it_would_add(
    tmp_path, algorithm, run_in_background, scene_files, identity_card, models, log, read_raster
):
    files = scene_files(70, 90, mask=np.ones((70, 90)))
    values = parameters(files, tmp_path / "o.tif", RADAR=None)
    succeeded, _, _ = run_in_background(algorithm("removeclouds"), values)
    assert succeeded, log.text
    np.testing.assert_array_equal(read_raster(tmp_path / "o.tif"), read_raster(files[0]))
    assert "No radar is given" in log.text and "has no radar" not in log.text
