from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from unveil.engine.commands.stopping import StopSignals

CHILD = """
import signal, sys, time, pathlib
# What is started in the background of a shell begins with Ctrl+C ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, sys.argv[1])
import conftest
from unveil.engine.commands import cli, models
from unveil.models.scratch import scratch_folder

def work(console):
    with scratch_folder():
        print("ready", flush=True)
        end = time.monotonic() + 60
        if sys.argv[2] == "deaf":
            # As in a library that never returns to Python: only another thread can hear.
            import ctypes
            ctypes.CDLL(None).sleep(0)
            while not console.is_cancelled():
                if time.monotonic() > end: sys.exit(9)
        time.sleep(60)

models._models = work
sys.exit(cli.main(["models"]))
"""


@pytest.mark.parametrize("how", ["plain", "deaf"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_work_and_leaves_nothing(root, tmp_path, how, number):
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(root / "tests"), how],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "ready\n" and len(os.listdir(tmp_path)) == 1
    child.send_signal(number)
    _, errors = child.communicate(timeout=30)
    assert child.returncode == 128 + number and "Traceback" not in errors and "stopped" in errors
    assert os.listdir(tmp_path) == []


def test_the_handlers_of_before_come_back():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with StopSignals() as signals:
        assert signal.getsignal(signal.SIGTERM) == signals._stop
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
        assert signals.wished.wait(5) and signals.number == signal.SIGTERM
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


MODELS = """
import sys
sys.path.insert(0, sys.argv[1])
import conftest
from unveil.engine.commands import cli

sys.exit(cli.main(["models"]))
"""


def test_a_reader_that_has_enough_is_no_error(root):
    child = subprocess.Popen(
        [sys.executable, "-c", MODELS, str(root / "tests")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    child.stdout.close()
    errors = child.stderr.read()
    assert child.wait(60) == 128 + signal.SIGPIPE and not errors
