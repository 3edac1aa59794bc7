"""A batch on a local cluster of two workers whose scenes crash, hang, fail and kill their worker."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import textwrap
import time

import psutil
import pytest
from fixtures.clusters import kill_family

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
        options = json.loads(os.environ.get("POOL", "{}"))
        options["tls"] = pool.Tls(*options.get("tls", ()))
        given = pool.Pool(workers=2, limits=Limits(seconds=6), retries=1, **options)
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
    begun = time.monotonic()
    if kind == "bad":
        sys.exit("unveil: The raster is empty.")
    if kind == "crash" or (kind == "once" and os.path.getsize(os.path.join(folder, name)) == 1):
        os.kill(os.getpid(), signal.SIGSEGV)
    if kind == "hang":
        time.sleep(60)
    if kind == "murder" and os.path.getsize(os.path.join(folder, name)) == 1:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    if kind == "slow":
        time.sleep(0.5)
    with open(os.path.join(folder, name + ".times"), "w") as file:
        print(begun, time.monotonic(), file=file)
"""


@pytest.fixture
def package(tmp_path, root):
    """A folder from which `unveil` is this tree, but that a scene is the script above."""
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
    return package


@pytest.fixture
def counts(tmp_path):
    """A folder where each scene leaves a letter whenever it is begun."""
    folder = tmp_path / "counts"
    folder.mkdir()
    return folder


@pytest.fixture
def start(tmp_path, package, counts):
    """Begin a batch of jobs whose scenes are the script above."""
    main = tmp_path / "main.py"
    main.write_text(textwrap.dedent(SCRIPT))

    def start(*ids, **pool):
        environment = {**os.environ, "PYTHONPATH": str(package), "POOL": json.dumps(pool)}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen([sys.executable, str(main), str(counts), *ids], env=environment, text=True, **pipes)

    return start


@pytest.fixture
def run(start, counts):
    """Run such a batch; return whether it went on, what became of the scenes, and how often each was tried."""

    def run(*ids, **pool):
        return ended(start(*ids, **pool), counts)

    return run


def ended(batch, counts):
    output, errors = batch.communicate(timeout=300)
    assert batch.returncode == 0, errors
    went_on, outcomes = json.loads(output.splitlines()[-1])
    return went_on, outcomes, {path.name: path.stat().st_size for path in counts.iterdir() if not path.suffix}


def has_a_scene(worker):
    """Tell whether a scene runs below the process of a worker."""
    with contextlib.suppress(psutil.Error):
        return any("unveil.engine" in " ".join(p.cmdline()) for p in psutil.Process(worker).children(recursive=True))
    return False


def wait_for(condition):
    end = time.monotonic() + 240
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_good_scenes_are_done_once_and_each_bad_one_fails_alone_with_its_sentence(run):
    good = [f"good-{index}" for index in range(6)]
    went_on, outcomes, tries = run(*good[:3], "bad-1", "crash-1", "once-1", *good[3:], "hang-1", "murder-1")
    assert went_on
    assert {name: outcomes[name][0] for name in good} == dict.fromkeys(good, "done")
    assert all(tries[name] == 1 for name in good)
    assert outcomes["bad-1"] == ["failed", "The raster is empty."] and tries["bad-1"] == 1
    assert outcomes["crash-1"][0] == "crashed" and tries["crash-1"] == 2
    assert outcomes["once-1"][0] == "done" and tries["once-1"] == 2
    assert outcomes["hang-1"][0] == "timeout" and "longer than 6 s" in outcomes["hang-1"][1]
    assert outcomes["murder-1"][0] == "done" and tries["murder-1"] == 2


def test_a_batch_gives_up_after_more_failures_than_it_may_have(run):
    went_on, outcomes, tries = run(*(f"bad-{index}" for index in range(12)), most_failures=2)
    assert not went_on and len(outcomes) == 3 and len(tries) < 12


def test_the_scenes_of_a_machine_that_is_lost_are_done_by_the_others(start, counts, cluster, package):
    given = cluster({"PYTHONPATH": str(package)})
    given.start_scheduler()
    given.start_worker("here", "--nthreads", "1")
    lost = given.start_worker("lost", "--nthreads", "1")
    batch = start(*(f"slow-{index}" for index in range(8)), scheduler=str(given.file))
    wait_for(lambda: has_a_scene(lost.pid))
    kill_family(lost.pid)
    went_on, outcomes, tries = ended(batch, counts)
    assert went_on and {state for state, _ in outcomes.values()} == {"done"} and len(outcomes) == 8
    assert sum(tries.values()) <= 9, "more than what ran on the lost machine was done twice"


def test_scenes_for_a_graphics_card_go_one_at_a_time_to_the_workers_that_have_one(start, counts, cluster, package):
    given = cluster({"PYTHONPATH": str(package)})
    given.start_scheduler()
    given.start_worker("plain", "--nthreads", "2")
    wait_for(lambda: given.workers() == 1)
    _, errors = start("slow-9", scheduler=str(given.file), gpu=True).communicate(timeout=300)
    assert "No worker of the cluster has the resource GPU" in errors.splitlines()[-1]
    given.start_worker("graphics", "--nthreads", "2", "--resources", "GPU=1")
    wait_for(lambda: given.workers() == 2)
    went_on, outcomes, _ = ended(
        start(*(f"slow-{index}" for index in range(4)), scheduler=str(given.file), gpu=True), counts
    )
    assert went_on and {state for state, _ in outcomes.values()} == {"done"}
    times = sorted(tuple(map(float, path.read_text().split())) for path in counts.glob("*.times"))
    assert len(times) == 4
    assert all(end <= begin for (_, end), (begin, _) in zip(times, times[1:])), "two scenes shared the card"


def test_a_scheduler_that_is_lost_ends_the_batch_with_one_sentence(start, counts, cluster, package):
    given = cluster({"PYTHONPATH": str(package)})
    given.start_scheduler()
    given.start_worker("a", "--nthreads", "1")
    batch = start(*(f"slow-{index}" for index in range(9)), scheduler=str(given.file))
    wait_for(lambda: list(counts.glob("*.times")))
    given.kill_scheduler()
    _, errors = batch.communicate(timeout=300)
    assert "The Dask scheduler was lost; what is done stays" in errors.splitlines()[-1]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_scheduler_with_certificates_is_joined_with_those_of_the_user(start, counts, cluster, package, tmp_path):
    certificate, key = str(tmp_path / "certificate.pem"), str(tmp_path / "key.pem")
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"]
    subprocess.run([*making, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    words = ("--tls-ca-file", certificate, "--tls-cert", certificate, "--tls-key", key)
    given = cluster({"PYTHONPATH": str(package)}, words=words, host="tls://127.0.0.1")
    given.start_scheduler()
    given.start_worker("a", "--nthreads", "1")
    address = json.loads(given.file.read_text())["address"]
    assert address.startswith("tls://")
    _, outcomes, _ = ended(start("good-1", scheduler=address, tls=[certificate, certificate, key]), counts)
    assert outcomes["good-1"][0] == "done"
    _, errors = start("good-2", scheduler=address).communicate(timeout=300)
    assert "asks for certificates; give --tls-ca, --tls-cert and --tls-key" in errors.splitlines()[-1]
