"""Haze and shadow that no mask holds lie on a scene's clear ground: other dates are taken as they are."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.dates import Files, Log, Place
from fixtures.rasters import S2
from osgeo import gdal
from scipy.ndimage import gaussian_filter

HAZY = "The other dates are taken as they are."


def hazy(dn, seed=3, most=0.8):
    """DN below patches of cloud and of shadow, which cover most of it."""
    random = np.random.default_rng(seed)
    cloud, shadow = (gaussian_filter(random.normal(size=dn.shape[1:]), 5) for _ in range(2))
    opacity = most * np.clip(cloud / cloud.std() + 0.5, 0, 2) / 2
    light = 1 - 0.7 * (shadow > 0.3 * shadow.std())
    return np.maximum(dn * light * (1 - opacity) + 5500 * opacity, 1)


def of(files, dn, day="20210601"):
    return files.write(f"scene_{day}.tif", np.where(files.hidden, 6000, dn).astype(np.uint16))


@pytest.fixture
def files(tmp_path):
    """A scene whose clear ground is all hazy, a week after a clear date; nothing changed since."""
    made = Files(tmp_path, Place(160))
    made.optical = of(made, hazy(made.place.before))
    return made


def shown(ground):
    layers = gdal.Open(ground.raster.path).ReadAsArray()
    return layers[:-3].astype(float), layers[-3]


def test_a_date_stands_as_it_is_where_the_clear_ground_is_hazy(files):
    log = Log()
    ground = files.ground(files.reference("near_20210525.tif"), log=log)
    assert any(line.endswith(HAZY) for line in log.lines) and not any("not used" in line for line in log.lines)
    dn, weight = shown(ground)
    assert weight[files.hidden].min() == 10000 and ground.dates.learnt.as_they_are
    before = files.place.before.astype(np.uint16)
    np.testing.assert_allclose(dn[:, files.hidden], before[:, files.hidden], atol=1)


def test_two_dates_on_either_side_are_taken_together_the_nearer_one_the_more(files):
    log = Log()
    near = files.reference("near_20210525.tif")
    far = files.reference("far_20210622.tif", files.place.before + 400)
    dn, _ = shown(files.ground(far, near, log=log))
    assert any(line.endswith(HAZY) for line in log.lines)
    before = files.place.before.astype(np.uint16)
    np.testing.assert_allclose(dn[:, files.hidden], before[:, files.hidden] + 400 / 4, atol=2)


def test_two_dates_on_one_side_are_not(files):
    near = files.reference("near_20210525.tif")
    far = files.reference("far_20210501.tif", files.place.before + 400)
    dn, _ = shown(files.ground(far, near))
    np.testing.assert_allclose(dn[:, files.hidden], files.place.before.astype(np.uint16)[:, files.hidden], atol=2)


def test_a_date_of_another_season_is_no_witness(files):
    log = Log()
    ground = files.ground(files.reference("far_20210401.tif"), log=log)
    assert not any(line.endswith(HAZY) for line in log.lines)
    assert ground is None or not ground.dates.learnt.as_they_are


def test_a_hazy_date_of_a_clear_scene_is_no_witness(files):
    files.optical = of(files, files.place.before)
    log = Log()
    ground = files.ground(files.reference("near_20210525.tif", hazy(files.place.before)), log=log)
    assert not any(line.endswith(HAZY) for line in log.lines)
    assert ground is None or not ground.dates.learnt.as_they_are


def test_clear_ground_is_learnt_from_although_all_of_it_changed(files):
    files.optical = of(files, files.truth)
    log = Log()
    ground = files.ground(files.reference("near_20210525.tif"), log=log)
    assert not any(line.endswith(HAZY) for line in log.lines)
    assert files.missed(ground) < 15


INFRARED = [S2.index(name) for name in ("B5", "B6", "B7", "B8", "B8A")]


def test_ground_that_is_dark_in_the_infrared_all_over_is_doubted(files):
    shadowed = files.place.before.copy()
    shadowed[INFRARED] *= 0.1
    files.optical = of(files, shadowed)
    log = Log()
    ground = files.ground(files.reference("near_20210525.tif"), log=log)
    assert any(line.endswith(HAZY) for line in log.lines) and ground.dates.learnt.as_they_are


def test_a_date_that_is_brighter_in_the_blue_as_well_is_hazy_itself(files):
    files.optical = of(files, files.place.before)
    bright = files.place.before.copy()
    bright[: S2.index("B9")] += 1800
    log = Log()
    ground = files.ground(files.reference("near_20210525.tif", bright), log=log)
    assert not any(line.endswith(HAZY) for line in log.lines) and not ground.dates.learnt.as_they_are
