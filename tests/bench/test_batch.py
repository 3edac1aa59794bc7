"""What a batch costs beyond its scenes, how it grows with workers, and what faults at random leave of it.

UNVEIL_BATCH_SCENES sets how many scenes are timed (default 60), UNVEIL_BATCH_FAULTS how many meet faults (default 200).
Figures: `pytest -s`. Times mean something on a quiet machine with two cores at least.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import pytest
from fixtures.clusters import kill_family
from fixtures.rasters import S2, optical_dn, radar_db, write_raster

pytest.importorskip("distributed")

SCENES = int(os.environ.get("UNVEIL_BATCH_SCENES", "60"))
FAULTS = int(os.environ.get("UNVEIL_BATCH_FAULTS", "200"))
DATE = "2021-06-30T10:50:31Z"
MODEL = ("--model", "ground")
MOST_BYTES = 400_000
"""The largest file that may be written where the disk of a scene shall be full."""


@dataclass(frozen=True)
class Timing:
    """Seconds on the clock, and of processors in all processes."""

    wall: float
    cpu: float


@pytest.fixture
def unveil(tmp_path, root):
    """Begin a command of this tree."""
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "unveil").symlink_to(root)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "path")}

    def begin(*words, **rest):
        command = [sys.executable, "-m", "unveil.engine.commands.cli", *map(str, words)]
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, env=environment, **{**silent, **rest})

    return begin


def timed(begin, *words) -> Timing:
    def spent():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    start, before = time.monotonic(), spent()
    assert begin(*words).wait() == 0
    return Timing(time.monotonic() - start, spent() - before)


def scene(folder: Path, name: str, side: int) -> str:
    """Write a scene and return its row of a table."""
    number = sum(map(ord, name))
    optical = write_raster(folder / f"{name}_s2.tif", optical_dn(side, side, number), names=S2)
    radar = write_raster(folder / f"{name}_s1.tif", radar_db(side, side, number), names=["VV", "VH"])
    mask = np.zeros((1, side, side), np.uint8)
    mask[:, side // 4 : side // 2, side // 4 : side // 2] = 1
    mask = write_raster(folder / f"{name}_mask.tif", mask, nodata=255)
    return f"{name},{optical},{radar},{mask},{DATE}"


def table(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join(["id,optical,radar,mask,datetime", *rows]))
    return path


def test_workers_share_scenes_and_a_batch_costs_little_more_than_they_do(unveil, tmp_path):
    jobs = table(tmp_path / "jobs.csv", [scene(tmp_path, f"s{number}", 256) for number in range(SCENES)])
    words = (*MODEL, "--quiet")

    def bare(number):
        return timed(unveil, "run", jobs, tmp_path / "bare", "--index", number, "--threads", 1, *words)

    alone = [bare(number) for number in range(SCENES)]
    bare_run = Timing(sum(each.wall for each in alone), sum(each.cpu for each in alone))
    one = timed(unveil, "batch", jobs, tmp_path / "one", "--workers", 1, "--threads", 1, *words)
    two = timed(unveil, "batch", jobs, tmp_path / "two", "--workers", 2, "--threads", 1, *words)
    again = timed(unveil, "batch", jobs, tmp_path / "two", *words)
    print(f"\n{SCENES} scenes of 256 x 256 pixels; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for name, timing in (("bare runs", bare_run), ("1 worker", one), ("2 workers", two), ("done already", again)):
        print(f"{name:14} {timing.wall:7.1f} s on the clock {timing.cpu:7.1f} core seconds")
    print(f"ratio of 1 to 2 workers {one.wall / two.wall:.2f}")
    print(
        f"over bare runs {one.wall / bare_run.wall - 1:+.1%} on the clock, {one.cpu / bare_run.cpu - 1:+.1%} of cores"
    )
    print(f"done already: {100 * again.wall / SCENES:.2f} s a 100 scenes with the start of the program")
    assert one.wall <= 1.1 * bare_run.wall and one.cpu <= 1.2 * bare_run.cpu
    assert two.cpu <= 1.1 * one.cpu, "two workers take more processor time than one"
    assert one.wall >= 1.7 * two.wall


def test_many_finished_scenes_are_passed_over_quickly(unveil, tmp_path):
    """The results of one scene, under many names: what counts is how long it takes to see that they are done."""
    from unveil.engine.batch.job import read_csv
    from unveil.engine.batch.scene import is_done
    from unveil.engine.commands.cli import _parser
    from unveil.engine.commands.remove import add_removal_options
    from unveil.engine.commands.scene_options import SceneOptions

    rows = [scene(tmp_path, f"s{number}", 32) for number in range(200)]
    jobs = table(tmp_path / "jobs.csv", rows)
    assert timed(unveil, "run", jobs, tmp_path / "out", "--index", 0, *MODEL)
    recipe = SceneOptions(add_removal_options).recipe(
        _parser().parse_args(["run", str(jobs), str(tmp_path / "out"), *MODEL])
    )
    item = json.loads((tmp_path / "out" / "s0" / "s0.json").read_text())
    for job in read_csv(jobs):
        place = tmp_path / "out" / job.id
        place.mkdir(exist_ok=True)
        (place / "s0.tif").write_bytes((tmp_path / "out" / "s0" / "s0.tif").read_bytes())
        item["properties"]["unveil:digest"] = recipe.digest(job)
        (place / f"{job.id}.json").write_text(json.dumps(item))
    start = time.monotonic()
    assert all(is_done(tmp_path / "out", job, recipe.digest(job)) for job in read_csv(jobs))
    checking = time.monotonic() - start
    whole = timed(unveil, "batch", jobs, tmp_path / "out", *MODEL)
    print(f"\n200 finished scenes: checked in {checking:.2f} s; the command {whole.wall:.1f} s, {whole.cpu:.2f} core s")
    assert checking < 2.0


class Trouble(threading.Thread):
    """Kills, stops and segfaults the processes of scenes at random, now and then one of Dask's workers."""

    def __init__(self, batch: int, seed: int):
        super().__init__(daemon=True)
        self._batch, self._random = batch, random.Random(seed)
        self.over = threading.Event()
        self.done: Counter[str] = Counter()

    def run(self) -> None:
        while not self.over.wait(self._random.uniform(4, 12)):
            try:
                family = psutil.Process(self._batch).children(recursive=True)
                scenes = [each for each in family if "unveil.engine.commands.cli" in " ".join(each.cmdline())]
                workers = [each for each in family if "spawn_main" in " ".join(each.cmdline())]
                kind = self._random.choices(("kill", "segfault", "hang", "worker"), (4, 3, 2, 1))[0]
                victims = workers if kind == "worker" else scenes
                if victims:
                    number = {"segfault": signal.SIGSEGV, "hang": signal.SIGSTOP}.get(kind, signal.SIGKILL)
                    self._random.choice(victims).send_signal(number)
                    self.done[kind] += 1
            except psutil.Error:
                continue


