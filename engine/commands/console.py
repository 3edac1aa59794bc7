"""What the command `unveil` says, and how it is stopped."""

from __future__ import annotations

import sys
from collections.abc import Callable

from unveil.engine.feedback import Feedback

Show = Callable[[list[str]], None]
"""Puts lines of results on stdout."""


class Console(Feedback):
    """Progress and messages on stderr, so that stdout holds results only."""

    def __init__(self, quiet: bool, is_cancelled: Callable[[], bool] = lambda: False):
        self._quiet = quiet
        self._is_cancelled = is_cancelled
        self._bar = not quiet and sys.stderr.isatty()
        self._percent = -1

    def is_cancelled(self) -> bool:
        return self._is_cancelled()

    def progress(self, fraction: float) -> None:
        percent = int(100 * fraction)
        if self._bar and percent != self._percent:
            self._percent = percent
            print(f"\r{percent:3d} %", end="", file=sys.stderr, flush=True)

    def info(self, text: str) -> None:
        if not self._quiet:
            self.end()
            print(text, file=sys.stderr)

    def warn(self, text: str) -> None:
        self.end()
        print(f"Warning: {text}", file=sys.stderr)

    def end(self) -> None:
        """Leave the line of the progress."""
        if self._bar and self._percent >= 0:
            print("\r     \r", end="", file=sys.stderr, flush=True)
            self._percent = -1
