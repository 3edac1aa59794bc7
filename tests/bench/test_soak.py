"""Many runs in one process: memory, open files and threads do not grow. UNVEIL_SOAK sets how many (default 60)."""

from __future__ import annotations

import os
import threading

import numpy as np
import pytest

from unveil.engine.commands import cli

RUNS = int(os.environ.get("UNVEIL_SOAK", "60"))
WARM = max(10, RUNS // 10)
"""Runs until pools and caches have their size."""

MOST_SLOPE = 0.05
"""MB a run."""


def resident() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is read where Linux tells it")
def test_nothing_grows_over_many_runs(scene_files, identity_card, tmp_path, monkeypatch):
    monkeypatch.setenv("UNVEIL_MODELS", str(identity_card.folder.parent))
    mask = np.zeros((96, 96))
    mask[20:50, 30:60] = 1
    optical, radar, given = scene_files(96, 96, mask)
    out = str(tmp_path / "out.tif")
    commands = (
        ["remove", optical, radar, out, "--mask", given, "--model", "identity", "--quiet"],
        ["mask", optical, out, "--method", "spectral", "--quiet"],
        ["prepare-s2", optical, out, "--quiet"],
        ["remove", optical, radar, str(tmp_path / "out.png"), "--model", "identity", "--quiet"],
    )
    memory, files, threads = [], [], []
    for number in range(RUNS):
        status = cli.main(list(commands[number % len(commands)]))
        assert status == (1 if number % len(commands) == 3 else 0)
        memory.append(resident())
        files.append(len(os.listdir("/proc/self/fd")))
        threads.append(threading.active_count())
    slope = float(np.polyfit(np.arange(RUNS - WARM), memory[WARM:], 1)[0])
    print(
        f"{RUNS} runs: {slope:.3f} MB a run, {files[WARM]} to {files[-1]} files, "
        f"{threads[WARM]} to {threads[-1]} threads"
    )
    assert slope <= MOST_SLOPE
    # A handle may wait for the collector of garbage, so single runs differ: the last must not need more than others.
    part = (RUNS - WARM) // 4
    assert max(files[-part:]) <= max(files[WARM:-part]) and max(threads[-part:]) <= max(threads[WARM:-part])
