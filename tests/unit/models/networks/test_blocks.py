"""What the compact networks are built from: image and background, mixed in colour and in detail."""

from __future__ import annotations

import torch
from scipy.ndimage import uniform_filter

from unveil.models.networks.blocks import SMOOTHED, leaning, mixed, smoothed


def test_mixing_nothing_returns_the_image_bit_for_bit() -> None:
    image, background = torch.rand(2, 13, 20, 30), torch.rand(2, 13, 20, 30)
    assert torch.equal(mixed(image, background, torch.zeros(2, 2, 20, 30)), image)


def test_mixing_all_of_it_leaves_the_background() -> None:
    image, background = torch.rand(1, 13, 20, 30), torch.rand(1, 13, 20, 30)
    assert torch.allclose(mixed(image, background, torch.ones(1, 2, 20, 30)), background, atol=1e-6)


def test_the_form_of_the_ground_stays_when_only_its_colour_is_replaced() -> None:
    stripes = 0.05 * (torch.arange(64) % 2 * 2 - 1).expand(1, 1, 64, 64)
    shares = torch.cat((torch.ones(1, 1, 64, 64), torch.zeros(1, 1, 64, 64)), dim=1)
    restored = mixed(0.6 + stripes, torch.full((1, 1, 64, 64), 0.2), shares)
    assert torch.allclose(restored, 0.2 + stripes, atol=0.01)


def test_smoothing_agrees_with_scipy_inside_and_keeps_a_plain_image() -> None:
    image = torch.rand(1, 1, 40, 50)
    expected = uniform_filter(uniform_filter(image[0, 0].numpy().astype(float), SMOOTHED), SMOOTHED)
    inner = slice(SMOOTHED, -SMOOTHED)
    assert abs(smoothed(image)[0, 0].numpy()[inner, inner] - expected[inner, inner]).max() < 1e-5
    assert torch.allclose(smoothed(torch.full((1, 1, 10, 12), 0.3)), torch.tensor(0.3))


def test_the_mixture_leans_to_the_background_where_much_is_cloud() -> None:
    few, many = torch.zeros(1, 1, 10, 10), torch.ones(1, 1, 10, 10)
    few[..., :2], few[..., 2] = 1, 0.5
    many[..., 8], many[..., 9] = 0.5, 0
    assert torch.equal(leaning(few)[0, 0, 0], torch.tensor([2.5, 2.5, 0.0] + 7 * [-2.5]))
    assert torch.equal(leaning(many)[0, 0, 0], torch.tensor(8 * [7.0] + [4.5, -2.5]))


def test_a_closer_gate_changes_nothing_where_it_is_clear() -> None:
    mask = torch.tensor([0.0, 0.25, 0.5, 1.0]).view(1, 1, 1, 4).expand(1, 1, 8, 4)
    assert torch.allclose((leaning(mask, 2.0) - leaning(mask))[0, 0, 0], torch.tensor([0.0, 1.0, 2.0, 2.0]))
