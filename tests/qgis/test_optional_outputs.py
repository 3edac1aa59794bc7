"""Optional outputs that are skipped: the batch table hands over an empty layer definition, which is not false."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.products import make_safe
from fixtures.rasters import S2, optical_dn, radar_db
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProject,
)

pytest.importorskip("onnxruntime")


def skipped(algorithm):
    """Return a definition that says nothing for each optional output, as the batch table does."""
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    return {
        each.name(): QgsProcessingOutputLayerDefinition("", QgsProject.instance())
        for each in algorithm.destinationParameterDefinitions()
        if each.flags() & optional and each.type() == "rasterDestination"
    }


@pytest.fixture
def inputs(raster_file, tmp_path):
    mask = np.zeros((1, 40, 50), np.uint8)
    mask[0, 10:20, 10:20] = 1
    optical = raster_file("s2.tif", optical_dn(40, 50), names=S2)
    output = str(tmp_path / "out.tif")
    return {
        "removeclouds": {
            "OPTICAL": optical,
            "RADAR": raster_file("s1.tif", radar_db(40, 50), names=["VV", "VH"]),
            "MASK": raster_file("mask.tif", mask),
            "MODEL": "identity",
            "DEVICE": "cpu",
            "OUTPUT": output,
        },
        "maskclouds": {"INPUT": optical, "METHOD": "spectral", "OUTPUT": output},
        "preparesentinel2": {"INPUT": str(make_safe(tmp_path)), "OUTPUT": output},
        "evaluate": {"PREDICTION": optical, "REFERENCE": raster_file("clear.tif", optical_dn(40, 50, 1), names=S2)},
    }


@pytest.mark.parametrize("name", ["removeclouds", "maskclouds", "preparesentinel2", "evaluate"])
def test_skipped_outputs_are_not_asked_for(name, inputs, identity_card, models, log, qgis_processing):
    from unveil.plugin.provider import UnveilProvider

    provider = UnveilProvider()
    provider.refreshAlgorithms()
    algorithm = provider.algorithm(name).create()
    given = {**inputs[name], **skipped(algorithm)}
    assert len(given) > len(inputs[name]) or name == "evaluate"
    context = QgsProcessingContext()
    right, reason = algorithm.checkParameterValues(given, context)
    assert right, reason
    results, good = algorithm.run(given, context, log)
    assert good, log.text
    assert set(skipped(algorithm)).isdisjoint(name for name, value in results.items() if value)
