"""The brightest pixel of a cell is told from its mean."""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.cell_peaks import peak_bands, peaks


def test_peaks_are_those_of_chosen_pixels_and_the_last_cells_may_be_cut() -> None:
    plane = np.full((9, 6), 100, dtype=np.float32)
    plane[5, 5], plane[0, 0], plane[8, 1] = 900, 5000, 250
    chosen = plane < 2000
    mean = np.full((3, 2), 120.0)
    np.testing.assert_array_equal(peaks(plane, chosen, mean, 4), [[0, 0], [0, 780], [130, 0]])


def test_bands_that_tell_are_blue_and_shortwave_infrared() -> None:
    assert peak_bands(("B1", "B2", "B8", "B11", "B12")) == ("B2", "B11")
    assert peak_bands(("B3", "B4")) == ("B3",)
