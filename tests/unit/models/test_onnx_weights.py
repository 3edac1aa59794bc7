"""A network comes back from its ONNX file as it was."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from unveil.models.card import ModelCard  # noqa: E402
from unveil.models.errors import ModelError  # noqa: E402
from unveil.models.export import export_model  # noqa: E402
from unveil.models.networks import build, settings_of  # noqa: E402
from unveil.models.networks.blocks import image_of  # noqa: E402
from unveil.models.onnx_weights import network_of  # noqa: E402

TINY = {
    "glf-cr": {"width": 8, "blocks": 1, "layers": 2, "growth": 4, "heads": 2, "window": 4, "up_width": 4},
    "attention": {"width": 8, "blocks": 1, "layers": 2, "growth": 4, "heads": 2, "window": 4, "up_width": 4},
    "ib-hfn": {"width": 8, "optical_blocks": (1, 1), "radar_blocks": (1, 1)},
    "mmcanet": {"width": 8, "heads": (2, 2), "blocks": 1, "dilations": (1,), "unshuffle": 1},
}


def exported(name, folder, half=False):
    torch.manual_seed(1)
    network = build(name, "compact", **TINY[name])
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.2)
                module.running_var.uniform_(0.5, 2)
        for value in network.parameters():
            if not value.any():
                value.normal_(0, 0.02)
    card = ModelCard(
        id="x",
        title="X",
        architecture=name,
        tile=32,
        sha256="",
        settings=settings_of(name, "compact", **TINY[name]),
        inputs=("optical", "radar", "mask", "background"),
        overlap=8,
        prior=(1000.0,) * 13,
    )
    return network.eval(), export_model(network, card, folder, half_weights=half)


@pytest.mark.parametrize("name", TINY)
def test_every_network_comes_back(name, tmp_path) -> None:
    network, card = exported(name, tmp_path / "x")
    back = network_of(card)
    # Another size than that of the file's tiles: it is the network itself, not its graph.
    inputs = [torch.rand(1, channels, 64, 64) for channels in (13, 2, 1, 13)]
    with torch.no_grad():
        expected, found = image_of(network(*inputs)), image_of(back(*inputs))
    assert not torch.equal(expected, inputs[0])
    torch.testing.assert_close(found, expected, atol=2e-5, rtol=0)


def test_halved_weights_come_back_as_they_are_stored(tmp_path) -> None:
    network, card = exported("ib-hfn", tmp_path / "x", half=True)
    weight, found = network.fuse.weight, network_of(card).fuse.weight
    torch.testing.assert_close(found, weight.half().float(), atol=0, rtol=0)


def test_file_of_another_network_is_refused(tmp_path) -> None:
    from dataclasses import replace

    _, card = exported("ib-hfn", tmp_path / "x")
    with pytest.raises(ModelError, match="exported in another way"):
        network_of(replace(card, settings={**card.settings, "decoder_blocks": 2}))
    with pytest.raises(ModelError, match="missing or not the one"):
        network_of(replace(card, sha256="0" * 64))
