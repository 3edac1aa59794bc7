"""Long work that gives way to the window where both want the same core."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from qgis.PyQt.QtCore import QCoreApplication, QThread

GIVE_WAY = 2
"""How much nicer the work is than the window: about two thirds of its share of a core.

Not more: a thread that holds the interpreter while others keep it from its core keeps the window waiting as well. On
two cores with a load of 13 the longest wait was 0.11 to 0.24 s at 5 in three runs, and 0.06 to 0.07 s at 2 and 0.
"""


def with_low_priority(work):
    """Return what `work()` returns or raise what it raises; every thread that it starts gives way as well.

    On Linux threads have priorities of their own. The work then gets a thread of its own, since QGIS draws maps in its
    pooled threads next, and a thread without privileges can never raise its priority again. In the main thread, as in
    qgis_process, there is no window to give way to, and messages only arrive while they are sent from there.
    """
    application = QCoreApplication.instance()
    if not sys.platform.startswith("linux") or application is None or QThread.currentThread() == application.thread():
        return work()
    with ThreadPoolExecutor(1, "unveil-work", initializer=_give_way) as thread:
        return thread.submit(work).result()


def _give_way() -> None:
    thread = threading.get_native_id()
    os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + GIVE_WAY)
