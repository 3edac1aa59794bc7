"""`make train` in pieces: nothing begins on, or is published of, a run that is not at its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from unveil.tools import train_zoo

torch = pytest.importorskip("torch")

ENDS = {model.id: model.steps for model in (train_zoo.DETAIL, *train_zoo.MODELS)}


@pytest.fixture
def train(tmp_path, monkeypatch):
    """A function that gives `train_zoo` its arguments and returns its status and what it ran: (module, run)."""

    def made(*arguments, piece=10**6, failing=""):
        ran = []

        def run(module, given):
            folder = Path(given[given.index("--run" if "--run" in given else "--out") + 1])
            ran.append((module.rpartition(".")[2], folder.name))
            if folder.name == failing:
                return 3
            if module.endswith("training"):
                folder.mkdir(parents=True, exist_ok=True)
                held = folder / "checkpoint.pt"
                done = torch.load(held)["step"] if held.exists() else 0
                torch.save({"settings": {}, "step": min(done + piece, ENDS[folder.name])}, held)
            return 0

        monkeypatch.setattr(train_zoo, "_run", run)
        status = train_zoo.main(["--data", "data", "--work", str(tmp_path / "work"), *arguments])
        return status, ran

    return made


def test_all_are_trained_after_what_they_start_from_and_published(train):
    status, ran = train("--publish")
    assert status == 0
    assert ran[0] == ("training", "radar-detail") and ("publish", "radar-detail") not in ran
    for model in train_zoo.MODELS:
        trained, published = ran.index(("training", model.id)), ran.index(("publish", model.id))
        assert ran.index(("training", model.start)) < trained < published


def test_pieces_begin_nothing_on_a_run_that_is_not_at_its_end(train, capsys):
    arguments = ("--minutes", "1", "--models", "attention", "--publish")
    seen = [train(*arguments, piece=600)[1] for _ in range(4)]
    detail, start, model = (("training", name) for name in ("radar-detail", "glf-cr", "attention"))
    assert "glf-cr waits for radar-detail" in capsys.readouterr().out
    # 1200 steps each of the first two, 600 of the last.
    assert seen == [
        [detail],
        [detail, start],
        [detail, start, model, ("publish", "attention")],
        [detail, start, model, ("publish", "attention")],
    ]


def test_what_fails_ends_the_command_with_its_status(train):
    assert train(failing="ib-hfn") == (3, [("training", name) for name in ("radar-detail", "mmcanet", "ib-hfn")])


def test_the_command_of_a_run_is_one_that_training_knows(tmp_path):
    from unveil.engine.training.__main__ import _parser

    options = train_zoo._parser().parse_args(["--data", "data", "--work", str(tmp_path), "--minutes", "2"])
    for model in (train_zoo.DETAIL, *train_zoo.MODELS):
        given = _parser().parse_args(model.arguments(options))
        assert given.steps == model.steps and given.hold_out == list(train_zoo.HELD_OUT) and given.minutes == 2
        assert (given.start is None) == (model is train_zoo.DETAIL)


def test_a_command_ends_with_the_status_of_what_it_runs():
    assert train_zoo._run("unveil.no_such_module", []) == 1
