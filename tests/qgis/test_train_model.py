from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

TINY = {"width": 8, "optical_blocks": (1, 1), "radar_blocks": (1, 1)}


@pytest.fixture
def zoo(monkeypatch, tmp_path):
    from unveil.plugin import installed_models
    from unveil.plugin.algorithms import adapt_model, train_model

    for module in (installed_models, adapt_model, train_model):
        monkeypatch.setattr(module, "model_folders", lambda: (tmp_path / "models",))
    return tmp_path / "models"


@pytest.fixture
def training(qgis_processing, zoo, monkeypatch):
    """The algorithm, on a tiny network and few clouds."""
    from dataclasses import replace

    from unveil.engine.training.jobs import runs
    from unveil.plugin.algorithms.train_model import TrainModel

    train = runs.train_model

    def small(request, *arguments):
        samples, settings = {"clouds": 2, "canvas": 128}, {"overrides": TINY, "precision": "float32", "log_every": 1}
        return train(replace(request, samples=samples, settings=settings, tile=32), *arguments)

    monkeypatch.setattr(runs, "train_model", small)
    return TrainModel().create()


@pytest.fixture
def folder(tmp_path):
    import numpy as np
    from osgeo import gdal

    path = tmp_path / "scenes"
    path.mkdir()
    level = np.array([1400, 1200, 1000, 850, 1100, 1900, 2200, 2300, 2500, 700, 15, 1600, 950])[:, None, None]
    image = (level * np.random.default_rng(0).uniform(0.8, 1.2, (13, 128, 128))).astype(np.uint16)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path / "a.tif"), 128, 128, 13, gdal.GDT_UInt16)
    dataset.WriteArray(image)
    dataset = None
    return path


def test_folder_becomes_a_model_in_the_background(training, folder, zoo, run_in_background, log):
    given = {"FOLDER": str(folder), "ARCHITECTURE": "ib-hfn", "NAME": "Mine", "MINUTES": None, "STEPS": 2}
    succeeded, results, _ = run_in_background(training, {**given, "CROP": 64, "BATCH": 2, "DEVICE": "cpu"})
    assert succeeded, log.text
    assert results["MODEL"] == "mine" and (zoo / "mine" / "model.onnx").exists()
    assert (zoo.parent / "training" / "mine" / "log.csv").exists() and results["RUN"].endswith("mine")
    assert "recipe compact: 1 scenes of 1 places" in log.text and "Installed as 'mine'" in log.text


def test_cancelled_training_keeps_its_checkpoint_and_installs_nothing(training, folder, zoo, run_in_background):
    def cancel_at_the_first_step(task, log):
        said = log.pushInfo

        def listen(text):
            said(text)
            if text.startswith("step 1"):
                log.cancel()

        log.pushInfo = listen

    given = {"FOLDER": str(folder), "ARCHITECTURE": "ib-hfn", "NAME": "Mine", "MINUTES": None, "STEPS": 500}
    _, results, _ = run_in_background(
        training, {**given, "CROP": 64, "BATCH": 2, "DEVICE": "cpu"}, during=cancel_at_the_first_step
    )
    assert "MODEL" not in results and not zoo.exists()
    assert (zoo.parent / "training" / "mine" / "checkpoint.pt").exists()


def test_what_cannot_be_trained_is_refused_before_the_run(training, folder, zoo, tmp_path):
    from qgis.core import QgsProcessingContext

    def refusal(**parameters):
        given = {"FOLDER": str(folder), "NAME": "Mine", **parameters}
        right, reason = training.checkParameterValues(given, QgsProcessingContext())
        return "" if right else reason

    assert refusal() == ""
    assert "does not exist" in refusal(FOLDER=str(tmp_path / "nowhere"))
    assert "is for glf-cr in the size paper" in refusal(ARCHITECTURE="ib-hfn", RECIPE="glf-cr-paper")
    (zoo / "mine").mkdir(parents=True)
    assert "already a model 'mine'" in refusal()


def test_scene_with_too_little_clear_ground_keeps_its_model(qgis_processing, zoo, run_in_background, log, scene_files):
    from unveil.plugin.algorithms.adapt_model import AdaptModel

    optical, radar, mask = scene_files(256, 256)
    given = {"OPTICAL": optical, "RADAR": radar, "MASK": mask, "NAME": "Here", "MINUTES": 0.1}
    succeeded, results, _ = run_in_background(AdaptModel().create(), given)
    assert succeeded, log.text
    assert results["MODEL"] == "mmcanet" and results["ADAPTED"] is False
    assert "clear cells of 32 x 32 pixels" in log.text and "the model mmcanet stays" in log.text
    assert not zoo.exists()
