"""A run may start from another one of the same network, of its relative, or of the radar prior alone."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from unveil.engine.errors import UnveilError  # noqa: E402
from unveil.engine.training.loop.trainer import Trainer, TrainingSettings  # noqa: E402
from unveil.engine.training.loop.warm_start import PRIOR, start_from  # noqa: E402
from unveil.models.networks import build  # noqa: E402


def trained(folder, architecture):
    """Make a run's folder with weights that no new network has."""
    trainer = Trainer(TrainingSettings(architecture=architecture, precision="float32"), folder)
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in trainer.average.parameters():
            parameter.copy_(torch.randn_like(parameter))
    trainer.save()
    return trainer.average.state_dict()


def test_a_radar_prior_is_taken_over_and_held(tmp_path) -> None:
    weights = trained(tmp_path, "radar-prior")
    network = build("mmcanet", "compact")
    start_from(network, tmp_path)
    for name, parameter in network.named_parameters():
        assert parameter.requires_grad == (not name.startswith(PRIOR)), name
        if name.startswith(PRIOR):
            assert torch.equal(parameter, weights[name])


def test_a_radar_prior_alone_is_trained_on(tmp_path) -> None:
    weights = trained(tmp_path, "radar-prior")
    network = build("radar-prior", "compact")
    start_from(network, tmp_path)
    assert all(parameter.requires_grad for parameter in network.parameters())
    assert all(torch.equal(value, weights[name]) for name, value in network.state_dict().items())


def test_the_attention_network_starts_from_the_weights_of_glf_cr(tmp_path) -> None:
    weights = trained(tmp_path, "glf-cr")
    network = build("attention", "compact")
    start_from(network, tmp_path)
    own = network.state_dict()
    assert set(own) == set(weights) and all(torch.equal(own[name], value) for name, value in weights.items())
    assert not any(parameter.requires_grad for name, parameter in network.named_parameters() if name.startswith(PRIOR))


def test_another_network_is_refused(tmp_path) -> None:
    trained(tmp_path, "mmcanet")
    with pytest.raises(UnveilError, match="of another network"):
        start_from(build("ib-hfn", "compact"), tmp_path)


def test_a_folder_without_a_run_is_refused(tmp_path) -> None:
    with pytest.raises(UnveilError, match="has no checkpoint"):
        start_from(build("ib-hfn", "compact"), tmp_path)
