"""Masks that are no raster on the grid: polygons drawn by hand, and codings that are named."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingContext, QgsProject, QgsRectangle, QgsVectorLayer

pytest.importorskip("onnxruntime")


@pytest.fixture
def removed(algorithm, scene_files, fill_card, models, tmp_path, log, read_raster):
    """A function that removes clouds with a mask and returns (pixels that changed, outputs)."""

    def run(mask, **more):
        optical, radar, _ = scene_files(40, 60)
        output = str(tmp_path / "out.tif")
        given = {"OPTICAL": optical, "RADAR": radar, "MASK": mask, "MODEL": "fill", "DEVICE": "cpu", "FEATHER": 0}
        made = algorithm("removeclouds")
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        right, reason = made.checkParameterValues({**given, "OUTPUT": output, **more}, context)
        assert right, reason
        results, good = made.run({**given, "OUTPUT": output, **more}, context, log)
        assert good, log.text
        return (read_raster(output) != read_raster(optical)).any(axis=0), results

    return run


def drawn(*rectangles):
    layer = QgsVectorLayer("Polygon?crs=EPSG:32631", "clouds", "memory")
    for rectangle in rectangles:
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(*rectangle)))
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_clouds_drawn_in_a_scratch_layer_are_restored(removed, qgis_new_project):
    layer = drawn((600101, 4999801, 600199, 4999899))
    for mask in (layer, layer.id()):
        changed, results = removed(mask, MASK_DILATION=0)
        expected = np.zeros((40, 60), bool)
        expected[10:20, 10:20] = True
        np.testing.assert_array_equal(changed, expected)
        assert results["WARNINGS"] == ""


def test_a_named_coding_is_used_and_an_inverted_mask_is_an_output(removed, raster_file):
    codes = np.ones((1, 40, 60), np.uint8)
    codes[0, :10] = 2
    mask = raster_file("fmask.tif", codes)
    changed, results = removed(mask, MASK_CODING="fmask-python", MASK_DILATION=0)
    assert changed[:10].all() and not changed[10:].any()
    _, results = removed(raster_file("m.tif", np.ones((1, 40, 60), np.uint8)))
    assert "nothing of it is clear" in results["WARNINGS"]
