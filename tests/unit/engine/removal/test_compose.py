from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import distance_transform_edt

from unveil.engine.removal.compose import compose, feather, to_dtype


@pytest.mark.parametrize("reach", [0, 1, 2, 8, 15])
def test_the_feather_is_one_on_clouds_zero_beyond_its_reach_and_falls_between(reach):
    restore = np.zeros((80, 80), bool)
    restore[30:42, 35:50] = True
    weight = feather(restore, reach)
    assert (weight[restore] == 1).all()
    chebyshev = np.maximum(*(np.abs(np.mgrid[:80, :80] - np.array([36, 42])[:, None, None])))
    assert (weight[chebyshev > 8 + reach] == 0).all()
    assert weight.min() >= 0 and weight.max() <= 1
    if reach >= 8:
        row = weight[36, 50 : 50 + reach]
        assert (np.diff(row) <= 0).all() and np.abs(np.diff(row)).max() < 0.3 and 0 < row[reach // 2] < 1
    assert (weight[distance_transform_edt(~restore) > 2 * reach + 1] == 0).all()


def test_the_feather_depends_on_its_reach_only():
    restore = np.random.default_rng(0).random((60, 40)) > 0.97
    whole = feather(restore, 8)
    part = feather(restore[20 - 8 : 40 + 8], 8)[8:-8]
    np.testing.assert_allclose(part, whole[20:40], atol=1e-6)


def test_composition_takes_the_clipped_input_and_the_change_by_weight():
    dn = np.array([12000.0, 3000.0, 3000.0], np.float32)
    change = np.array([-7000.0, -1000.0, -1000.0], np.float32)
    result = compose(dn, change, (0.0, 10000.0), np.array([1.0, 1.0, 0.25]))
    np.testing.assert_allclose(result, [3000, 2000, 2750])


def test_whole_numbers_are_rounded_clipped_and_kept_off_zero_and_nodata():
    values = np.array([-5.0, 0.2, 1.6, 70000.0, 65535.0], np.float32)
    assert to_dtype(values, np.dtype("uint16"), 65535.0).tolist() == [1, 1, 2, 65534, 65534]
    assert to_dtype(np.array([-9999.0], np.float32), np.dtype("int16"), None).tolist() == [1]
    assert to_dtype(np.array([1.0, 2.0], np.float32), np.dtype("uint16"), 1.0).tolist() == [2, 2]


def test_reflectance_of_zero_stays_next_to_nothing_where_zero_is_nodata():
    (value,) = to_dtype(np.array([0.0], np.float32), np.dtype("float32"), 0.0)
    assert 0 < value < 1e-30


def test_fractions_keep_their_value_unless_it_is_nodata():
    values = np.array([0.25, -9999.0], np.float32)
    assert to_dtype(values, np.dtype("float32"), -9999.0).tolist() == [
        0.25,
        np.nextafter(np.float32(-9999), np.float32(0)),
    ]
    assert to_dtype(values, np.dtype("float32"), float("nan")).tolist() == [0.25, -9999.0]
