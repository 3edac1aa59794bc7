from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from qgis.core import QgsTask
from qgis.PyQt.QtCore import QEventLoop, QTimer

from unveil.models.scratch import Lock
from unveil.plugin.runtime import install, pip
from unveil.plugin.runtime.install import Installation
from unveil.plugin.runtime.packages import CHOICES, RUNTIMES, installed_in, title, together
from unveil.plugin.runtime.path import lock_of, repair
from unveil.plugin.runtime.pins import requirement_lines

FAKE = """
import sys, time
from pathlib import Path
arguments = sys.argv[1:]
target = Path(arguments[arguments.index("--target") + 1])
print("Collecting onnxruntime", flush=True)
{body}
"""

WORKS = """
for name in ("onnxruntime", "numpy", "numpy.libs", "numpy-1.24.2.dist-info", "scipy", "numpydoc"):
    (target / name).mkdir()
    (target / name / "x.py").write_text("")
"""


@pytest.fixture
def fake_pip(tmp_path, monkeypatch):
    """A function that makes `pip` a script of the test's."""

    def make(body):
        script = tmp_path / "pip.py"
        script.write_text(FAKE.format(body=body))

        def command(python, target, requirements, proxy=""):
            real = real_command(python, target, requirements, proxy)
            if python == "/without/pip":
                return [sys.executable, "-c", "print('/without/pip: No module named pip'); raise SystemExit(1)"]
            return [sys.executable, str(script), *real[real.index("install") :]]

        monkeypatch.setattr(pip, "command", command)

    real_command = pip.command
    return make


@pytest.fixture
def run(tmp_path, qgis_app):
    """A function that runs an installation into the test's folder: (worked, sentence, lines)."""

    def go(folder=tmp_path / "profile" / "runtime" / "py3", during=None):
        installation = Installation("cpu", folder=folder)
        loop, outcome, lines = QEventLoop(), [], []
        installation.said.connect(lines.append)
        installation.ended.connect(lambda worked, sentence: (outcome.extend((worked, sentence)), loop.quit()))
        if during is not None:
            installation.said.connect(lambda line: during(installation, line))
        QTimer.singleShot(0, installation.start)
        QTimer.singleShot(30_000, loop.quit)
        loop.exec()
        assert outcome, "the installation did not end"
        return outcome[0], outcome[1], lines

    return go


def test_what_pip_installed_takes_the_folder_without_qgiss_own_packages(tmp_path, fake_pip, run):
    folder = tmp_path / "profile" / "runtime" / "py3"
    (folder / "old").mkdir(parents=True)
    fake_pip(WORKS)
    worked, sentence, lines = run(folder)
    assert worked and "Restart QGIS" in sentence
    assert sorted(os.listdir(folder)) == ["numpydoc", "onnxruntime"]
    assert os.listdir(folder.parent) == ["py3"]
    assert "Collecting onnxruntime" in lines


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("No module named pip", "no pip"),
        ("OSError: [Errno 28] No space left on device", "no space left"),
        ("ERROR: Could not install: [Errno 13] Permission denied: '/x'", "cannot be written to"),
        ("ProxyError('Cannot connect to proxy.')", "proxy refused"),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "cannot be reached"),
        ("ERROR: Could not find a version that satisfies the requirement onnxruntime", "no build of the package"),
        ("ERROR: ResolutionImpossible: for help visit", "fits the NumPy"),
        ("SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", "certificate"),
        ("something else", "pip failed: something else"),
    ],
)
def test_a_failure_is_one_sentence_and_keeps_what_was_there(tmp_path, fake_pip, run, said, words):
    folder = tmp_path / "profile" / "runtime" / "py3"
    (folder / "old").mkdir(parents=True)
    fake_pip(f"print({said!r}); sys.exit(1)")
    worked, sentence, _ = run(folder)
    assert not worked and words in sentence
    assert os.listdir(folder) == ["old"] and os.listdir(folder.parent) == ["py3"]


def test_cancelling_changes_nothing(tmp_path, fake_pip, run):
    fake_pip("time.sleep(60)")
    worked, sentence, _ = run(during=lambda it, line: it.cancel() if line.startswith("Collecting") else None)
    assert not worked and "nothing was changed" in sentence
    assert os.listdir(tmp_path / "profile" / "runtime") == []


def test_too_little_space_is_told_before_anything_is_loaded(tmp_path, fake_pip, run, monkeypatch):
    fake_pip("raise SystemExit('pip must not run')")
    monkeypatch.setattr(install.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1_000_000))
    worked, sentence, lines = run()
    assert not worked and "0.4 GB are needed" in sentence and lines == []


def test_a_folder_that_cannot_be_written_is_told(run):
    worked, sentence, _ = run(Path("/proc/self/unveil/py3"))
    assert not worked and "cannot be written to" in sentence


