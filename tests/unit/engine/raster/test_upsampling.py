from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, gdal_array

from unveil.engine.raster.grid import Grid
from unveil.engine.raster.upsampling import Finer, RefinedRows, cubic_weights, refine, refinement


@pytest.mark.parametrize("factor", [2, 3, 6])
def test_weights_sum_to_one_and_reproduce_a_parabola(factor):
    weights = cubic_weights(factor)
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-6)
    offset = (np.arange(factor) + 0.5) / factor - 0.5
    taps = np.arange(-2, 3)
    np.testing.assert_allclose(weights @ (3 * taps**2 - taps + 7), 3 * offset**2 - offset + 7, atol=1e-4)


@pytest.mark.parametrize("factor", [2, 6])
def test_cubic_is_what_gdal_makes(factor):
    coarse = np.random.default_rng(0).uniform(500, 3000, (20, 17)).astype(np.float32)
    fine = refine(np.pad(coarse, ((2, 2), (0, 0)), mode="edge"), np.ones((24, 17), bool), factor, "cubic")
    source = gdal_array.OpenArray(coarse)
    source.SetGeoTransform((0, factor, 0, 0, 0, -factor))
    size = {"width": 17 * factor, "height": 20 * factor}
    expected = gdal.Translate("", source, format="MEM", resampleAlg="cubic", **size).ReadAsArray()
    inner = slice(3 * factor, -3 * factor)
    np.testing.assert_allclose(fine[inner, inner], expected[inner, inner], atol=0.05)


def test_nodata_neither_bleeds_nor_grows():
    values = np.full((12, 8), 1000, np.uint16)
    values[5, 4] = 0
    fine = refine(values, values != 0, 2, "cubic")
    expected = np.full((16, 16), 1000.0)
    expected[6:8, 8:10] = 0
    np.testing.assert_array_equal(fine, expected)


@pytest.mark.parametrize(("method", "step"), [("cubic", 1), ("cubic", 7), ("nearest", 5), ("cubic", 100)])
def test_rows_do_not_depend_on_how_they_are_asked_for(method, step):
    coarse = np.random.default_rng(1).integers(1, 9999, (11, 9)).astype(np.uint16)
    asked = []

    def read(start, stop):
        asked.append(start)
        return coarse[start:stop]

    rows = RefinedRows(read, lambda values: values != 0, Finer(len(coarse), 6, 50, method))
    parts = [rows.rows(start, min(start + step, 66))[0] for start in range(0, 66, step)]
    whole = refine(np.pad(coarse, ((2, 2), (0, 0)), mode="edge"), np.ones((15, 9), bool), 6, method)[:, :50]
    np.testing.assert_allclose(np.concatenate(parts), whole, rtol=1e-6)
    assert asked == sorted(asked)


def grid(size, metres, x=0.0):
    return Grid(size, size, (x, metres, 0, 0, 0, -metres), "")


@pytest.mark.parametrize(
    ("coarse", "fine", "factor"),
    [
        (grid(10, 10), grid(10, 10), 1),
        (grid(10, 20), grid(20, 10), 2),
        (grid(10, 60), grid(60, 10), 6),
        (grid(10, 60), grid(55, 10), 6),
        (grid(10, 20), grid(21, 10), None),
        (grid(10, 20, x=10), grid(20, 10), None),
        (grid(10, 15), grid(15, 10), None),
        (grid(10, 5), grid(10, 10), None),
    ],
)
def test_grids_nest_or_not(coarse, fine, factor):
    assert refinement(coarse, fine) == factor
