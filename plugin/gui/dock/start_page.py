"""What the dock shows where a project has no scene yet: the sample in one click, or files of one's own."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from ...translation import tr

GUIDE = "https://github.com/unveil-qgis/unveil/blob/main/docs/user_guide.md"


class StartPage(QWidget):
    """sample_wanted: the sample project. chosen: paths of rasters. prepare_wanted: id of an algorithm."""

    sample_wanted = pyqtSignal()
    chosen = pyqtSignal(list)
    prepare_wanted = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.addWidget(
            _text(
                tr("Unveil restores the ground below clouds of a Sentinel-2 scene with the help of Sentinel-1 radar.")
            )
        )
        layout.addWidget(_text(f"<b>{tr('Try it')}</b>"))
        self.sample_button = QPushButton(tr("Open the sample scene"))
        self.sample_button.clicked.connect(self.sample_wanted)
        layout.addWidget(self.sample_button)
        layout.addWidget(_text(f"<b>{tr('Your own data')}</b>"))
        self.open_button = QPushButton(tr("Open a scene and its radar ..."))
        self.open_button.setToolTip(
            tr("Two rasters: Sentinel-2 with its bands on a 10 m grid, and Sentinel-1 with VV and VH in dB.")
        )
        self.open_button.clicked.connect(self._choose)
        layout.addWidget(self.open_button)
        for name, title in (
            ("unveil:preparesentinel2", tr("Prepare a Sentinel-2 product ...")),
            ("unveil:preparesentinel1", tr("Prepare a Sentinel-1 product ...")),
        ):
            button = QPushButton(title)
            button.clicked.connect(lambda _=False, name=name: self.prepare_wanted.emit(name))
            layout.addWidget(button)
        guide = _text(f'<a href="{GUIDE}">{tr("User guide")}</a>')
        guide.setOpenExternalLinks(True)
        layout.addWidget(guide)
        layout.addStretch(1)

    def _choose(self):
        paths, _ = QFileDialog.getOpenFileNames(
            self, tr("A scene and its radar"), "", tr("Rasters (*.tif *.tiff *.vrt *.jp2 *.img);;All files (*)")
        )
        if paths:
            self.chosen.emit(paths)


def _text(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label
