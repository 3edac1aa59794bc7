"""The model that ships, and how algorithms behave in other people's models."""

from __future__ import annotations

import json

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
)

pytest.importorskip("onnxruntime")


@pytest.fixture
def provider(qgis_app, qgis_processing):
    from unveil.plugin.provider import UnveilProvider

    provider = UnveilProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture
def shipped(provider, root):
    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(root / "resources" / "models" / "remove_and_evaluate.model3"))
    return model


def names(definitions):
    return [definition.name() for definition in definitions]


def test_it_opens_knows_its_steps_and_validates(shipped):
    steps = shipped.childAlgorithms()
    assert {name: step.algorithmId() for name, step in steps.items()} == {
        "mask": "unveil:maskclouds",
        "remove": "unveil:removeclouds",
        "evaluate": "unveil:evaluate",
    }
    assert shipped.validate() == (True, [])
    assert names(shipped.parameterDefinitions())[:6] == ["OPTICAL", "RADAR", "REFERENCE", "METHOD", "MODEL", "DEVICE"]
    assert set(names(shipped.destinationParameterDefinitions())) == {"cloud_mask", "cloud_free", "scores"}


def test_the_toolbox_shows_it_beside_the_algorithms_with_its_outputs(provider):
    shown = QgsApplication.processingRegistry().createAlgorithmById("unveil:Remove clouds and evaluate")
    assert shown.displayName() == "Remove clouds and evaluate" and shown.provider() is provider
    assert set(names(shown.destinationParameterDefinitions())) == {"cloud_mask", "cloud_free", "scores"}
    assert shown.canExecute()[0]


def test_it_comes_back_when_the_provider_is_refreshed(provider):
    provider.refreshAlgorithms()
    provider.refreshAlgorithms()
    assert len([a for a in provider.algorithms() if isinstance(a, QgsProcessingModelAlgorithm)]) == 1


def test_masking_removal_and_evaluation_run_in_one_go(
    tmp_path, shipped, run_in_background, scene_files, raster_file, read_raster, identity_card, models, log
):
    optical, radar, _ = scene_files(60, 70)
    clear = raster_file("clear.tif", read_raster(optical) + np.uint16(10), names=[f"B{n}" for n in BANDS])
    results = {name: str(tmp_path / f"{name}.{kind}") for name, kind in OUTPUTS.items()}
    values = {"OPTICAL": optical, "RADAR": radar, "REFERENCE": clear, "MODEL": "identity", "DEVICE": "cpu", **results}
    succeeded, outcome, _ = run_in_background(shipped.create(), values)
    assert succeeded, log.text
    np.testing.assert_array_equal(read_raster(results["cloud_free"]), read_raster(optical))
    assert set(np.unique(read_raster(results["cloud_mask"]))) <= {0, 1, 2, 3}
    page = (tmp_path / "scores.html").read_text(encoding="utf-8")
    assert "PSNR" in page and outcome["scores"] == results["scores"]
    steps = outcome["CHILD_RESULTS"]
    assert steps["evaluate"]["MAE"] == pytest.approx(0.001) and steps["remove"]["DEVICE_USED"] == "cpu"


BANDS = ("1", "2", "3", "4", "5", "6", "7", "8", "8A", "9", "10", "11", "12")
OUTPUTS = {"cloud_mask": "tif", "cloud_free": "tif", "scores": "html"}


def test_a_step_that_refuses_ends_the_model_with_its_sentence(
    tmp_path, shipped, run_in_background, scene_files, identity_card, models, log
):
    optical, _, _ = scene_files(40, 40)
    values = {"OPTICAL": optical, "RADAR": optical, "REFERENCE": optical, "MODEL": "identity"}
    succeeded, _, _ = run_in_background(
        shipped.create(), {**values, **{n: str(tmp_path / f"{n}.{k}") for n, k in OUTPUTS.items()}}
    )
    assert not succeeded and "The radar raster is the optical raster" in log.text and "Traceback" not in log.text
    assert not (tmp_path / "cloud_free.tif").exists()


def test_the_tool_makes_exactly_what_ships(provider, root, tmp_path):
    from unveil.tools.make_model import write_model

    write_model(tmp_path / "again.model3")
    again = (tmp_path / "again.model3").read_text(encoding="utf-8")
    assert again == (root / "resources" / "models" / "remove_and_evaluate.model3").read_text(encoding="utf-8")


