"""The plugin's life in QGIS: its provider comes and goes with it."""

from __future__ import annotations

from qgis.core import QgsApplication

from .languages import install_translator, language, remove_translator
from .provider import UnveilProvider
from .runtime.path import append_runtime_folders


class UnveilPlugin:
    """What QGIS loads and unloads. Nothing here imports a network runtime, asks the network or shows a dialog."""

    def __init__(self, iface):
        self.iface = iface
        self.translator = None
        self.provider = None
        self.desktop = None
        self.sample = None

    def initProcessing(self):  # noqa: N802
        append_runtime_folders()
        # Before the provider: QGIS asks the algorithms for their names once, when they are loaded.
        self.translator = install_translator(language(self.iface is not None))
        self.provider = UnveilProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):  # noqa: N802
        from .gui.desktop import Desktop
        from .gui.sample_project import SampleProject

        self.initProcessing()
        self.desktop = Desktop(self.iface)
        self.sample = SampleProject(self.iface, self.desktop.panel)
        self.desktop.dock.sample_wanted.connect(self._open_sample)

    def _open_sample(self):
        self.sample.open()
        # The comparison has come to the front; the next step is in the dock.
        self.desktop.dock.show_up()

    def unload(self):
        if self.sample is not None:
            self.sample.remove()
            self.sample = None
        if self.desktop is not None:
            self.desktop.remove()
            self.desktop = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            remove_translator(self.translator)
            self.translator = None
