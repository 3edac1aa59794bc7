from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.membrane import HALO, PULL_BESIDE_RADAR, Hold, spread_pixels


@pytest.fixture
def planes():
    generator = np.random.default_rng(2)
    known = (generator.random((280, 270)) < 0.3).astype(np.float32)
    known[60:150, 50:160] = 0
    return generator.normal(size=(3, 280, 270)).astype(np.float32), known


def field(shape, *colours):
    """A field of one colour in each plane."""
    return np.broadcast_to(np.array([*colours, 1], np.float32)[:, None, None], (len(colours) + 1, *shape))


def test_the_fields_own_colour_is_spread_as_it_is(planes):
    values, known = planes
    values[:] = 7
    np.testing.assert_allclose(spread_pixels(values, known, Hold((0, 0)), field(known.shape, 7, 7, 7)), 7, rtol=1e-5)


def test_where_nothing_is_known_the_field_stands():
    values, known = np.full((2, 70, 50), 9, np.float32), np.zeros((70, 50), bool)
    made = spread_pixels(values, known, Hold((3, 5)), field(known.shape, 100, 200))
    np.testing.assert_array_equal(made, field(known.shape, 100, 200)[:2])


def test_far_from_all_that_is_known_the_field_stands_and_beside_it_what_is_known():
    known = np.zeros((64, 256), np.float32)
    known[:, :40] = 1
    values = np.full((1, 64, 256), 300, np.float32)
    row = spread_pixels(values, known, Hold((0, 0)), field(known.shape, 100))[0, 32]
    assert row[41] > 280 and row[70] < 230
    assert (row[40 + HALO :] == 100).all()
    assert (np.diff(row[40:]) < 1).all()


def test_what_is_known_joins_what_fills_the_gap():
    slope = np.linspace(0, 1000, 128, dtype=np.float32)
    values = np.broadcast_to(slope, (1, 128, 128)).copy()
    known = np.ones((128, 128), np.float32)
    known[:, 50:78] = 0
    made = spread_pixels(values, known, Hold((0, 0)), field(known.shape, 500))
    step = np.abs(np.diff(np.where(known > 0, values[0], made[0])[64]))
    assert step.max() < 3 * 1000 / 127
    assert np.abs(made[0] - values[0])[:, 50:78].max() < 0.06 * 1000


@pytest.mark.parametrize("origin", [(0, 0), (13, 7), (64, 33)])
def test_a_window_gives_what_the_whole_gives(planes, origin):
    values, known = planes
    coarse = np.linspace(1, 2, 280, dtype=np.float32)[:, None] * field(known.shape, 1, 2, 3)
    whole = spread_pixels(values, known, Hold((0, 0)), coarse)
    part = (slice(origin[0], origin[0] + 190), slice(origin[1], origin[1] + 200))
    window = spread_pixels(values[(slice(None), *part)], known[part], Hold(origin), coarse[(slice(None), *part)])
    inner = (slice(None), slice(HALO, -HALO), slice(HALO, -HALO))
    np.testing.assert_array_equal(window[inner], whole[(slice(None), *part)][inner])


def test_a_pixel_does_not_depend_on_what_is_farther_than_the_halo():
    reached = 0
    for row in range(120, 128):
        known = np.zeros((256, 40), np.float32)
        known[row] = 1
        made = spread_pixels(1e6 * known[None], known, Hold((0, 0)), field(known.shape, 0))[0, :, 20]
        rows = np.flatnonzero(made)
        reached = max(reached, row - rows.min(), rows.max() - row)
    assert HALO - 4 < reached <= HALO


def test_broad_clear_ground_does_not_drown_a_narrow_rim_on_the_other_side():
    known = np.zeros((64, 96), np.float32)
    known[:, :40], known[:, 60:62] = 1, 1
    values = np.where(np.arange(96) < 50, np.float32(100), np.float32(200)) * np.ones((1, 64, 1), np.float32)
    made = spread_pixels(values, known, Hold((0, 0)), field(known.shape, 110))
    assert made[0, 32, 49] == pytest.approx(150, abs=8)
    assert made[0, 32, 43] < 123 and made[0, 32, 57] > 175


def test_a_mean_of_what_is_known_stands_for_pixels_that_are_noisy():
    noise = np.random.default_rng(4).normal(0, 100, (1, 96, 96)).astype(np.float32)
    known = np.ones((96, 96), bool)
    known[40:56, 40:56] = False
    made = spread_pixels(noise, known, Hold((0, 0)), field(known.shape, 0))
    assert np.abs(made[0][~known]).mean() < 30


def test_beside_radar_the_field_holds_more():
    known = np.zeros((64, 128), np.float32)
    known[:, :40] = 1
    values, coarse = np.full((1, 64, 128), 300, np.float32), field(known.shape, 100)
    alone, beside = (
        spread_pixels(values, known, hold, coarse)[0, 32, 48]
        for hold in (Hold((0, 0)), Hold((0, 0), PULL_BESIDE_RADAR))
    )
    assert 100 < beside < alone - 10
