"""Runs that are killed, stopped, spoilt, timed or validated."""

from __future__ import annotations

import csv
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
import types
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from unveil.engine.errors import UnveilError  # noqa: E402
from unveil.engine.feedback import Feedback  # noqa: E402
from unveil.engine.training.loop.checkpoints import read_checkpoint, write_checkpoint  # noqa: E402
from unveil.engine.training.loop.logs import Table  # noqa: E402
from unveil.engine.training.loop.trainer import OUT_OF_TIME, SETTLED, STOPPED, Trainer, TrainingSettings  # noqa: E402
from unveil.engine.training.loop.validation import Validator  # noqa: E402

TINY = {
    "glf-cr": {"width": 8, "blocks": 1, "layers": 2, "growth": 4, "heads": 2, "window": 4, "up_width": 4},
    "attention": {"width": 8, "blocks": 1, "layers": 2, "growth": 4, "heads": 2, "window": 4, "up_width": 4},
    "ib-hfn": {"width": 8, "optical_blocks": (1, 1), "radar_blocks": (1, 1)},
    "mmcanet": {"width": 8, "heads": (2, 2), "blocks": 1, "dilations": (1,), "unshuffle": 1},
}
SETTINGS = TrainingSettings(overrides=TINY["glf-cr"], steps=12, warm_up=2, precision="float32", log_every=3)


class Noise:
    """Batches of smooth random fields: the first step is the same on every machine and in every process."""

    def __init__(self, size=32, number=2, slow=0.0):
        self.size, self.number, self.slow = size, number, slow

    def batch(self, step):
        time.sleep(self.slow)
        generator = np.random.default_rng([9, step])
        channels = {"optical": 13, "radar": 2, "mask": 1, "background": 13, "target": 13}
        shape = (self.size, self.size)
        made = {name: generator.random((self.number, many, *shape)) for name, many in channels.items()}
        made["weight"] = np.ones_like(made["target"])
        return {name: array.astype(np.float32) for name, array in made.items()}


class Watch(Feedback):
    def __init__(self, stop_after=10**9):
        self.lines, self.fractions, self._left = [], [], stop_after

    def info(self, text):
        self.lines.append(text)

    def progress(self, fraction):
        self.fractions.append(fraction)

    def is_cancelled(self):
        self._left -= 1
        return self._left < 0


@pytest.fixture(autouse=True)
def _one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]


CHILD = """
import sys
import threading
sys.path[:0] = sys.argv[1:3]
import conftest
import torch
from pathlib import Path
torch.set_num_threads(1)
import test_long_runs as tests
from dataclasses import replace
settings = replace(tests.SETTINGS, save_seconds=0.0, log_every=2)
tests.Trainer(settings, Path(sys.argv[3])).run(tests.Noise(slow=0.3), workers=0)
"""


def test_killed_run_resumes_to_the_curve_of_an_uninterrupted_one(root, tmp_path) -> None:
    settings = replace(SETTINGS, log_every=2)
    Trainer(settings, tmp_path / "whole").run(Noise(), workers=0)
    here = os.path.dirname(os.path.abspath(__file__))
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(root / "tests"), here, str(tmp_path / "killed")])
    try:
        deadline = time.monotonic() + 240
        log = tmp_path / "killed" / "log.csv"
        while not (log.exists() and len(rows(log)) >= 2):
            assert child.poll() is None and time.monotonic() < deadline, "the run ended before it was killed"
            time.sleep(0.02)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    resumed = Trainer(settings, tmp_path / "killed")
    assert 3 <= resumed.step < 12
    resumed.run(Noise(), workers=0)
    expected, found = rows(tmp_path / "whole" / "log.csv"), rows(log)
    assert [row["step"] for row in found] == [2, 4, 6, 8, 10, 12]
    for one, other in zip(expected, found):
        for name in ("rate", "absolute", "squared", "structure", "gradient"):
            assert other[name] == pytest.approx(one[name], abs=1e-6), (name, one["step"])


@pytest.mark.parametrize("name", TINY)
def test_every_network_is_trained_and_resumed(name, tmp_path) -> None:
    overrides = {**TINY[name], **({"restoration": "region", "steps": 2} if name == "mmcanet" else {})}
    settings = replace(SETTINGS, architecture=name, overrides=overrides, steps=4, log_every=1)
    Trainer(settings, tmp_path / "whole").run(Noise(), workers=0)
    assert Trainer(settings, tmp_path / "parts").run(Noise(), minutes=0, workers=0) == OUT_OF_TIME
    second = Trainer(settings, tmp_path / "parts")
    assert second.step == 1
    second.run(Noise(), workers=0)
    whole, parts = (rows(tmp_path / part / "log.csv") for part in ("whole", "parts"))
    assert [row["absolute"] for row in parts] == pytest.approx([row["absolute"] for row in whole], abs=1e-6)


