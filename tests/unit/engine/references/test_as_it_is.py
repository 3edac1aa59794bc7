"""A scene that is all below cloud: other dates of its level are taken as they are, the nearest first."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.dates import Files, Place
from fixtures.log import Log
from fixtures.rasters import S2
from osgeo import gdal

from unveil.engine.raster.source import describe
from unveil.engine.references.reference import GivenReference

TAKEN = "it is taken as it is"


@pytest.fixture
def files(tmp_path):
    """A scene of which a dozen pixels are clear."""
    made = Files(tmp_path, Place(160))
    everything = np.ones_like(made.hidden)
    everything[:2, :6] = False
    made.hidden = everything
    below = np.where(everything, 6000, made.truth)
    below[S2.index("B10")] = 15
    made.optical = made.write("scene_20210601.tif", below.astype(np.uint16))
    made.mask = made.write("mask.tif", everything[None].astype(np.uint8), ["class"])
    return made


def shown(ground):
    layers = gdal.Open(ground.raster.path).ReadAsArray()
    return layers[:-3].astype(float), layers[-3], layers[-2]


def test_a_date_is_taken_as_it_is(files):
    log = Log()
    ground = files.ground(files.reference("near_20210525.tif"), log=log)
    assert any(TAKEN in line for line in log.lines) and not any("not used" in line for line in log.lines)
    dn, weight, _ = shown(ground)
    assert weight[files.hidden].min() == 10000
    np.testing.assert_allclose(dn[:, files.hidden], files.place.before[:, files.hidden].astype(np.uint16), atol=1)
    assert ground.ages == (-7,)


def test_the_nearest_of_two_stands_where_both_are_clear_and_the_other_where_it_is_not(files):
    cloud = files.place.disc(80, 80, 30)
    far = files.reference("far_20210301.tif", files.place.before + 300)
    near = files.reference("near_20210525.tif", np.where(cloud, 7000, files.place.before), cloud)
    dn, _, source = shown(files.ground(far, near))
    inside, outside = files.place.disc(80, 80, 15), files.hidden & ~files.place.disc(80, 80, 45)
    before = files.place.before.astype(np.uint16)
    np.testing.assert_allclose(dn[:, inside], before[:, inside] + 300, atol=2)
    np.testing.assert_allclose(dn[:, outside], before[:, outside], atol=2)
    assert set(source[inside]) == {2} and set(source[outside]) == {1}


def test_the_older_a_date_the_less_sure_it_is(files):
    near, far = (files.ground(files.reference(name)) for name in ("n_20210525.tif", "f_20200601.tif"))
    assert (far.errors >= near.errors).all() and far.errors.mean() > 1.3 * near.errors.mean()


def test_a_date_of_another_level_is_not(files):
    log = Log()
    names = [name for name in S2 if name != "B10"]
    dn = np.delete(files.place.before, S2.index("B10"), axis=0).astype(np.uint16)
    other = files.write("MSIL2A_20210525.tif", dn, names)
    mask = files.write("none.tif", np.zeros((1, *dn.shape[1:]), np.uint8), ["class"])
    given = GivenReference(describe(other), None, describe(mask))
    assert files.ground(given, log=log) is None
    assert log.lines[-1].endswith("is not used: no ground is clear in both.")


@pytest.mark.parametrize("clear, day, taken", [(300, 20210525, True), (300, 20200525, False), (600, 20210525, False)])
def test_so_is_one_of_a_small_scene_with_too_few_clear_pixels_to_learn_from(tmp_path, clear, day, taken):
    made = Files(tmp_path, Place(64))
    made.hidden = np.arange(64 * 64).reshape(64, 64) >= clear
    made.optical = made.write("small_20210601.tif", np.where(made.hidden, 6000, made.truth).astype(np.uint16))
    made.mask = made.write("mask.tif", made.hidden[None].astype(np.uint8), ["class"])
    log = Log()
    ground = made.ground(made.reference(f"other_{day}.tif"), log=log)
    assert any(TAKEN in line for line in log.lines) is taken
    assert (ground is not None) is (taken or clear == 600)
    assert ground is None or ground.dates.learnt.as_they_are is taken


def test_a_scene_that_shows_ground_elsewhere_does_without(files):
    half = files.hidden.copy()
    half[80:] = False
    files.mask = files.write("half.tif", half[None].astype(np.uint8), ["class"])
    log = Log()
    assert files.ground(files.reference("near_20210525.tif", hidden=~half), log=log) is None
    assert not any(TAKEN in line for line in log.lines)
