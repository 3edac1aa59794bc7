"""Losses against other people's code and numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from unveil.engine.training.loop import losses  # noqa: E402

SHAPE = (2, 3, 32, 40)


def images(seed=0, shape=SHAPE):
    generator = torch.Generator().manual_seed(seed)
    target = torch.rand(shape, generator=generator)
    prediction = (target + 0.1 * torch.randn(shape, generator=generator)).clamp(0, 1)
    return prediction, target, torch.ones(shape)


def test_similarity_is_that_of_scikit_image() -> None:
    skimage = pytest.importorskip("skimage.metrics")
    prediction, target, weight = images()
    ours = losses.similarity_map(prediction, target)
    assert ours.shape == (2, 3, 22, 30)
    for image, other, found in zip(prediction.numpy(), target.numpy(), ours.numpy()):
        _, expected = skimage.structural_similarity(
            image,
            other,
            channel_axis=0,
            gaussian_weights=True,
            sigma=1.5,
            use_sample_covariance=False,
            data_range=1,
            full=True,
        )
        np.testing.assert_allclose(found, expected[:, 5:-5, 5:-5], atol=2e-5)
    assert losses.dissimilarity(prediction, target, weight) == pytest.approx(1 - float(ours.mean()), abs=1e-6)


def test_similarity_is_that_of_torchmetrics() -> None:
    functional = pytest.importorskip("torchmetrics.functional.image")
    prediction, target, weight = images(3)
    _, full = functional.structural_similarity_index_measure(prediction, target, data_range=1.0, return_full_image=True)
    # Theirs pads by reflection; the windows that need none are the same.
    expected = float(full[..., 5:-5, 5:-5].mean())
    assert 1 - float(losses.dissimilarity(prediction, target, weight)) == pytest.approx(expected, abs=1e-4)


def test_what_has_no_weight_is_seen_by_no_loss() -> None:
    prediction, target, weight = images()
    weight[:, 1] = 0
    mask = torch.rand(2, 1, 32, 40)
    spoilt = prediction.clone()
    spoilt[:, 1] = 7.0
    for loss in (
        lambda image: losses.dissimilarity(image, target, weight),
        lambda image: losses.cloud_weighted_error(image, target, weight, mask),
        lambda image: losses.spectral_angle(image, target, weight),
        lambda image: losses.contrastive_sharpness(image, target, torch.zeros_like(target), weight),
        lambda image: losses.masked_absolute_error(image, target, weight, mask),
    ):
        assert loss(spoilt) == pytest.approx(float(loss(prediction)), abs=1e-6)


def test_cloud_weighs_four_times_as_much_as_clear_ground() -> None:
    target = torch.full((1, 2, 24, 24), 0.5)
    prediction = target + 0.1
    weight = torch.ones_like(target)
    clear, cloud = torch.zeros(1, 1, 24, 24), torch.ones(1, 1, 24, 24)
    # Flat images: SSIM is (2 * 0.6 * 0.5 + C1) / (0.6 ** 2 + 0.5 ** 2 + C1), with C1 = 0.01 ** 2.
    structure = 1 - (0.6 + 1e-4) / (0.61 + 1e-4)
    plain = 0.5 * 0.01 + 0.5 * structure
    assert losses.cloud_weighted_error(prediction, target, weight, cloud) == pytest.approx(0.8 * plain, rel=5e-3)
    assert losses.cloud_weighted_error(prediction, target, weight, clear) == pytest.approx(0.2 * plain, rel=5e-3)
    assert losses.cloud_weighted_error(prediction, target, weight, cloud, None) == pytest.approx(plain, rel=5e-3)
    assert losses.masked_absolute_error(prediction, target, weight, cloud) == pytest.approx(0.1, rel=1e-5)
    assert losses.masked_absolute_error(prediction, target, weight, clear) == 0


def test_angle_between_spectra_is_in_radians_and_has_a_slope_where_they_agree() -> None:
    one, other = torch.zeros(1, 2, 4, 4), torch.zeros(1, 2, 4, 4)
    one[:, 0], other[:, 0], other[:, 1] = 0.3, 0.2, 0.2
    weight = torch.ones_like(one)
    assert losses.spectral_angle(one, other, weight) == pytest.approx(math.pi / 4, abs=1e-5)
    assert losses.spectral_angle(3 * other, other, weight) == pytest.approx(0, abs=1e-4)
    same = other.clone().requires_grad_()
    losses.spectral_angle(same, other, weight).backward()
    assert torch.isfinite(same.grad).all()


def test_sharpness_tells_the_clear_image_from_the_cloudy_one() -> None:
    _, target, weight = images()
    cloudy = torch.nn.functional.avg_pool2d(target, 5, stride=1, padding=2)
    between = 0.5 * (target + cloudy)
    found = [float(losses.contrastive_sharpness(image, target, cloudy, weight)) for image in (target, between, cloudy)]
    assert found[0] == pytest.approx(0, abs=1e-6)
    assert found[1] == pytest.approx(0.5, abs=1e-2)
    assert found[2] == pytest.approx(1, abs=1e-2)
