"""QGIS in a window of its own screen, used with a mouse and a keyboard."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path

REPORTER = Path(__file__).with_name("reporter.py")
SCREEN = (1440, 900)
POPUP = "QComboBoxPrivateContainer"
"""Qt's name for the list of an open combo box."""


class Screen:
    """An X server without a monitor."""

    def __init__(self):
        reader, writer = os.pipe()
        size = "x".join(map(str, SCREEN))
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-dpi", "96", "-nolisten", "tcp"],
            pass_fds=[writer],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader) as answer:
            self.name = f":{answer.readline().strip()}"

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(10)


class Window:
    """One QGIS that was started with files to open. `ask` looks at it, everything else is mouse and keyboard.

    clicks: how often a button of the mouse was pressed since it was set to 0.
    """

    def __init__(self, screen: Screen, profile: Path, files: list[Path], temporary: Path, pictures: Path):
        self._pictures = pictures
        self.clicks = 0
        # Paths of sockets are short: about a hundred characters.
        self._folder = tempfile.TemporaryDirectory(prefix="uv")
        path = os.path.join(self._folder.name, "s")
        runtime = profile / "xdg"
        runtime.mkdir(mode=0o700, exist_ok=True)
        self._environment = {
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "DISPLAY": screen.name,
            "QT_QPA_PLATFORM": "xcb",
            "QT_ENABLE_HIGHDPI_SCALING": "0",
            "QT_AUTO_SCREEN_SCALE_FACTOR": "0",
            "QGIS_CUSTOM_CONFIG_PATH": str(profile),
            "XDG_RUNTIME_DIR": str(runtime),
            "UNVEIL_DESKTOP_SOCKET": path,
            "TMPDIR": str(temporary),
            "PYTHONFAULTHANDLER": "1",
        }
        self.log_path = pictures / f"{temporary.name}.log"
        self._log = open(self.log_path, "wb")  # noqa: SIM115 (closed with the window)
        command = ["qgis", "--nologo", "--noversioncheck", "--code", str(REPORTER), *map(str, files)]
        self.process = subprocess.Popen(command, env=self._environment, stdout=self._log, stderr=subprocess.STDOUT)
        self._socket = None
        try:
            self._socket = self._connect(path)
            self._lines = self._socket.makefile("r")
            self._settle()
        except BaseException:
            self.close()
            raise

    def _settle(self) -> None:
        self.until(lambda: self.ask("ready"), 60, "QGIS to start")
        self.mouse("search", "--onlyvisible", "--name", " — QGIS", "windowsize", "%@", *SCREEN)
        self.until(lambda: self.find(kind="QgisApp")["width"] == SCREEN[0], 20, "the window to fill the screen")
        self.until(lambda: not self.ask("canvas")["drawing"], 20, "the map")

    def _connect(self, path: str) -> socket.socket:
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            connection = socket.socket(socket.AF_UNIX)
            try:
                connection.connect(path)
            except OSError:
                connection.close()
                time.sleep(0.1)
            else:
                connection.settimeout(60)
                return connection
        raise AssertionError(f"QGIS did not start:\n{self.said()}")

    def said(self) -> str:
        """Return what QGIS wrote to its terminal."""
        return self.log_path.read_text(errors="replace")

    def close(self) -> None:
        """End it by force, if it is still there."""
        if self._socket is not None:
            self._socket.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(20)
        self._log.close()
        self._folder.cleanup()

    def ask(self, question: str, **arguments):
        """Return the reporter's answer (see there for the questions)."""
        self._socket.sendall((json.dumps({"ask": question, **arguments}) + "\n").encode())
        line = self._lines.readline()
        if not line:
            raise AssertionError(f"QGIS is gone, exit code {self.process.wait(20)}:\n{self.said()}")
        reply = json.loads(line)
        if "error" in reply:
            raise AssertionError(reply["error"])
        return reply["answer"]

    def until(self, condition, seconds: float, what: str):
        """Wait for a condition and return what it gave."""
        end = time.monotonic() + seconds
        while True:
            value = condition()
            if value:
                return value
            if time.monotonic() > end:
                self.picture("failed")
                raise AssertionError(f"waited {seconds} s for {what} in vain: {value}")
            time.sleep(0.05)

    def at_rest(self, look, seconds: float, what: str):
        """Wait until a look finds something, and finds the same again a moment later: nothing moves any more."""
        before = None

        def same():
            nonlocal before
            before, now = look(), before
            return before if before and before == now else None

        return self.until(same, seconds, what)

    def find(self, seconds: float = 20, **criteria) -> dict:
        """Return where the one widget is that fits, as soon as it is there."""
        found = self.at_rest(lambda: self.ask("find", **criteria), seconds, f"a widget {criteria}")
        assert len(found) == 1, f"{len(found)} widgets {criteria}: {found}"
        return found[0]

    def find_now(self, enabled: bool | None = None, **criteria) -> list[dict]:
        """Return where the widgets are that fit at this moment."""
        return [each for each in self.ask("find", **criteria) if enabled in (None, each["enabled"])]

    def parameter(self, label: str) -> dict:
        """Return where the control is that stands below this label in the dialog of an algorithm."""
        return self.at_rest(lambda: self.ask("parameter", label=label), 20, f"a parameter '{label}'")

    def item(self, text: str, seconds: float = 20, within: str | None = None) -> dict:
        """Return where an item of a list or tree is, as soon as it is there."""
        return self.at_rest(lambda: self.ask("item", text=text, within=within), seconds, f"an item '{text}'")

    def entry(self, text: str, seconds: float = 20) -> dict:
        """Return where an entry of a menu is, as soon as it is there."""
        return self.at_rest(lambda: self.ask("entry", text=text), seconds, f"an entry '{text}'")

    def menu(self, *texts: str) -> None:
        """Go through menus by clicks."""
        for text in texts:
            self.click(self.entry(text))

    def mouse(self, *words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], env=self._environment, check=True, timeout=30)

    def click(self, place: dict, across: float = 0.5, down: float = 0.5, times: int = 1) -> None:
        """Click a place, at the given fractions of its width and height."""
        x, y = point(place, across, down)
        self.clicks += times
        self.mouse("mousemove", x, y, "sleep", "0.1", "click", "--repeat", times, "--delay", 60, 1)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag with the left button from one point of the screen to another."""
        steps = 8
        self.clicks += 1
        words = ["mousemove", *start, "sleep", "0.1", "mousedown", 1]
        for step in range(1, steps + 1):
            at = (start[axis] + (end[axis] - start[axis]) * step // steps for axis in (0, 1))
            words += ["mousemove", *at, "sleep", "0.03"]
        self.mouse(*words, "mouseup", 1)

    def type(self, text: str) -> None:
        self.mouse("type", "--delay", 15, text)

    def key(self, *names: str) -> None:
        self.mouse("key", "--delay", 40, *names)

    def choose(self, place: dict, text: str) -> None:
        """Open a combo box with a click and click one of its items."""
        if place["text"] == text:
            return
        for _ in range(3):
            self.click(place)
            self.click(self.item(text, within=POPUP))
            time.sleep(0.3)
            if not self.find_now(kind=POPUP):
                return
            self.key("Escape")
        raise AssertionError(f"the list with '{text}' does not close")

    def picture(self, name: str) -> Path:
        """Keep a picture of the screen as an artefact."""
        path = self._pictures / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(path)], env=self._environment, check=True, timeout=60)
        return path


def point(place: dict, across: float = 0.5, down: float = 0.5) -> tuple[int, int]:
    """Return the point of the screen at fractions of a place's width and height."""
    return (int(place["x"] + across * place["width"]), int(place["y"] + down * place["height"]))
