"""How long a run will go on, told from the first second: by its estimate at first, then by its own pace."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from ..translation import tr

_PACE_SECONDS = 30.0
"""How far back the pace is measured: tiles with cloud and tiles without are not equally fast."""

_LEAST_SHARE = 0.03
_LEAST_SECONDS = 2.0
_NEARLY_OVER = 0.2


class TimeLeft:
    """Told now and then how much of a run is done, says how long the rest will take."""

    def __init__(self, expected: float | None = None, clock: Callable[[], float] = time.monotonic):
        """Begin a run that is expected to take so many seconds; None where nobody knows."""
        self._clock = clock
        self._expected = expected
        self._start = clock()
        self._seen: deque[tuple[float, float]] = deque([(self._start, 0.0)])

    def seconds(self, share: float) -> float | None:
        """Return the seconds that are left when this share (0..1) is done; None while nothing tells."""
        now = self._clock()
        if share > self._seen[-1][1]:
            self._seen.append((now, share))
        while len(self._seen) > 2 and now - self._seen[0][0] > _PACE_SECONDS:
            self._seen.popleft()
        passed, gained = now - self._seen[0][0], self._seen[-1][1] - self._seen[0][1]
        if gained >= _LEAST_SHARE and passed >= _LEAST_SECONDS:
            return max((1 - share) * passed / gained - (now - self._seen[-1][0]), 0.0)
        return None if self._expected is None else self._by_estimate(share, now - self._start)

    def _by_estimate(self, share: float, passed: float) -> float | None:
        left = self._expected - passed
        if left > _NEARLY_OVER * self._expected:
            return left
        # What takes longer than expected is not done in a moment: then the pace of the whole run tells.
        return max(left, (1 - share) * passed / share) if share > 0 else None

    def text(self, share: float) -> str:
        """Return that as a line for people."""
        left = self.seconds(share)
        percent = f"{100 * share:.0f} %"
        if left is None:
            return percent
        if left < 5:
            return tr("{}, a few seconds left").format(percent)
        if left < 90:
            return tr("{}, about {} s left").format(percent, 5 * round(left / 5))
        if left < 90 * 60:
            return tr("{}, about {} minutes left").format(percent, round(left / 60))
        return tr("{}, about {} hours left").format(percent, f"{left / 3600:.1f}")
