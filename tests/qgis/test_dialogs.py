"""Dialogs that the plugin opens by itself."""

from __future__ import annotations

import gc
import weakref

import pytest
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QApplication

pytest.importorskip("onnxruntime")


@pytest.fixture
def opened(qgis_processing, qgis_new_project, algorithm, models, identity_card, monkeypatch, dispose):
    """Open the dialog of Remove clouds; nobody but the plugin keeps it. Returns references that keep nothing."""
    import processing
    from processing.gui import AlgorithmDialog, ParametersPanel

    from unveil.plugin.gui import dialogs

    for module in (AlgorithmDialog, ParametersPanel):
        monkeypatch.setattr(module, "iface", None)
    asked = []

    def create(name, parameters):
        asked.append((name, parameters))
        return algorithm("removeclouds").createCustomParametersWidget(None)

    monkeypatch.setattr(processing, "createAlgorithmDialog", create)
    dialogs.open_dialog("unveil:removeclouds", {"MODEL": "identity"})
    assert asked == [("unveil:removeclouds", {"MODEL": "identity"})]
    yield [weakref.ref(each) for each in dialogs._open.values()]
    for each in list(dialogs._open.values()):
        dispose(each)
    dialogs.close_all()


def test_a_dialog_lives_as_long_as_it_is_on_the_screen(opened):
    gc.collect()
    (dialog,) = opened
    assert dialog().isVisible() and dialog().mainWidget().line is not None
    assert type(dialog()).__name__ == "EstimateDialog"


def test_one_that_is_deleted_is_forgotten_when_the_next_one_opens(opened):
    from unveil.plugin.gui import dialogs

    first = opened[0]
    sip.delete(first())
    dialogs.open_dialog("unveil:removeclouds", {})
    QApplication.processEvents()
    assert len(dialogs._open) == 1 and first() is None


def test_all_close_with_the_plugin(opened):
    from unveil.plugin.gui import dialogs

    dialog = opened[0]()
    dialogs.close_all()
    assert not dialogs._open and not dialog.isVisible()


@pytest.mark.parametrize(("name", "said"), [("maskclouds", True), ("fetchscene", False), ("benchmark", False)])
def test_only_a_run_that_leaves_nothing_is_said_to(qgis_processing, algorithm, monkeypatch, dispose, name, said):
    from processing.gui import AlgorithmDialog, ParametersPanel

    for module in (AlgorithmDialog, ParametersPanel):
        monkeypatch.setattr(module, "iface", None)
    dialog = dispose(algorithm(name).createCustomParametersWidget(None))
    feedback = dialog.createFeedback()
    feedback.cancel()
    feedback.reportError("Execution failed after 4 s")
    assert ("Cancelled; nothing was written." in feedback.textLog()) == said
    assert "failed" not in feedback.textLog()
    dialog.reject()
