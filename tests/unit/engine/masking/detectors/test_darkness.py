from __future__ import annotations

import numpy as np

from unveil.engine.masking.detectors.darkness import without_bright_shadow

FOREST = np.float32([0.03, 0.03, 0.20])[:, None, None]
DIRECT = np.float32([0.48, 0.75, 0.88])[:, None, None]
"""Share of the light in B2, B4 and B8 that a shadow takes away."""


def scene(height=64, width=96):
    """A forest, [3, height, width], and probabilities of which the right half is suspected to be shadow."""
    generator = np.random.default_rng(0)
    forest = FOREST * generator.uniform(0.97, 1.03, (1, height, width)).astype(np.float32)
    shadow = np.zeros((height, width), np.float32)
    shadow[:, width // 2 :] = 0.6
    rest = 1 - shadow
    return forest, np.stack([0.9 * rest, 0.05 * rest, 0.05 * rest, shadow])


def test_forest_that_is_as_dark_everywhere_has_no_shadow():
    forest, before = scene()
    found = without_bright_shadow(before, forest)
    assert (found[3] == 0).all()
    np.testing.assert_allclose(found.sum(axis=0), 1, atol=1e-6)
    np.testing.assert_array_equal(found[1:3], before[1:3])


def test_what_is_darker_stays_shadow_cell_by_cell():
    forest, before = scene()
    shade = np.zeros(forest.shape[1:], np.float32)
    shade[:, 60:80] = 0.3
    found = without_bright_shadow(before, forest * (1 - DIRECT * shade))
    np.testing.assert_array_equal(found[3] > 0, shade > 0)


def test_water_in_the_shadow_is_told_from_water_in_the_light_by_blue():
    forest, before = scene()
    water = np.float32([0.05, 0.03, 0.002])[:, None, None] * np.ones_like(forest)
    water[:, :, 70:] *= 1 - DIRECT * 0.5
    found = without_bright_shadow(before, water)
    assert (found[3, :, 48:70] == 0).all() and (found[3, :, 70:] > 0).all()


def test_nothing_is_told_where_hardly_any_ground_is_clear():
    forest, before = scene()
    before[3, :, :48], before[0, :, :48] = before[0, :, :48], 0
    np.testing.assert_array_equal(without_bright_shadow(before, forest), before)


def test_missing_cells_are_no_clear_ground():
    forest, before = scene()
    forest[:, :, :40] = -1
    assert (without_bright_shadow(before, forest)[3] == 0).all()
