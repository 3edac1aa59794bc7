"""Which of several dates stands alone."""

from __future__ import annotations

import numpy as np

from unveil.engine.references.vote import outvoted

ERRORS = [np.full(4, 100.0)] * 3


def dates(number=3, seed=0):
    random = np.random.default_rng(seed)
    ground = random.uniform(500, 3000, (4, 60, 60))
    return [(ground + random.normal(0, 100, ground.shape)).astype(np.float32) for _ in range(number)]


def test_dates_that_differ_by_their_errors_are_all_kept():
    assert outvoted(dates(), ERRORS).mean() < 0.01


def test_the_one_that_shows_something_else_in_an_area_is_left_out_there():
    given = dates()
    given[1][:, 20:40, 20:40] += 300
    found = outvoted(given, ERRORS)
    assert found[1, 22:38, 22:38].mean() > 0.99
    assert found[1, :14].mean() < 0.01
    assert not found[[0, 2], 22:38, 22:38].any()


def test_two_dates_cannot_tell_which_is_wrong():
    given = dates(2)
    given[1] += 900
    assert not outvoted(given, ERRORS[:2]).any()
    third = np.full_like(given[0], np.nan)
    assert not outvoted([*given, third], ERRORS).any()


def test_where_all_differ_none_is_left_out():
    given = [np.full((4, 60, 60), value, np.float32) for value in (1000, 1500, 2000)]
    assert not outvoted(given, ERRORS)[1].any()