def test_it_holds_no_path_and_no_name_of_a_user(root):
    text = (root / "resources" / "models" / "remove_and_evaluate.model3").read_text(encoding="utf-8")
    assert "/home/" not in text and "/root" not in text and str(root) not in text and "file:" not in text


@pytest.fixture
def modeler(provider, qgis_iface, monkeypatch):
    """A function that opens the dialog in which the model designer asks for an algorithm's parameters."""
    from processing.gui import wrappers
    from processing.modeler import ModelerParametersDialog

    for module in (ModelerParametersDialog, wrappers):
        monkeypatch.setattr(module, "iface", None, raising=False)
    return ModelerParametersDialog.ModelerParametersDialog


@pytest.mark.parametrize("name", ["maskclouds", "removeclouds", "evaluate", "preparesentinel2"])
def test_the_model_designer_asks_for_every_parameter(provider, modeler, name):
    algorithm = provider.algorithm(name).create()
    dialog = modeler(algorithm, QgsProcessingModelAlgorithm("model", ""))
    asked = {p.name() for p in algorithm.parameterDefinitions() if not p.isDestination()}
    assert asked <= set(dialog.widget.widget.wrappers)
    dialog.close()


def test_in_a_model_of_somebody_else_a_number_of_one_step_feeds_the_next(
    tmp_path, provider, run_in_background, scene_files, log
):
    """The cloud cover that Mask clouds returns becomes, as text, what another algorithm is given."""
    optical, _, _ = scene_files(40, 40)
    model = QgsProcessingModelAlgorithm("cover", "")
    first = QgsProcessingModelChildAlgorithm("unveil:maskclouds")
    first.setChildId("mask")
    first.addParameterSources("INPUT", [QgsProcessingModelChildParameterSource.fromStaticValue(optical)])
    second = QgsProcessingModelChildAlgorithm("native:stringconcatenation")
    second.setChildId("join")
    second.addParameterSources("INPUT_1", [QgsProcessingModelChildParameterSource.fromStaticValue("cover=")])
    second.addParameterSources(
        "INPUT_2", [QgsProcessingModelChildParameterSource.fromChildOutput("mask", "CLOUD_COVER")]
    )
    for step in (first, second):
        model.addChildAlgorithm(step)
    assert model.validate()[0]
    succeeded, outcome, _ = run_in_background(model, {})
    assert succeeded, log.text
    steps = outcome["CHILD_RESULTS"]
    assert float(steps["join"]["CONCATENATION"].partition("=")[2]) == pytest.approx(steps["mask"]["CLOUD_COVER"])
    json.dumps(steps["mask"])


@pytest.mark.parametrize(
    "code, name, label", [("es", "Eliminar nubes y evaluar", "Referencia despejada"), ("", "", "")]
)
def test_it_speaks_the_language_of_qgis_and_keeps_its_names(root, tmp_path, provider, code, name, label):
    from qgis.PyQt.QtCore import QCoreApplication

    from unveil.plugin.languages import install_translator
    from unveil.tools.package import translations

    for file, data in translations(root).items():
        (tmp_path / file.rpartition("/")[2]).write_bytes(data)
    translator = install_translator(code, tmp_path) if code else None
    shown = QgsApplication.processingRegistry().createAlgorithmById("unveil:Remove clouds and evaluate")
    try:
        assert shown.displayName() == (name or "Remove clouds and evaluate")
        assert shown.parameterDefinition("REFERENCE").description() == (label or "Clear reference")
        assert (shown.groupId(), shown.group()) == ("evaluate", "Evaluar" if code else "Evaluate")
        assert ("Tres pasos" if code else "Three steps") in shown.shortHelpString()
        assert names(shown.parameterDefinitions())[:3] == ["OPTICAL", "RADAR", "REFERENCE"]
    finally:
        if translator is not None:
            QCoreApplication.removeTranslator(translator)


def test_every_text_of_its_file_is_given_to_translators(provider):
    from unveil.plugin.provider import MODELS
    from unveil.plugin.shipped_model import TEXTS
    from unveil.tools.translations import texts

    known = set(texts(MODELS.parents[1] / "plugin"))
    found = list(MODELS.glob("*.model3"))
    assert found
    for path in found:
        model = QgsProcessingModelAlgorithm()
        assert model.fromFile(str(path))
        shown = {model.displayName(), model.shortDescription(), *model.helpContent().values()}
        shown |= {definition.description() for definition in model.parameterDefinitions()}
        assert shown - {"", "Unveil"} <= known and set(TEXTS) & shown
