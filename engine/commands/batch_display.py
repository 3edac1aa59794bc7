"""What a batch shows while it runs: a bar with the time left on a terminal, a line a scene elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from unveil.engine.feedback import Feedback

if TYPE_CHECKING:
    from unveil.engine.batch.child import Outcome

_WINDOW = 86_400.0
"""Seconds over which the speed is averaged: scenes take minutes, and several end at once."""


class BatchDisplay:
    """Use as a context manager. number: of scenes; done: those that were done before; bar: whether one may be drawn."""

    def __init__(self, number: int, done: int, console: Feedback, bar: bool):
        self._number, self._before, self._finished, self._failed = number, done, done, 0
        self._console = console
        self._start = time.monotonic()
        self._bar = _bar() if bar and sys.stderr.isatty() else None

    def __enter__(self) -> BatchDisplay:
        if self._bar is not None:
            self._bar.start()
            self._task = self._bar.add_task("scenes", total=self._number, completed=self._before, failed="")
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def take(self, outcome: Outcome, failed: bool) -> None:
        """Show one more scene that has ended."""
        self._finished += 1
        self._failed += failed
        if self._bar is not None:
            if failed:
                self._bar.console.print(f"{outcome.id}: {outcome.message}", markup=False, highlight=False)
            text = f"{self._failed} failed" if self._failed else ""
            self._bar.update(self._task, completed=self._finished, failed=text)
            return
        if failed:
            self._console.warn(f"{outcome.id}: {outcome.message}")
        left = self._number - self._finished
        passed = time.monotonic() - self._start
        after = f"; {duration(passed * left / (self._finished - self._before))} left" if left else ""
        self._console.info(
            f"{self._finished} of {self._number}: {outcome.id} {outcome.state} in {outcome.seconds:.0f} s{after}"
        )


def duration(seconds: float) -> str:
    """Return a duration in the two largest units that it has: 1 d 2 h, 3 h 5 min, 4 min 10 s, 7 s."""
    whole = max(round(seconds), 0)
    parts = [(whole // 86400, "d"), (whole // 3600 % 24, "h"), (whole // 60 % 60, "min"), (whole % 60, "s")]
    first = next((index for index, (number, _) in enumerate(parts) if number), len(parts) - 1)
    return " ".join(f"{number} {unit}" for number, unit in parts[first : first + 2] if number or first == 3)


def _bar() -> Any:
    """Return rich's progress bar; None where it is not installed, and lines are shown."""
    try:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    except ImportError:
        return None
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description} {task.fields[failed]}"))
    left = (TimeRemainingColumn(), TextColumn("left"))
    return Progress(*columns, *left, console=Console(stderr=True), speed_estimate_period=_WINDOW)
