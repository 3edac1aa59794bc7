"""Compact networks add to plain ground: only where something is hidden, and without a look at the cloud."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from unveil.models.networks import ARCHITECTURES, build  # noqa: E402
from unveil.models.networks.blocks import image_of  # noqa: E402
from unveil.models.networks.plain import blanked, inside  # noqa: E402


@pytest.fixture(scope="module", params=ARCHITECTURES)
def network(request):
    torch.manual_seed(1)
    network = build(request.param, "compact").eval()
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.abs().max() == 0:
                parameter.normal_(std=0.05)
    return network


def inputs(seed=0, side=64):
    generator = torch.Generator().manual_seed(seed)
    optical, radar, background = (torch.randn(1, bands, side, side, generator=generator) for bands in (13, 2, 13))
    mask = torch.zeros(1, 1, side, side)
    mask[..., 10:40, 12:50] = 1
    mask[..., 44:60, 12:50] = 0.25
    return optical, radar, mask, background


def restored(network, *given):
    with torch.no_grad():
        return image_of(network(*given))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_an_untrained_network_returns_the_plain_ground(architecture):
    optical, radar, mask, background = inputs()
    result = restored(build(architecture, "compact").eval(), optical, radar, mask, background)
    assert torch.equal(result, background)


def test_what_is_not_to_be_restored_is_the_background_to_the_bit(network):
    optical, radar, mask, background = inputs()
    result = restored(network, optical, radar, mask, background)
    outside = (mask == 0).expand_as(result)
    assert torch.equal(result[outside], background[outside])
    assert (result - background)[..., 20:30, 20:40].abs().mean() > 0.01


def test_the_brightness_of_thick_cloud_changes_nothing_and_thin_cloud_is_seen(network):
    optical, radar, mask, background = inputs()
    before = restored(network, optical, radar, mask, background)
    bright = torch.where(mask == 1, optical + 9, optical)
    assert torch.equal(before, restored(network, bright, radar, mask, background))
    hazy = torch.where(mask == 0.25, optical + 1, optical)
    assert not torch.equal(before, restored(network, hazy, radar, mask, background))


def test_radar_changes_what_is_hidden(network):
    optical, radar, mask, background = inputs()
    before = restored(network, optical, radar, mask, background)
    after = restored(network, optical, torch.roll(radar, 7, dims=3), mask, background)
    assert (after - before)[..., 15:35, 20:45].abs().mean() > 1e-3


def test_the_residual_fades_out_towards_the_rim():
    mask = torch.zeros(1, 1, 1, 40)
    mask[..., 10:] = 1
    share = inside(mask)[0, 0, 0]
    assert (share[:10] == 0).all() and (share[14:] == 1).all()
    assert (share[11:14] > share[10:13]).all() and 0 < share[10] < 0.5


def test_shadow_and_thin_cloud_are_not_blanked():
    optical, background = torch.ones(1, 13, 1, 4), torch.zeros(1, 13, 1, 4)
    mask = torch.tensor([0.0, 0.25, 0.5, 1.0]).view(1, 1, 1, 4)
    assert blanked(optical, mask, background)[0, 0, 0].tolist() == [1, 1, 1, 0]
