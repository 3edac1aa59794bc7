"""The built zip in a fresh QGIS profile, run as a child process."""

from __future__ import annotations

import configparser
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest


@dataclass
class Outcome:
    """How a run of qgis_process ended: exit code, results, and all that it said."""

    code: int
    results: dict = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class QgisProcess:
    """qgis_process with a profile of its own."""

    profile: Path

    def environment(self) -> dict[str, str]:
        runtime = self.profile / "xdg"
        runtime.mkdir(mode=0o700, exist_ok=True)
        return {
            **os.environ,
            "QGIS_CUSTOM_CONFIG_PATH": str(self.profile),
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": str(runtime),
        }

    def start(self, algorithm: str, inputs: dict, prefix: tuple[str, ...] = ()) -> subprocess.Popen:
        process = subprocess.Popen(
            [*prefix, "qgis_process", "run", algorithm, "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(),
        )
        process.stdin.write(json.dumps({"inputs": inputs}))
        process.stdin.close()
        process.stdin = None
        return process

    def run(self, algorithm: str, prefix: tuple[str, ...] = (), **inputs) -> Outcome:
        process = self.start(algorithm, inputs, prefix)
        out, err = process.communicate(timeout=300)
        answer = json.loads(out) if out.strip() else {}
        return Outcome(process.returncode, answer.get("results", {}), json.dumps(answer.get("log", {})) + err)


def _installed(root: Path, folder: Path) -> QgisProcess:
    archive = next((root / "dist").glob("unveil-*.zip"), None)
    if archive is None or shutil.which("qgis_process") is None:
        pytest.skip("needs the built zip (make zip) and qgis_process")
    command = [sys.executable, "-m", "tools.install", str(archive), "--profile", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return QgisProcess(folder)


@pytest.fixture(scope="session")
def qgis_process(root, tmp_path_factory):
    """qgis_process with the plugin installed and enabled, as `make install PROFILE=<folder>` does it."""
    return _installed(root, tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="session")
def bare_qgis_process(root, tmp_path_factory):
    """The same without the packages of .venv: a QGIS that has no ONNX Runtime."""
    made = _installed(root, tmp_path_factory.mktemp("bare"))
    path = made.profile / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    settings = configparser.ConfigParser()
    settings.optionxform = str
    settings.read(path)
    settings.remove_option("unveil", "runtime_folder")
    with open(path, "w") as file:
        settings.write(file, space_around_delimiters=False)
    return made


@pytest.fixture
def user_model(qgis_process):
    """A function that puts a model folder into the profile's zoo and returns its id."""
    zoo = qgis_process.profile / "profiles" / "default" / "unveil" / "models"

    def put(card):
        shutil.copytree(card.folder, zoo / card.id, dirs_exist_ok=True)
        return card.id

    return put
