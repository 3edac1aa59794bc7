"""Objectives put losses together for every kind of network."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from unveil.engine.errors import UnveilError  # noqa: E402
from unveil.engine.training.loop import losses  # noqa: E402
from unveil.engine.training.loop.objectives import OBJECTIVES, check_objective, estimates_of, loss_of  # noqa: E402
from unveil.engine.training.loop.settings import TrainingSettings  # noqa: E402
from unveil.models.networks import build  # noqa: E402
from unveil.models.networks.progressive import Compared  # noqa: E402

TINY = {"width": 8, "heads": (2, 2), "blocks": 1, "dilations": (1,), "unshuffle": 1}


@pytest.fixture(scope="module")
def batch():
    generator = torch.Generator().manual_seed(0)
    channels = {"optical": 13, "radar": 2, "mask": 1, "background": 13, "target": 13}
    made = {name: torch.rand(1, number, 32, 32, generator=generator) for name, number in channels.items()}
    spread = torch.linspace(0.01, 0.08, 13).view(1, 13, 1, 1)
    return {**made, "weight": torch.ones(1, 13, 32, 32), "spread": spread}


def inputs(batch):
    return [batch[name] for name in ("optical", "radar", "mask", "background")]


def test_passes_are_weighed_by_their_shares(batch) -> None:
    settings = TrainingSettings(objective="l1")
    one, other = batch["target"] + 0.1, batch["target"] - 0.4
    where = torch.zeros(1, 1, 32, 32)
    where[..., :16] = 1
    loss = loss_of([Compared(one, where, 1 / 3), Compared(other, 1 - where, 2 / 3)], None, batch, settings, 0.5)
    assert float(loss.total) == pytest.approx(0.1 / 3 + 0.4 * 2 / 3, rel=1e-4)
    assert float(loss.parts["absolute"]) == pytest.approx(float(loss.total), rel=1e-6)


def test_every_pass_of_a_progressive_network_is_compared(batch) -> None:
    torch.manual_seed(0)
    network = build("mmcanet", "compact", **TINY, restoration="recursive", steps=3).train()
    estimates, divergence = estimates_of(network, inputs(batch), batch["target"])
    assert divergence is None
    assert [estimate.weight for estimate in estimates] == pytest.approx([1 / 7, 2 / 7, 4 / 7])
    loss_of(estimates, None, batch, TrainingSettings(), 0.5).total.backward()
    assert all(value.grad is not None for value in network.parameters())


def test_the_bottleneck_is_part_of_the_loss_by_the_schedule(batch) -> None:
    torch.manual_seed(0)
    network = build("ib-hfn", "compact", width=8, optical_blocks=(1, 1), radar_blocks=(1, 1)).train()
    estimates, divergence = estimates_of(network, inputs(batch), batch["target"])
    joint = TrainingSettings(objective="joint")
    early, late = (loss_of(estimates, divergence, batch, joint, progress) for progress in (0.0, 1.0))
    assert set(late.parts) == {"absolute", "dissimilarity", "angle", "sharpness", "divergence"}
    expected = early.total + 0.1 * late.parts["angle"] + 0.05 * late.parts["sharpness"] + 1e-3 * divergence
    assert float(late.total) == pytest.approx(float(expected), rel=1e-5)
    compact = loss_of(estimates, divergence, batch, TrainingSettings(bottleneck=0.5), 0.0)
    without = loss_of(estimates, None, batch, TrainingSettings(), 0.0)
    assert (compact.total - without.total).item() == pytest.approx(0.5 * divergence.item(), rel=1e-3)


def test_the_default_is_absolute_and_squared_error_and_structure(batch) -> None:
    image, target, weight = batch["optical"], batch["target"], batch["weight"]
    found = loss_of([Compared(image, None, 1.0)], None, batch, TrainingSettings(), 0.3).total
    squared, structure = losses.squared_error(image, target, weight), losses.structure_error(image, target, weight)
    assert found == losses.absolute_error(image, target, weight) + 2.0 * squared + 0.05 * structure


# Noise as in this batch is what "drawn" smooths away: `test_detail_losses.py`.
@pytest.mark.parametrize("name", sorted(set(OBJECTIVES) - {"drawn"}))
def test_every_objective_is_least_at_the_clear_image_and_has_a_slope(batch, name) -> None:
    settings = TrainingSettings(objective=name)
    image = (batch["target"] + 0.05 * torch.randn(1, 13, 32, 32)).requires_grad_()
    worse = loss_of([Compared(image, None, 1.0)], None, batch, settings, 1.0).total
    best = loss_of([Compared(batch["target"].clone(), None, 1.0)], None, batch, settings, 1.0).total
    assert best < worse and abs(float(best)) < 1e-3
    worse.backward()
    assert torch.isfinite(image.grad).all() and image.grad.any()


def test_objective_that_is_not_known_is_refused() -> None:
    with pytest.raises(UnveilError, match="'l3' is not known; choose compact, relative, drawn, l1"):
        check_objective("l3")


def test_the_objective_of_drawn_detail_weighs_its_agreement_and_its_squares(batch) -> None:
    large = {name: value.repeat(1, 1, 2, 2) if value.shape[-1] > 1 else value for name, value in batch.items()}
    image = (large["target"] + 0.1 * torch.randn(1, 13, 64, 64)).requires_grad_()
    loss = loss_of([Compared(image, None, 1.0)], None, large, TrainingSettings(objective="drawn"), 0.5)
    parts = {name: float(value.detach()) for name, value in loss.parts.items()}
    assert set(parts) == {"smooth", "unlike", "missed"} and min(parts.values()) > 0
    assert float(loss.total.detach()) == pytest.approx(parts["smooth"] + parts["unlike"] + 0.5 * parts["missed"])
    loss.total.backward()
    assert bool((image.grad != 0).any())
