"""Standard errors that are true, too small, or put in the wrong order are told apart."""

from __future__ import annotations

import math

import numpy as np
import pytest

from unveil.engine.evaluation.trust import trust_sums


@pytest.fixture
def drawn():
    """Standard errors of 0.005 to 0.05, and errors drawn by them."""
    random = np.random.default_rng(0)
    sigma = np.exp(random.uniform(math.log(0.005), math.log(0.05), 200_000))
    return sigma, random.normal(0, sigma)


def test_true_standard_errors_cover_ninety_percent_and_are_calibrated(drawn):
    sigma, error = drawn
    found = trust_sums(error, sigma)
    assert found.coverage == pytest.approx(0.9, abs=0.005)
    assert found.uce < 0.0005
    assert found.pixels == 200_000


def test_standard_errors_that_are_half_too_small_show(drawn):
    sigma, error = drawn
    found = trust_sums(error, sigma / 2)
    assert found.coverage < 0.65
    assert found.uce == pytest.approx(sigma.mean() / 2, rel=0.05)


def test_ranking_is_measured_between_the_truth_and_chance(drawn):
    sigma, error = drawn
    random = np.random.default_rng(1).permutation(sigma)
    by_truth, own, chance = (trust_sums(error, each).ause for each in (np.abs(error) + 1e-9, sigma, random))
    assert abs(by_truth) < 0.01
    assert by_truth < own < 0.75 * chance


def test_area_is_that_of_sorted_pixels(drawn):
    sigma, error = drawn[0][:20_000], drawn[1][:20_000]
    shares = np.linspace(0, 0.95, 96)

    def remaining(order):
        kept = np.cumsum(np.square(error)[order])
        return np.array([np.sqrt(kept[max(int((1 - s) * len(order)), 1) - 1] / ((1 - s) * len(order))) for s in shares])

    gap = (remaining(np.argsort(sigma)) - remaining(np.argsort(np.abs(error)))) / np.sqrt(np.mean(error**2))
    assert trust_sums(error, sigma).ause == pytest.approx(np.trapz(gap, shares), abs=0.01)


def test_parts_add_up_to_the_whole(drawn):
    sigma, error = drawn
    joined = trust_sums(error[:70_000], sigma[:70_000]) + trust_sums(error[70_000:], sigma[70_000:])
    whole = trust_sums(error, sigma)
    assert (joined.coverage, joined.uce, joined.ause) == pytest.approx((whole.coverage, whole.uce, whole.ause))


def test_kept_and_unknown_pixels_have_no_standard_error():
    found = trust_sums(np.array([0.1, 0.1, np.nan, 0.1]), np.array([0.0, np.nan, 0.1, 0.2]))
    assert found.pixels == 1 and found.coverage == 1
    assert math.isnan(trust_sums(np.empty(0), np.empty(0)).uce)
