from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.masking.detectors.parallax import with_rims

BANDS = ("B1", "B2", "B3", "B4", "B5", "B8", "B8A", "B9", "B11", "B12")
LATE = ("B5", "B12", "B8A", "B1")
SIZE = 96
CLOUD = (slice(40, 60), slice(40, 60))
RIM = (slice(40, 60), slice(60, 70))
"""What the late bands see of the cloud, 200 m beside it."""


def land(generator):
    """Reflectance of ground whose bands go together, but for a little of their own."""
    kind = generator.uniform(0, 1, (1, SIZE, SIZE))
    first = np.linspace(0.03, 0.2, len(BANDS))[:, None, None] * (1 - kind)
    other = np.linspace(0.08, 0.35, len(BANDS))[:, None, None] * kind
    return (first + other + generator.normal(0, 0.001, (len(BANDS), SIZE, SIZE))).astype(np.float32)


def scene(late=LATE, bands=BANDS):
    """Probabilities and reflectance: a cloud that all bands see, and its rim that `late` alone do."""
    tile = land(np.random.default_rng(0))
    tile[(slice(None), *CLOUD)] = 0.6
    for name in late:
        tile[(BANDS.index(name), *RIM)] = 0.6
    cloud = np.full((SIZE, SIZE), 0.01, np.float32)
    cloud[CLOUD] = 0.98
    probabilities = np.stack([(1 - cloud) * 0.9, cloud * 0.7, cloud * 0.3, (1 - cloud) * 0.1]).astype(np.float32)
    return probabilities, tile[[BANDS.index(name) for name in bands]]


def found(before, after):
    return (after[1] + after[2]) - (before[1] + before[2]) > 0.1


def test_what_late_bands_alone_see_beside_a_cloud_is_thin_cloud_but_for_what_growth_holds():
    before, tile = scene()
    after = with_rims(before, tile, BANDS)
    rim = found(before, after)
    assert rim[42:58, 62:68].all() and not rim[:, 69:].any() and not rim[:39].any()
    np.testing.assert_allclose(after.sum(axis=0), 1, atol=1e-6)
    np.testing.assert_array_equal(after[:, ~rim], before[:, ~rim])
    assert np.argmax(after[1:3, 50, 65]) == 1 and 0.5 < after[1:3, 50, 65].sum() < 0.6


@pytest.mark.parametrize(
    ("late", "seen"), [(["B1"], True), (["B8A"], True), (["B12"], False), (["B5"], False), (["B9"], False)]
)
def test_a_band_after_which_others_come_does_not_tell_alone(late, seen):
    before, tile = scene(late)
    assert found(before, with_rims(before, tile, BANDS)).any() == seen


def test_what_is_bright_far_from_any_cloud_is_ground():
    before, tile = scene()
    before[1:3, 40:60, 40:60] = 0.001
    before[0, 40:60, 40:60] = 0.9
    np.testing.assert_array_equal(with_rims(before, tile, BANDS), before)
    before, tile = scene(())
    tile[BANDS.index("B8A"), 80:90, 80:90] = 0.6
    assert not found(before, with_rims(before, tile, BANDS)).any()


def test_a_shore_that_coarse_bands_reach_over_is_none():
    before, tile = scene(())
    tile[:, :, 60:63] *= 2.5
    # Pixels of 60 m hold a little of the bright ground on either side.
    tile[BANDS.index("B1"), :, 58:65] *= 2
    assert not found(before, with_rims(before, tile, BANDS)).any()


def test_land_that_a_plane_through_the_sea_predicts_roughly_is_none():
    before, tile = scene(())
    sea = np.linspace(0.03, 0.01, len(BANDS))[:, None, None]
    tile[:, :, :60] = sea + np.random.default_rng(1).normal(0, 0.0005, (len(BANDS), SIZE, 60))
    tile[(slice(None), *CLOUD)] = 0.6
    before[0, :, 60:], before[3, :, 60:] = 0.65, 0.25  # of which the network is not sure enough to be learnt from
    assert not found(before, with_rims(before, tile, BANDS)).any()


def test_blue_light_in_a_shadow_is_none_and_a_cloud_above_it_is():
    before, tile = scene(["B1"])
    before[3, :, 60:] = 0.5
    before[0, :, 60:] = 0.49
    assert not found(before, with_rims(before, tile, BANDS)).any()
    _, tile = scene()
    assert found(before, with_rims(before, tile, BANDS)).any()


def test_without_late_bands_or_enough_clear_ground_nothing_changes():
    before, tile = scene(bands=("B2", "B3", "B4", "B8", "B11"))
    assert with_rims(before, tile, ("B2", "B3", "B4", "B8", "B11")) is before
    before, tile = scene()
    before[0] = np.where(before[0] > 0.5, 0.6, before[0])
    assert with_rims(before, tile, BANDS) is before


def test_missing_cells_are_neither_learnt_from_nor_found():
    before, tile = scene()
    tile[:, :, 64:] = -1
    rim = found(before, with_rims(before, tile, BANDS))
    assert not rim[:, 64:].any()
