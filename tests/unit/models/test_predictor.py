from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from unveil.models import predictor as predictor_module
from unveil.models.errors import ModelError
from unveil.models.predictor import Predictor, load_predictor

pytest.importorskip("onnxruntime")


def inputs(number, tile=32):
    generator = np.random.default_rng(0)
    return {
        "optical": generator.random((number, 13, tile, tile), dtype=np.float32),
        "radar": generator.random((number, 2, tile, tile), dtype=np.float32),
    }


def test_it_runs_and_says_on_what(identity_card):
    predictor = load_predictor(identity_card)
    fed = inputs(3)
    np.testing.assert_array_equal(predictor.predict(fed), fed["optical"])
    assert predictor.runtime.startswith("ONNX Runtime 1.") and predictor.device in ("cpu", "cuda")


def test_a_changed_file_is_refused(identity_card):
    with open(identity_card.model_path, "ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match="SHA-256 differs"):
        load_predictor(identity_card, "cpu")


def test_a_corrupt_file_is_refused_even_when_the_card_vouches_for_it(identity_card):
    from unveil.models.card import file_sha256

    identity_card.model_path.write_bytes(b"not a network")
    card = replace(identity_card, sha256=file_sha256(identity_card.model_path))
    with pytest.raises(ModelError, match="is no ONNX file, or damaged"):
        load_predictor(card, "cpu")


def test_a_missing_file_is_refused(identity_card):
    identity_card.model_path.unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        load_predictor(identity_card, "cpu")


def test_a_graph_that_does_not_fit_its_card_is_refused(identity_card):
    with pytest.raises(ModelError, match="its card says"):
        load_predictor(replace(identity_card, tile=64), "cpu")


def test_a_device_that_is_not_there_is_refused_by_name(identity_card):
    import onnxruntime

    if "DmlExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("this machine has DirectML")
    with pytest.raises(ModelError, match="cannot use the device 'directml'"):
        load_predictor(identity_card, "directml")
    with pytest.raises(ModelError, match="device 'gpu0' is not known"):
        load_predictor(identity_card, "gpu0")


def test_without_onnx_runtime_the_sentence_says_how_to_install_it(identity_card, monkeypatch):
    monkeypatch.setattr(predictor_module, "has_onnxruntime", lambda: False)
    with pytest.raises(ModelError, match="-m pip install onnxruntime"):
        load_predictor(identity_card)


def test_it_gives_the_outputs_that_are_asked_for(gate_card):
    predictor, fed = load_predictor(gate_card, "cpu"), inputs(3)
    given = predictor.predict_outputs(fed, ("clear_sky", "cloud_free"))
    np.testing.assert_array_equal(given["clear_sky"], fed["radar"][:, :1])
    np.testing.assert_array_equal(given["cloud_free"], predictor.predict(fed))


def test_an_output_that_the_model_does_not_give_is_refused(identity_card):
    with pytest.raises(ModelError, match="'identity' does not give clear_sky; it gives cloud_free"):
        load_predictor(identity_card, "cpu").predict_outputs(inputs(1), ("clear_sky",))
    with pytest.raises(ModelError, match="has no output named clear_sky"):
        load_predictor(replace(identity_card, outputs=("cloud_free", "clear_sky")), "cpu")


class FakeSession:
    """A session that can take `capacity` tiles at once."""

    def __init__(self, capacity):
        self.capacity, self.calls = capacity, []

    def run(self, names, feed, options=None):
        number = len(feed["optical"])
        self.calls.append(number)
        if number > self.capacity:
            raise RuntimeError("Failed to allocate memory for requested buffer of size 1")
        return [feed["optical"]]


def test_a_gpu_that_runs_out_of_memory_gets_smaller_batches(identity_card):
    session = FakeSession(capacity=3)
    predictor = Predictor(identity_card, session, "fake", "cuda")
    fed = inputs(9)
    np.testing.assert_array_equal(predictor.predict(fed), fed["optical"])
    assert session.calls == [8, 4, 2, 2, 2, 2, 1] and predictor.batch == 2


def test_a_single_tile_that_does_not_fit_is_an_error(identity_card):
    with pytest.raises(ModelError, match="failed on cuda: Failed to allocate"):
        Predictor(identity_card, FakeSession(0), "fake", "cuda").predict(inputs(1))


def test_values_that_are_no_numbers_are_an_error(identity_card):
    fed = inputs(1)
    fed["optical"][0, 0, 0, 0] = np.nan
    with pytest.raises(ModelError, match="not numbers"):
        load_predictor(identity_card, "cpu").predict(fed)


class SilentlyFallingBack:
    """An ONNX Runtime that lists CUDA and then runs on the CPU, as it does where a library of CUDA is missing."""

    __version__ = "0.0"

    def __init__(self, real):
        self.real = real

    def __getattr__(self, name):
        return getattr(self.real, name)

    def get_available_providers(self):
        return ["CUDAExecutionProvider", "CPUExecutionProvider"]

    def preload_dlls(self):
        return None

    def InferenceSession(self, path, sess_options, providers):  # noqa: N802
        return self.real.InferenceSession(path, sess_options=sess_options, providers=["CPUExecutionProvider"])


def test_a_gpu_that_silently_falls_back_is_told_or_refused(identity_card, monkeypatch):
    import onnxruntime

    monkeypatch.setitem(sys.modules, "onnxruntime", SilentlyFallingBack(onnxruntime))
    predictor = load_predictor(identity_card, "auto")
    assert predictor.device == "cpu" and "could not start it" in predictor.note
    with pytest.raises(ModelError, match="could not start it"):
        load_predictor(identity_card, "cuda")
