"""What ships of each network: its compact size as ONNX, in whole and in half precision."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

from unveil.models import export  # noqa: E402
from unveil.models.card import ModelCard, file_sha256, read_card  # noqa: E402
from unveil.models.complexity import count_macs, count_parameters  # noqa: E402
from unveil.models.errors import ModelError  # noqa: E402
from unveil.models.export import export_model, sample_inputs  # noqa: E402
from unveil.models.networks import ARCHITECTURES, build  # noqa: E402
from unveil.models.predictor import load_predictor  # noqa: E402

INPUTS = ("optical", "radar", "mask", "background")
CARD = ModelCard(
    id="tried",
    title="Tried",
    architecture="any",
    tile=64,
    overlap=16,
    sha256="",
    inputs=INPUTS,
    prior=(1000.0,) * 13,
)


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def drawn(name, **settings):
    """A compact network that is no identity: what starts at zero is drawn, too."""
    torch.manual_seed(1)
    network = build(name, "compact", **settings).eval()
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.abs().max() == 0:
                parameter.normal_(std=0.02)
    return network


@pytest.fixture(scope="module", params=ARCHITECTURES)
def exported(request, tmp_path_factory):
    """(network, its card as ONNX in float32, its card with halved weights)."""
    network = drawn(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    whole = export_model(network, CARD, folder / "whole")
    with pytest.MonkeyPatch.context() as patch:
        # The same graph of the same network takes as long to trace again.
        patch.setattr(export, "_write_onnx", lambda network, card, path: shutil.copyfile(whole.model_path, path))
        return network, whole, export_model(network, CARD, folder / "half", half_weights=True)


def outputs(network, card, seed=9):
    """Return what ONNX Runtime and torch make of two tiles that the export has not seen, by name."""
    inputs = sample_inputs(card, 2, seed)
    with torch.no_grad():
        result = network(*(torch.from_numpy(array) for array in inputs.values()))
    expected = {"cloud_free": (result if torch.is_tensor(result) else result[0]).numpy()}
    if hasattr(result, "clear_sky"):
        expected["clear_sky"] = result.clear_sky.numpy()
    session = onnxruntime.InferenceSession(str(card.model_path), providers=["CPUExecutionProvider"])
    assert [output.name for output in session.get_outputs()] == list(expected) == list(card.outputs)
    return dict(zip(expected, session.run(None, inputs))), expected


def test_onnx_computes_every_output_that_torch_does(exported):
    network, whole, _ = exported
    given, expected = outputs(network, whole)
    for name, array in expected.items():
        np.testing.assert_allclose(given[name], array, rtol=0, atol=1e-4)


def test_halved_weights_keep_every_output_within_55_db(exported):
    network, _, half = exported
    given, expected = outputs(network, half)
    for name, array in expected.items():
        error = np.square(given[name].astype(np.float64) - array).mean()
        assert error < 10**-5.5
        # The gate of an untrained network is shut below a mask and open beside it, whatever the weights.
        assert error > 0 or name == "clear_sky"


def test_what_ships_is_within_its_budget(exported):
    network, whole, half = exported
    assert half.model_path.stat().st_size < 4e6
    assert half.model_path.stat().st_size < 0.6 * whole.model_path.stat().st_size
    assert half.parameters == count_parameters(network) < 1.5e6
    assert count_macs(network, 128, 128, INPUTS) < 2.5e9
    assert half == read_card(half.folder / "card.toml") and half.sha256 == file_sha256(half.model_path)


def test_the_gate_is_predicted_with_the_image_where_there_is_one(exported):
    network, whole, half = exported
    inputs = sample_inputs(whole, 3, 4)
    assert ("clear_sky" in whole.outputs) == (type(network).__name__ == "IbHfn")
    if "clear_sky" not in whole.outputs:
        with pytest.raises(ModelError, match="does not give clear_sky"):
            load_predictor(whole, "cpu").predict_outputs(inputs, ("clear_sky",))
        return
    with torch.no_grad():
        expected = network(*(torch.from_numpy(array) for array in inputs.values()))
    for card, tolerance in ((whole, 1e-4), (half, 1e-2)):
        given = load_predictor(card, "cpu").predict_outputs(inputs, ("cloud_free", "clear_sky"))
        np.testing.assert_allclose(given["clear_sky"], expected.clear_sky.numpy(), rtol=0, atol=tolerance)
        np.testing.assert_allclose(given["cloud_free"], expected.cloud_free.numpy(), rtol=0, atol=tolerance)


@pytest.mark.parametrize("restoration", ["recursive", "region", "intensity"])
def test_a_progressive_restoration_exports_as_well(restoration, tmp_path):
    network = drawn("mmcanet", restoration=restoration, steps=2)
    card = export_model(network, CARD, tmp_path)
    given, expected = outputs(network, card)
    np.testing.assert_allclose(given["cloud_free"], expected["cloud_free"], rtol=0, atol=1e-4)


def test_a_model_that_half_precision_changes_too_much_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setattr("unveil.models.export.LEAST_EXACT", 101.0)
    with pytest.raises(ModelError, match=r"half precision the model is only within \d+ dB of itself"):
        export_model(drawn("ib-hfn"), replace(CARD, tile=32), tmp_path, half_weights=True)
    assert list(tmp_path.iterdir()) == []
