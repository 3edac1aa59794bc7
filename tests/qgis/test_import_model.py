from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")


@pytest.fixture
def weights(tmp_path):
    from unveil.models.networks import build

    torch.manual_seed(0)
    path = tmp_path / "Mine 2.pth"
    torch.save(build("ib-hfn", "compact").state_dict(), path)
    return path


@pytest.fixture
def algorithm(qgis_processing, monkeypatch, tmp_path):
    from unveil.models import importing
    from unveil.plugin.algorithms import import_model

    monkeypatch.setattr(import_model, "model_folders", lambda: (tmp_path / "zoo",))
    monkeypatch.setattr(importing, "import_checkpoint", _small(importing.import_checkpoint))
    return import_model.ImportModel().create()


def _small(import_checkpoint):
    """Tiles of 32 pixels instead of 256, so that the test is quick."""
    return lambda *arguments, **keywords: import_checkpoint(*arguments, tile=32, **keywords)


def test_weights_become_a_model_that_remove_clouds_knows(algorithm, weights, tmp_path, run_in_background, log):
    succeeded, results, _ = run_in_background(algorithm, {"INPUT": str(weights)})
    assert succeeded, log.text
    assert results == {"MODEL": "mine-2"}
    assert sorted(path.name for path in (tmp_path / "zoo" / "mine-2").iterdir()) == [
        "card.toml",
        "model.onnx",
        "weights.safetensors",
    ]
    assert "Converting to ONNX" in log.text and "Installed as 'mine-2'" in log.text


def test_the_pair_is_read_from_layers_and_tested_on(algorithm, weights, tmp_path, run_in_background, log, scene_files):
    cloudy, radar, _ = scene_files(40, 44)
    given = {"INPUT": str(weights), "NAME": "x", "CLOUDY": cloudy, "RADAR": radar, "CLEAR": cloudy}
    succeeded, _, _ = run_in_background(algorithm, given)
    # The network leaves a clear image as it is, which is not better than doing nothing.
    assert not succeeded and "The self-test failed: on the pair the model reaches" in log.text
    assert not list((tmp_path / "zoo").iterdir())


def test_what_cannot_be_imported_is_refused_before_the_run(algorithm, weights, tmp_path, scene_files):
    from qgis.core import QgsProcessingContext

    def refusal(**parameters):
        right, reason = algorithm.checkParameterValues(parameters, QgsProcessingContext())
        return "" if right else reason

    assert refusal(INPUT=str(weights)) == ""
    (tmp_path / "zoo" / "mine-2").mkdir(parents=True)
    assert "already a model 'mine-2'" in refusal(INPUT=str(weights))
    (tmp_path / "text.pth").write_text("hello")
    assert "is no checkpoint" in refusal(INPUT=str(tmp_path / "text.pth"))
    cloudy, _, _ = scene_files(40, 40)
    assert "needs all three rasters" in refusal(INPUT=str(weights), NAME="y", CLOUDY=cloudy)


def test_a_cancelled_import_installs_nothing(algorithm, weights, tmp_path, run_in_background):
    def cancel_soon(task, log):
        log.cancel()

    succeeded, results, _ = run_in_background(algorithm, {"INPUT": str(weights)}, during=cancel_soon)
    assert "MODEL" not in results
    assert not (tmp_path / "zoo").exists() or not list((tmp_path / "zoo").iterdir())
