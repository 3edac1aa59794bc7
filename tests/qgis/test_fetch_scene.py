"""Fetch scene inside QGIS, out of a catalogue on this machine."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsRasterLayer

HERE = Path(__file__).resolve().parent
SPEC = importlib.util.spec_from_file_location(
    "catalogue_server", HERE.parent / "unit" / "engine" / "catalogue" / "conftest.py"
)
catalogue = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(catalogue)
server = catalogue.server


@pytest.fixture
def run():
    """Run the algorithm as Processing does, with the catalogue 'static'."""
    from unveil.plugin.algorithms.fetch_scene import FetchScene

    def start(**parameters):
        algorithm = FetchScene().create()
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
        values = {"CATALOGUE": "static", "RADAR_CATALOGUE": "static", "REFERENCES": 0, **parameters}
        right, reason = algorithm.checkParameterValues(values, context)
        if not right:
            raise QgsProcessingException(reason)
        results, successful = algorithm.run(values, context, feedback)
        return results, feedback.textLog(), successful

    return start


def test_an_extent_and_a_date_give_a_prepared_scene_with_its_radar(qgis_app, server, run, tmp_path):
    server.add_optical("S2_scene", "2021-06-30")
    server.add_radar("S1_near", "2021-07-01")
    address = f"{server.address}/api"
    results, log, successful = run(
        EXTENT="4.272,4.278,45.142,45.146 [EPSG:4326]",
        DATE="2021-06-29",
        ADDRESS=address,
        RADAR_ADDRESS=address,
        FOLDER=str(tmp_path / "out"),
    )
    assert successful, log
    optical = QgsRasterLayer(results["OPTICAL"], "optical")
    assert optical.isValid() and optical.bandCount() == 12 and optical.width() < 80
    assert QgsRasterLayer(results["RADAR"], "radar").bandCount() == 2
    assert results["ITEM_FILE"].endswith("S2_scene.json") and results["REFERENCES_FOUND"] == 0
    assert "S2_scene of 2021-06-30" in log


def test_what_is_missing_is_said_before_the_run(qgis_app, run, tmp_path):
    with pytest.raises(QgsProcessingException, match="Give an item, or an extent and a date"):
        run(FOLDER=str(tmp_path))
