"""The dialog of Remove clouds: Processing's own, with layers chosen by their bands and a line on time and memory."""

from __future__ import annotations

from processing.gui.ParametersPanel import ParametersPanel
from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QComboBox, QLabel

from ...models.plain import PLAIN
from ...models.registry import list_models
from ..algorithms.base import is_wanted, sentences
from ..defaults import result_name, result_path, wanted_folder
from ..layers import Source, source_of
from ..part import part_from
from ..paths import model_folders
from ..references import REFERENCE
from ..translation import tr
from .dialog import UnveilDialog
from .estimate_task import EstimateTask, Question
from .model_line import model_line
from .narrow import let_shrink
from .proposals import Proposals

TEMPORARY = QgsProcessing.TEMPORARY_OUTPUT
WAIT_MILLISECONDS = 400
"""How long the dialog must rest before it is looked at again."""


class EstimateDialog(UnveilDialog):
    """What the toolbox, the locator and menus open; batch, modeler and qgis_process do without it."""

    def __init__(self, algorithm, parent=None):
        super().__init__(algorithm, parent=parent)
        # Above the buttons, where it is seen at any size of the window.
        self.layout().insertWidget(self.layout().count() - 1, self.mainWidget().line)
        # `finished` is a method here, which hides the signal.
        self.rejected.connect(self.mainWidget().retire)

    def getParametersPanel(self, alg, parent):  # noqa: N802
        return EstimatePanel(parent, alg)

    def expected_seconds(self):
        return self.mainWidget().seconds

    def runAlgorithm(self):  # noqa: N802
        self.mainWidget().pause()
        super().runAlgorithm()

    def finish(self, *arguments, **keywords):
        super().finish(*arguments, **keywords)
        self.mainWidget().ask()


