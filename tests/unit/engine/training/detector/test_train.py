from __future__ import annotations

import json
from functools import partial

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from unveil.engine.training.detector import publish, samples  # noqa: E402
from unveil.engine.training.detector.__main__ import main  # noqa: E402
from unveil.engine.training.detector.samples import DetectorSampler  # noqa: E402
from unveil.engine.training.detector.scenes import clear_scenes  # noqa: E402
from unveil.engine.training.detector.scores import classifier  # noqa: E402
from unveil.engine.training.detector.train import DetectorTraining, export, train  # noqa: E402
from unveil.models.toml import read_toml  # noqa: E402


def test_a_few_steps_lower_the_loss_and_the_network_is_written(folder, tmp_path):
    lines = []
    sampler = DetectorSampler(clear_scenes(folder), [], seed=0, pool=4)
    settings = DetectorTraining(steps=30, batch=2, bfloat16=False)
    network = train(sampler, settings, tmp_path / "run", None, lines.append)
    assert float(lines[-1].split("loss ")[1].split()[0]) < 1.5
    export(network, tmp_path / "model.onnx")
    image = np.full((11, 40, 50), 0.1, np.float32)
    found = classifier(tmp_path / "model.onnx", (0.5, 0.5))(image)
    assert found.shape == (40, 50) and set(np.unique(found)) <= {0, 1, 2, 3}


def test_a_run_that_left_places_out_scores_the_one_that_ships(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(samples, "DetectorSampler", partial(DetectorSampler, pool=4))
    for name, extra in (("scored", ["--hold-out", "coast", "spring"]), ("all", ["--hold-out", "spring"])):
        given = ["--data", str(folder), "--out", str(tmp_path / name), "--steps", "2", "--batch", "1", *extra]
        assert main(given) == 0
    assert json.loads((tmp_path / "scored" / "facts.json").read_text())["held_out"] == ["coast_1", "spring_39"]
    given = ["--data", str(folder), "--run", str(tmp_path / "all"), "--scored", str(tmp_path / "scored")]
    given += ["--licence", "GPL-2.0-or-later", "--out", str(tmp_path / "out"), "--thresholds", "0.3", "0.6"]
    assert publish.main(given) == 0
    card = read_toml(tmp_path / "out" / "card.toml")
    assert (card["cloud_threshold"], card["shadow_threshold"]) == (0.3, 0.6)
    assert [row["name"] for row in card["scores"]][0] == "places left out: clear"
    assert card["scores"][0]["places"] == 2


def test_a_run_without_places_left_out_cannot_score(folder, tmp_path, caplog):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "facts.json").write_text('{"held_out": [], "places": []}')
    given = ["--data", str(folder), "--run", str(tmp_path / "a"), "--scored", str(tmp_path / "b")]
    assert publish.main([*given, "--licence", "x", "--out", str(tmp_path / "out")]) == 1
    assert "left no place out" in caplog.text
