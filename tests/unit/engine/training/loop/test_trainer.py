"""A run is drawn from its seed, carries on as if it had not stopped, and stops when it goes wrong."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from unveil.engine.errors import UnveilError  # noqa: E402
from unveil.engine.training.data.datasets import read_scenes  # noqa: E402
from unveil.engine.training.data.spectra import typical_spectrum  # noqa: E402
from unveil.engine.training.loop.losses import absolute_error, structure_error  # noqa: E402
from unveil.engine.training.loop.trainer import Trainer, TrainingSettings  # noqa: E402
from unveil.engine.training.sampling.pseudo_radar import fit_radar_model  # noqa: E402
from unveil.engine.training.sampling.samples import Sampler, SampleSettings  # noqa: E402

TINY = {"width": 8, "blocks": 1, "layers": 2, "growth": 4, "heads": 2, "window": 4, "up_width": 4}
SETTINGS = TrainingSettings(overrides=TINY, steps=6, warm_up=2, precision="float32", log_every=2)


@pytest.fixture(scope="module")
def sampler(training_folder):
    scenes = read_scenes(training_folder)
    settings = SampleSettings(crop=32, batch=3, clouds=4, canvas=128)
    return Sampler(scenes, typical_spectrum(scenes), fit_radar_model(scenes), settings, seed=7)


@pytest.fixture(autouse=True)
def _one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_resumed_run_equals_an_uninterrupted_one(sampler, tmp_path) -> None:
    whole = Trainer(SETTINGS, tmp_path / "whole")
    whole.run(sampler, workers=0)
    _run_steps(Trainer(SETTINGS, tmp_path / "parts"), sampler, 3)
    second = Trainer(SETTINGS, tmp_path / "parts")
    assert second.step == 3
    second.run(sampler, workers=0)
    assert second.step == whole.step == 6
    for name, value in whole.average.state_dict().items():
        assert torch.equal(value, second.average.state_dict()[name]), name


def test_training_lowers_the_loss_on_one_batch(sampler, tmp_path) -> None:
    trainer = Trainer(replace(SETTINGS, rate=1e-3, steps=80), tmp_path)
    batch = {name: torch.from_numpy(array) for name, array in sampler.batch(0).items()}
    losses = [trainer._update(batch)["absolute"] for _ in range(60)]
    assert np.mean(losses[-5:]) < 0.8 * losses[0]


def test_log_has_a_row_for_every_few_steps(sampler, tmp_path) -> None:
    Trainer(SETTINGS, tmp_path).run(sampler, workers=0)
    with open(tmp_path / "log.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["step"] for row in rows] == ["2", "4", "6"]
    assert all(np.isfinite(float(value)) for row in rows for value in row.values())


def test_stops_with_a_sentence_when_the_loss_is_no_number(tmp_path) -> None:
    trainer = Trainer(SETTINGS, tmp_path)
    image = torch.full((1, 13, 32, 32), float("nan"))
    batch = {"optical": image, "radar": image[:, :2], "mask": image[:, :1], "background": image}
    with pytest.raises(UnveilError, match="not a number at step 1"):
        trainer._update({**batch, "target": image, "weight": torch.ones_like(image)})


def test_refuses_the_checkpoint_of_another_network(sampler, tmp_path) -> None:
    _run_steps(Trainer(SETTINGS, tmp_path), sampler, 1)
    with pytest.raises(UnveilError, match="another network"):
        Trainer(replace(SETTINGS, overrides={**TINY, "width": 12}), tmp_path)


def test_what_has_no_weight_has_no_loss() -> None:
    target, weight = torch.zeros(1, 13, 32, 32), torch.ones(1, 13, 32, 32)
    prediction = torch.zeros_like(target)
    prediction[:, 10], weight[:, 10] = torch.rand(32, 32), 0
    assert absolute_error(prediction, target, weight) == 0
    assert structure_error(prediction, target, weight).abs() < 1e-6


def test_structure_does_not_see_a_flat_offset_but_sees_blur() -> None:
    generator = torch.Generator().manual_seed(0)
    target = torch.rand(1, 13, 64, 64, generator=generator)
    weight = torch.ones_like(target)
    assert structure_error(target + 0.1, target, weight) < 1e-3
    flat = target.mean(dim=(2, 3), keepdim=True).expand_as(target)
    assert structure_error(flat, target, weight) > 0.9


def _run_steps(trainer: Trainer, sampler: Sampler, steps: int) -> None:
    for _ in range(steps):
        trainer._update({name: torch.from_numpy(array) for name, array in sampler.batch(trainer.step).items()})
    trainer.save()
