"""How long work talks to whoever started it: progress, messages and the wish to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unveil.engine.errors import Cancelled

if TYPE_CHECKING:
    import numpy as np

    from unveil.engine.raster.grid import Grid


class Feedback:
    """Silent feedback; interfaces override what they can show."""

    def progress(self, fraction: float) -> None:
        """Take the share of the work that is done, 0 to 1."""

    def info(self, text: str) -> None:
        """Take a line for the log."""

    def warn(self, text: str) -> None:
        """Take a line that the user should see."""

    def watches(self) -> bool:
        """Tell whether anybody takes the rows that are `written`."""
        return False

    def written(self, grid: Grid, top: int, rows: np.ndarray) -> None:
        """Take rows [bands, n, width] of the result that are finished, from row `top` of its grid on; to be copied."""

    def is_cancelled(self) -> bool:
        """Tell whether the user asked to stop."""
        return False

    def check(self) -> None:
        """Raise Cancelled when the user asked to stop."""
        if self.is_cancelled():
            raise Cancelled


class Step(Feedback):
    """One step of a longer job: its progress 0 to 1 is the whole's from `start` to `stop`."""

    def __init__(self, whole: Feedback, start: float, stop: float):
        self._whole = whole
        self._start = start
        self._span = stop - start

    def progress(self, fraction: float) -> None:
        self._whole.progress(self._start + self._span * min(max(fraction, 0.0), 1.0))

    def info(self, text: str) -> None:
        self._whole.info(text)

    def warn(self, text: str) -> None:
        self._whole.warn(text)

    def watches(self) -> bool:
        return self._whole.watches()

    def written(self, grid: Grid, top: int, rows: np.ndarray) -> None:
        self._whole.written(grid, top, rows)

    def is_cancelled(self) -> bool:
        return self._whole.is_cancelled()


class Kept(Feedback):
    """What one of several pieces of work says that are done at once, till it is its turn to be heard; no progress."""

    def __init__(self, whole: Feedback):
        self._whole = whole
        self._said: list[tuple[bool, str]] = []

    def info(self, text: str) -> None:
        self._said.append((False, text))

    def warn(self, text: str) -> None:
        self._said.append((True, text))

    def is_cancelled(self) -> bool:
        return self._whole.is_cancelled()

    def say(self) -> None:
        """Say all of it."""
        for is_warning, text in self._said:
            (self._whole.warn if is_warning else self._whole.info)(text)
        self._said.clear()
