from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from unveil.models.networks import build  # noqa: E402
from unveil.models.networks.ib_hfn import Bottleneck, DiracSkip, Restored  # noqa: E402


@pytest.fixture
def inputs():
    generator = torch.Generator().manual_seed(0)
    return tuple(torch.rand(2, channels, 48, 40, generator=generator) for channels in (13, 2))


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(4)
    return build("ib-hfn", "compact", conditioned=False)


def test_at_the_beginning_every_skip_path_is_an_exact_identity(network):
    assert len(network.skips) == 3
    for level, skip in enumerate(network.skips):
        x = torch.randn(2, 24 * 2**level, 20, 12)
        assert isinstance(skip, DiracSkip) and torch.equal(skip(x), x)


def test_at_the_beginning_the_network_returns_its_input_exactly(network, inputs):
    for mode in (True, False):
        assert torch.equal(network.train(mode)(*inputs).cloud_free, inputs[0])


def test_gate_and_divergence_are_outputs_that_can_be_trained(network, inputs):
    result = network.train()(*inputs)
    assert isinstance(result, Restored) and result[0] is result.cloud_free
    assert result.clear_sky.shape == (2, 1, 48, 40) and result.divergence.shape == ()
    assert result.clear_sky.min() > 0 and result.clear_sky.max() < 1 and result.divergence > 0
    for output, part in ((result.clear_sky.mean(), network.gate), (result.divergence, network.bottleneck.mean)):
        network.zero_grad()
        output.backward(retain_graph=True)
        assert all(parameter.grad.abs().sum() > 0 for parameter in part.parameters())


def test_the_bottleneck_is_random_in_training_and_deterministic_at_inference():
    bottleneck, s = Bottleneck(8, 4), torch.randn(2, 8, 5, 5)
    assert not torch.equal(bottleneck.train()(s)[0], bottleneck(s)[0])
    assert torch.equal(bottleneck.eval()(s)[0], bottleneck(s)[0])


def test_the_divergence_is_that_of_the_two_gaussians():
    bottleneck, s = Bottleneck(8, 4).eval(), torch.randn(2, 8, 5, 5)
    normed = bottleneck.norm(s)
    code = torch.distributions.Normal(bottleneck.mean(normed), (0.5 * bottleneck.log_variance(normed)).exp())
    expected = torch.distributions.kl_divergence(code, torch.distributions.Normal(0.0, 1.0)).mean()
    torch.testing.assert_close(bottleneck(s)[1], expected)


def test_radar_reaches_the_optical_stream_only_through_the_bottleneck(network, inputs):
    """With the bottleneck closed, the network does not see the radar."""
    torch.manual_seed(5)
    network = build("ib-hfn", "compact", conditioned=False).eval()
    torch.nn.init.normal_(network.output.weight)
    optical, radar = inputs
    assert not torch.equal(network(optical, radar).cloud_free, network(optical, radar.flip(-1)).cloud_free)
    for parameter in network.bottleneck.expand.parameters():
        torch.nn.init.zeros_(parameter)
    assert torch.equal(network(optical, radar).cloud_free, network(optical, radar.flip(-1)).cloud_free)


def test_a_closed_gate_keeps_the_deepest_optical_detail_out(network):
    deep = torch.randn(1, 96, 4, 4)
    assert torch.equal(network.skips[-1](torch.zeros(1, 1, 4, 4) * deep), torch.zeros_like(deep))


def test_the_paper_size_runs():
    with torch.no_grad():
        result = build("ib-hfn", "paper").eval()(torch.rand(1, 13, 20, 28), torch.rand(1, 2, 20, 28))
    assert result.cloud_free.shape == (1, 13, 20, 28) and result.clear_sky.shape == (1, 1, 20, 28)
