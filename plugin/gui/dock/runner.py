"""Running a Processing algorithm from the dock as its dialog would: in the background, and in Processing's history."""

from __future__ import annotations

from processing.gui.Postprocessing import handleAlgorithmResults
from processing.tools.dataobjects import createContext
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsTask,
)
from qgis.gui import QgsGui
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...translation import tr

_running: dict[QgsProcessingAlgRunnerTask, tuple] = {}
"""QGIS runs a task only while Python still refers to it and to what it works with, whoever asked for it is gone."""


class RunFeedback(QgsProcessingFeedback):
    """Passes on what a run says, from its thread, to whoever looks at it.

    told: kind ("info", "warning" or "error") and text. strips: makes pictures of finished rows, or None.
    """

    def __init__(self, told, strips=None):
        super().__init__(False)
        self._told = told
        self._strips = strips

    def hush(self) -> None:
        """Tell nobody anything more."""
        self._told = lambda *_: None
        self._strips = None

    def show_written(self, grid, top, rows) -> None:
        """Take finished rows of the result, in the run's thread."""
        strips = self._strips
        if strips is not None:
            strips.take(grid, top, rows)

    def pushInfo(self, info):  # noqa: N802
        super().pushInfo(info)
        self._told("info", info)

    def pushWarning(self, warning):  # noqa: N802
        super().pushWarning(warning)
        self._told("warning", warning)

    def reportError(self, error, fatalError=False):  # noqa: N802, N803
        super().reportError(error, fatalError)
        self._told("error", error)


class Runner(QObject):
    """One run at a time.

    told: kind and text of a message. progressed: percent. ended: whether it worked, whether it was cancelled, and the
    results; all in the main thread.
    """

    told = pyqtSignal(str, str)
    progressed = pyqtSignal(float)
    ended = pyqtSignal(bool, bool, object)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._task = self._feedback = self._entry = None

    @property
    def running(self) -> bool:
        """Whether a run goes on."""
        return self._task is not None

    def start(self, algorithm: QgsProcessingAlgorithm, parameters: dict, strips=None) -> None:
        """Begin, unless the parameters or what they name are refused: then `ended` follows at once, after the reason.

        strips: is given the rows that are finished.
        """
        context = createContext()
        right, reason = algorithm.checkParameterValues(parameters, context)
        if not right:
            self.told.emit("error", reason)
            self.ended.emit(False, False, {})
            return
        # The signal is emitted in the run's thread and arrives in the receiver's.
        self._feedback = RunFeedback(self.told.emit, strips)
        self._feedback.progressChanged.connect(self.progressed)
        context.setFeedback(self._feedback)
        self._algorithm, self._parameters, self._context = algorithm, parameters, context
        self._write_history()
        # QGIS calls a task that was cancelled a failed one; the dock says itself what became of it.
        flags = QgsTask.Flag.CanCancel | QgsTask.Flag.Silent
        self._task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, self._feedback, flags)
        self._task.executed.connect(self._take_end)
        if self._task.isCanceled():  # its preparation failed, and has said why
            self._finish(False, {}, False)
            return
        _keep(self._task, algorithm, context, self._feedback)
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Stop the run within a tile; `ended` follows."""
        if self._feedback is not None:
            self._feedback.cancel()

    def retire(self) -> None:
        """Stop the run, and hear no more of it, before the runner is deleted."""
        if self._task is not None:
            self._task.executed.disconnect(self._take_end)
            self._feedback.hush()
            self._feedback.cancel()
            self._task = self._feedback = self._context = None

    def _write_history(self) -> None:
        algorithm, parameters, context = self._algorithm, self._parameters, self._context
        self._details = {
            "python_command": algorithm.asPythonCommand(parameters, context),
            "algorithm_id": algorithm.id(),
            "parameters": algorithm.asMap(parameters, context),
        }
        command, known = algorithm.asQgisProcessCommand(parameters, context)
        if known:
            self._details["process_command"] = command
        self._entry, _ = QgsGui.historyProviderRegistry().addEntry("processing", self._details)
        QgsGui.instance().processingRecentAlgorithmLog().push(algorithm.id())

    def _take_end(self, worked: bool, results: dict) -> None:
        self._finish(worked, results, self._feedback.isCanceled())

    def _finish(self, worked: bool, results: dict, cancelled: bool) -> None:
        feedback = self._feedback
        if cancelled:
            feedback.pushInfo(tr("Cancelled; nothing was written."))
        self._details.update(results=results, log=feedback.htmlLog())
        QgsGui.historyProviderRegistry().updateEntry(self._entry, self._details)
        if worked:
            handleAlgorithmResults(self._algorithm, self._context, feedback, self._parameters)
        self._task = self._feedback = self._context = None
        self.ended.emit(worked, cancelled, results)


def _keep(task: QgsProcessingAlgRunnerTask, *works_with) -> None:
    """Keep a task and what it works with alive until it has ended."""
    _running[task] = works_with
    for ended in (task.taskCompleted, task.taskTerminated):
        ended.connect(lambda: _running.pop(task, None))


def loaded(output: str) -> QgsProcessingOutputLayerDefinition:
    """Return an output that Processing loads into the project."""
    return QgsProcessingOutputLayerDefinition(output, QgsProject.instance())
