from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from unveil.models.errors import ModelError  # noqa: E402
from unveil.models.networks import build  # noqa: E402
from unveil.models.networks.blocks import WindowAttention  # noqa: E402
from unveil.models.networks.progressive import RING, Progressive  # noqa: E402


class Halfway(torch.nn.Module):
    """A pass that goes half of the way from its estimate to 1."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def forward(self, optical, radar, mask, background):
        estimate = optical if background is None else background
        self.seen.append(estimate)
        return estimate + 0.5 * (1 - estimate)


def progressive(restoration, steps=3, passes=1, conditioned=False):
    network = Progressive([Halfway() for _ in range(passes)], restoration, steps)
    network.conditioned = conditioned
    return network


ZERO, RADAR = torch.zeros(2, 13, 8, 8), torch.zeros(2, 2, 8, 8)


@pytest.mark.parametrize(
    ("restoration", "expected"),
    # Halfway three times; the error-corrected update is the mean of the three answers: 1/2, 7/12, 49/72.
    [("direct", 1 / 2), ("recursive", 7 / 8), ("cascade", 7 / 8), ("intensity", (1 / 2 + 7 / 12 + 49 / 72) / 3)],
)
def test_each_restoration_takes_its_steps(restoration, expected):
    network = progressive(restoration, passes=3 if restoration == "cascade" else 1)
    torch.testing.assert_close(network(ZERO, RADAR), torch.full_like(ZERO, expected))


def test_a_cascade_uses_each_of_its_passes_once():
    network = progressive("cascade", passes=3)
    network(ZERO, RADAR)
    assert [len(each.seen) for each in network.passes] == [1, 1, 1]


def test_a_conditioned_network_begins_with_the_background_and_keeps_the_cloudy_image():
    network = progressive("recursive", conditioned=True)
    mask, background = torch.ones(2, 1, 8, 8), torch.full_like(ZERO, 0.2)
    network(ZERO, RADAR, mask, background)
    assert [float(seen.mean()) for seen in network.passes[0].seen] == pytest.approx([0.2, 0.6, 0.8])


def test_a_region_is_peeled_from_its_rim_inwards():
    size = 8 * RING
    optical, radar = torch.zeros(1, 13, size, size), torch.zeros(1, 2, size, size)
    mask = torch.zeros(1, 1, size, size)
    mask[..., RING:-RING, RING:-RING] = 1
    steps = progressive("region").compared(optical, radar, optical, mask)
    rings = [step.where[0, 0] for step in steps]
    assert torch.equal(sum(rings), torch.ones(size, size))
    depth = [int(ring[4 * RING].nonzero()[0]) for ring in rings]
    assert depth == [0, 2 * RING, 3 * RING]
    assert sum(step.weight for step in steps) == pytest.approx(1)
    # A later ring is seen with what the earlier passes made of its neighbours.
    network = progressive("region")
    network(optical, radar, mask)
    assert network.passes[0].seen[1][0, 0, 4 * RING, 0] == 0.5 and network.passes[0].seen[1][0, 0, 4 * RING, -1] == 0.5
    assert network.passes[0].seen[1][0, 0, 4 * RING, 4 * RING] == 0


def test_a_region_without_a_mask_is_what_the_first_pass_changes():
    optical = torch.ones(1, 13, 160, 160)
    optical[..., 40:120, 40:120] = 0
    steps = progressive("region").compared(optical, torch.zeros(1, 2, 160, 160), optical)
    assert steps[1].where.sum() > 0 and steps[1].where[0, 0, 80, 60] == 1 and steps[1].where[0, 0, 80, 45] == 0


def test_training_compares_every_estimate_of_a_recursion_and_the_last_one_most():
    steps = progressive("recursive").compared(ZERO, RADAR, ZERO + 1)
    assert [round(step.weight * 7) for step in steps] == [1, 2, 4]
    assert [float(step.estimate.mean()) for step in steps] == pytest.approx([1 / 2, 3 / 4, 7 / 8])


def test_training_on_intensity_shows_true_mixtures():
    torch.manual_seed(0)
    network = progressive("intensity", steps=4)
    for _ in range(20):
        network.compared(ZERO, RADAR, ZERO + 1)
    shares = {round(float(seen[row].mean()), 4) for seen in network.passes[0].seen for row in range(2)}
    assert shares == {0.0, 0.25, 0.5, 0.75}


def test_every_restoration_runs_in_the_network_trains_it_and_shares_its_weights():
    torch.manual_seed(6)
    network = build("mmcanet", "compact", steps=2)
    optical, radar = torch.rand(2, 13, 40, 24), torch.rand(2, 2, 40, 24)
    for restoration in ("direct", "recursive", "region", "intensity"):
        network.restoration = restoration
        with torch.no_grad():
            assert network.eval()(optical, radar).shape == optical.shape
        steps = network.train().compared(optical, radar, optical)
        sum(step.weight * ((step.estimate - optical) * step.where).square().mean() for step in steps).backward()
        assert network.passes[0].exit.output.weight.grad.abs().sum() > 0
        network.zero_grad()
    cascade = build("mmcanet", "compact", restoration="cascade", steps=2)
    assert len(cascade.passes) == 2
    assert len(cascade.passes.state_dict()) == 2 * len(network.passes.state_dict())


def test_unknown_restorations_are_refused():
    with pytest.raises(ModelError, match="choose direct, recursive"):
        build("mmcanet", "compact", restoration="magic")
    with pytest.raises(ModelError, match="at least one step"):
        build("mmcanet", "compact", restoration="recursive", steps=0)


def test_window_attention_is_attention_inside_each_window():
    attention = WindowAttention(8, heads=2, window=4)
    torch.nn.init.normal_(attention.position_bias)
    asking, answering = torch.randn(1, 8, 8, 8), torch.randn(1, 8, 8, 8)
    result = attention(asking, answering)
    row, column = 5, 2  # in the window of rows 4..7 and columns 0..3
    query = attention.query(asking[0, row, column])
    inside = answering[0, 4:8, 0:4].reshape(16, 8)
    key, value = attention.key_value(inside).chunk(2, dim=-1)
    parts = []
    for head in range(2):
        cut = slice(4 * head, 4 * head + 4)
        bias = torch.stack(
            [attention.position_bias[(row - 4 - r + 3) * 7 + column - c + 3, head] for r in range(4) for c in range(4)]
        )
        weights = (key[:, cut] @ query[cut] / 2 + bias).softmax(dim=0)
        parts.append(weights @ value[:, cut])
    torch.testing.assert_close(result[0, row, column], attention.proj(torch.cat(parts)))


def test_the_paper_size_runs():
    with torch.no_grad():
        result = build("mmcanet", "paper").eval()(torch.rand(1, 13, 20, 70), torch.rand(1, 2, 20, 70))
    assert result.shape == (1, 13, 20, 70)
