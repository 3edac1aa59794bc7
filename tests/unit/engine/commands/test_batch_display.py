"""What a batch shows while it runs."""

from __future__ import annotations

import io
import re
import sys

import pytest
from fixtures.log import Log

from unveil.engine.batch.child import Outcome
from unveil.engine.commands.batch_display import BatchDisplay, duration


class Terminal(io.StringIO):
    def isatty(self):
        return True


def show(display):
    with display:
        display.take(Outcome("a", "done", "", 3.2), False)
        display.take(Outcome("b", "failed", "The raster [x] is empty.", 0.4), True)


def test_without_a_terminal_each_scene_is_a_line_with_the_time_left():
    log = Log()
    show(BatchDisplay(5, 1, log, True))
    assert re.fullmatch(r"2 of 5: a done in 3 s; \d+ s left", log.lines[0])
    assert log.lines[1] == "b: The raster [x] is empty."
    assert log.lines[2].startswith("3 of 5: b failed in 0 s; ")


def test_on_a_terminal_a_bar_counts_and_failures_stand_above_it(monkeypatch):
    pytest.importorskip("rich")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "stderr", Terminal())
    log = Log()
    show(BatchDisplay(5, 1, log, True))
    shown = sys.stderr.getvalue()
    assert "3/5" in shown and "1 failed" in shown and "left" in shown and not log.lines
    assert "b: The raster [x] is empty." in shown


def test_without_rich_lines_are_shown_on_a_terminal_too(monkeypatch):
    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setattr(sys, "stderr", Terminal())
    log = Log()
    show(BatchDisplay(5, 1, log, True))
    assert log.lines[0].startswith("2 of 5") and not sys.stderr.getvalue()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (7.4, "7 s"), (60, "1 min"), (250, "4 min 10 s"), (10800, "3 h"), (11100, "3 h 5 min"),
     (93600, "1 d 2 h"), (86405, "1 d"), (3605, "1 h")],
)  # fmt: skip
def test_durations_have_two_units_at_most(seconds, text):
    assert duration(seconds) == text
