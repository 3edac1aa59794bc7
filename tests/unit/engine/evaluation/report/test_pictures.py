"""Panels land where they should, in colours that a PNG keeps."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.report.pictures import before_after, radar_colours, side_by_side, stretch_of, write_png


def test_the_stretch_of_one_image_serves_another():
    reference = np.linspace(0, 1000, 3 * 50 * 50).reshape(3, 50, 50)
    stretch = stretch_of(reference)
    assert stretch.low[0] == pytest.approx(np.percentile(reference[0], 2))
    colours = stretch.colours(np.full((3, 4, 4), 1e6))
    assert colours.dtype == np.uint8
    assert (colours == 255).all()
    assert (stretch.colours(np.full((3, 4, 4), -1.0)) == 0).all()
    assert (stretch.colours(np.full((3, 4, 4), np.nan)) == 255).all()


def test_radar_has_three_colours_and_grows_with_backscatter():
    colours = radar_colours(np.array([[[-25.0, -4.0]], [[-30.0, -10.0]]]))
    assert colours.shape == (3, 1, 2)
    assert (colours[:2, 0, 0] == 0).all()
    assert (colours[:2, 0, 1] > 200).all()


def test_panels_stand_in_order_and_survive_png(tmp_path):
    panels = [np.full((3, 6, 4), shade, dtype=np.uint8) for shade in (10, 20, 30)]
    picture = side_by_side(panels, margin=2)
    assert picture.shape == (3, 10, 3 * 4 + 4 * 2)
    write_png(tmp_path / "a.png", picture)
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]
    stored = gdal.Open(str(tmp_path / "a.png")).ReadAsArray()
    np.testing.assert_array_equal(stored, picture)
    assert [int(stored[0, 5, column]) for column in (0, 3, 9, 15)] == [255, 10, 20, 30]


def test_before_and_after_have_the_colours_of_the_truth():
    generator = np.random.default_rng(0)
    cloudy, result, truth = (generator.uniform(low, 3000, (5, 20, 30)) for low in (2900, 0, 0))
    picture = before_after(cloudy, generator.uniform(-25, 0, (2, 20, 30)), result, truth, (3, 2, 1))
    assert picture.shape == (3, 20 + 2 * 8, 4 * 30 + 5 * 8)
    bands = [3, 2, 1]
    np.testing.assert_array_equal(picture[:, 8:28, 122:152], stretch_of(truth[bands]).colours(truth[bands]))
    np.testing.assert_array_equal(picture[:, 8:28, 84:114], stretch_of(truth[bands]).colours(result[bands]))


def test_panels_of_different_height_are_refused():
    with pytest.raises(UnveilError, match="one height"):
        side_by_side([np.zeros((3, 4, 4), np.uint8), np.zeros((3, 5, 4), np.uint8)])


def test_a_picture_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(UnveilError, match="cannot be written"):
        write_png(tmp_path / "missing" / "a.png", np.zeros((3, 4, 4), np.uint8))
