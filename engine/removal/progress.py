"""How far a run over tiles has come, and when it will be done."""

from __future__ import annotations

import time

from unveil.engine.feedback import Feedback

_MEASURED_SECONDS = 5.0
"""How long tiles are timed before the rest is estimated."""


def counted(number: int, thing: str) -> str:
    """Return a number with its thing, in the plural where there is not one of it."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


class Progress:
    """Progress by what takes the time: predicted tiles, and a little for each row of tiles that is read and written."""

    def __init__(self, feedback: Feedback, tiles: int, rows: int, columns: int):
        """Begin with `tiles` to predict in a grid of `rows` x `columns` of them."""
        self._feedback = feedback
        self._row_cost = 0.05 * columns
        self._all_tiles = tiles
        self._all_rows = rows
        self._tiles = 0
        self._rows = 0
        self._start = time.monotonic()
        self._told = False

    def tiles(self, number: int) -> None:
        """Count tiles that were predicted."""
        self._tiles += number
        self._tell_time()
        self._report()

    def skip(self, number: int) -> None:
        """Forget tiles that turned out to need no prediction."""
        self._all_tiles -= number

    def row(self, index: int) -> None:
        """Count a row of tiles as read and written."""
        self._rows = index + 1
        self._report()

    def _tell_time(self) -> None:
        seconds = time.monotonic() - self._start
        left = seconds / self._tiles * (self._all_tiles - self._tiles)
        if self._told or seconds < _MEASURED_SECONDS or left < 60:
            return
        self._told = True
        self._feedback.info(f"A tile takes {seconds / self._tiles:.2g} s here: about {left / 60:.0f} minutes to go.")

    def _report(self) -> None:
        whole = self._all_tiles + self._row_cost * self._all_rows
        self._feedback.progress((self._tiles + self._row_cost * self._rows) / whole)