def test_the_command_takes_pinned_packages_only_and_reads_nothing_of_the_users_python(tmp_path):
    python = pip.interpreters()[0]
    arguments = pip.command(python, tmp_path / "t", tmp_path / "r.txt", "http://proxy:8080")
    assert arguments[1:4] == ["-I", "-m", "pip"] and {"--isolated", "--no-deps", "--require-hashes"} <= set(arguments)
    assert arguments[arguments.index("--requirement") + 1] == str(tmp_path / "r.txt")
    assert arguments[arguments.index("--index-url") + 1] == "https://pypi.org/simple"
    pinned, torch = pip.commands(python, tmp_path / "t", tmp_path / "r.txt", "http://proxy:8080", "2.1")
    assert pinned == arguments and torch[-3:] == ["torch==2.1+cpu", "--proxy", "http://proxy:8080"]
    assert torch[torch.index("--index-url") + 1].startswith("https://download.pytorch.org/") and "--no-deps" in torch
    assert arguments[arguments.index("--proxy") + 1] == "http://proxy:8080"
    assert arguments[arguments.index("--python-version") + 1] == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert Path(python).exists() and Path(python).is_relative_to(sys.prefix)


def test_a_python_without_pip_gives_way_to_another_one(tmp_path, fake_pip, run, monkeypatch):
    fake_pip(WORKS)
    monkeypatch.setattr(pip, "interpreters", lambda: ("/without/pip", sys.executable))
    worked, _, lines = run()
    assert worked and any("/without/pip" in line for line in lines)


def test_no_two_builds_of_onnx_runtime_are_installed_together():
    for wanted in RUNTIMES:
        chosen = together(wanted, (*RUNTIMES, "torch"))
        assert chosen == (wanted, "torch")


def test_what_the_folder_holds_is_installed_again_beside_what_is_wanted(tmp_path):
    for name in ("onnxruntime-1.2.dist-info", "s2cloudless-1.7.dist-info"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "METADATA").write_text(f"Name: {name.partition('-')[0]}\nVersion: 1\n", encoding="utf-8")
    assert installed_in(tmp_path) == ("cpu", "s2cloudless") and installed_in(tmp_path / "none") == ()
    assert together("torch", installed_in(tmp_path)) == ("cpu", "torch", "s2cloudless")


