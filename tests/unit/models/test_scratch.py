from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from unveil.models import scratch
from unveil.models.scratch import Lock, fresh_file, remove_unlocked, scratch_folder, sweep

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


@pytest.fixture
def before_the_first_lock(monkeypatch):
    """A function that has something done between the making of a file and its lock, as another process may do it."""

    def have(done):
        lock, waiting = scratch._lock, [done]

        def late(file):
            if waiting:
                waiting.pop()()
            lock(file)

        monkeypatch.setattr(scratch, "_lock", late)

    return have


def test_a_folder_that_another_process_swept_before_it_was_locked_is_made_anew(tmp_path, before_the_first_lock):
    sweep(tmp_path)
    before_the_first_lock(lambda: sweep(tmp_path))
    with scratch_folder("unveil-", tmp_path) as folder:
        (tmp_path / folder / "plane").touch()
        sweep(tmp_path)
        assert (tmp_path / folder / "plane").exists()
    assert list(tmp_path.iterdir()) == []


def test_what_is_swept_is_held_until_it_is_gone(tmp_path, monkeypatch):
    left = tmp_path / "unveil-left"
    left.mkdir()
    (left / ".unveil-lock").touch()
    taken, remove = [], scratch.shutil.rmtree

    def watched(folder, **how):
        taken.append(Lock(left / ".unveil-lock").taken)
        remove(folder, **how)

    monkeypatch.setattr(scratch.shutil, "rmtree", watched)
    sweep(tmp_path)
    assert taken == [False] and not left.exists()


def test_a_file_that_another_process_removed_before_it_was_locked_is_made_anew(tmp_path, before_the_first_lock):
    before_the_first_lock(lambda: remove_unlocked(tmp_path.iterdir()))
    path, lock = fresh_file(tmp_path, ".part")
    remove_unlocked([path])
    assert lock.taken and list(tmp_path.iterdir()) == [path]


def test_where_nothing_can_be_locked_there_is_a_folder_all_the_same(tmp_path, monkeypatch):
    def refuse(_):
        raise OSError("no locks here")

    monkeypatch.setattr(scratch, "_lock", refuse)
    with scratch_folder("unveil-", tmp_path) as folder:
        sweep(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == [os.path.basename(folder)]
    assert list(tmp_path.iterdir()) == []
