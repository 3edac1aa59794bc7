"""The steps that people take with Processing's toolbox and the dialog of Remove clouds."""

from __future__ import annotations

from pathlib import Path

from desktop.window import Window, point

DIALOG = "AlgorithmDialog"


def open_remove_clouds(window: Window) -> None:
    """Open the toolbox, search the algorithm there, and open its dialog by a double click."""
    window.click(window.find(kind="QToolButton", text="Toolbox"))
    window.click(window.find(kind="QLineEdit", within="ProcessingToolbox"))
    window.type("remove clouds")
    window.click(window.item("Remove clouds", within="ProcessingToolbox"), times=2)
    window.find(kind=DIALOG)


def fill_in(window: Window, optical: str, radar: str, output: Path) -> None:
    """Choose the two layers from their lists, and type the output's name."""
    for label, name in (("Cloudy Sentinel-2", optical), ("Sentinel-1 radar", radar)):
        window.choose(window.parameter(label), f"{name} [EPSG:32631]")
    window.click(scroll_to(window, "Cloud-free raster"))
    window.type(str(output))


def scroll_to(window: Window, label: str) -> dict:
    """Turn the wheel over the form until the control of a parameter is seen; return where it is."""
    form = window.find(kind="QLabel", text="Sentinel-1 radar...", within=DIALOG)
    for _ in range(40):
        if window.ask("parameter", label=label) is not None:
            break
        window.mouse("mousemove", *point(form, 0.02), "click", "--repeat", 2, "--delay", 30, 5)
    return window.parameter(label)


def start(window: Window) -> None:
    """Click Run, and wait until the work is under way."""
    window.click(window.find(kind="QPushButton", text="Run", within=DIALOG))
    window.until(lambda: window.ask("run")["tasks"], 20, "the run to begin")


def progress(window: Window, least: int, seconds: float = 300) -> list[int]:
    """Watch the progress bar until it shows at least this many percent; return what it showed on the way."""
    shown = []

    def enough():
        state = window.ask("run")
        if state["progress"] is not None and state["progress"] not in shown[-1:]:
            shown.append(state["progress"])
        return shown and shown[-1] >= least

    window.until(enough, seconds, f"{least} % of the run")
    return shown


def wait_for_end(window: Window, seconds: float = 300) -> str:
    """Wait until nothing runs any more and the dialog is ready for the next run; return its log."""
    window.until(lambda: not window.ask("run")["tasks"], seconds, "the run to end")
    window.until(lambda: not window.find_now(kind="QPushButton", text="Cancel", enabled=True), 20, "Cancel to go grey")
    return window.ask("run")["log"]