@pytest.mark.parametrize("python", ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"])
def test_every_choice_is_pinned_by_version_and_hash_and_brings_no_numpy(python):
    known = [key for key in CHOICES if requirement_lines([key], python)]
    assert {"cpu", "scipy", "s2cloudless"} <= set(known)
    for line in requirement_lines(known, python):
        assert re.fullmatch(r"[a-z0-9_.-]+==\S+( --hash=sha256:[0-9a-f]{64})+", line)
        assert not line.startswith("numpy==")
    assert requirement_lines(["cpu", "nothing"], python) == () == requirement_lines(["cpu"], "2.7")


def test_pips_own_settings_do_not_reach_it():
    given = {"PIP_INDEX_URL": "http://elsewhere", "pip_target": "x", "PYTHONPATH": "y", "HOME": "/h"}
    assert pip.environment(given) == {"HOME": "/h", "PIP_CONFIG_FILE": os.devnull}


def lives(process):
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def test_pip_is_not_redirected_and_dies_with_who_started_it(tmp_path):
    """Against a server that never answers: pip would wait for minutes."""
    server = socket.create_server(("127.0.0.1", 0))
    (tmp_path / "r.txt").write_text("onnxruntime==1.0 --hash=sha256:" + "0" * 64 + "\n")
    arguments = pip.command(sys.executable, tmp_path / "t", tmp_path / "r.txt")
    arguments[arguments.index("--index-url") + 1] = f"http://127.0.0.1:{server.getsockname()[1]}/simple"
    starter = tmp_path / "starter.py"
    starter.write_text(
        "import subprocess, sys, time\n"
        "child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)\nprint(child.pid, flush=True)\ntime.sleep(60)\n"
    )
    starting = subprocess.Popen(
        [sys.executable, str(starter), *pip.with_lifeline(arguments)],
        env=pip.environment({**os.environ, "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}),
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    child = int(starting.stdout.readline())
    server.settimeout(60)
    waiting = server.accept()
    assert waiting
    starting.kill()
    starting.wait()
    end = time.monotonic() + 30
    while (
        time.monotonic() < end
        and Path(f"/proc/{child}").exists()
        and " Z " not in Path(f"/proc/{child}/stat").read_text()
    ):
        time.sleep(0.1)
    assert not Path(f"/proc/{child}").exists() or " Z " in Path(f"/proc/{child}/stat").read_text()


@pytest.mark.parametrize("new_is_there", [True, False])
def test_a_kill_between_the_two_renames_is_repaired_at_the_next_start(tmp_path, new_is_there):
    folder = tmp_path / "py3"
    (tmp_path / "py3.old" / "onnxruntime").mkdir(parents=True)
    if new_is_there:
        (tmp_path / "py3.part" / "half").mkdir(parents=True)
    (tmp_path / "py3.requirements.txt").write_text("x")
    repair(folder)
    assert os.listdir(tmp_path) == ["py3"] and os.listdir(folder) == ["onnxruntime"]


def test_what_another_qgis_installs_just_now_is_left_alone(tmp_path, run, fake_pip):
    folder = tmp_path / "runtime" / "py3"
    (folder.parent / "py3.part").mkdir(parents=True)
    held = Lock(lock_of(folder))
    repair(folder)
    assert (folder.parent / "py3.part").is_dir()
    fake_pip(WORKS)
    worked, sentence, _ = run(folder)
    assert not worked and "Another QGIS" in sentence and (folder.parent / "py3.part").is_dir()
    held.release()
    worked, _, _ = run(folder)
    assert worked and os.listdir(folder.parent) == ["py3"]


def test_every_choice_states_its_size_and_licence():
    for key, choice in CHOICES.items():
        assert title(key) and choice.megabytes > 0 and choice.licence and choice.packages


def test_a_scipy_of_the_folder_stays_where_qgis_has_none(monkeypatch):
    monkeypatch.setattr(pip, "has_own_scipy", lambda: False)
    assert not pip.belongs_to_qgis("scipy") and pip.belongs_to_qgis("numpy-1.2.dist-info")
    monkeypatch.setattr(pip, "has_own_scipy", lambda: True)
    assert pip.belongs_to_qgis("scipy.libs")


def test_the_options_keep_what_windows_begin_with(qgis_app, qgis_bot, models, identity_card, tmp_path):
    from qgis.core import QgsSettings

    from unveil.plugin import defaults
    from unveil.plugin.gui.begin_with import BeginWith

    try:
        page = BeginWith()
        assert (page.model.currentData(), page.growth.value()) == ("", -1)
        page.model.setCurrentIndex(page.model.findData("identity"))
        page.growth.setValue(80)
        page.folder.setFilePath(str(tmp_path))
        page.apply()
        assert (defaults.wanted_model(), defaults.wanted_growth()) == ("identity", 80)
        assert defaults.wanted_folder() == str(tmp_path)
        again = BeginWith()
        assert (again.model.currentData(), again.growth.value()) == ("identity", 80)
        again.growth.setValue(-1)
        again.apply()
        assert defaults.wanted_growth() is None
    finally:
        for key in (defaults.MODEL, defaults.GROWTH, defaults.FOLDER):
            QgsSettings().remove(key)


def test_clashing_builds_are_seen(monkeypatch):
    from unveil.models import runtimes

    versions = {"onnxruntime": "1.31.1", "onnxruntime-gpu": "1.28.0"}
    monkeypatch.setattr(runtimes, "_version", lambda name: versions.get(name, ""))
    assert runtimes.clashing_runtimes() == ("onnxruntime", "onnxruntime-gpu")
    versions.pop("onnxruntime")
    assert runtimes.clashing_runtimes() == ()


def test_the_runtime_folder_is_appended_and_never_put_first(tmp_path, monkeypatch, qgis_app):
    from qgis.core import QgsSettings

    from unveil.plugin.runtime import path

    own, chosen = tmp_path / "own", tmp_path / "chosen"
    own.mkdir(), chosen.mkdir()
    monkeypatch.setattr(path, "runtime_folder", lambda: own)
    monkeypatch.setattr(sys, "path", ["/first", "/second"])
    before = QgsSettings().value(path.SETTING, "", type=str)
    QgsSettings().setValue(path.SETTING, str(chosen))
    try:
        path.append_runtime_folders()
        path.append_runtime_folders()
    finally:
        QgsSettings().setValue(path.SETTING, before)
    assert sys.path == ["/first", "/second", str(own), str(chosen)]


def test_devices_are_measured_and_not_guessed(identity_card):
    pytest.importorskip("onnxruntime")
    from unveil.models.probe import measure_device, offered_devices

    assert "cpu" in offered_devices()
    assert measure_device(identity_card, "cpu").seconds > 0
    refused = measure_device(identity_card, "directml")
    assert refused.seconds is None and "directml" in refused.reason


def test_the_page_shows_packages_and_measures(qgis_bot, models, identity_card, monkeypatch, dispose):
    from unveil.plugin import installed_models
    from unveil.plugin.gui import runtime_page

    monkeypatch.setattr(installed_models, "model_folders", lambda: (models,))
    page = dispose(runtime_page.RuntimePage())
    items = map(page.packages.topLevelItem, range(page.packages.topLevelItemCount()))
    rows = {item.text(0): item.text(1) for item in items}
    assert rows["onnxruntime"] and set(rows) >= {"torch", "s2cloudless", "ukis-csmask", "onnxruntime-gpu"}
    lines = runtime_page._measure(QgsTask.fromFunction("measure", lambda task: None))
    assert any(line.startswith("cpu: a tile of") for line in lines)
    assert "onnxruntime" in page.log.toPlainText() and "--target" in page.log.toPlainText()


def test_diagnostics_say_what_a_bug_report_needs(qgis_app):
    from unveil.plugin.gui.diagnostics import diagnostics

    text = diagnostics()
    for word in (
        "Unveil 0.",
        "QGIS 3.",
        "Qt 5",
        "GDAL",
        "NumPy",
        "onnxruntime:",
        "torch:",
        "Runtime folder",
        "Models:",
    ):
        assert word in text
