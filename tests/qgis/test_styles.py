"""What a result looks like when it comes into the project, and when its file is opened alone."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer

pytest.importorskip("onnxruntime")


@pytest.fixture
def load(qgis_new_project):
    """A function that loads what a run wants loaded, as the toolbox does: its layers by output."""
    from processing.gui.Postprocessing import handleAlgorithmResults

    def load_results(algorithm, context, results):
        assert handleAlgorithmResults(algorithm, context, None, results)
        layers = QgsProject.instance().mapLayers().values()
        return {
            name: next((layer for layer in layers if layer.source() == path), None) for name, path in results.items()
        }

    return load_results


@pytest.fixture
def run(run_in_background, load, log):
    """A function that runs an algorithm whose outputs are loaded on completion: the loaded layers by output."""

    def run_and_load(algorithm, values, outputs):
        from qgis.core import QgsProcessingOutputLayerDefinition

        wanted = {
            name: QgsProcessingOutputLayerDefinition(path, QgsProject.instance()) for name, path in outputs.items()
        }
        succeeded, results, context = run_in_background(algorithm, {**values, **wanted})
        assert succeeded, log.text
        return load(algorithm, context, {name: results[name] for name in outputs})

    return run_and_load


@pytest.fixture
def add(qgis_new_project):
    def add_layer(path, name="scene"):
        made = QgsRasterLayer(str(path), name)
        QgsProject.instance().addMapLayer(made)
        return made

    return add_layer


def colours(layer):
    return colours_of(layer.renderer())


def colours_of(renderer):
    parts = (renderer.redContrastEnhancement(), renderer.greenContrastEnhancement(), renderer.blueContrastEnhancement())
    return renderer.usesBands(), [(part.minimumValue(), part.maximumValue()) for part in parts]


def test_before_and_after_get_one_true_colour(tmp_path, run, add, algorithm, scene_files, identity_card, models):
    optical, radar, mask = scene_files(60, 70, mask=np.ones((60, 70)))
    before = add(optical)
    assert before.renderer().usesBands() == [1, 2, 3], "QGIS by itself"
    values = {"OPTICAL": before.id(), "RADAR": radar, "MASK": mask, "MODEL": "identity"}
    made = run(algorithm("removeclouds"), values, {"OUTPUT": str(tmp_path / "after.tif")})["OUTPUT"]
    assert colours(made)[0] == [4, 3, 2] and colours(made) == colours(before)
    alone = QgsRasterLayer(str(tmp_path / "after.tif"), "alone")
    assert colours(alone) == colours(made)
    black, white = colours(made)[1][0]
    assert white - black >= 1000


def test_a_style_of_the_user_is_kept_and_given_to_the_result(
    tmp_path, run, add, algorithm, scene_files, identity_card, models
):
    from unveil.plugin.true_colour import colour_renderer

    optical, radar, mask = scene_files(60, 70, mask=np.ones((60, 70)))
    before = add(optical)
    before.setRenderer(colour_renderer(before, [(8, (0, 5000)), (4, (0, 3000)), (3, (0, 3000))]))
    values = {"OPTICAL": before.id(), "RADAR": radar, "MASK": mask, "MODEL": "identity"}
    made = run(algorithm("removeclouds"), values, {"OUTPUT": str(tmp_path / "after.tif")})["OUTPUT"]
    assert colours(made) == colours(before) == ([8, 4, 3], [(0, 5000), (0, 3000), (0, 3000)])


def test_a_scene_without_thin_cloud_looks_like_the_scene(tmp_path, run, add, algorithm, scene_files):
    from unveil.plugin.true_colour import colour_renderer

    optical, _, mask = scene_files(60, 70, mask=np.ones((60, 70)))
    before = add(optical)
    before.setRenderer(colour_renderer(before, [(4, (300, 2500)), (3, (300, 2500)), (2, (300, 2500))]))
    made = run(algorithm("correcthaze"), {"INPUT": before.id(), "MASK": mask}, {"OUTPUT": str(tmp_path / "o.tif")})
    assert colours(made["OUTPUT"]) == colours(before) == ([4, 3, 2], [(300, 2500)] * 3)


def test_a_mask_is_see_through_over_its_scene_in_true_colour(tmp_path, run, add, algorithm, scene_files):
    optical, _, _ = scene_files(60, 70)
    scene = add(optical)
    values = {"INPUT": scene.id(), "METHOD": "spectral"}
    made = run(algorithm("maskclouds"), values, {"OUTPUT": str(tmp_path / "mask.tif")})["OUTPUT"]
    entries = {entry.value: entry for entry in made.renderer().classes()}
    assert entries[0].color.alpha() == 0 and all(0 < entries[code].color.alpha() < 160 for code in (1, 2, 3))
    assert [entry.label for entry in entries.values()] == ["clear", "cloud", "thin cloud", "cloud shadow"]
    assert colours(scene)[0] == [4, 3, 2]
    alone = QgsRasterLayer(str(tmp_path / "mask.tif"), "alone")
    assert [(e.value, e.color, e.label) for e in alone.renderer().classes()] == [
        (e.value, e.color, e.label) for e in made.renderer().classes()
    ]


def test_a_prepared_product_is_true_colour(tmp_path, run, scene_files, qgis_app):
    from unveil.plugin.algorithms.prepare_sentinel2 import PrepareSentinel2

    optical, _, _ = scene_files(60, 70)
    made = run(PrepareSentinel2().create(), {"INPUT": optical, "OFFSET": "none"}, {"OUTPUT": str(tmp_path / "p.tif")})
    assert colours(made["OUTPUT"])[0] == [4, 3, 2]


def test_prepared_radar_is_drawn_in_vv_vh_and_their_ratio_and_stays_a_file_of_two_bands(
    tmp_path, qgis_new_project, run_in_background, algorithm, scene_files, log
):
    from processing.gui.Postprocessing import handleAlgorithmResults
    from qgis.core import QgsProcessingOutputLayerDefinition

    from unveil.plugin.algorithms.prepare_sentinel1 import PrepareSentinel1

    optical, radar, _ = scene_files(60, 70)
    output = str(tmp_path / "r.tif")
    wanted = QgsProcessingOutputLayerDefinition(output, QgsProject.instance())
    made = PrepareSentinel1().create()
    succeeded, results, context = run_in_background(made, {"INPUT": radar, "REFERENCE": optical, "OUTPUT": wanted})
    assert succeeded and results["OUTPUT"] == output, log.text
    assert handleAlgorithmResults(made, context, None, results)
    (layer,) = QgsProject.instance().mapLayers().values()
    assert layer.isValid() and layer.source() == str(tmp_path / "r_vv_vh_ratio.vrt")
    expected = ([1, 2, 3], [(-22, -2), (-29, -8), (2, 12)])
    assert colours(layer) == expected and layer.name().endswith("prepared")
    assert colours(QgsRasterLayer(layer.source(), "alone")) == expected
    alone = QgsRasterLayer(output, "alone")
    assert alone.bandCount() == 2 and colours(alone)[0] == [1, 2, 1]
    # The layer is as good a radar raster for the next step as the file.
    values = {"OPTICAL": optical, "RADAR": layer.id(), "MODEL": "ground", "OUTPUT": str(tmp_path / "done.tif")}
    succeeded, _, _ = run_in_background(algorithm("removeclouds"), values)
    assert succeeded, log.text


def test_a_scene_and_its_radar_that_the_dock_opens_are_drawn_as_people_know_them(add, scene_files):
    from unveil.plugin.true_colour import draw_sentinel

    optical, radar, _ = scene_files(60, 70)
    optical, radar = add(optical), add(radar)
    draw_sentinel(optical)
    draw_sentinel(radar)
    assert colours(optical)[0] == [4, 3, 2] and colours(radar) == ([1, 2, 1], [(-22, -2), (-29, -8), (-22, -2)])
    again = colours(optical)
    draw_sentinel(optical)
    assert colours(optical) == again


def test_a_large_scene_is_read_in_the_background_and_drawn_when_that_is_done(add, scene_files, monkeypatch):
    from qgis.PyQt.QtCore import QEventLoop, QThread, QTimer

    from unveil.plugin import true_colour

    optical, _, _ = scene_files(60, 70)
    layer = add(optical)
    expected = colours_of(true_colour.true_colour_renderer(layer))
    monkeypatch.setattr(true_colour, "_QUICK_PIXELS", 100)
    assert true_colour.true_colour_renderer(layer).redContrastEnhancement().maximumValue() == 3000
    threads, read = [], true_colour.read_ranges

    def watched(provider, places):
        threads.append(QThread.currentThread())
        return read(provider, places)

    monkeypatch.setattr(true_colour, "read_ranges", watched)
    true_colour.draw_sentinel(layer)
    assert layer.renderer().usesBands() == [1, 2, 3], "nobody waited for it"
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: None if true_colour._reading else loop.quit())
    timer.start(20)
    QTimer.singleShot(60_000, loop.quit)
    loop.exec()
    timer.stop()
    assert colours(layer) == expected and threads[0] != QgsApplication.instance().thread()


def test_a_layer_that_the_user_styled_counts_as_styled(add, scene_files):
    from unveil.plugin.styling import is_unstyled, style_of

    optical, _, _ = scene_files(60, 70)
    layer = add(optical)
    assert is_unstyled(layer) and style_of(layer) is None
    renderer = layer.renderer().clone()
    renderer.setRedBand(5)
    layer.setRenderer(renderer)
    assert not is_unstyled(layer) and style_of(layer) is not None


def test_the_result_lies_over_what_the_run_made_beside_it_and_all_know_their_scene(
    tmp_path, run, add, algorithm, scene_files, identity_card, models
):
    from unveil.plugin.layer_order import SCENE

    optical, radar, mask = scene_files(60, 70, mask=np.ones((60, 70)))
    before = add(optical)
    values = {"OPTICAL": before.id(), "RADAR": radar, "MASK": mask, "MODEL": "identity"}
    outputs = {name: str(tmp_path / f"{name}.tif") for name in ("SIGMA", "OUTPUT", "QUALITY", "MASK_USED")}
    made = run(algorithm("removeclouds"), values, outputs)
    order = QgsProject.instance().layerTreeRoot().layerOrder()
    assert order[0] is made["OUTPUT"] and set(order) == {before, *made.values()}
    assert {layer.customProperty(SCENE) for layer in made.values()} == {before.id()}


def test_the_dialog_of_scores_begins_with_the_result_its_scene_and_a_clear_image(
    tmp_path, add, scene_files, monkeypatch
):
    from unveil.plugin import gui_defaults
    from unveil.plugin.algorithms.evaluate import Evaluate
    from unveil.plugin.layer_order import RESULT, SCENE

    optical, _, _ = scene_files(60, 70)
    files = [tmp_path / f"{name}.tif" for name in ("result", "clear")]
    for file in files:
        shutil.copy(optical, file)
    scene, result, clear = (add(path, name) for path, name in zip((optical, *files), ("scene", "result", "clear")))
    result.setCustomProperty(RESULT, True)
    result.setCustomProperty(SCENE, scene.id())
    monkeypatch.setattr(gui_defaults, "_has_window", lambda: True)
    dialog = Evaluate().create()
    begun = [dialog.parameterDefinition(name).defaultValueForGui() for name in ("PREDICTION", "CLOUDY", "REFERENCE")]
    assert begun == [result.id(), scene.id(), clear.id()]


@pytest.mark.parametrize("first", ["result", "error"])
def test_layers_of_a_run_are_put_in_order_whichever_is_drawn_first(add, scene_files, tmp_path, first):
    from unveil.plugin.layer_order import RESULT, SCENE, put_in_order

    optical, _, _ = scene_files(20, 20)
    scene = add(optical)
    layers = {}
    # QGIS adds each over the last.
    for name in ("bits", "result", "error", "older result"):
        shutil.copy(optical, tmp_path / f"{name}.tif")
        layers[name] = add(tmp_path / f"{name}.tif", name)
    for name in ("older result", "bits", *((first, "error") if first == "result" else (first, "result"))):
        layers[name].setCustomProperty(SCENE, scene.id())
        if "result" in name:
            layers[name].setCustomProperty(RESULT, True)
        put_in_order(layers[name])
    order = [layer.name() for layer in QgsProject.instance().layerTreeRoot().layerOrder()]
    assert order == ["older result", "result", "error", "bits", "scene"]
    assert len(QgsProject.instance().mapLayers()) == 5
