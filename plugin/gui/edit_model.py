"""*Edit Model* of the toolbox for the models that ship: a copy in the model designer, which is saved elsewhere."""

from __future__ import annotations

from processing.gui.ContextAction import ContextAction
from qgis.core import QgsApplication, QgsProcessingModelAlgorithm
from qgis.PyQt.QtCore import QCoreApplication


class EditShippedModel(ContextAction):
    """What QGIS has for models of the user only, by the same name."""

    def __init__(self):
        super().__init__()
        self.name = QCoreApplication.translate("EditModelAction", "Edit Model…")

    def isEnabled(self):  # noqa: N802
        return isinstance(self.itemData, QgsProcessingModelAlgorithm) and self.itemData.provider().id() == "unveil"

    def execute(self):
        from processing.modeler.ModelerDialog import ModelerDialog

        # Without the file's path: saving asks for a name, and what ships stays as it is.
        copy = QgsProcessingModelAlgorithm()
        copy.loadVariant(self.itemData.toVariant())
        designer = ModelerDialog.create(copy)
        designer.update_model.connect(_show_saved)
        designer.show()
        designer.activate()


def _show_saved() -> None:
    """Have the toolbox show what was saved among the user's models."""
    provider = QgsApplication.processingRegistry().providerById("model")
    if provider is not None:
        provider.refreshAlgorithms()
