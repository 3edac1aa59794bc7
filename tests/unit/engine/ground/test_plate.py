from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.ground.membrane import Hold, spread_pixels
from unveil.engine.ground.plate import HALO, spread_plate


@pytest.fixture
def planes():
    generator = np.random.default_rng(2)
    known = generator.random((400, 390)) < 0.3
    known[120:270, 110:250] = False
    return generator.normal(size=(3, 400, 390)).astype(np.float32), known


def field(shape, *colours):
    """A field of one colour in each plane."""
    return np.broadcast_to(np.array([*colours, 1], np.float32)[:, None, None], (len(colours) + 1, *shape))


def test_the_fields_own_colour_is_spread_as_it_is(planes):
    values, known = planes
    values[:] = 7
    np.testing.assert_allclose(spread_plate(values, known, Hold((0, 0)), field(known.shape, 7, 7, 7)), 7, rtol=1e-5)


def test_where_nothing_is_known_the_field_stands():
    values, known = np.full((2, 70, 50), 9, np.float32), np.zeros((70, 50), bool)
    made = spread_plate(values, known, Hold((3, 5)), field(known.shape, 100, 200))
    np.testing.assert_array_equal(made, field(known.shape, 100, 200)[:2])


def test_far_from_all_that_is_known_the_field_stands_and_beside_it_what_is_known():
    known = np.zeros((64, 320), bool)
    known[:, :40] = True
    row = spread_plate(np.full((1, 64, 320), 300, np.float32), known, Hold((0, 0)), field(known.shape, 100))[0, 32]
    assert row[41] > 290 and row[70] < 240
    assert (row[40 + HALO :] == 100).all()
    assert (np.diff(row[40:]) < 1).all()


def test_a_slope_goes_on_into_the_gap_before_it_bends():
    slope = np.clip(10 * (np.arange(192, dtype=np.float32) - 30), 0, None)
    values = np.broadcast_to(slope, (1, 64, 192)).copy()
    known = np.zeros((64, 192), bool)
    known[:, :40] = True
    plate, membrane = (
        spread(values, known, Hold((0, 0)), field(known.shape, 0))[0, 32] for spread in (spread_plate, spread_pixels)
    )
    assert plate[40:44].mean() > slope[39] + 3
    assert membrane[40:44].mean() < slope[39] - 3
    # And it meets what is known without a step or a bend.
    assert np.abs(np.diff(plate[36:48], 2)).max() < 12


@pytest.mark.parametrize("origin", [(0, 0), (13, 7), (64, 33)])
@pytest.mark.parametrize("wanted", [(slice(0, 300), slice(0, 290)), (slice(129, 172), slice(130, 155))])
def test_a_window_gives_what_the_whole_gives(planes, origin, wanted):
    values, known = planes
    coarse = np.linspace(1, 2, 400, dtype=np.float32)[:, None] * field(known.shape, 1, 2, 3)
    whole = spread_plate(values, known, Hold((0, 0)), coarse)
    window = tuple(slice(start, start + length) for start, length in zip(origin, (300, 290)))
    inner = tuple(slice(max(own.start, HALO), min(own.stop, n - HALO)) for own, n in zip(wanted, (300, 290)))
    made = np.full((3, 300, 290), np.nan, np.float32)
    made[(slice(None), *wanted)] = spread_plate(
        values[(slice(None), *window)], known[window], Hold(origin, wanted=wanted), coarse[(slice(None), *window)]
    )
    assert made[(slice(None), *inner)].size > 2000
    np.testing.assert_array_equal(made[(slice(None), *inner)], whole[(slice(None), *window)][(slice(None), *inner)])


def test_a_pixel_does_not_depend_on_what_is_farther_than_the_halo():
    reached = 0
    for row in range(250, 258):
        known = np.zeros((512, 40), bool)
        known[row] = True
        made = spread_plate(1e30 * known[None].astype(np.float32), known, Hold((0, 0)), field(known.shape, 0))[0, :, 20]
        rows = np.flatnonzero(made)
        reached = max(reached, row - rows.min(), rows.max() - row)
    assert HALO - 4 < reached <= HALO


def test_a_mean_of_what_is_known_stands_for_pixels_that_are_noisy():
    noise = np.random.default_rng(4).normal(0, 100, (1, 96, 96)).astype(np.float32)
    known = np.ones((96, 96), bool)
    known[40:56, 40:56] = False
    made = spread_plate(noise, known, Hold((0, 0)), field(known.shape, 0))
    assert np.abs(made[0][~known]).mean() < 45


def test_a_stronger_field_lets_less_be_carried():
    known = np.zeros((64, 128), bool)
    known[:, :40] = True
    values, coarse = np.full((1, 64, 128), 300, np.float32), field(known.shape, 100)
    weak, strong = (spread_plate(values, known, hold, coarse)[0, 32, 56] for hold in (Hold((0, 0)), Hold((0, 0), 1e-2)))
    assert 100 < strong < weak - 10
