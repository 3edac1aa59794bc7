"""Start, steps, run and what comes after, each by the Processing algorithms that the toolbox has as well."""

from __future__ import annotations

from processing.gui.AlgorithmDialogBase import AlgorithmDialogBase
from qgis.core import Qgis, QgsApplication, QgsProcessing, QgsProject, QgsRasterLayer
from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...results import results
from ...translation import tr
from ...true_colour import draw_sentinel, is_quick
from ..preselect import LEAST_OPTICAL_BANDS, clear_reference, guess_scene, project_rasters
from ..time_left import TimeLeft
from .host import Host
from .preview import Preview
from .runner import Runner, loaded
from .start_page import StartPage
from .steps import MASK, StepsPanel, what_is_missing

REMOVE, MASK_CLOUDS = "unveil:removeclouds", "unveil:maskclouds"
TICK_MILLISECONDS = 500
LEAST_WIDTH = 364
"""Pixels that the lists of layers with their buttons need, beside the bar that scrolls them."""

MASK_PREVIEW = "unveil_mask_preview"


class SceneWidget(QWidget):
    """compare_wanted: the ids of the layers before and after. sample_wanted, dialog_wanted (algorithm, parameters).

    map_wanted: something is to be seen on the map itself.
    """

    compare_wanted = pyqtSignal(str, str)
    sample_wanted = pyqtSignal()
    dialog_wanted = pyqtSignal(str, dict)
    map_wanted = pyqtSignal()

    def __init__(self, iface, parent=None):
        super().__init__(parent)
        self._iface = iface
        self._pair = None
        self._made = []
        self._left = None
        self._chosen = (None, None)
        self._previewing = False
        self.runner = Runner(self)
        self.preview = Preview(iface.mapCanvas(), self)
        self._host = Host(iface.messageBar(), self)
        # The panel does not keep its algorithm alive.
        self._algorithm = QgsApplication.processingRegistry().createAlgorithmById(REMOVE)
        self.panel = StepsPanel(self._host, self._algorithm)
        self.panel.hide()
        self.start_page = StartPage()
        self._build()
        self._connect()
        self.look_again()

    def _build(self):
        self.mask_button = QPushButton(tr("Show the mask on the map"))
        self.mask_button.setMinimumWidth(1)
        self.panel.boxes[MASK].layout().insertWidget(0, self.mask_button)
        self.panel.boxes[MASK].setVisible(True)
        self.run_button, self.cancel_button = QPushButton(tr("Remove the clouds")), QPushButton(tr("Cancel"))
        self.run_button.setObjectName("UnveilRun")
        self.cancel_button.setEnabled(False)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.status = QLabel()
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.compare_button, self.report_button = QPushButton(tr("Compare")), QPushButton(tr("Report ..."))
        self.compare_button.setToolTip(tr("The scene and its result on the map, with a divider to drag."))
        self.report_button.setToolTip(
            tr("Scores of this result, and of other results of the scene, beside a clear image of another date.")
        )
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setMinimumHeight(110)
        log_box = QgsCollapsibleGroupBox(tr("Messages"))
        QVBoxLayout(log_box).addWidget(self.log)
        log_box.setCollapsed(True)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.panel.steps)
        scroll.setMinimumWidth(LEAST_WIDTH)
        work = QWidget()
        layout = QVBoxLayout(work)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.panel.line)
        layout.addLayout(_row(self.run_button, self.cancel_button))
        layout.addWidget(self.bar)
        layout.addWidget(self.status)
        layout.addLayout(_row(self.compare_button, self.report_button))
        layout.addWidget(log_box)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self._show_state()

    def _connect(self):
        self.run_button.clicked.connect(self.run)
        self.cancel_button.clicked.connect(self.runner.cancel)
        self.mask_button.clicked.connect(self.preview_mask)
        self.compare_button.clicked.connect(lambda: self.compare_wanted.emit(*self._pair))
        self.report_button.clicked.connect(self._open_report)
        self.start_page.sample_wanted.connect(self.sample_wanted)
        self.start_page.chosen.connect(self._open_files)
        self.start_page.prepare_wanted.connect(lambda name: self.dialog_wanted.emit(name, {}))
        self.runner.told.connect(self._take_message)
        self.runner.progressed.connect(self._progress)
        self.runner.ended.connect(self._finish)
        results.arrived.connect(self._take_result)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MILLISECONDS)
        self._tick.timeout.connect(self._say_time_left)
        # Several layers come one by one when a project is read: one look for all of them.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look_again)
        project = QgsProject.instance()
        project.layersAdded.connect(self._look_soon)
        project.layersRemoved.connect(self._look_soon)

    def retire(self) -> None:
        """Let go of the project, and cancel what runs, before the widget is deleted."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._look_soon)
        project.layersRemoved.disconnect(self._look_soon)
        results.arrived.disconnect(self._take_result)
        self._soon.stop()
        self._tick.stop()
        self.panel.retire()
        self.runner.retire()
        self.preview.end()

    def look_again(self) -> None:
        """Choose the layers anew, unless the user chose others, and show the steps where there is a scene."""
        if self.runner.running:
            return
        optical, radar = guess_scene(project_rasters(QgsProject.instance()), self._iface.activeLayer())
        # A list that was empty, or whose layer went, names any other layer by itself.
        if any(name is None or QgsProject.instance().mapLayer(name) is None for name in self._chosen):
            self.panel.preselect()
            self._chosen = (None if optical is None else optical.id(), None if radar is None else radar.id())
        else:
            algorithm = self.panel.algorithm()
            values = (self.panel.wrappers[name].parameterValue() for name in (algorithm.OPTICAL, algorithm.RADAR))
            self._chosen = tuple(None if value is None else str(value) for value in values)
        self.pages.setCurrentIndex(0 if optical is None else 1)

    def choose_scene(self, layer: QgsRasterLayer) -> None:
        """Take a layer for the cloudy scene, in true colour unless the user styled it, and show the steps."""
        draw_sentinel(layer)
        self.panel.wrappers[self.panel.algorithm().OPTICAL].setParameterValue(layer.id(), self.panel.processing_context)
        self.pages.setCurrentIndex(1)

    def run(self) -> None:
        """Remove the clouds with what is chosen."""
        parameters = self._parameters()
        if parameters is not None:
            self.panel.pause()
            self._left = TimeLeft(self.panel.seconds)
            layer = QgsProject.instance().mapLayer(str(parameters.get("OPTICAL")))
            if layer is not None and is_quick(layer):
                # A larger one is drawn with its result, both by one stretch.
                draw_sentinel(layer)
            self._begin(REMOVE, parameters, None if layer is None else self.preview.begin(layer))

    def preview_mask(self) -> None:
        """Make the mask that the run would make, and lay it over the map."""
        values = {name: wrapper.parameterValue() for name, wrapper in self.panel.wrappers.items()}
        known = QgsApplication.processingRegistry().createAlgorithmById(MASK_CLOUDS)
        names = {"METHOD": "MASK_METHOD", "DILATION": "MASK_DILATION"}
        parameters = {
            name: values[ours]
            for name, ours in names.items()
            if ours in values and known.parameterDefinition(name) is not None
        }
        output = QgsProcessing.TEMPORARY_OUTPUT
        self._previewing = True
        self._left = TimeLeft()
        self._begin(MASK_CLOUDS, {"INPUT": values["OPTICAL"], **parameters, "OUTPUT": loaded(output)})

    def _begin(self, name, parameters, strips=None):
        self.log.clear()
        self.status.setText("")
        self.bar.setValue(0)
        self._tick.start()
        self.runner.start(QgsApplication.processingRegistry().createAlgorithmById(name), parameters, strips)
        self._show_state()

    def _parameters(self):
        try:
            return self.panel.createProcessingParameters()
        except AlgorithmDialogBase.InvalidParameterValue as error:
            reason = what_is_missing(error.parameter)
        except AlgorithmDialogBase.InvalidOutputExtension as error:
            reason = error.message
        self._iface.messageBar().pushMessage(tr("Unveil"), reason, Qgis.MessageLevel.Warning, 8)
        return None

    def _take_message(self, kind, text):
        self.log.appendPlainText(text)
        if kind == "error":
            self._iface.messageBar().pushMessage(tr("Unveil"), text, Qgis.MessageLevel.Warning, 15)

    def _progress(self, percent):
        self.bar.setValue(int(10 * percent))
        self._say_time_left()

    def _say_time_left(self):
        if self.runner.running and self._left is not None:
            self.status.setText(self._left.text(self.bar.value() / 1000))

    def _finish(self, worked, cancelled, found):
        self._tick.stop()
        self._left = None
        self.preview.end()
        previewing, self._previewing = self._previewing, False
        said = tr("Cancelled.") if cancelled else tr("Stopped; the messages say why.")
        if worked and previewing:
            self._replace_preview(found["OUTPUT"])
            covers = found["CLOUD_COVER"], found["SHADOW_COVER"]
            said = tr("{:.2f} % cloud, {:.2f} % shadow of the valid pixels.").format(*covers)
        elif worked:
            said = tr("Done.")
        self.status.setText(said)
        self.bar.setValue(1000 if worked else 0)
        self.panel.ask()
        self._show_state()

    def _replace_preview(self, path):
        project = QgsProject.instance()
        for layer in list(project.mapLayers().values()):
            if layer.source() == path:
                layer.setCustomProperty(MASK_PREVIEW, True)
                self.map_wanted.emit()
            elif layer.customProperty(MASK_PREVIEW):
                project.removeMapLayer(layer.id())

    def _take_result(self, before, after):
        self._pair = (before, after)
        self._made.append(self._pair)
        self._show_state()

    def _show_state(self):
        running = self.runner.running
        self.run_button.setEnabled(not running)
        self.mask_button.setEnabled(not running)
        self.cancel_button.setEnabled(running)
        there = self._pair is not None and not running
        self.compare_button.setEnabled(there)
        self.report_button.setEnabled(there)

    def _open_report(self):
        before, after = self._pair
        project = QgsProject.instance()
        others = [made for scene, made in self._made if scene == before and made != after and project.mapLayer(made)]
        taken = [project.mapLayer(name) for name in self._pair]
        clear = None if None in taken else clear_reference(project_rasters(project), taken)
        values = {"PREDICTION": after, "CLOUDY": before, "OTHERS": others, "REPORT": QgsProcessing.TEMPORARY_OUTPUT}
        self.dialog_wanted.emit("unveil:evaluate", values if clear is None else {**values, "REFERENCE": clear.id()})

    def _open_files(self, paths):
        layers = [self._iface.addRasterLayer(path) for path in paths]
        layers = [layer for layer in layers if layer is not None and layer.isValid()]
        for layer in layers:
            draw_sentinel(layer)
        root = QgsProject.instance().layerTreeRoot()
        for layer in layers:
            # The scene lies above its radar, whichever was named first.
            node = root.findLayer(layer.id())
            if layer.bandCount() < LEAST_OPTICAL_BANDS and node is not None and len(layers) > 1:
                node.setItemVisibilityChecked(False)

    def _look_soon(self, *_):
        self._soon.start(0)


def _row(*widgets):
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row
