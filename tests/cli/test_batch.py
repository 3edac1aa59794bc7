"""`unveil batch` and `unveil run` on small scenes, as their users start them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest
from fixtures.catalogues import server  # noqa: F401
from fixtures.clusters import cluster  # noqa: F401
from fixtures.rasters import S2, optical_dn, radar_db, write_raster

pytest.importorskip("distributed")

DATE = "2021-06-30T10:50:31Z"


@pytest.fixture
def path(tmp_path, root):
    """A folder from which `unveil` is this tree."""
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "unveil").symlink_to(root)
    return str(tmp_path / "path")


@pytest.fixture
def unveil(path):
    """Run the command line; with wait=False return its process."""

    def run(*words, wait=True):
        command = [sys.executable, "-m", "unveil.engine.commands.cli", *map(str, words)]
        begun = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": path}, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        return ended(begun) if wait else begun

    return run


def ended(begun):
    output, errors = begun.communicate(timeout=300)
    return subprocess.CompletedProcess(begun.args, begun.returncode, output, errors)


@pytest.fixture
def table(tmp_path):
    """Three scenes, one of which is not there."""
    optical = write_raster(tmp_path / "s2.tif", optical_dn(64, 64), names=S2)
    radar = write_raster(tmp_path / "s1.tif", radar_db(64, 64), names=["VV", "VH"])
    mask = optical_dn(64, 64)[:1] * 0
    mask[:, 20:40, 20:40] = 1
    mask = write_raster(tmp_path / "mask.tif", mask.astype("uint8"), nodata=255)
    rows = [f"scene-{index},{optical},{radar},{mask},{DATE}" for index in range(2)]
    rows.append(f"bad,{tmp_path}/nowhere.tif,{radar},,{DATE}")
    path = tmp_path / "jobs.csv"
    path.write_text("\n".join(["id,optical,radar,mask,datetime", *rows]))
    return path


def test_a_batch_does_its_scenes_names_what_failed_and_skips_what_is_done(unveil, table, tmp_path):
    out = tmp_path / "out"
    words = ("--model", "ground", "--feather", 40)
    first = unveil("batch", table, out, "--workers", 2, *words, "--also", "mask", "quality")
    assert first.returncode == 1 and "1 of 3 scenes failed" in first.stderr.splitlines()[-1]
    assert "2 done, 1 failed" in first.stdout and "core seconds (median)" in first.stdout
    assert "bad: The raster" in first.stdout.splitlines()[-1]
    assert "3 of 3: " in first.stderr and " left" in first.stderr
    records = [json.loads(line) for line in (out / "run.jsonl").read_text().splitlines()]
    (bad,) = [each for each in records if each["state"] != "done"]
    assert bad["id"] == "bad" and "nowhere.tif cannot be read" in bad["message"]
    assert all(each["cpu_seconds"] > 0 and each["gigabytes"] > 0 for each in records if each is not bad)
    item = json.loads((out / "scene-0" / "scene-0.json").read_text())
    expression = item["properties"]["processing:expression"]["expression"]
    assert item["properties"]["datetime"] == DATE and "--feather 40.0" in expression
    assert set(item["assets"]) == {"cloud_free", "mask", "quality"}
    assert sorted(path.name for path in out.iterdir()) == ["collection.json", "run.jsonl", "scene-0", "scene-1"]
    second = unveil("run", table, out, "--index", 1, *words, "--also", "mask", "quality")
    assert second.returncode == 0 and json.loads(second.stdout)["state"] == "skipped"


def test_the_scenes_of_a_search_are_fetched_and_cleaned(unveil, server, tmp_path):  # noqa: F811
    for name, day in (("S2_a", "2021-06-30"), ("S2_b", "2021-07-10")):
        server.add_optical(name, day)
    server.add_radar("S1", "2021-07-05")
    api, search = f"{server.address}/api", f"{server.address}/search?collections=sentinel-2-l2a"
    words = ("--model", "ground", "--references", 0, "--radar-catalogue", "static", "--radar-address", api)
    done = unveil("batch", search, tmp_path / "out", *words, "--bbox", 4.272, 45.142, 4.278, 45.146, "--per-band")
    assert done.returncode == 0 and "2 done" in done.stdout, done.stderr
    place = tmp_path / "out" / "S2_b"
    item = json.loads((place / "S2_b.json").read_text())
    assert {link["href"] for link in item["links"]} == {f"{server.address}/{name}.json" for name in ("S2_b", "S1")}
    assert set(item["assets"]) == {path.stem[5:] for path in place.glob("*.tif")} >= {"B2", "B8A", "B12"}
    assert not list(place.glob(".*"))


def test_a_batch_whose_scheduler_is_killed_carries_on_with_the_same_command(unveil, table, tmp_path, cluster, path):  # noqa: F811
    lines = table.read_text().splitlines()
    table.write_text("\n".join([lines[0], *(lines[1].replace("scene-0", f"scene-{index}") for index in range(4))]))
    given, out = cluster({"PYTHONPATH": path}), tmp_path / "out"
    words = ("batch", table, out, "--model", "ground", "--scheduler", given.file)
    assert "is not there; start the scheduler first" in unveil(*words).stderr
    given.start_scheduler()
    given.start_worker("a", "--nthreads", "1")
    batch = unveil(*words, wait=False)
    end = time.monotonic() + 120
    while not list(out.glob("scene-*/scene-*.json")):
        assert time.monotonic() < end
        time.sleep(0.05)
    given.kill_scheduler()
    first = ended(batch)
    assert first.returncode == 1 and "The Dask scheduler was lost" in first.stderr.splitlines()[-1]
    given.start_scheduler()
    given.start_worker("b", "--nthreads", "1")
    second = ended(unveil(*words, wait=False))
    assert second.returncode == 0, second.stderr
    done = [json.loads(line)["id"] for line in (out / "run.jsonl").read_text().splitlines()]
    assert len(done) == len(set(done)) and {path.stem for path in out.glob("scene-*/*.json")} == {
        f"scene-{index}" for index in range(4)
    }
    assert sorted(path.name for path in out.rglob("*") if path.name.startswith(".")) == []
