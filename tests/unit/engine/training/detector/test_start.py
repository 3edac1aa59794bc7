from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from unveil.engine.errors import UnveilError  # noqa: E402
from unveil.engine.training.detector.samples import DetectorSampler  # noqa: E402
from unveil.engine.training.detector.scenes import clear_scenes  # noqa: E402
from unveil.engine.training.detector.start import begin_with  # noqa: E402
from unveil.engine.training.detector.train import DetectorTraining, export, train  # noqa: E402
from unveil.models.networks.detector import Detector  # noqa: E402


@pytest.fixture
def sampler(folder):
    return DetectorSampler(clear_scenes(folder), [], seed=0, pool=2)


def test_an_onnx_file_gives_back_the_network_it_was_made_of_and_that_learns_on(sampler, tmp_path):
    trained = train(sampler, DetectorTraining(steps=2, batch=1, bfloat16=False), tmp_path, None, lambda _: None)
    export(trained, tmp_path / "model.onnx")
    network = Detector()
    begin_with(network, tmp_path / "model.onnx", sampler)
    images = torch.from_numpy(sampler.batch(12)[0])
    with torch.no_grad():
        expected = trained(images)
        torch.testing.assert_close(network.eval()(images), expected, atol=1e-4, rtol=1e-3)
        # Normalised by a batch of some size itself, as in training, the answers are still much the same.
        learning = network.train()(images)
    assert (learning - expected).abs().mean() < 0.25 * expected.std()


@pytest.mark.parametrize("name", ["other.onnx", "other.pt", "missing.onnx"])
def test_what_is_no_detector_is_refused(sampler, tmp_path, name):
    if name == "other.pt":
        torch.save({"weight": torch.zeros(1)}, tmp_path / name)
    elif name == "other.onnx":
        (tmp_path / name).write_bytes(b"no network")
    with pytest.raises(UnveilError, match="detector.pt or model.onnx"):
        begin_with(Detector(), tmp_path / name, sampler)
