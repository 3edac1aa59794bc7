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


@pytest.fixture
def panel(qgis_app, qgis_processing, qgis_iface, qgis_new_project, monkeypatch):
    """A function that opens the batch dialog of an algorithm as people see it, and returns its table."""
    import qgis.utils
    from processing.gui import BatchAlgorithmDialog, BatchPanel

    for module in (BatchAlgorithmDialog, BatchPanel):
        monkeypatch.setattr(module, "iface", None)
    monkeypatch.setattr(qgis.utils, "iface", qgis_iface)
    opened = []

    def open_panel(make):
        opened.append(BatchAlgorithmDialog.BatchAlgorithmDialog(make()))
        return opened[-1].mainWidget()

    yield open_panel
    for dialog in opened:
        if not sip.isdeleted(dialog):
            dialog.close()


def rows_of(panel):
    """Return what the table would run, a row at a time, as the dialog asks for it."""
    from qgis.core import QgsProcessingContext

    rows = [
        panel.parametersForRow(row, QgsProcessingContext(), warnOnInvalid=True) for row in range(panel.batchRowCount())
    ]
    assert all(right for _, right in rows)
    return [row for row, _ in rows]


def set_value(panel, row, name, value):
    from qgis.core import QgsProcessingContext

    column = panel.parameter_to_column[name]
    if name == "OUTPUT":
        panel.tblParameters.cellWidget(row + 1, column).setValue(value)
    else:
        panel.wrappers[row][column].setParameterValue(value, QgsProcessingContext())


@pytest.mark.parametrize("model", ["identity", "fill", "gate"])
def test_three_rows_of_the_table_run_with_each_model(
    panel, batch, algorithm, scene, identity_card, fill_card, gate_card, models, model, read_raster
):
    table = panel(lambda: algorithm("removeclouds"))
    table.addRow(2)
    files = [scene(number, 40 + number, 40) for number in range(3)]
    for row, values in enumerate(files):
        for name, value in {**values, "MODEL": model, "DEVICE": "cpu"}.items():
            set_value(table, row, name, value)
    rows = rows_of(table)
    assert [row["MODEL"] for row in rows] == [model] * 3
    results, errors = batch(algorithm("removeclouds"), rows)
    assert len(results) == 3 and not errors, errors
    for values in files:
        expected = read_raster(values["OPTICAL"])
        if model != "identity":
            expected = np.full_like(expected, 1000)
        np.testing.assert_array_equal(read_raster(values["OUTPUT"]), expected)


def test_a_row_begins_with_the_optical_and_the_radar_layer(panel, algorithm, scene):
    from qgis.core import QgsProject, QgsRasterLayer

    files = scene(0, 40, 40)
    layers = [QgsRasterLayer(files[name], f"{place} {name}") for place, name in (("a", "RADAR"), ("b", "OPTICAL"))]
    QgsProject.instance().addMapLayers(layers)
    table = panel(lambda: algorithm("removeclouds"))
    table.addRow()
    for row in range(2):
        shown = [table.valueForParameter(row, name) for name in ("RADAR", "OPTICAL", "MASK")]
        assert shown == [layers[0].id(), layers[1].id(), None]


def test_the_shipped_models_row_begins_with_three_layers(panel, scene, qgis_app, root):
    from qgis.core import QgsApplication, QgsProject, QgsRasterLayer

    from unveil.plugin.provider import UnveilProvider

    files, clear = scene(0, 40, 40), scene(1, 40, 40)["OPTICAL"]
    layers = [
        QgsRasterLayer(path, name) for path, name in ((files["RADAR"], "a"), (clear, "b"), (files["OPTICAL"], "c"))
    ]
    QgsProject.instance().addMapLayers(layers)
    provider = UnveilProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    try:
        table = panel(lambda: provider.algorithm("Remove clouds and evaluate").create())
        shown = [table.valueForParameter(0, name) for name in ("RADAR", "OPTICAL", "REFERENCE")]
        assert shown[0] == layers[0].id() and set(shown) == {layer.id() for layer in layers}
        scores = provider.algorithm("Remove clouds and evaluate").create().parameterDefinition("scores")
        assert scores.createByDefault(), "the dialog would leave them out"
    finally:
        QgsApplication.processingRegistry().removeProvider(provider)


def test_scripts_are_suggested_no_layer(algorithm, scene, qgis_new_project):
    from qgis.core import QgsProject, QgsRasterLayer

    QgsProject.instance().addMapLayer(QgsRasterLayer(scene(0, 40, 40)["OPTICAL"], "b"))
    made = algorithm("removeclouds")
    parameter = made.parameterDefinition("RADAR")
    assert parameter.defaultValue() is None and not parameter.guiDefaultValueOverride()
