"""SIGINT and SIGTERM as the wish to stop, heard even while the main thread is inside a library."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any


class StopSignals:
    """A context in which SIGTERM ends the work as SIGINT does: what is unfinished is removed.

    Python runs its handlers in the main thread, between two of its own instructions, and a network may run for minutes
    or for ever before the next one. A thread of its own therefore learns of the signal at once, and sets `wished`.
    Outside the main thread the context changes nothing.

    told: called once, from the other thread. raises: the main thread ends its work by KeyboardInterrupt; else it has to
    ask. Attributes: wished; number, of the signal that came, 0 for none.
    """

    def __init__(self, told: Callable[[], object] = lambda: None, raises: bool = True) -> None:
        self.wished = threading.Event()
        self._told = told
        self._raises = raises
        self.number = 0
        self._before: dict[int, Any] = {}

    def __enter__(self) -> StopSignals:
        if threading.current_thread() is threading.main_thread():
            self._read, self._write = socket.socketpair()
            self._write.setblocking(False)
            threading.Thread(target=self._listen, name="unveil-signals", daemon=True).start()
            self._fd = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
            for number in (signal.SIGINT, signal.SIGTERM):
                # What is ignored on purpose, by nohup or in the background of a shell, stays so.
                if signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        if not hasattr(self, "_write"):
            return
        for number, handler in self._before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)
        signal.set_wakeup_fd(self._fd)
        self._write.close()

    def _listen(self) -> None:
        while numbers := self._read.recv(64):
            if any(number in self._before for number in numbers) and not self.wished.is_set():
                self.wished.set()
                self._told()
        self._read.close()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.number = number
        # A second one does what it does to any process.
        signal.signal(number, signal.SIG_DFL)
        if self._raises:
            self.wished.set()
            raise KeyboardInterrupt
