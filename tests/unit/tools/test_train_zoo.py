"""`make train` in pieces: nothing begins on, or is published of, a run that is not at its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from unveil.tools import train_zoo

torch = pytest.importorskip("torch")

ENDS = {model.id: model.steps for model in (*train_zoo.PARTS, *train_zoo.MODELS)}
PARTS = [("training", part.id) for part in train_zoo.PARTS]


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
    assert ran[: len(PARTS)] == PARTS and not any(("publish", name) in ran for _, name in PARTS)
    for model in train_zoo.MODELS:
        trained, published = ran.index(("training", model.id)), ran.index(("publish", model.id))
        assert ran.index(("training", model.start)) < trained < published
        given = train_zoo._publishing(model, train_zoo._parser().parse_args(["--data", "data", "--work", "work"]))
        assert Path(given[given.index("--part") + 1]) == Path("work") / PARTS[-1][1]


def test_pieces_begin_nothing_on_a_run_that_is_not_at_its_end(train, capsys):
    arguments = ("--minutes", "1", "--models", "attention", "--publish")
    needed = {name: -(-steps // 600) for name, steps in ENDS.items()}
    # 1200 steps of the first part and of GLF-CR, 600 of the model; the other parts take longer.
    assert [needed[name] for name in ("radar-detail", "glf-cr", "attention")] == [2, 2, 1]
    pieces = sum(needed[part.id] for part in train_zoo.PARTS) - len(PARTS) + 1
    seen = [train(*arguments, piece=600)[1] for _ in range(pieces)]
    start, model, published = ("training", "glf-cr"), ("training", "attention"), ("publish", "attention")
    assert seen[:3] == [PARTS[:1], [*PARTS[:2], start], [*PARTS[:2], start, model]]
    assert seen[-1] == [*PARTS, start, model, published] and not any(published in ran for ran in seen[:-1])
    said = capsys.readouterr().out
    assert "glf-cr waits for radar-detail" in said and f"attention is not published before {PARTS[-1][1]}" in said


def test_what_fails_ends_the_command_with_its_status(train):
    assert train(failing="ib-hfn") == (3, [*PARTS, ("training", "mmcanet"), ("training", "ib-hfn")])


def test_the_command_of_a_run_is_one_that_training_knows(tmp_path):
    from unveil.engine.training.__main__ import _parser
    from unveil.engine.training.loop.objectives import check_objective
    from unveil.engine.training.sampling.plain_samples import PlainSettings
    from unveil.models.networks import works_on_plain_ground

    options = train_zoo._parser().parse_args(["--data", "data", "--work", str(tmp_path), "--minutes", "2"])
    for model in (*train_zoo.PARTS, *train_zoo.MODELS):
        given = _parser().parse_args(model.arguments(options))
        assert works_on_plain_ground(given.architecture, given.size)
        PlainSettings(**given.samples)
        check_objective(given.objective or "relative")
        assert given.steps == model.steps and given.hold_out == list(train_zoo.HELD_OUT) and given.minutes == 2
        assert (given.start is None) == (model is train_zoo.DETAIL)


def test_a_command_ends_with_the_status_of_what_it_runs():
    assert train_zoo._run("unveil.no_such_module", []) == 1
