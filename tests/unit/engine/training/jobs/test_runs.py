"""From a folder to a model in the zoo, and what stops it."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from unveil.engine.errors import Cancelled, UnveilError  # noqa: E402
from unveil.engine.feedback import Feedback  # noqa: E402
from unveil.engine.training.jobs.recipes import RECIPES, find_recipe, settings_for  # noqa: E402
from unveil.engine.training.jobs.runs import TrainingRequest, train_model  # noqa: E402
from unveil.engine.training.loop.settings import check_settings  # noqa: E402
from unveil.models.errors import ModelError  # noqa: E402
from unveil.models.networks import ARCHITECTURES  # noqa: E402
from unveil.models.registry import find_model  # noqa: E402
from unveil.models.torch_predictor import load_torch_predictor  # noqa: E402

TINY = {"width": 8, "optical_blocks": (1, 1), "radar_blocks": (1, 1)}


class Watch(Feedback):
    def __init__(self, stop_at=2.0):
        self.lines, self.fractions, self.stop_at = [], [0.0], stop_at

    def info(self, text):
        self.lines.append(text)

    def progress(self, fraction):
        self.fractions.append(fraction)

    def is_cancelled(self):
        return self.fractions[-1] >= self.stop_at


def request(folder, **changes):
    given = {
        "steps": 4,
        "crop": 32,
        "batch": 2,
        "device": "cpu",
        "workers": 0,
        "hold_out": ("spring_39",),
        "samples": {"clouds": 2, "canvas": 128},
        "settings": {"overrides": TINY, "log_every": 1, "validate_every": 2, "precision": "float32"},
        "tile": 32,
    }
    return TrainingRequest(folder, "My model 1", "ib-hfn", **{**given, **changes})


def test_run_becomes_a_model_and_one_that_was_stopped_carries_on(training_folder, tmp_path) -> None:
    zoo, work = tmp_path / "zoo", tmp_path / "training"
    with pytest.raises(
        Cancelled, match=r"stopped at step 2; the checkpoint is in .*my-model-1.*no model was installed"
    ):
        train_model(request(training_folder), zoo, work, Watch(stop_at=0.4))
    assert (work / "my-model-1" / "checkpoint.pt").exists() and not zoo.exists()
    watch = Watch()
    card = train_model(request(training_folder), zoo, work, watch)
    assert any("Carrying on at step 2" in line for line in watch.lines) and watch.fractions[-1] == 1.0
    assert find_model("my-model-1", [zoo]) == card and card.title == "My model 1"
    assert card.training["recipe"] == "compact" and card.training["held_out"] == ["spring_39"]
    assert card.training["validation_psnr"] > 0
    assert sorted(path.name for path in zoo.iterdir()) == ["my-model-1"]
    assert load_torch_predictor(card, "cpu").card.id == "my-model-1"
    left = {path.name for path in (work / "my-model-1").iterdir()}
    assert "log.csv" in left and "pictures" in left and "checkpoint.pt" not in left
    with pytest.raises(ModelError, match="already a model 'my-model-1'"):
        train_model(request(training_folder), zoo, work, Watch())


def test_full_disk_leaves_no_half_made_model(training_folder, tmp_path, monkeypatch) -> None:
    from unveil.engine.training.jobs import install

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(install, "write_tensors", full)
    with pytest.raises(UnveilError, match=r"cannot be written .*No space left on device.*kept in"):
        train_model(request(training_folder), tmp_path / "zoo", tmp_path / "training", Watch())
    assert not list((tmp_path / "zoo").iterdir())
    assert (tmp_path / "training" / "my-model-1" / "checkpoint.pt").exists()


def test_bad_input_is_one_sentence_and_leaves_nothing(training_folder, tmp_path) -> None:
    zoo, work = tmp_path / "zoo", tmp_path / "training"
    (tmp_path / "empty").mkdir()
    for changes, sentence in (
        ({"folder": tmp_path / "empty"}, "holds nothing to train on"),
        ({"folder": tmp_path / "nowhere"}, "does not exist"),
        ({"recipe": "glf-cr-paper"}, "is for glf-cr in the size paper"),
        ({"recipe": "none"}, "recipe 'none' is not known"),
        ({"hold_out": ("",)}, "Nothing is left to train on"),
        ({"minutes": -1.0}, "length in minutes"),
    ):
        given = {"folder": training_folder, **changes}
        with pytest.raises(UnveilError, match=sentence):
            train_model(request(given.pop("folder"), **given), zoo, work, Watch())
    assert not zoo.exists()


def test_every_network_has_recipes_for_both_sizes() -> None:
    for architecture in ARCHITECTURES:
        for size, expected in (("compact", "compact"), ("paper", f"{architecture}-paper")):
            recipe = find_recipe("", architecture, size)
            assert recipe.name == expected and recipe.note
            check_settings(settings_for(recipe, architecture, size))
    assert len(RECIPES) == 5


def test_recipes_are_those_of_the_papers() -> None:
    glf = settings_for(RECIPES["glf-cr-paper"], "glf-cr", "paper")
    assert (glf.objective, glf.optimiser, glf.rate, RECIPES["glf-cr-paper"].batch) == ("l1", "adam", 1e-4, 12)
    attention = settings_for(RECIPES["attention-paper"], "attention", "paper", rate=None, steps=7)
    assert (attention.objective, attention.rate, attention.steps) == ("cloud-weighted", 1e-5, 7)


@pytest.mark.parametrize("said", ["Reading the training data", "Drawing 100000 clouds for the samples"])
def test_it_stops_while_samples_are_made_ready(training_folder, tmp_path, said) -> None:
    class Impatient(Watch):
        def is_cancelled(self):
            return said in self.lines

    watch = Impatient()
    endless = request(training_folder, hold_out=(), steps=10**9, samples={"clouds": 100_000, "canvas": 128})
    with pytest.raises(Cancelled, match="stopped while its samples were made ready; no model was installed"):
        train_model(endless, tmp_path / "zoo", tmp_path / "training", watch)
    assert not (tmp_path / "zoo").exists() and watch.fractions == [0.0]
