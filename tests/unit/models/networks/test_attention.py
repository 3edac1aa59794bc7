from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from unveil.models.networks import build  # noqa: E402
from unveil.models.networks.attention import PUBLIC  # noqa: E402

SMALL = {"blocks": 2, "layers": 2, "width": 16, "growth": 16, "heads": 4, "filter_size": 3}
AS_GLF_CR = {**PUBLIC, "mask_sar_shift": True}


@pytest.fixture(scope="module")
def glf_cr():
    torch.manual_seed(3)
    return build("glf-cr", "paper", **SMALL).eval()


def loaded(glf_cr, **settings):
    network = build("attention", "paper", **SMALL, **settings).eval()
    network.load_state_dict(glf_cr.state_dict(), strict=True)
    return network


def result(network, size=64):
    generator = torch.Generator().manual_seed(0)
    inputs = (torch.rand(1, channels, size, size, generator=generator) for channels in (13, 2))
    with torch.no_grad():
        return network(*inputs)


def test_with_the_settings_of_the_code_it_is_glf_cr(glf_cr):
    torch.testing.assert_close(result(loaded(glf_cr, **AS_GLF_CR)), result(glf_cr), rtol=0, atol=1e-6)


def test_every_difference_between_paper_and_code_changes_the_result(glf_cr):
    expected = result(glf_cr)
    for name in PUBLIC:
        settings = {**AS_GLF_CR, name: not AS_GLF_CR[name]}
        assert (result(loaded(glf_cr, **settings)) - expected).abs().max() > 1e-6, name


def test_without_the_radar_mask_only_the_borders_of_the_tile_differ(glf_cr):
    with torch.no_grad():
        # Weights small enough that what windows do at the border does not travel through the blocks.
        before, after = (result(network, 128) for network in (glf_cr, loaded(glf_cr, **PUBLIC)))
    difference = (after - before).abs().mean(dim=(0, 1))
    assert difference[48:80, 48:80].max() < 0.02 * difference.max()


def test_the_weights_of_glf_cr_load_at_the_papers_size_and_settings():
    shapes = {name: tensor.shape for name, tensor in build("attention", "paper").state_dict().items()}
    assert shapes == {name: tensor.shape for name, tensor in build("glf-cr", "paper").state_dict().items()}
    assert len(shapes) == 946


def test_the_fusion_of_equation_7_is_a_setting():
    network = build("attention", "compact", fusion_kernel=1)
    assert network.RDBs[0].LFF.kernel_size == (1, 1) and network.RDBs[0].LFF_SAR.kernel_size == (1, 1)
