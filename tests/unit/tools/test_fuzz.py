from __future__ import annotations

import json
import random
import sys

import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

from unveil.tools.fuzz import runner as module  # noqa: E402
from unveil.tools.fuzz.__main__ import main  # noqa: E402
from unveil.tools.fuzz.case import Case, spoilt  # noqa: E402
from unveil.tools.fuzz.runner import Runner  # noqa: E402


def test_a_short_run_finds_every_input_handled(capsys):
    status = main(["--seconds", "40", "--seed", "7", "--number", "28"])
    assert status == 0, capsys.readouterr().out


def test_a_case_is_the_same_whenever_it_is_made_again(tmp_path):
    first, second = (spoilt(random.Random("1 raster 5"), bytes(1000)) for _ in range(2))
    assert first == second != bytes(1000)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"code": 0, "errors": "", "traceback": ""}, ""),
        ({"code": 1, "errors": "unveil: The raster is none.", "traceback": ""}, ""),
        ({"code": 1, "errors": "ValueError: x", "traceback": ""}, "no sentence"),
        ({"code": None, "errors": "", "traceback": "Traceback ... ValueError"}, "traceback"),
        ({"code": 0, "errors": "Traceback (most recent call last)", "traceback": ""}, "traceback on stderr"),
        (None, "died with status"),
    ],
)
def test_what_is_not_handled_is_told_from_what_is(tmp_path, monkeypatch, answer, fault):
    child = tmp_path / "child.py"
    say = (
        "import os; os.kill(os.getpid(), 9)"
        if answer is None
        else f"print({json.dumps(json.dumps(answer))}, flush=True)"
    )
    child.write_text(f"import sys\nprint('ready', flush=True)\nfor line in sys.stdin:\n    {say}\n", encoding="utf-8")
    (tmp_path / "case").mkdir()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(module, "CHILD", [sys.executable, str(child)])
    runner = Runner(tmp_path / "tmp", tmp_path)
    try:
        outcome = runner.run(Case(tmp_path / "case", ["models"], "x"))
    finally:
        runner.close()
    assert fault in outcome.fault and bool(fault) == bool(outcome.fault)


def test_a_changed_input_is_a_fault(tmp_path, monkeypatch):
    (tmp_path / "case").mkdir()
    (tmp_path / "tmp").mkdir()
    victim = tmp_path / "case" / "s2.tif"
    victim.write_bytes(b"scene")
    child = tmp_path / "child.py"
    answer = json.dumps(json.dumps({"code": 0, "errors": "", "traceback": ""}))
    child.write_text(
        f"import sys\nprint('ready', flush=True)\nfor line in sys.stdin:\n    open({str(victim)!r}, 'w').close()\n"
        f"    print({answer}, flush=True)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(module, "CHILD", [sys.executable, str(child)])
    runner = Runner(tmp_path / "tmp", tmp_path)
    try:
        assert runner.run(Case(tmp_path / "case", ["models"], "x")).fault == "changed its input s2.tif"
    finally:
        runner.close()
