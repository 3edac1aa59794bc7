from __future__ import annotations

import os
import sys
import threading

import pytest
from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QEventLoop, QTimer

from unveil.engine.errors import UnveilError
from unveil.plugin.low_priority import GIVE_WAY, with_low_priority

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="threads have no priorities of their own")


def niceness():
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.fixture
def in_a_task(qgis_app):
    """A function that calls another in a thread of QGIS's pool and returns what it returned."""

    def call(function):
        found, loop = [], QEventLoop()
        task = QgsTask.fromFunction("test", lambda _: found.append(function()))
        task.taskCompleted.connect(loop.quit)
        task.taskTerminated.connect(loop.quit)
        QTimer.singleShot(20000, loop.quit)
        QgsApplication.taskManager().addTask(task)
        loop.exec()
        return found[0]

    return call


@linux
def test_work_in_a_task_gives_way_with_every_thread_it_starts_and_the_pooled_thread_stays(in_a_task):
    def work():
        started = []
        thread = threading.Thread(target=lambda: started.append(niceness()))
        thread.start()
        thread.join(10)
        return niceness(), *started

    before, during, after = in_a_task(lambda: (niceness(), with_low_priority(work), niceness()))
    assert during == (before + GIVE_WAY, before + GIVE_WAY) and after == before


def test_errors_come_through(in_a_task):
    def work():
        raise UnveilError("what was wrong")

    def caught():
        with pytest.raises(UnveilError, match="what was wrong"):
            with_low_priority(work)
        return True

    assert in_a_task(caught)


def test_in_the_main_thread_nothing_changes(qgis_app):
    here = threading.get_native_id()
    assert with_low_priority(lambda: (threading.get_native_id(), niceness())) == (here, niceness())
