"""Hidden ground from other dates, from files to files, on a place whose relation between dates is known."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from fixtures.dates import Files, Place
from fixtures.log import Log
from fixtures.rasters import S2
from osgeo import gdal
from scipy.ndimage import gaussian_filter

from unveil.engine.errors import UnveilError
from unveil.engine.masking import classes
from unveil.engine.raster.source import describe
from unveil.engine.references import gather
from unveil.engine.references import ground as reference_ground
from unveil.engine.references import path as reference_path
from unveil.engine.references.guards import CHANGED
from unveil.engine.references.reference import GivenReference, check_reference, given_references, open_reference
from unveil.engine.scene.mask import Masking
from unveil.engine.workplace import Workplace


@pytest.fixture(scope="module")
def place():
    return Place(200)


@pytest.fixture
def files(tmp_path, place):
    return Files(tmp_path, place)


def layers_of(ground):
    layers = gdal.Open(ground.raster.path).ReadAsArray()
    return {"dn": layers[:13], "weight": layers[13] / 10000, "source": layers[14], "reason": layers[15]}


def test_ground_that_follows_from_another_date_is_found_to_the_noise(files):
    ground = files.ground(files.reference())
    assert files.missed(ground) < 15
    assert layers_of(ground)["weight"][files.hidden].min() == 1
    assert ground.ages == (-61,)


def test_a_cloudy_reference_counts_where_it_is_clear_and_nothing_is_made_up_elsewhere(files):
    cloud = files.place.disc(90, 140, 30)
    dn = np.where(cloud, 7000, files.place.before)
    ground = files.ground(files.reference(dn=dn, hidden=cloud))
    weight = layers_of(ground)["weight"]
    assert weight[cloud & files.hidden].max() == 0
    assert weight[files.hidden & ~files.place.disc(90, 140, 45)].min() == 1
    assert files.missed(ground, files.hidden & (weight > 0)) < 20


def test_two_references_tell_no_less_than_the_better_one(files):
    random = np.random.default_rng(4)
    noisy = [files.place.before + random.normal(0, sigma, files.place.before.shape) for sigma in (100, 150)]
    given = [files.reference(f"r{index}.tif", dn) for index, dn in enumerate(noisy)]
    single = [files.missed(files.ground(each)) for each in given]
    both = files.missed(files.ground(*given))
    assert both < 0.95 * min(single)
    assert files.missed(files.ground(*given[::-1])) == pytest.approx(both, rel=1e-3)


def test_of_three_references_the_one_with_haze_that_nobody_masked_does_no_harm(files):
    random = np.random.default_rng(4)
    given = [files.place.before + random.normal(0, 60, files.place.before.shape) for _ in range(3)]
    good = [files.reference(f"good{index}.tif", dn) for index, dn in enumerate(given[1:])]
    hazy = files.reference("hazy.tif", np.where(files.place.disc(90, 110, 20), given[0] * 0.6 + 2600, given[0]))
    two, three = files.missed(files.ground(*good)), files.missed(files.ground(hazy, *good))
    assert three < 1.05 * two
    assert files.missed(files.ground(hazy, good[0])) > 2 * two


def test_each_reference_fills_what_the_other_hides(files):
    left = np.zeros(files.hidden.shape, bool)
    left[:, :110] = True
    given = [
        files.reference(f"half{index}.tif", np.where(side, 9000, files.place.before), side)
        for index, side in enumerate((left, ~left))
    ]
    ground = files.ground(*given)
    assert layers_of(ground)["weight"][files.hidden].min() > 0
    assert files.missed(ground) < 80


def test_the_answer_does_not_depend_on_how_the_scene_is_cut(files, monkeypatch):
    reference = files.reference(radar=files.place.radar())
    whole = layers_of(files.ground(reference))
    monkeypatch.setattr(reference_ground, "_ROWS", 64)
    monkeypatch.setattr(reference_ground, "_COLUMNS", 64)
    monkeypatch.setattr(gather, "_WINDOW", 64)
    parts = layers_of(files.ground(reference))
    assert np.abs(whole["dn"].astype(int) - parts["dn"])[:, files.hidden].max() <= 1
    np.testing.assert_allclose(whole["weight"][files.hidden], parts["weight"][files.hidden], atol=2e-4)


def test_any_number_of_threads_gives_the_same_ground_to_the_bit(files, monkeypatch):
    cloud = files.place.disc(90, 140, 30)
    given = (
        files.reference("may_20210501.tif", np.where(cloud, 7000, files.place.before), cloud, files.place.radar()),
        files.reference("april_20210401.tif", files.place.before * 0.9 + 30),
    )
    found = []
    for threads in ("1", "3"):
        monkeypatch.setenv("UNVEIL_THREADS", threads)
        log = Log()
        found.append((gdal.Open(files.ground(*given, log=log).raster.path).ReadAsArray(), log.lines))
    np.testing.assert_array_equal(found[0][0], found[1][0])
    assert found[0][1] == found[1][1] and found[0][0].any()


def test_references_that_are_opened_at_once_are_told_of_in_their_order(files, monkeypatch):
    monkeypatch.setenv("UNVEIL_THREADS", "2")
    both, opened = threading.Barrier(2), reference_path.open_reference

    def slowly(given, *rest):
        both.wait(5)
        time.sleep(0.3 if "first" in given.optical.path else 0)
        return opened(given, *rest)

    monkeypatch.setattr(reference_path, "open_reference", slowly)
    log = Log()
    files.ground(files.reference("first.tif"), files.reference("second.tif"), log=log)
    told = [line for line in log.lines if "is clear" in line]
    assert [line.split()[1] for line in told] == ["first.tif:", "second.tif:"]
    far = files.reference("first_far.tif", transform=(700000, 10, 0, 5000000, 0, -10))
    with pytest.raises(UnveilError, match="first_far.tif does not overlap"):
        files.ground(far, files.reference("second.tif"))


def test_a_reference_on_another_grid_is_brought_to_the_scene(files):
    smooth = gaussian_filter(files.place.before, (0, 3, 3))
    files.truth = np.tensordot(files.place.gain, smooth, 1) + 500
    files.optical = files.write("smooth.tif", np.where(files.hidden, 6000, files.truth).astype(np.uint16))
    larger = np.pad(smooth, ((0, 0), (20, 20), (20, 20)), mode="edge")
    moved = files.reference(dn=larger, transform=(600000 - 200, 10, 0, 5000000 + 200, 0, -10))
    exact = files.missed(files.ground(moved))
    assert exact < 15
    # Coarser pixels that begin a third of a pixel off.
    coarse = larger.reshape(13, 120, 2, 120, 2).mean(axis=(2, 4))
    other = files.reference("coarse.tif", coarse, transform=(600000 - 200, 20, 0, 5000000 + 200, 0, -20))
    assert files.missed(files.ground(other)) < 40


def test_of_a_larger_reference_only_what_lies_round_the_scene_is_looked_at(files):
    around = 400
    larger = np.pad(files.place.before, ((0, 0), (around, around), (around, around)), mode="edge")
    corner = (600000 - 10 * around, 10, 0, 5000000 + 10 * around, 0, -10)
    exact = files.reference(dn=larger, transform=corner)
    opened = open_reference(exact, files.scene().optical, Masking(), Workplace(str(files.folder), Log()))
    assert opened.optical.raster.grid.width == opened.mask.grid.width < 200 + 2 * 256 + 16
    assert opened.day == date(2021, 4, 1)
    assert files.missed(files.ground(exact)) < 15


def test_a_change_below_the_cloud_is_left_to_radar(files):
    flood = files.place.disc(90, 110, 15)
    after = files.place.radar(1.0)
    after[:, flood] -= 8
    files.radar = files.write("flooded.tif", after, ["VV", "VH"])
    layers = layers_of(files.ground(files.reference(radar=files.place.radar(1.0))))
    changed = (layers["reason"] & CHANGED) > 0
    assert changed[flood].mean() > 0.7
    assert changed[files.hidden & ~files.place.disc(90, 110, 20)].mean() < 0.05
    assert layers["weight"][changed].max() == 0


def test_a_reference_that_tells_nothing_is_refused_and_said(files):
    noise = np.random.default_rng(1).uniform(500, 3000, files.place.before.shape)
    log = Log()
    assert files.ground(files.reference(dn=noise), log=log) is None
    assert any("is not used" in line and "tells less than" in line for line in log.lines)


def test_a_refused_reference_changes_nothing_beside_a_good_one(files):
    noise = np.random.default_rng(1).uniform(500, 3000, files.place.before.shape)
    good = files.reference()
    alone = layers_of(files.ground(good))
    both = layers_of(files.ground(files.reference("noise.tif", noise), good))
    assert np.abs(alone["dn"].astype(int) - both["dn"])[:, files.hidden].max() <= 2


def test_without_common_clear_ground_it_is_said(files):
    log = Log()
    everything = np.ones(files.hidden.shape, bool)
    assert files.ground(files.reference(hidden=everything), log=log) is None
    assert log.lines[-1].endswith("is not used: no ground is clear in both.")


def test_dark_ground_that_the_mask_takes_for_shadow_everywhere_is_learnt_from(files):
    codes = np.where(files.hidden, classes.CLOUD, classes.SHADOW).astype(np.uint8)
    codes[:3] = classes.CLEAR
    files.mask = files.write("dark.tif", codes[None], ["class"])
    log = Log()
    ground = files.ground(files.reference(), log=log)
    assert any("what the mask calls shadow looks clear" in line for line in log.lines)
    assert files.missed(ground) < 20 and layers_of(ground)["weight"].min() == 1
    noise = np.random.default_rng(1).uniform(500, 3000, files.place.before.shape)
    log = Log()
    files.ground(files.reference("noise.tif", noise), log=log)
    assert not any("looks clear" in line for line in log.lines)


def test_snow_on_one_date_only_is_said(files):
    colours = np.array([{"B10": 20, "B11": 500}.get(name, 6000) for name in S2])
    snow = files.place.before * 0.02 + colours[:, None, None]
    log = Log()
    assert files.ground(files.reference(dn=snow), log=log) is None
    assert any("snow lies on 100 % of it and on 0 %" in line for line in log.lines)


def test_radar_of_another_orbit_is_left_out_and_said(files):
    slopes = gaussian_filter(np.random.default_rng(2).normal(size=files.hidden.shape), 6)
    other = files.place.radar() + (6 / slopes.std() * slopes).astype(np.float32)
    log = Log()
    ground = files.ground(files.reference(radar=other), log=log)
    assert any("as of another orbit" in line for line in log.lines)
    assert files.missed(ground) < 20


def test_radar_of_another_relative_orbit_is_told_by_its_name(files):
    name = "S1A_IW_GRDH_1SDV_20210{}01T054010_20210{}01T054035_{:06d}_025789_1A2B.tif"
    files.radar = files.write(name.format(6, 6, 38000), files.place.radar(), ["VV", "VH"])
    for orbit, said in ((38000 - 5 * 175, False), (38000 - 5 * 175 + 44, True)):
        own = files.reference()
        radar = files.write(name.format(4, 4, orbit), files.place.radar(), ["VV", "VH"])
        log = Log()
        assert files.ground(replace(own, radar=describe(radar)), log=log) is not None
        assert any("is of another relative orbit" in line for line in log.lines) is said


def test_the_scene_is_no_reference_of_itself(files):
    scene = describe(files.optical)
    with pytest.raises(UnveilError, match="is the scene itself"):
        check_reference(GivenReference(scene), scene)
    copy = files.write("copy.tif", gdal.Open(files.optical).ReadAsArray())
    with pytest.raises(UnveilError, match="holds the scene itself"):
        files.ground(GivenReference(describe(copy)))


def test_another_place_is_refused(files):
    far = files.reference("far.tif", transform=(700000, 10, 0, 5000000, 0, -10))
    with pytest.raises(UnveilError, match="does not overlap"):
        files.ground(far)


def test_files_of_references_come_in_the_same_number(files):
    path = files.reference().optical.path
    assert given_references([path], [""])[0].radar is None
    with pytest.raises(UnveilError, match="2 references and 1 radar rasters"):
        given_references([path, path], [files.radar])


def test_false_alarms_of_a_mask_are_told_from_cloud_by_the_clear_ground(files):
    """A part of the other date is taken for shadow, which it is not; another for cloud, which it is."""
    codes = np.zeros(files.hidden.shape, np.uint8)
    codes[60:120] = codes[:, ::40] = 3
    cloud = files.place.disc(40, 40, 30)
    codes[cloud] = 1
    reference = files.reference(dn=np.where(cloud, 8000, files.place.before))
    mask = files.write("codes.tif", codes[None], ["class"])
    ground = files.ground(GivenReference(reference.optical, None, describe(mask)))
    assert ground.dates.learnt.accepted == ((0, 3),)
    assert layers_of(ground)["weight"][files.hidden & ~files.place.disc(40, 40, 40)].min() > 0.9
    assert files.missed(ground, files.hidden & ~files.place.disc(40, 40, 40)) < 20
