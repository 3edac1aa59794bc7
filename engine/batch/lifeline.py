"""A child process that does not outlive whoever started it.

The parent holds one end of a pipe and never writes; when it dies, however it dies, the child reads the end of the pipe
and leaves. On Linux the kernel ends the child as well (PR_SET_PDEATHSIG), should Python itself hang.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading

VARIABLE = "UNVEIL_LIFELINE"
"""Set to "stdin" for a child whose standard input is the pipe."""

ORPHANED = 74
"""The exit status of a child that lost its parent."""

_PR_SET_PDEATHSIG = 1


def hold_lifeline() -> None:
    """Watch the parent where it asked for that; call it before any work."""
    if os.environ.get(VARIABLE) != "stdin":
        return
    if sys.platform == "linux":
        # The signal comes when the parent's thread ends, which is the thread that waits for this child.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_watch, name="lifeline", daemon=True).start()


def _watch() -> None:
    while os.read(0, 4096):
        continue
    os._exit(ORPHANED)
