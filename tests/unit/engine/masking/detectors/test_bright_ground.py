from __future__ import annotations

import numpy as np

from unveil.engine.masking.detectors.bright_ground import is_bright_ground, left_clear


def probabilities(cloud):
    """[4, h, w]: a third of the cloud is thin, and a tenth of the rest shadow."""
    rest = 1 - cloud
    return np.stack([0.9 * rest, cloud * 2 / 3, cloud / 3, 0.1 * rest]).astype(np.float32)


def test_snow_ice_and_bright_water_are_told_from_cloud():
    names = ["snow", "shaded snow", "muddy water", "cloud of drops", "anvil of ice", "thin cirrus over forest", "sand"]
    green = np.float32([[0.75, 0.16, 0.24, 0.6, 0.85, 0.2, 0.3]])
    infrared = np.float32([[0.08, 0.02, 0.012, 0.5, 0.22, 0.11, 0.45]])
    found = dict(zip(names, is_bright_ground(green, infrared, "L2A")[0]))
    assert {name for name, ground in found.items() if ground} == {"snow", "shaded snow", "muddy water"}


def test_haze_over_dark_ground_is_not_told_by_what_the_air_adds():
    # Green of 0.13 above infrared of 0.03: the air alone makes 0.05 of it in what was not corrected.
    green, infrared = np.float32([[0.13]]), np.float32([[0.03]])
    assert is_bright_ground(green, infrared, "L2A")
    assert not is_bright_ground(green, infrared, "L1C")


def test_a_cell_that_is_missing_is_nothing():
    assert not is_bright_ground(np.float32([[-1]]), np.float32([[-1]]), "L1C")


def test_snow_beside_a_cloud_becomes_clear_and_the_clouds_rim_stays():
    green, infrared = np.full((40, 60), 0.6, np.float32), np.full((40, 60), 0.06, np.float32)
    infrared[:, :20] = 0.5  # cloud, which green sees three cells farther than the infrared
    cloud = np.full((40, 60), 0.4, np.float32)
    cloud[:, :23] = 0.9
    cloud[:, 50:53] = 0.9  # far from any cloud, however sure the network is
    before = probabilities(cloud)
    found = left_clear(before, green, infrared, "L2A")
    np.testing.assert_array_equal(found[:, :, :23], before[:, :, :23])
    assert (found[1:3, :, 23:] == 0).all()
    np.testing.assert_allclose(found.sum(axis=0), 1, atol=1e-6)
    np.testing.assert_array_equal(found[3], before[3])


def test_land_is_left_to_the_network():
    before = probabilities(np.full((8, 8), 0.7, np.float32))
    land = np.full((8, 8), 0.3, np.float32)
    np.testing.assert_array_equal(left_clear(before, land, land, "L1C"), before)
