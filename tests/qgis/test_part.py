"""Restoring a part of a scene: an extent, polygons, and what is selected of them."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)

pytest.importorskip("onnxruntime")


@pytest.fixture
def scene(scene_files, qgis_new_project):
    """A scene that is all cloud, as layers: (values for the algorithm, the optical layer)."""
    optical, radar, mask = scene_files(100, 90, mask=np.ones((100, 90)))
    layer = QgsRasterLayer(optical, "scene")
    QgsProject.instance().addMapLayer(layer)
    return {"OPTICAL": layer.id(), "RADAR": radar, "MASK": mask, "MODEL": "fill"}, layer


@pytest.fixture
def outcome(run_in_background, algorithm, scene, fill_card, models, tmp_path, read_raster, log):
    """A function that runs with more values: (what changed [h, w], the result [13, h, w], the log)."""

    def run(**more):
        output = tmp_path / "out.tif"
        succeeded, _, _ = run_in_background(algorithm("removeclouds"), {**scene[0], **more, "OUTPUT": str(output)})
        if not succeeded:
            return None, None, log.text
        after, before = read_raster(output), read_raster(scene[1].source())
        return (after != before).any(axis=0) if after.shape == before.shape else None, after, log.text

    return run


def pixels(layer, left, top, right, bottom):
    """Return a rectangle of pixels as one of the map."""
    extent, step = layer.extent(), layer.rasterUnitsPerPixelX()
    return QgsRectangle(
        extent.xMinimum() + left * step,
        extent.yMaximum() - bottom * step,
        extent.xMinimum() + right * step,
        extent.yMaximum() - top * step,
    )


@pytest.fixture
def polygons(scene):
    """A layer of two squares, in degrees; the second one is selected."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "fields", "memory")
    transform = QgsCoordinateTransform(scene[1].crs(), layer.crs(), QgsProject.instance())
    for corner in (10, 50):
        square = QgsGeometry.fromRect(pixels(scene[1], corner, corner, corner + 20, corner + 20))
        square.transform(transform)
        feature = QgsFeature()
        feature.setGeometry(square)
        layer.dataProvider().addFeature(feature)
    QgsProject.instance().addMapLayer(layer)
    layer.select(sorted(layer.allFeatureIds())[1])
    return layer


def test_an_extent_in_the_scenes_own_crs_is_exact(outcome, scene):
    changed, _, _ = outcome(EXTENT=QgsReferencedRectangle(pixels(scene[1], 20, 30, 60, 80), scene[1].crs()))
    expected = np.zeros((100, 90), bool)
    expected[30:80, 20:60] = True
    np.testing.assert_array_equal(changed, expected)


def test_an_extent_of_another_crs_is_transformed_and_the_rest_cut_away(outcome, scene):
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    transform = QgsCoordinateTransform(scene[1].crs(), degrees, QgsProject.instance())
    wanted = transform.transformBoundingBox(pixels(scene[1], 20, 30, 60, 80))
    _, result, _ = outcome(EXTENT=QgsReferencedRectangle(wanted, degrees), REST="cut")
    assert 50 <= result.shape[1] <= 54 and 40 <= result.shape[2] <= 44
    assert (result[:, 5:-5, 5:-5] == 1000).all()


def test_an_extent_as_text_works_in_batch_and_qgis_process(outcome, scene):
    area = pixels(scene[1], 0, 0, 10, 10)
    text = f"{area.xMinimum()},{area.xMaximum()},{area.yMinimum()},{area.yMaximum()} [{scene[1].crs().authid()}]"
    changed, _, _ = outcome(EXTENT=text)
    assert changed[:10, :10].all() and changed.sum() == 100


def test_polygons_and_what_is_selected_of_them(outcome, polygons):
    changed, _, _ = outcome(AREA=polygons.id())
    squares = [changed[12:28, 12:28].all(), changed[52:68, 52:68].all()]
    assert squares == [True, True] and changed.sum() < 2 * 22 * 22
    changed, _, _ = outcome(AREA=QgsProcessingFeatureSourceDefinition(polygons.id(), selectedFeaturesOnly=True))
    assert changed[52:68, 52:68].all() and not changed[:40, :40].any()


def test_what_cannot_be_restored_is_a_sentence(outcome, scene, polygons):
    assert "lies outside" in outcome(EXTENT="0,1,0,1 [EPSG:32632]")[2]
    assert "choose an extent or polygons" in outcome(REST="cut")[2]
    polygons.dataProvider().truncate()
    assert "No polygon of the area" in outcome(AREA=polygons.id())[2]


@pytest.fixture
def panel(qgis_processing, scene, algorithm, models, identity_card, monkeypatch, dispose):
    from processing.gui import AlgorithmDialog, ParametersPanel

    from unveil.plugin.gui import estimate_dialog

    for module in (AlgorithmDialog, ParametersPanel):
        monkeypatch.setattr(module, "iface", None)
    monkeypatch.setattr(estimate_dialog, "model_folders", lambda: (models,))
    monkeypatch.setattr(estimate_dialog, "WAIT_MILLISECONDS", 20)
    dialog = dispose(algorithm("removeclouds").createCustomParametersWidget(None))
    dialog.setParameters({"MODEL": "identity", "DEVICE": "cpu", "OPTICAL": scene[1].id()})
    yield dialog.mainWidget()
    dialog.reject()


def says(panel, text):
    from qgis.PyQt.QtCore import QEventLoop, QTimer

    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if panel.line.text().startswith(text) else None)
    timer.start(20)
    QTimer.singleShot(20_000, loop.quit)
    loop.exec()
    timer.stop()
    return panel.line.text().startswith(text) or panel.line.text()


def test_the_estimate_follows_the_part(panel, scene, polygons):
    def choose(name, value):
        panel.wrappers[name].setParameterValue(value, panel.processing_context)

    # 4 x 4 tiles of 32 pixels, 24 apart.
    assert says(panel, "Estimate: at most 16 tiles") is True
    choose("FEATHER", 0.0)
    choose("EXTENT", QgsReferencedRectangle(pixels(scene[1], 45, 50, 53, 58), scene[1].crs()))
    assert says(panel, "Estimate: at most 4 tiles") is True
    choose("MASK", scene[0]["MASK"])
    assert says(panel, "Estimate: 4 of 16 tiles") is True
    choose("EXTENT", "0,1,0,1 [EPSG:32632]")
    assert says(panel, "No estimate: The part to restore lies outside") is True