def test_accumulated_batches_are_one_large_batch(tmp_path) -> None:
    class Halves(Noise):
        def batch(self, step):
            return {name: array[step % 2 :: 2] for name, array in super().batch(step // 2).items()}

    settings = replace(SETTINGS, steps=3, log_every=1)
    Trainer(settings, tmp_path / "one").run(Noise(), workers=0)
    Trainer(replace(settings, accumulate=2), tmp_path / "two").run(Halves(), workers=0)
    one, two = (rows(tmp_path / part / "log.csv") for part in ("one", "two"))
    for name in ("absolute", "squared"):
        assert [row[name] for row in two] == pytest.approx([row[name] for row in one], rel=1e-4)


@pytest.mark.parametrize("threads", [False, True])
def test_workers_bring_the_same_batches_in_order(threads, tmp_path) -> None:
    from unveil.engine.training.sampling.batches import batches

    found = [batch["optical"].numpy() for batch in batches(Noise(8, 1), 3, 9, workers=2, threads=threads)]
    for step, array in zip(range(3, 9), found):
        np.testing.assert_array_equal(array, Noise(8, 1).batch(step)["optical"])
    assert len(found) == 6


def test_wish_to_stop_keeps_a_checkpoint(tmp_path) -> None:
    watch = Watch(stop_after=5)
    trainer = Trainer(SETTINGS, tmp_path)
    assert trainer.run(Noise(), workers=0, watch=watch) == STOPPED
    assert Trainer(SETTINGS, tmp_path).step == 5
    assert watch.fractions == pytest.approx([step / 12 for step in range(1, 6)])


def test_signal_ends_the_run_between_two_steps_and_is_given_back(tmp_path) -> None:
    class Interrupting(Noise):
        def batch(self, step):
            if step == 4:
                os.kill(os.getpid(), signal.SIGTERM)
            return super().batch(step)

    before = signal.getsignal(signal.SIGTERM)
    assert Trainer(SETTINGS, tmp_path).run(Interrupting(), workers=0) == STOPPED
    assert read_checkpoint(tmp_path / "checkpoint.pt")["step"] == 5
    assert signal.getsignal(signal.SIGTERM) == before


def test_loss_that_is_no_number_names_the_last_good_checkpoint(tmp_path) -> None:
    class Spoilt(Noise):
        def batch(self, step):
            made = super().batch(step)
            if step == 6:
                made["target"][:] = np.nan
            return made

    with pytest.raises(UnveilError, match=r"not a number at step 7; the last good checkpoint is .*checkpoint\.pt"):
        Trainer(replace(SETTINGS, save_seconds=0.0), tmp_path).run(Spoilt(), workers=0)
    assert read_checkpoint(tmp_path / "checkpoint.pt")["step"] == 6


def test_run_by_the_clock_lets_the_rate_fall_with_the_time(tmp_path, monkeypatch) -> None:
    ticks = itertools.count(100.0, 0.25)
    monkeypatch.setattr("unveil.engine.training.loop.trainer.time", SimpleNamespace(monotonic=lambda: next(ticks)))
    settings = replace(SETTINGS, steps=10**9, minutes=2 / 60, warm_up=1, log_every=1)
    trainer = Trainer(settings, tmp_path)
    trainer.run(Noise(), workers=0)
    assert trainer.seconds == 2 and trainer.step == 8
    rates = [row["rate"] for row in rows(tmp_path / "log.csv")]
    assert rates[0] > 10 * rates[-1] and all(later <= earlier for earlier, later in zip(rates, rates[1:]))


def test_validation_is_logged_pictured_and_ends_a_run_that_learns_no_more(tmp_path) -> None:
    settings = replace(SETTINGS, rate=1e-9, final_rate=1e-9, validate_every=2, patience=2, steps=40)
    validator = Validator(Noise(48, 3), number=1, pictures=2)
    watch = Watch()
    trainer = Trainer(settings, tmp_path)
    assert trainer.run(Noise(), workers=0, watch=watch, validator=validator) == SETTLED
    found = rows(tmp_path / "validation.csv")
    assert [row["step"] for row in found] == [2, 4, 6]
    # The cloudy image and the clear one are independent noise: mean squared error 1/6.
    assert found[0]["cloudy_psnr"] == pytest.approx(-10 * np.log10(1 / 6), abs=0.1)
    assert len(list((tmp_path / "pictures").glob("step_000006_*.png"))) == 2
    assert trainer.best[0] == 2 and any("validation" in line for line in watch.lines)
    trainer.take_best()
    best = read_checkpoint(tmp_path / "best.pt")["average"]
    for name, value in read_checkpoint(tmp_path / "checkpoint.pt")["average"].items():
        assert torch.equal(value, best[name])


def test_scores_of_a_validation_are_those_of_the_images() -> None:
    class Copy(torch.nn.Module):
        def forward(self, optical, radar):
            return optical

    found = Validator(Noise(48, 2), number=2).score(Copy())
    assert (found.psnr, found.ssim) == (found.cloudy_psnr, found.cloudy_ssim)


def test_tensorboard_is_written_where_it_is_installed(tmp_path, monkeypatch) -> None:
    seen = []

    class Writer:
        def __init__(self, folder, purge_step):
            seen.append(("opened", purge_step))

        def add_scalar(self, name, value, step):
            seen.append((name, step))

        def close(self):
            seen.append(("closed", 0))

    module = types.ModuleType("torch.utils.tensorboard")
    module.SummaryWriter = Writer
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", module)
    watch = Watch()
    Trainer(replace(SETTINGS, steps=3), tmp_path).run(Noise(), workers=0, watch=watch)
    assert seen[0] == ("opened", 1) and ("training/absolute", 3) in seen and seen[-1] == ("closed", 0)
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    Trainer(replace(SETTINGS, steps=6), tmp_path).run(Noise(), workers=0, watch=watch)
    assert watch.lines == ["TensorBoard is not installed (package tensorboard), so the log is written as CSV only."]


def test_resumed_log_forgets_what_the_checkpoint_does_not_know(tmp_path) -> None:
    table = Table(tmp_path / "log.csv", 0)
    for step in (1, 2, 3):
        table.add({"step": step, "loss": step / 10})
    again = Table(tmp_path / "log.csv", 2)
    again.add({"step": 3, "loss": 0.5})
    assert rows(tmp_path / "log.csv") == [{"step": 1, "loss": 0.1}, {"step": 2, "loss": 0.2}, {"step": 3, "loss": 0.5}]


def test_full_disk_is_told_and_leaves_the_old_checkpoint(tmp_path, monkeypatch) -> None:
    path = tmp_path / "checkpoint.pt"
    write_checkpoint({"settings": {}, "step": 1}, path)

    def full(state, part):
        part.write_bytes(b"half")
        raise RuntimeError("[enforce fail at inline_container.cc:664] . unexpected pos 64 vs 0")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(UnveilError, match="cannot be written .*free some space"):
        write_checkpoint({"settings": {}, "step": 2}, path)
    assert read_checkpoint(path)["step"] == 1 and [file.name for file in tmp_path.iterdir()] == ["checkpoint.pt"]


def test_damaged_checkpoint_is_refused(tmp_path) -> None:
    (tmp_path / "checkpoint.pt").write_bytes(b"nothing")
    with pytest.raises(UnveilError, match="cannot be read .*delete it to start again"):
        Trainer(SETTINGS, tmp_path)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"precision": "float8"}, "precision 'float8' is not known"),
        ({"optimiser": "sgd"}, "optimiser 'sgd' is not known"),
        ({"schedule": "none"}, "schedule 'none' is not known"),
        ({"device": "tpu"}, "device 'tpu' is not known"),
        ({"objective": "none"}, "objective 'none' is not known"),
        ({"steps": 0}, "number of steps of a training is 0"),
    ],
)
def test_settings_that_make_no_sense_are_refused(change, sentence, tmp_path) -> None:
    with pytest.raises(UnveilError, match=sentence):
        Trainer(replace(SETTINGS, **change), tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_wish_to_stop_during_a_validation_keeps_a_checkpoint(tmp_path) -> None:
    class Stop(Feedback):
        wished = False

        def is_cancelled(self):
            return self.wished

    watch = Stop()
    validator = Validator(Noise(48, 2), number=2, watch=watch)
    scored = validator.score

    def score(*arguments):
        watch.wished = True
        return scored(*arguments)

    validator.score = score
    settings = replace(SETTINGS, validate_every=3, steps=40)
    assert Trainer(settings, tmp_path).run(Noise(), workers=0, validator=validator) == STOPPED
    assert Trainer(settings, tmp_path).step == 3


@pytest.mark.parametrize("closed_later", [False, True])
def test_a_wish_to_stop_does_not_wait_for_a_batch_unless_its_source_is_closed_next(tmp_path, closed_later) -> None:
    let_go, done = threading.Event(), []

    class Slow(Noise):
        def batch(self, step):
            assert let_go.wait(60)
            done.append(step)
            return super().batch(step)

    class Closed(Slow):
        def close(self):
            raise AssertionError("whoever opened it closes it")

    asked = []

    class Stop(Feedback):
        def is_cancelled(self):
            asked.append(time.monotonic())
            if len(asked) == 4 and closed_later:
                let_go.set()
            return len(asked) > 3

    source = Closed() if closed_later else Slow()
    ending = Trainer(SETTINGS, tmp_path).run(source, workers=2, threads=True, watch=Stop())
    took = time.monotonic() - asked[3]
    assert ending == STOPPED and (len(done) == 2 if closed_later else not done and took < 30)
    let_go.set()