class EstimatePanel(ParametersPanel):
    """The parameters of Remove clouds and the line of an estimate that follows what is chosen."""

    def __init__(self, parent, algorithm):
        # Before the widgets are laid out, which happens when the panel is made.
        self.model_line = _small_line("UnveilModel")
        super().__init__(parent, algorithm)
        self._task = None
        self._retired = False
        self._said_model = None
        self._naming, self._proposed = False, ""
        self._asked = None
        self.seconds = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MILLISECONDS)
        self._timer.timeout.connect(self.ask)
        self.line = _small_line("UnveilEstimate")
        self._name_models()
        self.proposals = Proposals(self)
        self.preselect()
        let_shrink(self)
        for wrapper in self.wrappers.values():
            wrapper.widgetValueHasChanged.connect(self._changed)
        self._changed()

    def addParameterWidget(self, parameter, widget, stretch=0):  # noqa: N802
        super().addParameterWidget(parameter, widget, stretch)
        if parameter.name() == self.algorithm().MODEL:
            super().addParameterWidget(parameter, self.model_line, 0)

    def retire(self) -> None:
        """Ask nothing ever again, whatever becomes of the lists of layers, before the panel is deleted."""
        self._retired = True
        self.proposals.stop()
        self.stop()

    def pause(self) -> None:
        """Ask nothing while a run goes on, and leave no answer that is half."""
        half = self._task is not None and self._task.going
        self.stop()
        if half:
            self.line.setText("")

    def stop(self) -> None:
        """Ask no more until something else is chosen, and cancel what is being asked."""
        self._timer.stop()
        self._asked = None
        if self._task is not None:
            self._task.stop()
            self._task = None

    def ask(self) -> None:
        """Estimate for what is chosen now, unless that is known or being worked on."""
        if self._retired:
            return
        try:
            question = self.question()
        except QgsProcessingException as error:
            self.stop()
            self.line.setText(tr("No estimate: {}").format(error))
            return
        if question == self._asked:
            return
        self.stop()
        self._asked = question
        self.seconds = None
        if question is None:
            self.line.setText("")
            return
        self.line.setText(tr("Estimating ..."))
        self._task = EstimateTask(question)
        self._task.said.connect(self._show)
        self._task.start()

    def question(self) -> Question | None:
        """Return what is chosen in plain values, or None while there is no optical raster."""
        algorithm, context = self.algorithm(), self.processing_context
        values = {name: wrapper.parameterValue() for name, wrapper in self.wrappers.items() if name != algorithm.OUTPUT}
        optical = _source(values[algorithm.OPTICAL], context)
        if optical is None:
            return None
        overlap = values[algorithm.OVERLAP]
        keeps = algorithm.parameterAsBoolean(values, algorithm.KEEP_CLEAR, context)
        return Question(
            optical,
            _mask(values[algorithm.MASK], context),
            algorithm.parameterAsString(values, algorithm.MODEL, context),
            algorithm.parameterAsEnumString(values, algorithm.DEVICE, context),
            None if overlap is None else algorithm.parameterAsInt(values, algorithm.OVERLAP, context),
            algorithm.parameterAsDouble(values, algorithm.FEATHER, context) if keeps else 0.0,
            algorithm.parameterAsDouble(values, algorithm.MASK_THRESHOLD, context),
            algorithm.parameterAsEnumString(values, algorithm.MASK_CODING, context),
            algorithm.parameterAsDouble(values, algorithm.MASK_DILATION, context),
            is_wanted(values.get(algorithm.CLEAR_SKY)),
            tuple(model_folders()),
            self._part(values),
            len(algorithm.parameterAsLayerList(values, REFERENCE, context) or []),
        )

    def _part(self, values):
        with sentences():
            layer = self.algorithm().parameterAsRasterLayer(values, self.algorithm().OPTICAL, self.processing_context)
            return part_from(self.algorithm(), values, self.processing_context, layer) if layer else None

    def preselect(self) -> None:
        """Choose the layers of the project that look right."""
        self.proposals.begin()

    def setParameters(self, parameters):  # noqa: N802
        super().setParameters(parameters)
        self.proposals.leave(parameters)

    def _changed(self, *_) -> None:
        # The widgets go one by one, and those that go last still tell that their layers went.
        if self._retired:
            return
        self._timer.start()
        self._name_output()
        if self._model_and_device() != self._said_model:
            self._say_model()

    def _name_models(self) -> None:
        """Have the list show the models by their names; the value stays the id."""
        names = {card.id: card.title for card in (*list_models(model_folders()), PLAIN)}
        box = self.wrappers[self.algorithm().MODEL].wrappedWidget()
        if isinstance(box, QComboBox):
            for index in range(box.count()):
                name = box.itemData(index)
                box.setItemText(index, f"{names[name]} ({name})" if name in names else str(name))

    def _name_output(self) -> None:
        """Propose a file in the folder of results, if there is one, until the user chooses another."""
        folder = wanted_folder()
        wrapper = self.wrappers[self.algorithm().OUTPUT]
        if not folder or self._naming or output_text(wrapper.parameterValue()) not in ("", TEMPORARY, self._proposed):
            return
        value = self.wrappers[self.algorithm().OPTICAL].parameterValue()
        layer = QgsProcessingUtils.mapLayerFromString(str(value), self.processing_context, False) if value else None
        if layer is None:
            return
        name = result_name(layer.name(), str(self.wrappers[self.algorithm().MODEL].parameterValue()), None)
        self._naming, self._proposed = True, result_path(folder, name)
        wrapper.setParameterValue(self._proposed, self.processing_context)
        self._naming = False

    def _say_model(self) -> None:
        name, device = self._said_model = self._model_and_device()
        card = next((card for card in list_models(model_folders()) if card.id == name), None)
        self.model_line.setText("" if card is None else model_line(card, device))

    def _model_and_device(self) -> tuple[str, str]:
        algorithm = self.algorithm()
        name, device = (str(self.wrappers[key].parameterValue()) for key in (algorithm.MODEL, algorithm.DEVICE))
        return name, device

    def _show(self, question: Question, text: str) -> None:
        # An answer may still be on its way when another question is asked.
        if question == self._asked:
            self.line.setText(text)
            self.seconds = None if self._task is None else self._task.seconds
            self._say_model()


def output_text(value) -> str:
    """Return the path of an output's value, or what stands for a temporary file."""
    if hasattr(value, "sink"):
        value = value.sink.staticValue()
    return "" if value is None else str(value)


def _small_line(name: str) -> QLabel:
    line = QLabel()
    line.setObjectName(name)
    line.setWordWrap(True)
    # Sentences may hold a <placeholder>.
    line.setTextFormat(Qt.TextFormat.PlainText)
    return line


def _mask(value, context) -> Source | None:
    """Return `_source` of a mask; None for polygons, of which nothing is known before they are drawn."""
    if hasattr(value, "staticValue"):
        value = value.staticValue()
    layer = value
    if value not in (None, "") and not isinstance(value, QgsMapLayer):
        layer = QgsProcessingUtils.mapLayerFromString(str(value), context, False)
    return None if isinstance(layer, QgsVectorLayer) else _source(value, context)


def _source(value, context) -> Source | None:
    """Return where the raster of a parameter's value comes from, without opening a file; None for an empty one."""
    if hasattr(value, "staticValue"):
        value = value.staticValue()
    if value in (None, ""):
        return None
    layer = value if isinstance(value, QgsRasterLayer) else None
    if layer is None:
        layer = QgsProcessingUtils.mapLayerFromString(str(value), context, False)
    if layer is None:
        return Source(str(value))
    if not isinstance(layer, QgsRasterLayer) or layer.providerType() != "gdal":
        raise QgsProcessingException(tr("The layer '{}' is no raster file.").format(layer.name()))
    return source_of(layer)
