"""`unveil batch` and `unveil run` on the sample scene, as their users start them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytest.importorskip("distributed")

DATE = "2021-06-30T10:50:31Z"


@pytest.fixture
def unveil(tmp_path, root):
    """Run the command line of this tree."""
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "unveil").symlink_to(root)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "path")}

    def run(*words):
        command = [sys.executable, "-m", "unveil.engine.commands.cli", *map(str, words)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)

    return run


@pytest.fixture
def table(tmp_path, root):
    sample = root / "resources" / "sample"
    rows = [f"scene-{index},{sample}/s2_cloudy.tif,{sample}/s1.tif,{sample}/mask.tif,{DATE}" for index in range(2)]
    rows.append(f"bad,{tmp_path}/nowhere.tif,{sample}/s1.tif,,{DATE}")
    path = tmp_path / "jobs.csv"
    path.write_text("\n".join(["id,optical,radar,mask,datetime", *rows]))
    return path


def test_a_batch_does_its_scenes_names_what_failed_and_skips_what_is_done(unveil, table, tmp_path):
    out = tmp_path / "out"
    first = unveil("batch", table, out, "--workers", 2, "--feather", 40)
    assert first.returncode == 1 and "1 of 3 scenes failed" in first.stderr.splitlines()[-1]
    assert "2 done, 1 failed" in first.stderr
    records = [json.loads(line) for line in (out / "run.jsonl").read_text().splitlines()]
    (bad,) = [each for each in records if each["state"] != "done"]
    assert bad["id"] == "bad" and "nowhere.tif cannot be read" in bad["message"]
    item = json.loads((out / "scene-0" / "scene-0.json").read_text())
    assert (
        item["properties"]["datetime"] == DATE
        and "--feather 40.0" in item["properties"]["processing:expression"]["expression"]
    )
    left = sorted(path.name for path in out.iterdir())
    assert left == ["collection.json", "run.jsonl", "scene-0", "scene-1"]
    second = unveil("run", table, out, "--index", 1, "--feather", 40)
    assert second.returncode == 0 and json.loads(second.stdout)["state"] == "skipped"


def test_a_scene_is_chosen_by_its_id_or_its_number(unveil, table, tmp_path):
    assert "holds 3 scenes; say which" in unveil("run", table, tmp_path / "out").stderr
    assert "no scene 7 among 3" in unveil("run", table, tmp_path / "out", "--index", 7).stderr
    assert "nowhere.tif cannot be read" in unveil("run", table, tmp_path / "out", "--id", "bad").stderr
