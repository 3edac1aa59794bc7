"""The part of the options that says what windows begin with: model, growth of masks, folder of results."""

from __future__ import annotations

from qgis.core import QgsSettings
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QGroupBox

from ..defaults import FOLDER, GROWTH, MODEL, wanted_growth, wanted_model
from ..installed_models import installed_models
from ..translation import tr

_NONE = -1.0


class BeginWith(QGroupBox):
    """Shows the settings of `defaults`; `apply` keeps what was changed."""

    def __init__(self, parent=None):
        super().__init__(tr("Begin with"), parent)
        self.model = QComboBox()
        self.model.addItem(tr("the default model"), "")
        for card in installed_models():
            self.model.addItem(f"{card.title} ({card.id})", card.id)
        self.model.setCurrentIndex(max(self.model.findData(wanted_model()), 0))
        self.growth = QDoubleSpinBox()
        self.growth.setRange(_NONE, 2000.0)
        self.growth.setDecimals(0)
        self.growth.setSingleStep(10)
        self.growth.setSpecialValueText(tr("the default growth"))
        self.growth.setSuffix(" m")
        self.growth.setValue(_NONE if wanted_growth() is None else wanted_growth())
        self.folder = QgsFileWidget()
        self.folder.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.folder.setFilePath(QgsSettings().value(FOLDER, "", type=str))
        self.folder.setToolTip(tr("Empty: results are temporary until you save them."))
        form = QFormLayout(self)
        form.addRow(tr("Model"), self.model)
        form.addRow(tr("Growth of masks"), self.growth)
        form.addRow(tr("Folder of results"), self.folder)

    def apply(self) -> None:
        """Keep what is shown; dialogs that are opened next begin with it."""
        settings = QgsSettings()
        settings.setValue(MODEL, self.model.currentData())
        settings.setValue(FOLDER, self.folder.filePath())
        if self.growth.value() == _NONE:
            settings.remove(GROWTH)
        else:
            settings.setValue(GROWTH, self.growth.value())
