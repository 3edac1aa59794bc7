from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from unveil.models.scratch import Lock, scratch_folder, sweep

KILLED = """
import sys, time
sys.path.insert(0, sys.argv[1])
import conftest
from pathlib import Path
from unveil.models.scratch import scratch_folder
with scratch_folder("unveil-", Path(sys.argv[2])) as folder:
    (Path(folder) / "scene.tif").write_bytes(bytes(1000))
    print(folder, flush=True)
    time.sleep(600)
"""


def test_a_folder_is_there_and_gone(tmp_path):
    with scratch_folder("unveil-", tmp_path) as folder:
        open(os.path.join(folder, "x"), "w").close()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_uses_stays(root, tmp_path):
    command = [sys.executable, "-c", KILLED, str(root / "tests"), str(tmp_path)]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    dead, alive = (child.stdout.readline().strip() for child in children)
    sweep(tmp_path)
    assert os.path.isdir(dead) and os.path.isdir(alive)
    children[0].send_signal(signal.SIGKILL)
    children[0].wait()
    assert os.path.exists(os.path.join(dead, "scene.tif"))
    sweep(tmp_path)
    assert not os.path.exists(dead) and os.path.exists(os.path.join(alive, "scene.tif"))
    children[1].kill()
    children[1].wait()


def test_folders_of_others_links_and_new_ones_stay(tmp_path):
    for name in ("other-1", "unveil-new", "unveil-old"):
        (tmp_path / name).mkdir()
    os.utime(tmp_path / "unveil-old", (time.time() - 10**6,) * 2)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "unveil-link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "other-1", "unveil-link", "unveil-new"]


def test_a_lock_is_held_by_one(tmp_path):
    first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    assert first.taken and not second.taken
    first.release()
    assert Lock(tmp_path / "lock").taken
