from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from unveil.models import predictor as predictor_module
from unveil.models.errors import ModelError
from unveil.models.onnx_runtime import open_session
from unveil.models.predictor import Predictor, load_predictor
from unveil.models.threads import thread_count

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


@pytest.mark.parametrize(("parameters", "threads", "at_once"), [(900_000, 2, 2), (900_000, 1, 1), (0, 2, 1)])
def test_two_tiles_of_a_small_network_are_predicted_at_a_time(identity_card, monkeypatch, parameters, threads, at_once):
    monkeypatch.setenv("UNVEIL_THREADS", str(threads))
    opened = []

    def noted(model, providers, threads, options):
        opened.append(threads)
        return open_session(model, providers, threads, options)

    monkeypatch.setattr(predictor_module, "open_session", noted)
    predictor = load_predictor(replace(identity_card, parameters=parameters), "cpu")
    assert predictor.at_once == at_once and opened == [threads // at_once]
    fed = inputs(1)
    with ThreadPoolExecutor(at_once) as pool:
        for made in pool.map(lambda _: predictor.predict(fed), range(4)):
            np.testing.assert_array_equal(made, fed["optical"])


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


CLOCK = SimpleNamespace(now=0.0)
"""The seconds that such sessions take."""


class OfProviders:
    """An ONNX Runtime that has further providers, each of which does what the processor does, or what `changed` says.

    changed: of a provider's name and options, what its session adds to an image and how many seconds it takes.
    """

    __version__ = "0.0"

    def __init__(self, real, *names, changed=lambda name, options: (0.0, 0.0)):
        self.real, self.names, self.changed = real, names, changed
        self.started = []

    def __getattr__(self, name):
        return getattr(self.real, name)

    def get_available_providers(self):
        return [*self.names, "CPUExecutionProvider"]

    def InferenceSession(self, model, sess_options, providers):  # noqa: N802
        name, options = providers[0] if isinstance(providers[0], tuple) else (providers[0], {})
        self.started.append((name, options))
        session = self.real.InferenceSession(model, sess_options=sess_options, providers=["CPUExecutionProvider"])
        return Elsewhere(session, name, self.changed(name, options))


class Elsewhere:
    """A session that tells another provider, adds to the image and takes its time."""

    def __init__(self, session, name, change):
        self._session, self._name = session, name
        self._added, self._seconds = change

    def __getattr__(self, name):
        return getattr(self._session, name)

    def get_providers(self):
        return [self._name, "CPUExecutionProvider"]

    def run(self, names, feed, options=None):
        # A clock of its own: on a busy machine two waits are not equally long.
        CLOCK.now += 0.001 + self._seconds
        return [each + np.float32(self._added) for each in self._session.run(names, feed, options)]


def of_openvino(monkeypatch, changes):
    """Install a runtime with OpenVINO; changes: of "cpu" and of each precision, as `OfProviders.changed` gives them."""
    import onnxruntime

    def changed(name, options):
        if not options:
            return changes["cpu"]
        hint = json.loads(options["load_config"])["CPU"]["INFERENCE_PRECISION_HINT"]
        return changes[{"f32": "float32", "bf16": "bfloat16"}[hint]]

    fake = OfProviders(onnxruntime, "OpenVINOExecutionProvider", changed=changed)
    monkeypatch.setitem(sys.modules, "onnxruntime", fake)
    monkeypatch.setattr("unveil.models.measured.time", SimpleNamespace(perf_counter=lambda: CLOCK.now))
    return fake


@pytest.mark.parametrize(
    ("changes", "device", "runtime", "note"),
    [
        ({"cpu": (0, 0.1), "float32": (0, 0.1), "bfloat16": (1e-4, 0.0)}, "openvino", "OpenVINO in bfloat16", ""),
        ({"cpu": (0, 0.1), "float32": (0, 0.0), "bfloat16": (1e-4, 0.1)}, "openvino", "OpenVINO in float32", ""),
        ({"cpu": (0, 0.0), "float32": (0, 0.1), "bfloat16": (1e-4, 0.1)}, "cpu", "0.0", ""),
        ({"cpu": (0, 0.1), "float32": (0, 0.1), "bfloat16": (0.02, 0.0)}, "cpu", "0.0", "only within 34 dB"),
    ],
    ids=["bfloat16 wins", "float32 wins", "the processor's own wins", "bfloat16 is too rough"],
)
def test_the_first_tile_chooses_what_openvino_does(identity_card, monkeypatch, changes, device, runtime, note):
    fake = of_openvino(monkeypatch, changes)
    predictor, fed = load_predictor(identity_card), inputs(3)
    assert predictor.device == "cpu" and not predictor.note
    result = predictor.predict(fed)
    np.testing.assert_array_equal(result[0], fed["optical"][0])
    np.testing.assert_allclose(result, fed["optical"], atol=2e-4)
    assert predictor.device == device and predictor.runtime.endswith(runtime)
    assert note in predictor.note and bool(note) == bool(predictor.note)
    assert predictor.batch == 1 and predictor.card is identity_card
    assert [options["num_of_threads"] for _, options in fake.started if options] == [str(thread_count())] * 2
    calls = len(fake.started)
    predictor.predict(fed)
    assert len(fake.started) == calls


def test_openvino_by_name_chooses_among_its_precisions_only(identity_card, monkeypatch):
    of_openvino(monkeypatch, {"cpu": (0, 0.0), "float32": (0, 0.1), "bfloat16": (1e-4, 0.0)})
    predictor = load_predictor(identity_card, "openvino")
    assert predictor.device == "openvino" and predictor.runtime.endswith("OpenVINO in float32")
    predictor.predict(inputs(1))
    assert predictor.runtime.endswith("OpenVINO in bfloat16")


def test_a_way_of_openvino_that_fails_is_told_and_not_used(identity_card, monkeypatch):
    of_openvino(monkeypatch, {"cpu": (0, 0.1), "float32": (np.nan, 0.0), "bfloat16": (0.0, 0.0)})
    predictor = load_predictor(identity_card)
    np.testing.assert_array_equal(predictor.predict(inputs(2)), inputs(2)["optical"])
    assert predictor.runtime.endswith("OpenVINO in bfloat16") and "not numbers" in predictor.note


@pytest.mark.parametrize(
    ("provider", "device"), [("DmlExecutionProvider", "directml"), ("CoreMLExecutionProvider", "coreml")]
)
def test_other_devices_are_taken_where_they_start(identity_card, monkeypatch, provider, device):
    import onnxruntime

    fake = OfProviders(onnxruntime, provider)
    monkeypatch.setitem(sys.modules, "onnxruntime", fake)
    for wanted in ("auto", device):
        predictor, fed = load_predictor(identity_card, wanted), inputs(2)
        assert (predictor.device, predictor.batch, predictor.note) == (device, 8, "")
        np.testing.assert_array_equal(predictor.predict(fed), fed["optical"])
    assert load_predictor(identity_card, "cpu").device == "cpu"


def test_why_a_device_did_not_start_is_told_by_its_library(tmp_path, monkeypatch):
    from unveil.models import onnx_runtime

    package = SimpleNamespace(__file__=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(onnx_runtime, "import_onnxruntime", lambda: package)
    assert onnx_runtime.why_not_started("cuda") == "driver or libraries missing"
    (tmp_path / "capi").mkdir()
    (tmp_path / "capi" / "libonnxruntime_providers_cuda.so").write_text("no library")
    assert "its library does not load: " in onnx_runtime.why_not_started("cuda")
    assert "libonnxruntime_providers_cuda" in onnx_runtime.why_not_started("cuda")
    assert onnx_runtime.why_not_started("tensorrt") == "driver or libraries missing"
