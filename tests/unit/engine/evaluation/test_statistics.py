"""Intervals cover what they promise, and scenes count once."""

from __future__ import annotations

import math

import numpy as np
import pytest

from unveil.engine.evaluation.statistics import bootstrap_mean, box


def test_the_interval_agrees_with_scipys_bootstrap():
    from scipy.stats import bootstrap

    values = np.random.default_rng(1).normal(25, 3, 60)
    found = bootstrap_mean(values, [str(index) for index in range(60)])
    expected = bootstrap(
        (values,), np.mean, n_resamples=4000, method="percentile", random_state=np.random.default_rng(3)
    ).confidence_interval
    assert found.mean == pytest.approx(values.mean())
    assert found.low == pytest.approx(expected.low, abs=0.06)
    assert found.high == pytest.approx(expected.high, abs=0.06)
    assert (found.number, found.groups) == (60, 60)


def test_copies_of_a_patch_make_the_interval_no_narrower():
    values = [20.0, 24.0, 29.0, 31.0]
    groups = ["a", "b", "c", "d"]
    once = bootstrap_mean(values, groups)
    copied = bootstrap_mean(values * 50, groups * 50)
    assert copied.low == pytest.approx(once.low) and copied.high == pytest.approx(once.high)
    assert copied.number == 200 and copied.groups == 4


def test_the_same_values_give_the_same_interval():
    assert bootstrap_mean([1, 2, 4], "abc") == bootstrap_mean([1, 2, 4], "abc")


def test_what_is_not_finite_is_left_out():
    found = bootstrap_mean([1.0, math.inf, 3.0, math.nan], "abcd")
    assert found.mean == 2 and found.number == 2
    assert bootstrap_mean([math.nan], "a").number == 0


def test_one_scene_has_a_mean_and_no_interval():
    found = bootstrap_mean([1.0, 3.0], "aa")
    assert found.mean == 2 and math.isnan(found.low) and not found.differs_from_zero


def test_a_box_has_tukeys_whiskers():
    found = box([1, 2, 3, 4, 5, 30, math.nan])
    assert (found.first, found.median, found.third) == (2.25, 3.5, 4.75)
    assert (found.low, found.high, found.outliers, found.number) == (1, 5, (30,), 6)
    assert box([]) is None
