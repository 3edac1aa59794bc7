"""Installing a runtime in a child process, whole or not at all, while QGIS goes on."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QObject, QProcess, QProcessEnvironment, pyqtSignal

from ...models.scratch import Lock
from ..paths import runtime_folder
from ..translation import tr
from . import pip
from .packages import CHOICES, installed_in, together
from .path import lock_of
from .pins import requirement_lines, torch_version

_SPARE_MEGABYTES = 240
"""What pip needs beside the packages and their archives."""


class Installation(QObject):
    """A run of pip into a new folder that takes the place of the old one when it is complete.

    What the old one held of `packages.CHOICES` is installed again beside what is wanted now.

    said: a line of pip's output. ended: whether it worked, and one sentence.
    """

    said = pyqtSignal(str)
    ended = pyqtSignal(bool, str)

    def __init__(self, wanted: str, parent: QObject | None = None, folder: Path | None = None):
        super().__init__(parent)
        self._folder = Path(folder) if folder is not None else runtime_folder()
        self._part = self._folder.with_name(self._folder.name + ".part")
        self._requirements = self._folder.with_name(self._folder.name + ".requirements.txt")
        self._keys = together(wanted, installed_in(self._folder))
        self._choices = [CHOICES[key] for key in self._keys]
        self._done = 0
        self._lock: Lock | None = None
        self._output = ""
        self._cancelled = False
        self._pythons = list(pip.interpreters())
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._fail_to_start)

    @property
    def arguments(self) -> list[str]:
        """The command with the Python that is tried now."""
        return self._commands()[self._done]

    def start(self) -> None:
        """Begin; `ended` follows, at once where the folder or the disk do not allow it."""
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            self._lock = Lock(lock_of(self._folder))
            if not self._lock.taken:
                self.ended.emit(False, tr("Another QGIS installs packages; wait until it has ended."))
                return
            lines = requirement_lines(self._keys)
            if not lines:
                sentence = tr("Unveil knows no build of these packages for Python {}.{}; update Unveil.")
                self._end(False, sentence.format(*sys.version_info[:2]))
                return
            shutil.rmtree(self._part, ignore_errors=True)
            self._part.mkdir()
            self._requirements.write_text("\n".join(lines) + "\n", encoding="utf-8")
            free = shutil.disk_usage(self._folder.parent).free
        except OSError as error:
            self._end(False, tr("The folder {} cannot be written to: {}.").format(self._folder.parent, error.strerror))
            return
        needed = 1e6 * (2 * sum(choice.megabytes for choice in self._choices) + _SPARE_MEGABYTES)
        if free < needed:
            sentence = tr("There are {:.1f} GB free in {}, and {:.1f} GB are needed; make room and try again.")
            self._end(False, sentence.format(free / 1e9, self._folder.parent, needed / 1e9))
            return
        self._run()

    def _commands(self) -> list[list[str]]:
        torch = torch_version(self._keys)
        return pip.commands(self._pythons[0], self._part, self._requirements, qgis_proxy(), torch)

    def _run(self) -> None:
        self._output = ""
        self.said.emit(pip.as_text(self.arguments))
        given = QProcessEnvironment()
        for name, value in pip.environment(os.environ).items():
            given.insert(name, value)
        self._process.setProcessEnvironment(given)
        program, *arguments = pip.with_lifeline(self.arguments)
        self._process.start(program, arguments)

    def cancel(self) -> None:
        """Stop pip; what was installed before stays."""
        self._cancelled = True
        self._process.kill()

    def _read(self) -> None:
        text = bytes(self._process.readAllStandardOutput()).decode("utf-8", errors="replace")
        self._output += text
        for line in text.splitlines():
            if line.strip():
                self.said.emit(line.rstrip())

    def _fail_to_start(self, error) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(False, tr("Python ({}) cannot be started.").format(self.arguments[0]))

    def _finish(self, code: int, *_) -> None:
        self._read()
        if self._cancelled:
            self._end(False, tr("Stopped; nothing was changed."))
        elif code != 0 and pip.lacks_pip(self._output) and len(self._pythons) > 1:
            self._pythons.pop(0)
            self._run()
        elif code != 0:
            self._end(False, pip.reason_of(self._output))
        elif self._done + 1 < len(self._commands()):
            self._done += 1
            self._run()
        else:
            self._put_in_place()

    def _put_in_place(self) -> None:
        old = self._folder.with_name(self._folder.name + ".old")
        try:
            for path in self._part.iterdir():
                if pip.belongs_to_qgis(path.name):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            shutil.rmtree(old, ignore_errors=True)
            if self._folder.exists():
                self._folder.replace(old)
            self._part.replace(self._folder)
        except OSError as error:
            if old.exists() and not self._folder.exists():
                old.replace(self._folder)
            sentence = tr("The new packages cannot take the place of the old ones ({}): restart QGIS and try again.")
            self._end(False, sentence.format(error.strerror))
            return
        shutil.rmtree(old, ignore_errors=True)
        self._end(True, tr("Installed. Restart QGIS to use it."))

    def _end(self, worked: bool, sentence: str) -> None:
        shutil.rmtree(self._part, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._requirements.unlink()
        if self._lock is not None and self._lock.taken:
            self._lock.path.unlink(missing_ok=True)
            self._lock.release()
        self.ended.emit(worked, sentence)


def qgis_proxy() -> str:
    """Return the HTTP proxy of QGIS's network settings as a URL, or ""; without user and password."""
    settings = QgsSettings()
    if not settings.value("proxy/proxyEnabled", False, type=bool):
        return ""
    host, port = settings.value("proxy/proxyHost", "", type=str), settings.value("proxy/proxyPort", "", type=str)
    if settings.value("proxy/proxyType", "", type=str) != "HttpProxy" or not host:
        return ""
    return f"http://{host}:{port}" if port else f"http://{host}"
