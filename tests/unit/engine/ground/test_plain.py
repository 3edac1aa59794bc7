from __future__ import annotations

from dataclasses import replace
from unittest.mock import Mock

import numpy as np
import pytest

from unveil.engine.ground.plain import Sight, plain_scene, scene_chain, scene_sight
from unveil.engine.masking import classes

TYPICAL = np.array([1000.0, 1500.0])
HEIGHT, WIDTH = 340, 320


@pytest.fixture
def sight():
    """Ground of 100 to 400 DN, a thick cloud, a thin one, a shadow, a corner without data; radar that tells nothing."""
    generator = np.random.default_rng(1)
    dn = generator.uniform(100, 400, (2, HEIGHT, WIDTH)).astype(np.float32)
    codes = np.zeros((HEIGHT, WIDTH), np.uint8)
    codes[20:110, 20:110], codes[150:200, 20:80], codes[20:60, 140:180] = (
        classes.CLOUD,
        classes.THIN_CLOUD,
        classes.SHADOW,
    )
    dn[:, codes == classes.CLOUD] = 8000
    valid = np.ones((HEIGHT, WIDTH), bool)
    valid[-10:, -10:] = False
    codes[~valid] = classes.NODATA
    dn[:, ~valid] = np.nan
    return scene_sight(dn, codes, valid, generator.normal(-12, 1, (2, HEIGHT, WIDTH)).astype(np.float32))


def test_clear_ground_stays_and_hidden_ground_is_that_of_the_scene(sight):
    chain = scene_chain(sight, TYPICAL)
    image = chain.image(sight)
    clear = sight.valid & (sight.codes == classes.CLEAR)
    np.testing.assert_array_equal(image[:, clear], sight.dn[:, clear])
    assert np.isfinite(image).all()
    assert image[:, ~clear].min() > 90 and image[:, ~clear].max() < 410


def test_thin_cloud_is_seen_through_and_nothing_else_is(sight):
    chain = scene_chain(sight, TYPICAL)
    thin = sight.codes == classes.THIN_CLOUD
    unveil = Mock(return_value=(sight.dn - 50, 0.5 * thin))
    through = replace(chain, unveil=unveil).image(sight)
    expected = 0.5 * (sight.dn - 50) + 0.5 * chain.image(sight)
    np.testing.assert_allclose(through[:, thin], expected[:, thin], rtol=1e-5)
    np.testing.assert_array_equal(through[:, ~thin], chain.image(sight)[:, ~thin])


@pytest.mark.parametrize(("row", "column"), [(0, 60), (37, 0), (20, 13)])
def test_a_window_has_the_plain_image_of_the_scene(sight, row, column):
    chain = scene_chain(sight, TYPICAL)
    part = (slice(row, row + 300), slice(column, column + 290))
    window = Sight(
        row,
        column,
        sight.dn[(slice(None), *part)],
        sight.valid[part],
        sight.codes[part],
        sight.features[(slice(None), *part)],
    )
    made, whole = chain.image(window), chain.image(sight)[(slice(None), *part)]
    down, across = (
        slice(margin if start else 0, -margin if start + size < length else None)
        for start, size, length, margin in (
            (row, made.shape[1], HEIGHT, chain.margin),
            (column, made.shape[2], WIDTH, chain.margin),
        )
    )
    assert made[:, down, across].size > 3000
    inner = (slice(None), down, across)
    np.testing.assert_allclose(made[inner], whole[inner], rtol=1e-5)


def test_with_nothing_clear_a_typical_spectrum_stands_for_the_ground(sight):
    overcast = np.full_like(sight.codes, classes.CLOUD)
    made = plain_scene(
        np.full_like(sight.dn, 9000), overcast, np.ones_like(sight.valid), np.full((2, HEIGHT, WIDTH), np.nan), TYPICAL
    )
    np.testing.assert_allclose(made, np.broadcast_to(TYPICAL[:, None, None], made.shape), rtol=1e-5)


def test_values_relative_to_the_clear_ground_use_its_own_mean_and_deviation(sight):
    background = scene_chain(sight, TYPICAL).background
    clear = sight.known >= 1
    np.testing.assert_allclose(background.mean, sight.dn[:, clear].mean(axis=1), rtol=0.2)
    np.testing.assert_allclose(background.deviation, sight.dn[:, clear].std(axis=1), rtol=0.5)
