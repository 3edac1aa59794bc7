from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from torch import nn  # noqa: E402

from unveil.models.complexity import count_macs, count_parameters, describe_macs  # noqa: E402
from unveil.models.networks import build  # noqa: E402


class Counted(nn.Module):
    """A convolution, a strided one in groups, a linear layer and a matrix product."""

    def __init__(self):
        super().__init__()
        self.wide = nn.Conv2d(13, 8, 3, padding=1)
        self.groups = nn.Conv2d(8, 8, 3, padding=1, stride=2, groups=4)
        self.linear = nn.Linear(8, 5)

    def forward(self, optical, radar):
        x = self.linear(self.groups(self.wide(optical)).flatten(2).transpose(1, 2))
        return x @ x.transpose(1, 2)


def test_counts_by_hand():
    wide, groups, linear = 16 * 12 * 8 * 13 * 9, 8 * 6 * 8 * 2 * 9, 48 * 8 * 5
    assert count_macs(Counted(), 16, 12) == wide + groups + linear + 48 * 48 * 5
    assert count_parameters(Counted()) == (13 * 8 * 9 + 8) + (8 * 2 * 9 + 8) + (8 * 5 + 5)


def test_glf_cr_has_the_published_size():
    network = build("glf-cr", "paper")
    assert count_parameters(network) == 14_827_373
    macs = count_macs(network, 128, 128)
    assert macs == pytest.approx(62.41e9, rel=2e-4) and describe_macs(macs, 128, 128) == "62.41 G at 128 x 128"
    assert network.training
