"""Haze over ground that another date shows: what is seen through it and the date are weighed by their errors."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.log import Log
from fixtures.rasters import write_raster
from fixtures.veil_scenes import HAZE, L2A, below, made_ground, psnr, search, smooth_field
from osgeo import gdal

from unveil.engine.masking import classes
from unveil.engine.raster.source import describe
from unveil.engine.references.reference import GivenReference
from unveil.engine.removal import quality as bits
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.engine.removal.settings import QualityOutputs
from unveil.models.plain import PlainPredictor

SIDE = 192


class HazyPlace:
    """Ground below haze over half of it, and the same place on another date, on which a field was not yet sown."""

    def __init__(self, folder):
        self.folder = folder
        self.truth = made_ground(L2A, SIDE, 1)
        field = smooth_field((SIDE, SIDE), 24, np.random.default_rng(2))
        rise = np.clip((field - np.median(field)) / (1 - np.median(field)), 0, 1)
        depth = 0.6 * rise * rise * (3 - 2 * rise)
        self.dn = below(self.truth, L2A, depth, HAZE, 1.0)
        self.hidden = depth > 0.004
        rows, columns = np.nonzero(self.hidden)
        middle = len(rows) // 2
        self.field = np.zeros_like(self.hidden)
        self.field[rows[middle] - 12 : rows[middle] + 12, columns[middle] - 12 : columns[middle] + 12] = True
        self.field &= self.hidden
        noise = np.random.default_rng(3).normal(0, 150, self.truth.shape)
        soil = np.array([1350, 1250, 1350, 1650, 1850, 2050, 2250, 2250, 2450, 800, 3000, 2400])[:, None, None]
        self.earlier = np.where(self.field, soil, 0.8 * self.truth + 200 + noise)

    def write(self, name, data, names):
        return describe(write_raster(self.folder / name, data, names=names))

    def restored(self, with_date):
        """Return the result and its bits."""
        optical = self.write("scene.tif", np.maximum(self.dn, 1).astype(np.uint16), L2A)
        radar = self.write("s1.tif", np.full((2, SIDE, SIDE), np.nan, np.float32), ["VV", "VH"])
        mask = self.write("mask.tif", np.where(self.hidden, classes.THIN_CLOUD, 0)[None].astype(np.uint8), ["class"])
        nothing = self.write("none.tif", np.zeros((1, SIDE, SIDE), np.uint8), ["class"])
        earlier = self.write("earlier_20210401.tif", np.maximum(self.earlier, 1).astype(np.uint16), L2A)
        given = (GivenReference(earlier, None, nothing),) if with_date else ()
        out, quality = str(self.folder / "out.tif"), str(self.folder / "q.tif")
        settings = RemovalSettings(mask_dilation=0.0, references=given, layers=QualityOutputs(quality=quality))
        remove_clouds(SceneFiles(optical, radar, mask), Restorer(PlainPredictor(), settings), out, Log())
        return gdal.Open(out).ReadAsArray().astype(np.float32), gdal.Open(quality).ReadAsArray()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return HazyPlace(tmp_path_factory.mktemp("haze"))


@pytest.fixture(scope="module")
def alone(place):
    return place.restored(False)[0]


@pytest.fixture(scope="module")
def both(place):
    return place.restored(True)


def test_haze_and_a_date_together_tell_more_than_haze(place, alone, both):
    where = place.hidden & ~place.field
    seen, joined = (psnr(image[:, where], place.truth[:, where]) for image in (alone, both[0]))
    assert joined > seen + 1


def test_what_is_seen_through_haze_is_not_covered_up_by_a_date_that_shows_another_ground(place, alone, both):
    where = place.field
    seen, joined = (psnr(image[:, where], place.truth[:, where]) for image in (alone, both[0]))
    assert joined > seen - 5
    covered = 1.25 * (place.earlier - 200)[:, where]
    assert joined > psnr(covered, place.truth[:, where]) + 12


def test_both_are_said(place, both):
    found = both[1][place.hidden]
    assert ((found & bits.REFERENCE > 0) & (found & bits.SEEN > 0)).mean() > 0.8


def test_the_surer_the_expected_ground_the_less_of_a_difference_is_believed(place):
    codes = np.where(place.hidden, classes.THIN_CLOUD, classes.CLEAR).astype(np.uint8)
    veil = search(place.dn, codes, L2A)
    difference, depth = np.full((len(L2A), 1), 0.02, np.float32), np.array([0.5], np.float32)
    usual, sure = (
        veil.about(errors).belief.believed(difference, depth) for errors in (veil.deviation, veil.deviation / 10)
    )
    assert 0 <= sure.mean() < 0.5 * usual.mean()
    np.testing.assert_allclose(veil.about(veil.deviation).covariance, veil.covariance, rtol=1e-3)
