"""The part that corrects the background by what the radar shows."""

from __future__ import annotations

import pytest
import torch

from unveil.models.networks import ARCHITECTURES, build


def _learnt(network: torch.nn.Module) -> torch.nn.Module:
    torch.manual_seed(3)
    torch.nn.init.normal_(network.prior.output.weight, std=0.1)
    return network.eval()


def test_adds_nothing_before_it_is_trained():
    network = build("radar-prior").eval()
    background = torch.rand(1, 13, 32, 32)
    with torch.no_grad():
        result = network(torch.rand(1, 13, 32, 32), torch.rand(1, 2, 32, 32), torch.ones(1, 1, 32, 32), background)
    assert torch.equal(result, background)


def test_adds_nothing_where_there_is_no_radar():
    network = _learnt(build("radar-prior"))
    radar, background = torch.rand(1, 2, 32, 32) + 0.01, torch.rand(1, 13, 32, 32)
    radar[:, :, 10:20, 5:9] = 0
    with torch.no_grad():
        change = (network.prior(radar, background) != 0).any(dim=1)[0]
    assert not change[10:20, 5:9].any() and change[:10].all() and change[:, 9:].all()


@pytest.mark.parametrize("shape", [(32, 32), (21, 37), (8, 50)])
def test_any_size(shape):
    network = _learnt(build("radar-prior"))
    assert network.prior(torch.rand(1, 2, *shape), torch.rand(1, 13, *shape)).shape == (1, 13, *shape)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_network_with_the_part_starts_from_the_corrected_background(architecture):
    """Untrained, a network returns its background below a certain mask: here the one that the part has corrected."""
    network = _learnt(build(architecture, "compact", plain=False, radar_prior=16))
    optical, radar, background = torch.rand(1, 13, 64, 64), torch.rand(1, 2, 64, 64), torch.rand(1, 13, 64, 64)
    mask = torch.ones(1, 1, 64, 64)
    with torch.no_grad():
        result = network(optical, radar, mask, background)
        result = result if isinstance(result, torch.Tensor) else result[0]
        expected = background + network.prior(radar, background)
    torch.testing.assert_close(result, expected, atol=1e-5, rtol=0)


def test_paper_sizes_have_no_such_part():
    assert all(getattr(build(name, "paper"), "prior", None) is None for name in ("ib-hfn", "mmcanet"))
