"""Detail counts by how it agrees with the ground's, crop by crop, and not by how strong it is."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from unveil.engine.training.loop.detail_losses import STRENGTH, fine_detail  # noqa: E402

SHAPE = (2, 3, 64, 64)


@pytest.fixture
def ground():
    """Waves of 80 m, which smoothing keeps, [2, 3, 64, 64]."""
    wave = torch.sin(2 * torch.pi * torch.arange(64) / 8)
    return (wave.view(1, 1, 1, 64) * torch.tensor([1.0, 0.5, -0.7]).view(1, 3, 1, 1)).expand(SHAPE).contiguous()


def scores(image, ground, **other):
    given = {
        "weight": torch.ones(SHAPE),
        "spread": torch.full((2, 3, 1, 1), 0.05),
        "mask": torch.ones(2, 1, 64, 64),
        **other,
    }
    return tuple(float(value) for value in fine_detail(image, ground, **given))


def test_agreement_is_without_regard_to_strength_and_colour(ground) -> None:
    for image in (ground, 0.2 * ground, 3 * ground + 7):
        assert scores(image, ground)[0] == pytest.approx(0, abs=0.02)
    assert scores(-ground, ground)[0] == pytest.approx(2, abs=0.02)


def test_squares_are_least_at_a_strength_below_the_ground_s(ground) -> None:
    # Smoothing and raising draw waves of 80 m 1.28 times as strong, see `test_added.py`.
    by = {factor: scores(factor * ground, ground)[1] for factor in (0.0, 0.5, 1 / (1.28 * STRENGTH), 1.5, 5.0)}
    assert by[0.0] == pytest.approx(1) and by[5.0] == 2
    assert min(by, key=by.__getitem__) == 1 / (1.28 * STRENGTH) and min(by.values()) < 0.03


def test_noise_finer_than_radar_tells_counts_little(ground) -> None:
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn(SHAPE, generator=generator)
    chequers = (-1.0) ** (torch.arange(64).view(64, 1) + torch.arange(64))
    assert scores(ground + chequers, ground)[0] < 0.05 < scores(ground + noise, ground)[0]


def test_seen_ground_and_crops_without_detail_do_not_count(ground) -> None:
    mask = torch.zeros(2, 1, 64, 64)
    mask[:, :, 16:48, 16:48] = 1
    weight = mask.expand(SHAPE)
    elsewhere = 100 * torch.ones(SHAPE)
    elsewhere[..., 8:56, 8:56] = ground[..., 8:56, 8:56]
    assert scores(elsewhere, ground, mask=mask, weight=weight) == scores(ground, ground, mask=mask, weight=weight)
    level = torch.cat((ground[:1], torch.zeros(1, 3, 64, 64)))
    assert scores(-ground, level) == pytest.approx(scores(-ground, ground), rel=0.02)
    assert scores(ground, torch.zeros(SHAPE)) == (0, 0)
