"""Processing's own dialog with the time that is left, and without a red line for a run that the user cancelled."""

from __future__ import annotations

from processing.gui.AlgorithmDialog import AlgorithmDialog
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QLabel

from ..translation import tr
from .time_left import TimeLeft

TICK_MILLISECONDS = 500


class UnveilDialog(AlgorithmDialog):
    """What the toolbox, the locator and menus open; batch, modeler and qgis_process do without it."""

    def __init__(self, algorithm, parent=None):
        self._left = None
        super().__init__(algorithm, parent=parent)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MILLISECONDS)
        self._tick.timeout.connect(self._say_time_left)

    def expected_seconds(self) -> float | None:
        """Return how long the run is expected to take, None where nobody knows."""
        return None

    def createFeedback(self):  # noqa: N802
        made = super().createFeedback()
        report = made.reportError

        def report_unless_cancelled(text, fatalError=False):  # noqa: N803 (the name is QGIS's)
            if not made.isCanceled():
                report(text, fatalError)
            elif not self.algorithm().TELLS_STOP:
                made.pushInfo(tr("Cancelled; nothing was written."))

        # Processing calls a cancelled run a failed one.
        made.reportError = report_unless_cancelled
        return made

    def setCurrentTask(self, task):  # noqa: N802
        self._left = TimeLeft(self.expected_seconds())
        self._tick.start()
        super().setCurrentTask(task)

    def finish(self, *arguments, **keywords):
        self._tick.stop()
        self._left = None
        self._show_time_left("")
        super().finish(*arguments, **keywords)

    def _say_time_left(self):
        if self._left is not None and self.feedback is not None and not self.feedback.isCanceled():
            self._show_time_left(self._left.text(self.feedback.progress() / 100))

    def _show_time_left(self, text):
        label = self.findChild(QLabel, "lblProgress")
        if label is not None:
            label.setText(text)
