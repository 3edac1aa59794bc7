"""One job: what it leaves, when it is done, and what a run that broke off leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn, write_raster
from osgeo import gdal

from unveil.engine.batch.job import Job
from unveil.engine.batch.scene import Recipe, Work, check_moment, is_done, moment_of, run_job
from unveil.engine.errors import Cancelled, PassingFault, UnveilError
from unveil.engine.feedback import Feedback

RECIPE = Recipe({"feather": 60.0}, "m", "0" * 64)


@pytest.fixture
def job(tmp_path):
    write_raster(tmp_path / "s2.tif", optical_dn(32, 32), names=S2)
    return Job("a", str(tmp_path / "s2.tif"), str(tmp_path / "s1.tif"), datetime="2021-06-30T10:50:31Z")


def removal(job, made, feedback):
    for path in made.values():
        write_raster(path, optical_dn(32, 32), names=S2)
    return {"unveil:restored_percent": 5.0}


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_job_leaves_its_rasters_and_its_item_and_is_done(job, tmp_path):
    out = tmp_path / "out"
    assert run_job(job, out, Work(RECIPE, removal), Feedback())
    assert names(out) == ["a", "a/a.json", "a/a.tif"]
    item = json.loads((out / "a" / "a.json").read_text())
    assert item["properties"]["unveil:restored_percent"] == 5.0
    assert item["properties"]["processing:expression"]["expression"] == "unveil run --feather 60.0"
    assert is_done(out, job, RECIPE.digest(job))
    assert not run_job(job, out, Work(RECIPE, lambda *_: pytest.fail("done again")), Feedback())


def test_further_rasters_lie_beside_it(job, tmp_path):
    recipe = Recipe({}, "m", "0" * 64, ("mask", "quality"))
    run_job(job, tmp_path / "out", Work(recipe, removal), Feedback())
    assert names(tmp_path / "out") == ["a", "a/a.json", "a/a.tif", "a/a_mask.tif", "a/a_quality.tif"]


def test_each_band_may_be_a_file_of_its_own_in_the_form_that_is_asked_for(job, tmp_path):
    recipe = Recipe({}, "m", "0" * 64, ("quality",), ("COMPRESS=LZW",), per_band=True)
    run_job(job, tmp_path / "out", Work(recipe, removal), Feedback())
    place = tmp_path / "out" / "a"
    assert {path.name for path in place.iterdir()} == {"a.json", "a_quality.tif", *(f"a_{band}.tif" for band in S2)}
    assets = json.loads((place / "a.json").read_text())["assets"]
    assert [band["name"] for band in assets["B8A"]["bands"]] == ["B8A"]
    dataset = gdal.Open(str(place / "a_B8A.tif"))
    assert np.array_equal(dataset.ReadAsArray(), optical_dn(32, 32)[S2.index("B8A")])
    assert dataset.GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "LZW" and dataset.RasterCount == 1
    assert is_done(tmp_path / "out", job, recipe.digest(job))


def test_a_scene_of_a_catalogue_is_fetched_first_and_its_copies_go(job, tmp_path):
    def fetch(asked, folder, feedback):
        folder.mkdir()
        (folder / "copy.tif").touch()
        return replace(job, id=asked.id)

    asked = Job("a", item="https://host/a.json")
    assert run_job(asked, tmp_path / "out", Work(RECIPE, removal, fetch), Feedback())
    assert names(tmp_path / "out") == ["a", "a/a.json", "a/a.tif"]
    assert json.loads((tmp_path / "out" / "a" / "a.json").read_text())["properties"]["datetime"] == job.datetime


@pytest.mark.parametrize(("error", "kept"), [(PassingFault, True), (Cancelled, True), (UnveilError, False)])
def test_what_was_fetched_stays_after_a_fault_that_may_pass(job, tmp_path, error, kept):
    def fetch(asked, folder, feedback):
        folder.mkdir()
        raise error("no")

    with pytest.raises(error):
        run_job(Job("a", item="https://host/a.json"), tmp_path / "out", Work(RECIPE, removal, fetch), Feedback())
    assert names(tmp_path / "out") == (["a", "a/.scene"] if kept else [])


@pytest.mark.parametrize("change", ["input", "option", "raster"])
def test_what_changed_is_done_again(job, tmp_path, change):
    out, recipe = tmp_path / "out", RECIPE
    run_job(job, out, Work(recipe, removal), Feedback())
    if change == "input":
        write_raster(job.optical, optical_dn(32, 32, seed=1), names=S2)
    elif change == "option":
        recipe = Recipe({"feather": 20.0}, "m", "0" * 64)
    else:
        (out / "a" / "a.tif").write_bytes(b"cut short")
    assert not is_done(out, job, recipe.digest(job))
    assert run_job(job, out, Work(recipe, removal), Feedback())


def test_a_scene_that_fails_leaves_nothing_and_the_old_result_where_there_is_one(job, tmp_path):
    def failing(*_):
        raise UnveilError("The scene is all nodata.")

    out = tmp_path / "out"
    with pytest.raises(UnveilError, match="all nodata"):
        run_job(job, out, Work(RECIPE, failing), Feedback())
    assert names(out) == []
    run_job(job, out, Work(RECIPE, removal), Feedback())
    before = names(out)
    with pytest.raises(UnveilError, match="all nodata"):
        run_job(job, out, Work(Recipe({}, "m", "1" * 64), failing), Feedback())
    assert names(out) == before and is_done(out, job, RECIPE.digest(job))


def test_what_a_killed_run_left_is_removed_by_the_next(job, tmp_path, root):
    place = tmp_path / "out" / "a"
    code = (
        "import os, pathlib, sys; from unveil.models.scratch import scratch_folder\n"
        "with scratch_folder('.unveil-', pathlib.Path(sys.argv[1])) as folder:\n"
        "    open(folder + '/cloud_free.tif', 'w').write('half'); os._exit(9)"
    )
    place.mkdir(parents=True)
    (tmp_path / "unveil").symlink_to(root)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code, str(place)], env=environment, check=False)
    assert len(list(place.glob(".unveil-*"))) == 1
    run_job(job, tmp_path / "out", Work(RECIPE, removal), Feedback())
    assert names(tmp_path / "out") == ["a", "a/a.json", "a/a.tif"]


def test_the_day_may_stand_in_the_file_itself(job, tmp_path):
    raster = gdal.Open(job.optical, gdal.GA_Update)
    raster.SetMetadataItem("UNVEIL_SOURCE", "S2A_MSIL2A_20180502T105031_N0207_R051_T31TEK_20180502T130000.SAFE")
    raster = None
    run_job(replace(job, datetime=""), tmp_path / "out", Work(RECIPE, removal), Feedback())
    item = json.loads((tmp_path / "out" / "a" / "a.json").read_text())
    assert item["properties"]["datetime"] == "2018-05-02T12:00:00Z"


def test_a_scene_without_a_date_is_refused(tmp_path, raster_file):
    job = Job("a", raster_file("s2.tif", optical_dn(20, 20), names=S2), "s1.tif")
    with pytest.raises(UnveilError, match="Nothing tells when the scene a was taken"):
        run_job(job, tmp_path / "out", Work(RECIPE, removal), Feedback())


def test_a_scene_that_cannot_be_read_is_refused_at_its_turn_and_stops_no_other(tmp_path, raster_file):
    lost = Job("a", str(tmp_path / "nowhere.tif"), "radar.tif")
    check_moment(lost)
    with pytest.raises(UnveilError, match="nowhere.tif"):
        moment_of(lost)
    undated = Job("a", raster_file("scene.tif", optical_dn(20, 20), names=S2), "radar.tif")
    with pytest.raises(UnveilError, match="Nothing tells when the scene a was taken"):
        check_moment(undated)
    check_moment(Job("a", undated.optical, "radar.tif", datetime="2021-06-30"))
