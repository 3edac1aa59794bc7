"""Several scenes one after another, in QGIS's own batch dialog."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsProcessingModelAlgorithm
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEventLoop, QTimer

pytest.importorskip("onnxruntime")


@pytest.fixture
def batch(qgis_app, qgis_processing, qgis_iface, qgis_new_project, monkeypatch):
    """A function that runs rows of parameters in the batch dialog: (results of good rows, errors of the others)."""
    from processing.gui import BatchAlgorithmDialog, BatchPanel

    for module in (BatchAlgorithmDialog, BatchPanel):
        monkeypatch.setattr(module, "iface", None)
    told = {}

    class Dialog(BatchAlgorithmDialog.BatchAlgorithmDialog):
        def createSummaryTable(self, results, errors):  # noqa: N802
            told.update(results=results, errors=errors)

    def run(algorithm, rows):
        dialog = Dialog(algorithm)
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: loop.quit() if told else None)
        timer.start(20)
        QTimer.singleShot(60_000, loop.quit)
        dialog.execute(rows)
        loop.exec()
        timer.stop()
        if not sip.isdeleted(dialog):
            dialog.close()
        assert told, "the batch did not end within a minute"
        return told["results"], told["errors"]

    return run


@pytest.fixture
def scene(tmp_path, raster_file):
    from fixtures.rasters import S2, optical_dn, radar_db

    def write(number, height, width):
        optical = raster_file(f"s2_{number}.tif", optical_dn(height, width, number), names=S2)
        radar = raster_file(f"s1_{number}.tif", radar_db(height, width, number), names=["VV", "VH"])
        mask = raster_file(f"mask_{number}.tif", np.ones((1, height, width), np.uint8), nodata=255)
        output = str(tmp_path / f"out_{number}.tif")
        return {"OPTICAL": optical, "RADAR": radar, "MASK": mask, "MODEL": "identity", "OUTPUT": output}

    return write


def test_scenes_of_several_sizes_are_done_one_after_another(
    batch, algorithm, scene, identity_card, models, read_raster
):
    rows = [scene(number, *size) for number, size in enumerate([(40, 50), (33, 90), (100, 31)])]
    results, errors = batch(algorithm("removeclouds"), rows)
    assert len(results) == 3 and not errors
    for row, result in zip(rows, results):
        np.testing.assert_array_equal(read_raster(row["OUTPUT"]), read_raster(row["OPTICAL"]))
        assert result["parameters"]["OPTICAL"] == row["OPTICAL"]
        assert result["results"]["OUTPUT"] == row["OUTPUT"] and result["results"]["TILES_PREDICTED"] > 0


def test_a_row_that_fails_is_told_and_the_others_go_on(batch, algorithm, scene, identity_card, models, tmp_path):
    rows = [scene(number, 40, 40) for number in range(3)]
    rows[1]["RADAR"] = rows[1]["OPTICAL"]
    results, errors = batch(algorithm("removeclouds"), rows)
    assert [result["parameters"]["OPTICAL"] for result in results] == [rows[0]["OPTICAL"], rows[2]["OPTICAL"]]
    assert len(errors) == 1 and "The radar raster is the optical raster" in " ".join(map(str, errors[0]["errors"]))
    assert (tmp_path / "out_2.tif").exists() and not (tmp_path / "out_1.tif").exists()


def test_masks_in_a_batch_bring_their_numbers_into_the_summary(batch, algorithm, scene, tmp_path):
    rows = [
        {"INPUT": scene(number, 40, 40)["OPTICAL"], "OUTPUT": str(tmp_path / f"m{number}.tif")} for number in range(2)
    ]
    results, errors = batch(algorithm("maskclouds"), rows)
    assert len(results) == 2 and not errors
    assert all(0 <= result["results"]["CLOUD_COVER"] <= 100 for result in results)


def test_the_shipped_model_runs_in_a_batch(batch, scene, identity_card, models, root, tmp_path, qgis_app):
    from qgis.core import QgsApplication

    from unveil.plugin.provider import UnveilProvider

    provider = UnveilProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    try:
        model = QgsProcessingModelAlgorithm()
        assert model.fromFile(str(root / "resources" / "models" / "remove_and_evaluate.model3"))
        rows = []
        for number in range(2):
            files = scene(number, 40, 40)
            row = {name: files[name] for name in ("OPTICAL", "RADAR", "MODEL")}
            outputs = {name: str(tmp_path / f"{name}{number}.tif") for name in ("cloud_mask", "cloud_free")}
            rows.append({**row, "REFERENCE": files["OPTICAL"], **outputs})
        results, errors = batch(model, rows)
    finally:
        QgsApplication.processingRegistry().removeProvider(provider)
    assert len(results) == 2 and not errors
    assert all((tmp_path / f"{name}{number}.tif").exists() for name in outputs for number in range(2))
