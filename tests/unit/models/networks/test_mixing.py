"""Image and background, mixed in colour and in detail."""

from __future__ import annotations

import torch
from scipy.ndimage import uniform_filter

from unveil.models.networks.mixing import SMOOTHED, leaning, mixed, smoothed


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


def covered(share: float) -> torch.Tensor:
    """A mask [1, 1, 10, 10] with that share of cloud from the left, a column of shadow beside it, and then none."""
    mask = torch.zeros(1, 1, 10, 10)
    mask[..., : int(10 * share)], mask[..., int(10 * share)] = 1, 0.5
    return mask


def starts(mask, closer=0.0, brightness=0.1, learning=False):
    """The logits of the first row, with ground of 0.1 as the background."""
    image = torch.full((1, 13, 10, 10), brightness)
    return leaning(mask, image, torch.full((1, 13, 10, 10), 0.1), closer, learning)[0, 0, 0]


def test_the_mixture_leans_to_the_background_the_more_is_cloud() -> None:
    assert torch.allclose(starts(covered(0.2)), torch.tensor([3.1, 3.1, 0.6] + 7 * [-2.5]))
    assert torch.allclose(starts(covered(0.8)), torch.tensor(8 * [4.9] + [2.4, -2.5]))


def test_a_closer_gate_counts_where_much_is_cloud_and_something_is_masked() -> None:
    added = {share: starts(covered(share), 2.0) - starts(covered(share)) for share in (0.2, 0.3, 0.6)}
    assert not added[0.2].any()
    assert torch.allclose(added[0.3], torch.tensor(4 * [1.0] + 6 * [0.0]))
    assert torch.allclose(added[0.6], torch.tensor(7 * [2.0] + 3 * [0.0]))


def test_what_is_masked_and_white_is_cloud_but_a_network_has_to_learn_that() -> None:
    white = starts(covered(0.2), brightness=0.3) - starts(covered(0.2))
    assert torch.allclose(white, torch.tensor([6.0, 6.0, 6.0] + 7 * [0.0]))
    assert not (starts(covered(0.2), brightness=0.3, learning=True) - starts(covered(0.2))).any()


def test_what_is_masked_beside_white_cloud_is_its_rim() -> None:
    image = torch.full((1, 13, 40, 40), 0.1)
    image[..., :10] = 0.5
    background, mask = torch.full_like(image, 0.1), torch.ones(1, 1, 40, 40)
    mask[..., 20, :] = 0
    added = (leaning(mask, image, background) - leaning(mask, background, background))[0, 0]
    assert torch.allclose(added[0, :15], torch.tensor(6.0)) and not added[0, 24:].any() and not added[20].any()


def test_bright_soil_that_is_dark_in_the_blue_is_not_taken_for_cloud() -> None:
    image = torch.full((1, 13, 10, 10), 0.35)
    image[:, :2] = 0.14
    background = torch.full((1, 13, 10, 10), 0.1)
    assert torch.equal(leaning(covered(0.2), image, background), leaning(covered(0.2), background, background))


def test_a_thin_cloud_that_each_band_sees_elsewhere_is_cloud_in_all_of_them() -> None:
    background = torch.full((1, 13, 40, 60), 0.1)
    image = background.clone()
    for band, column in enumerate((20, 21, 23, 24)):
        image[:, band, :, column : column + 3] = 0.7
    soil = background.clone()
    soil[:, 3, :, 20:27] = 0.7
    mask = torch.full((1, 1, 40, 60), 0.5)
    cloud, bright = (leaning(mask, seen, background)[0, 0, 20] for seen in (image, soil))
    assert cloud[22] - cloud[50] > 4
    assert torch.allclose(bright, bright[50])
