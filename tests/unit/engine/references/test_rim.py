"""Whether the pixels beside a cloud may be learnt from."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.references.rim import hazy_rim
from unveil.engine.references.sample import Blocks, Colours, Sample

BLOCKS = Blocks(160, 160)


def sample(veils=(0, 0, 0), noise=40.0, shaded=False):
    """Ground that follows from another date; veils: DN of haze on the pixels 1, 2 and 3 away from a cloud."""
    random = np.random.default_rng(0)
    number = 8000
    places = random.integers(0, 160, (number, 2))
    dn = random.normal(2000, 400, (number, 5)).astype(np.float32)
    target = dn @ np.random.default_rng(9).normal(0, 0.4, (5, 4)) + 500 + random.normal(0, noise, (number, 4))
    beside = random.integers(1, 8, number).clip(0, 4).astype(np.uint8)
    sign = np.where(shaded & (places[:, 1] < 80), -1, 1)
    for distance, veil in enumerate(veils, 1):
        target[beside == distance] += (sign * veil)[beside == distance, None]
    nothing = np.full((number, 2), np.nan, np.float32)
    colours = Colours(dn, dn, nothing, np.zeros(number, np.uint8))
    blocks = BLOCKS.of(places[:, 0], places[:, 1])
    return Sample(places, blocks, target.astype(np.float32), target * np.nan, nothing, beside, (colours,))


@pytest.mark.parametrize(
    ("veils", "rim"), [((0, 0, 0), 0), ((300, 0, 0), 1), ((400, 200, 0), 2), ((600, 400, 200), 3), ((5, 5, 5), 0)]
)
def test_the_hazy_pixels_beside_a_cloud_are_told(veils, rim):
    assert hazy_rim(sample(veils), BLOCKS, 3) == rim


def test_shadow_on_one_side_does_not_make_up_for_haze_on_the_other():
    assert hazy_rim(sample((300, 0, 0), shaded=True), BLOCKS, 3) == 1


def test_too_little_clear_ground_tells_nothing():
    own = sample()
    assert hazy_rim(own.chosen(np.flatnonzero(own.beside > 3)[:300]), BLOCKS, 3) == 3