def test_of_scenes_that_meet_faults_at_random_the_good_ones_are_done_and_each_bad_one_says_why(unveil, tmp_path):
    good = [f"good{number}" for number in range(FAULTS - FAULTS // 10 - FAULTS // 40)]
    rows = [scene(tmp_path, name, 32) for name in good]
    poison, full = [f"poison{number}" for number in range(FAULTS // 10)], [f"full{n}" for n in range(FAULTS // 40)]
    for number, name in enumerate(poison):
        rows.append(scene(tmp_path, name, 32))
        spoil(tmp_path, name, number)
    rows += [scene(tmp_path, name, 256) for name in full]
    random.Random(0).shuffle(rows)
    jobs, out = table(tmp_path / "jobs.csv", rows), tmp_path / "out"
    troubles: Counter[str] = Counter()
    start, runs, killed = time.monotonic(), 0, False
    while True:
        batch = unveil("batch", jobs, out, *MODEL, "--workers", 2, "--time-limit", 60, "--retries", 2,
                       preexec_fn=limit_files)  # fmt: skip
        trouble = Trouble(batch.pid, runs)
        if runs < 3:
            trouble.start()
        if runs == 1:
            # The whole batch dies once; the same command carries on.
            time.sleep(30)
            kill_family(batch.pid)
            killed = True
        status = batch.wait()
        trouble.over.set()
        troubles += trouble.done
        runs += 1
        left = [name for name in good if not (out / name / f"{name}.json").exists()]
        if (status in (0, 1) and not left and killed) or runs > 8:
            break
    records = [json.loads(line) for line in (out / "run.jsonl").read_text().splitlines()]
    done = Counter(record["id"] for record in records if record["state"] == "done")
    last = {record["id"]: record for record in records}
    print(f"\n{len(rows)} scenes in {runs} runs and {time.monotonic() - start:.0f} s; {dict(troubles)}")
    print(Counter(record["state"] for record in records))
    for name in (*poison[:4], *full[:1]):
        print(f"{name}: {last[name]['message']}")
    assert not left
    # A scene that ended while the batch was being killed may lack its line, but has its result.
    assert all(done[name] <= 1 for name in good), [name for name in good if done[name] > 1]
    for name in (*poison, *full):
        assert last[name]["state"] == "failed" and last[name]["message"].endswith("."), last[name]
        assert not (out / name).exists()
    assert sorted(path.name for path in out.rglob(".*")) == []


def spoil(folder: Path, name: str, number: int) -> None:
    """Make one of a scene's files bad."""
    optical, radar = folder / f"{name}_s2.tif", folder / f"{name}_s1.tif"
    if number % 4 == 0:
        optical.write_bytes(optical.read_bytes()[:2000])
    elif number % 4 == 1:
        radar.unlink()
    elif number % 4 == 2:
        write_raster(optical, np.zeros((13, 32, 32), np.uint16), names=S2, nodata=0)
    else:
        write_raster(radar, np.zeros((2, 32, 32), np.float32), names=["HH", "HV"])


def limit_files() -> None:
    """Let no file of this process and its children grow larger, as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
