"""A scene's child process: how it ends, what it leaves, and that it does not outlive its parent."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time

import psutil
import pytest

from unveil.engine.batch import child as children
from unveil.engine.batch.child import Limits, run_child
from unveil.engine.batch.job import Job

JOB = Job("a", "o.tif", "r.tif")


@pytest.fixture
def python(monkeypatch, tmp_path):
    """Have children run a piece of Python instead of the command line."""

    def set_code(code):
        path = tmp_path / "child.py"
        path.write_text(textwrap.dedent(code))
        real = subprocess.Popen
        monkeypatch.setattr(
            children.subprocess, "Popen", lambda words, **rest: real([sys.executable, str(path)], **rest)
        )

    return set_code


def end_of(limits=Limits(), is_stopped=lambda: False):  # noqa: B008
    return run_child(JOB, [], limits, is_stopped)


@pytest.mark.parametrize(
    ("code", "limits", "state", "message"),
    [
        ("", Limits(), "done", ""),
        ("raise SystemExit('unveil: The raster is empty.')", Limits(), "failed", "The raster is empty."),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", Limits(), "crashed", "status -11"),
        (
            "import os, sys; print('Warning: Much is hidden.', file=sys.stderr, flush=True); os.kill(os.getpid(), 9)",
            Limits(),
            "crashed",
            "The process ended with status -9.",
        ),
        ("import sys; print('unveil: No network.', file=sys.stderr); sys.exit(75)", Limits(), "network", "No network."),
        ("import sys; sys.exit(3)", Limits(), "crashed", "status 3"),
        ('print(\'{"state": "skipped"}\')', Limits(), "skipped", ""),
        ("import time; time.sleep(60)", Limits(seconds=0.5), "timeout", "longer than 0.5 s"),
        ("import time; x = bytearray(300_000_000); time.sleep(60)", Limits(memory=150_000_000), "memory", "0.1 GB"),
    ],
)
def test_each_end_of_a_child_has_a_state_and_a_sentence(python, code, limits, state, message):
    python(code)
    outcome = end_of(limits)
    assert (outcome.state, outcome.id) == (state, "a") and message in outcome.message
    assert outcome.seconds < 30


def test_a_scene_tells_what_it_cost(python):
    python('print(\'{"state": "done", "cpu_seconds": 2.5, "gigabytes": 0.25}\')')
    outcome = end_of()
    assert (outcome.state, outcome.cpu_seconds, outcome.gigabytes) == ("done", 2.5, 0.25)


def test_of_several_graphics_cards_each_worker_has_its_own(python, monkeypatch, tmp_path):
    python(f"import os; open({str(tmp_path / 'seen')!r}, 'w').write(os.environ['CUDA_VISIBLE_DEVICES'])")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2,5")
    for slot, card in ((0, "2"), (1, "5"), (2, "2"), (None, "2,5")):
        run_child(JOB, [], Limits(), lambda: False, slot)
        assert (tmp_path / "seen").read_text() == card


def test_a_child_ends_when_the_batch_is_stopped_and_takes_its_own_children_along(python, tmp_path):
    python(
        f"""
        import subprocess, sys, time
        inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        open({str(tmp_path / "pid")!r}, "w").write(str(inner.pid))
        time.sleep(60)
        """
    )
    outcome = end_of(is_stopped=(tmp_path / "pid").exists)
    assert outcome.state == "stopped"
    inner = int((tmp_path / "pid").read_text() or 0)
    end = time.monotonic() + 10
    while inner and psutil.pid_exists(inner) and psutil.Process(inner).status() != "zombie" and time.monotonic() < end:
        time.sleep(0.05)
    assert not psutil.pid_exists(inner) or psutil.Process(inner).status() == "zombie"


def test_a_child_has_the_threads_that_it_may_use(python, tmp_path):
    python(f"import os; open({str(tmp_path / 'seen')!r}, 'w').write(os.environ['UNVEIL_THREADS'])")
    assert end_of(Limits(threads=3)).state == "done"
    assert (tmp_path / "seen").read_text() == "3"


def test_a_child_does_not_outlive_a_parent_that_is_killed(tmp_path, root):
    (tmp_path / "unveil").symlink_to(root)
    (tmp_path / "inner.py").write_text(
        "from unveil.engine.batch.lifeline import hold_lifeline\n"
        "import os, time\n"
        "hold_lifeline()\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
        "time.sleep(60)\n"
    )
    (tmp_path / "outer.py").write_text(
        "import os, subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, 'inner.py'], stdin=subprocess.PIPE,\n"
        "    env={**os.environ, 'UNVEIL_LIFELINE': 'stdin'}, start_new_session=True)\n"
        "time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    outer = subprocess.Popen([sys.executable, "outer.py"], cwd=tmp_path, env=environment)
    end = time.monotonic() + 20
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert time.monotonic() < end
        time.sleep(0.05)
    inner = int((tmp_path / "pid").read_text())
    assert psutil.pid_exists(inner)
    outer.kill()
    outer.wait()
    while psutil.pid_exists(inner) and psutil.Process(inner).status() != "zombie":
        assert time.monotonic() < end
        time.sleep(0.05)
