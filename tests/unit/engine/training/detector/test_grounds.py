from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.training.detector.grounds import drop_bands, vary_ground
from unveil.models.cloud_detector import BANDS, MISSING, NEEDED

LEVEL = np.array([0.13, 0.10, 0.09, 0.08, 0.10, 0.22, 0.23, 0.07, 0.0015, 0.18, 0.10], np.float32)[:, None, None]


@pytest.mark.parametrize("level", ["L1C", "L2A"])
def test_varied_ground_is_an_image_and_keeps_what_is_missing(level):
    ground = np.broadcast_to(LEVEL, (len(BANDS), 64, 64)).copy()
    ground[:, :5] = MISSING
    if level == "L2A":
        ground[BANDS.index("B10")] = MISSING
    images = [vary_ground(ground, level, np.random.default_rng(seed)) for seed in range(40)]
    for image in images:
        assert (image[:, :5] == MISSING).all()
        there = image[BANDS.index("B4"), 5:]
        assert (there > 0).all() and (there < 2).all()
    assert np.std([image[BANDS.index("B4"), 5:].mean() for image in images]) > 0.02
    lost = [bool((image[BANDS.index("B10"), 5:] == MISSING).all()) for image in images]
    assert any(lost) and not all(lost)


def test_bands_that_the_network_needs_are_never_dropped():
    ground = np.broadcast_to(LEVEL, (len(BANDS), 4, 4)).astype(np.float32)
    gone = set()
    for seed in range(200):
        image = drop_bands(ground, np.random.default_rng(seed))
        gone |= {name for index, name in enumerate(BANDS) if (image[index] == MISSING).all()}
    assert {"B1", "B9", "B10"} <= gone and not gone & set(NEEDED)
