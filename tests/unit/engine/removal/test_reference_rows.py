"""Which hidden ground no other date shows, and where it is so much that a network is asked for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures.dates import Files, Place
from osgeo import gdal

from unveil.engine.references.ground import FULL
from unveil.engine.removal.reference_rows import Joined, KnownGroundRows, open_pixels, widely_open

SIDE = 8


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path, Place(160))


def test_hidden_pixels_that_no_date_shows_are_counted_by_patches(files):
    cloud = files.place.disc(70, 90, 20)
    ground = files.ground(files.reference("part.tif", np.where(cloud, 7000, files.place.before), cloud))
    patches = np.ones((20, 20), dtype=bool)
    patches[8, 11] = False
    missing = open_pixels(files.scene(), ground, patches, SIDE)
    # The date counts less beside its cloud.
    both = (cloud & files.hidden).reshape(20, SIDE, 20, SIDE).sum(axis=(1, 3))
    assert (missing[patches] >= both[patches]).all() and missing[8, 11] == 0
    assert missing[both == SIDE**2][0] == SIDE**2
    assert not missing[(files.hidden.reshape(20, SIDE, 20, SIDE).sum(axis=(1, 3)) == 0)].any()
    assert missing[14:, 14:].sum() == 0


def test_ground_is_widely_open_where_it_is_a_hectare_together():
    missing = np.zeros((20, 20), dtype=np.float32)
    missing[3, 3] = 60
    missing[15, 10:13] = 40
    found = widely_open(missing, SIDE)
    assert not found[3, 3]
    assert found[15, 10:13].all() and found.sum() == 3


def test_it_is_so_at_the_border_too():
    missing = np.zeros((6, 9), dtype=np.float32)
    missing[0, 0], missing[0, 2], missing[5, 8] = 64, 64, 64
    found = widely_open(missing, SIDE)
    assert found[0, 0] and found[0, 2] and not found[5, 8]


def test_known_rows_are_as_stored_with_what_is_joined_in_its_place(files):
    ground = replace(files.ground(files.reference()), share=0.5)
    layers = gdal.Open(ground.raster.path).ReadAsArray()
    with KnownGroundRows(ground) as rows:
        rows.rows(0, 40)
        known = rows.rows(60, 140)
        rows, columns = slice(70, 100), slice(80, 130)
        np.testing.assert_array_equal(known.dn(rows, columns), layers[:-3, rows, columns].astype(np.float32))
        np.testing.assert_allclose(known.weight(rows, columns), layers[-3, rows, columns] / 2 / FULL, rtol=1e-6)
        np.testing.assert_array_equal(known.source(rows), layers[-2, rows])
        np.testing.assert_array_equal(known.below(90).reason(slice(90, 120)), layers[-1, 90:120])
        part = np.full((len(layers) - 3, 20, 30), 0.25, np.float32)
        seen = replace(known, joined=(Joined(slice(65, 85), slice(100, 130), part),)).dn(rows, columns)
    expected = layers[:-3, rows, columns].astype(np.float32)
    expected[:, :15, 20:] = 0.25
    np.testing.assert_array_equal(seen, expected)
