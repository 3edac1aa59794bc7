"""What is exported computes what the network computes, or is not written."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from unveil.models.card import ModelCard, file_sha256, read_card  # noqa: E402
from unveil.models.errors import ModelError  # noqa: E402
from unveil.models.export import export_model, sample_inputs  # noqa: E402
from unveil.models.networks import build  # noqa: E402
from unveil.models.predictor import load_predictor  # noqa: E402

TINY = {"width": 8, "blocks": 1, "layers": 2, "growth": 4, "heads": 2, "window": 4, "filter_size": 3, "up_width": 4}


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return build("glf-cr", **TINY, conditioned=True).eval()


def card_of(tile: int = 32, **values) -> ModelCard:
    inputs = ("optical", "radar", "mask", "background")
    given = {"id": "tiny", "title": "Tiny", "architecture": "glf-cr", "sha256": "", "prior": (1000.0,) * 13, **values}
    return ModelCard(tile=tile, inputs=inputs, overlap=8, **given)


@pytest.fixture(scope="module")
def exported(network, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    return export_model(network, card_of(), folder), folder


def test_card_on_disk_is_the_one_returned_and_describes_the_file(exported, network) -> None:
    card, folder = exported
    assert read_card(folder / "card.toml") == card
    assert card.sha256 == file_sha256(folder / "model.onnx")
    assert card.multiple == network.multiple
    assert card.parameters == sum(parameter.numel() for parameter in network.parameters())


@pytest.mark.parametrize("number", [1, 3])
def test_predictor_computes_what_torch_does(exported, network, number: int) -> None:
    card, _ = exported
    inputs = sample_inputs(card, number, seed=5)
    with torch.no_grad():
        expected = network(*(torch.from_numpy(array) for array in inputs.values())).numpy()
    np.testing.assert_allclose(load_predictor(card, "cpu").predict(inputs), expected, rtol=0, atol=1e-4)


def test_nothing_but_model_and_card_is_left(exported) -> None:
    assert sorted(path.name for path in exported[1].iterdir()) == ["card.toml", "model.onnx"]


def test_graph_holds_no_names_of_modules(exported) -> None:
    content = (exported[1] / "model.onnx").read_bytes()
    assert b"RDBs" not in content
    assert b"site-packages" not in content


def test_refuses_a_tile_that_does_not_fit(network, tmp_path) -> None:
    with pytest.raises(ModelError, match="multiple of 8"):
        export_model(network, card_of(tile=30), tmp_path)


def test_writes_nothing_when_the_graph_differs(network, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("unveil.models.export.TOLERANCE", -1.0)
    with pytest.raises(ModelError, match="differs from torch"):
        export_model(network, card_of(), tmp_path)
    assert list(tmp_path.iterdir()) == []
