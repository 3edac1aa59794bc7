"""What a training tells of its progress, and of the time that is left."""

from __future__ import annotations

import time

from unveil.engine.feedback import Feedback


class Clock:
    """Tells the progress, and once in a while the time that is left."""

    EVERY = 30.0

    def __init__(self, watch: Feedback, done: float):
        self._watch, self._first = watch, done
        self._start = self._told = time.monotonic()

    def tell(self, done: float) -> None:
        self._watch.progress(done)
        now = time.monotonic()
        if now - self._told < self.EVERY or not self._first < done < 1:
            return
        self._told = now
        left = (now - self._start) * (1 - done) / (done - self._first)
        self._watch.info(f"{100 * done:.0f} % of the training is done; about {duration(left)} left")


def duration(seconds: float) -> str:
    """Return a length of time in words that need no precision: "40 s", "12 min", "3.5 h"."""
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
