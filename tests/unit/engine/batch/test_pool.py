"""A batch on a local cluster of two workers whose scenes crash, hang, fail and kill their worker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap

import pytest

pytest.importorskip("distributed")

SCRIPT = """
    import json, os, sys
    from unveil.engine.batch import child, pool
    from unveil.engine.batch.child import Limits
    from unveil.engine.batch.job import Job

    def main():
        folder = sys.argv[1]
        ids = sys.argv[2:]
        jobs = [Job(name, "o", "r") for name in ids]
        outcomes = []
        given = pool.Pool(workers=2, limits=Limits(seconds=4), retries=1, **json.loads(os.environ.get("POOL", "{}")))
        went_on = pool.run_pool(jobs, lambda job: [folder, job.id], given, outcomes.append)
        print(json.dumps([went_on, {each.id: [each.state, each.message] for each in outcomes}]))

    if __name__ == "__main__":
        main()
"""

SCENE = """
    # What stands for a scene: `python -m unveil.engine.commands.cli FOLDER ID` runs this instead.
    import os, signal, sys, time
    folder, name = sys.argv[-2:]
    with open(os.path.join(folder, name), "a") as file:
        file.write("x")
    kind = name.split("-")[0]
    if kind == "bad":
        sys.exit("unveil: The raster is empty.")
    if kind == "crash" or (kind == "once" and os.path.getsize(os.path.join(folder, name)) == 1):
        os.kill(os.getpid(), signal.SIGSEGV)
    if kind == "hang":
        time.sleep(60)
    if kind == "murder" and os.path.getsize(os.path.join(folder, name)) == 1:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
"""


@pytest.fixture
def run(tmp_path, root):
    """Run jobs whose scenes are the script above; return what became of them, and how often each was tried."""
    package = tmp_path / "path"
    commands = package / "unveil" / "engine" / "commands"
    commands.mkdir(parents=True)
    (package / "unveil" / "models").symlink_to(root / "models")
    for room in (root / "engine").iterdir():
        if room.name != "commands":
            (package / "unveil" / "engine" / room.name).symlink_to(room)
    (package / "unveil" / "metadata.txt").symlink_to(root / "metadata.txt")
    (commands / "__init__.py").touch()
    (commands / "cli.py").write_text(textwrap.dedent(SCENE))
    main = tmp_path / "main.py"
    main.write_text(textwrap.dedent(SCRIPT))
    counts = tmp_path / "counts"
    counts.mkdir()

    def start(*ids, **pool):
        environment = {**os.environ, "PYTHONPATH": str(package), "POOL": json.dumps(pool)}
        done = subprocess.run(
            [sys.executable, str(main), str(counts), *ids], env=environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        went_on, outcomes = json.loads(done.stdout.splitlines()[-1])
        tries = {path.name: path.stat().st_size for path in counts.iterdir()}
        return went_on, outcomes, tries

    return start


def test_good_scenes_are_done_once_and_each_bad_one_fails_alone_with_its_sentence(run):
    good = [f"good-{index}" for index in range(6)]
    went_on, outcomes, tries = run(*good[:3], "bad-1", "crash-1", "once-1", *good[3:], "hang-1", "murder-1")
    assert went_on
    assert {name: outcomes[name][0] for name in good} == dict.fromkeys(good, "done")
    assert all(tries[name] == 1 for name in good)
    assert outcomes["bad-1"] == ["failed", "The raster is empty."] and tries["bad-1"] == 1
    assert outcomes["crash-1"][0] == "crashed" and tries["crash-1"] == 2
    assert outcomes["once-1"][0] == "done" and tries["once-1"] == 2
    assert outcomes["hang-1"][0] == "timeout" and "longer than 4 s" in outcomes["hang-1"][1]
    assert outcomes["murder-1"][0] == "done" and tries["murder-1"] == 2


def test_a_batch_gives_up_after_more_failures_than_it_may_have(run):
    went_on, outcomes, tries = run(*(f"bad-{index}" for index in range(12)), most_failures=2)
    assert not went_on and len(outcomes) == 3 and len(tries) < 12
