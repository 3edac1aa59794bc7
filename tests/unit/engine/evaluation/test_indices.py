"""Errors of NDVI and its like, against the formulas written out."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.evaluation.indices import IndexErrors, index_errors, index_values

BANDS = ("B3", "B4", "B8", "B12")


def test_indices_are_those_of_their_papers():
    image = np.array([0.1, 0.05, 0.4, 0.2]).reshape(4, 1, 1)
    found = index_values(image, BANDS)
    assert found["NDVI"][0, 0] == pytest.approx((0.4 - 0.05) / 0.45)
    assert found["NDWI"][0, 0] == pytest.approx((0.1 - 0.4) / 0.5)
    assert found["NBR"][0, 0] == pytest.approx((0.4 - 0.2) / 0.6)
    assert set(index_values(image[:2], BANDS[:2])) == set()


def test_errors_are_counted_by_class_and_add():
    random = np.random.default_rng(0)
    reference, result = random.uniform(0.01, 0.6, (2, 4, 20, 20))
    left = np.zeros((20, 20), bool)
    left[:, :8] = True
    whole = index_errors(result, reference, BANDS, {"all": None})["all"]
    parts = index_errors(result, reference, BANDS, {"left": left, "right": ~left})
    joined = parts["left"] + parts["right"]
    error = (result[2] - result[1]) / (result[2] + result[1]) - (reference[2] - reference[1]) / (
        reference[2] + reference[1]
    )
    for sums in (whole.sums["NDVI"], joined.sums["NDVI"]):
        assert sums.mae == pytest.approx(np.abs(error).mean())
        assert sums.rmse == pytest.approx(np.sqrt((error**2).mean()))
        assert sums.bias == pytest.approx(error.mean())
    assert parts["left"].sums["NBR"].pixels == 160
    assert (IndexErrors({}) + whole).sums == whole.sums


def test_pixels_without_light_or_without_a_value_have_no_index():
    image = np.full((4, 1, 3), 0.3)
    image[:, 0, 0], image[:, 0, 1] = 0, np.nan
    assert index_errors(image, np.full((4, 1, 3), 0.2), BANDS, {"all": None})["all"].sums["NDVI"].pixels == 1
