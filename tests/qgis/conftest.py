"""Running algorithms as the toolbox does."""

from __future__ import annotations

import sys
import traceback

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QThread, QTimer


class Log(QgsProcessingFeedback):
    """Feedback that remembers what was said, and in which thread progress came."""

    def __init__(self):
        super().__init__(False)
        self.lines, self.fractions, self.threads = [], [], set()

    def setProgressText(self, text):  # noqa: N802
        self.lines.append(text)

    def pushInfo(self, text):  # noqa: N802
        self.lines.append(text)
        self.threads.add(QThread.currentThread())

    def pushWarning(self, text):  # noqa: N802
        self.lines.append("WARNING " + text)

    def reportError(self, text, fatalError=False):  # noqa: N802, N803
        self.lines.append("ERROR " + text)

    @property
    def text(self):
        return "\n".join(self.lines)


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def algorithm(qgis_processing):
    """A function that gives a fresh copy of an algorithm of the provider by its name."""
    from unveil.plugin.algorithms.adapt_model import AdaptModel
    from unveil.plugin.algorithms.benchmark import Benchmark
    from unveil.plugin.algorithms.correct_haze import CorrectHaze
    from unveil.plugin.algorithms.fetch_scene import FetchScene
    from unveil.plugin.algorithms.mask_clouds import MaskClouds
    from unveil.plugin.algorithms.remove_clouds import RemoveClouds

    def make(name):
        made = {
            "maskclouds": MaskClouds,
            "removeclouds": RemoveClouds,
            "correcthaze": CorrectHaze,
            "adaptmodel": AdaptModel,
            "fetchscene": FetchScene,
            "benchmark": Benchmark,
        }
        return made[name]().create()

    return make


@pytest.fixture
def run_in_background(log):
    """A function that runs an algorithm in a worker thread as the toolbox does: (succeeded, results, context)."""

    def run(algorithm, parameters, project=None, during=None):
        context = QgsProcessingContext()
        context.setProject(project or QgsProject.instance())
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, log)
        if task.isCanceled():  # its preparation failed; the dialog asks so, too
            return False, {}, context
        outcome, loop = [], QEventLoop()

        def finish(succeeded, results):
            outcome.extend((succeeded, results))
            loop.quit()

        task.executed.connect(finish)
        QTimer.singleShot(60_000, loop.quit)
        if during is not None:
            during(task, log)
        QgsApplication.taskManager().addTask(task)
        loop.exec()
        assert outcome, "the task did not end within a minute"
        return outcome[0], outcome[1], context

    return run


@pytest.fixture(scope="session")
def raised_in_slots():
    """What Qt's signals and events raised in Python, which nobody can catch: without a hook it ends the process."""
    raised = []
    usual, sys.excepthook = sys.excepthook, lambda *error: raised.append("".join(traceback.format_exception(*error)))
    yield raised
    sys.excepthook = usual


@pytest.fixture(autouse=True)
def _nothing_raised(raised_in_slots):
    """Fail a test in which a slot raised."""
    yield
    raised = raised_in_slots[:]
    raised_in_slots.clear()
    assert not raised, "\n".join(raised)


@pytest.fixture
def dispose(_nothing_raised):
    """A function that has Qt objects deleted when the test ends.

    Python would delete them when it next looks for garbage, in whichever thread; until then they follow the project.
    """
    kept = []

    def keep(made):
        kept.append(made)
        return made

    yield keep
    for made in reversed(kept):
        if not sip.isdeleted(made):
            made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def settings(monkeypatch, tmp_path):
    """Remember speeds in a file of the test's own."""
    from qgis.core import QgsSettings
    from qgis.PyQt.QtCore import QSettings

    from unveil.plugin import speeds

    path = str(tmp_path / "settings" / "speeds.ini")
    monkeypatch.setattr(speeds, "QgsSettings", lambda: QgsSettings(path, QSettings.Format.IniFormat))


@pytest.fixture
def models(monkeypatch, tmp_path):
    """Point the plugin at the test's own folder of models."""
    from unveil.plugin import installed_models
    from unveil.plugin.algorithms import remove_clouds

    for module in (installed_models, remove_clouds):
        monkeypatch.setattr(module, "model_folders", lambda: (tmp_path / "zoo",))
    return tmp_path / "zoo"
