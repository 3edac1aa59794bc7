"""One job: what it leaves, when it is done, and what a run that broke off leaves."""

from __future__ import annotations

import json

import pytest
from fixtures.rasters import S2, optical_dn, write_raster

from unveil.engine.batch.job import Job
from unveil.engine.batch.scene import Recipe, is_done, run_job
from unveil.engine.errors import UnveilError
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
    assert run_job(job, out, RECIPE, removal, Feedback())
    assert names(out) == ["a", "a/a.json", "a/a.tif"]
    item = json.loads((out / "a" / "a.json").read_text())
    assert item["properties"]["unveil:restored_percent"] == 5.0
    assert item["properties"]["processing:expression"]["expression"] == "unveil remove --feather 60.0"
    assert is_done(out, job, RECIPE.digest(job))
    assert not run_job(job, out, RECIPE, lambda *_: pytest.fail("done again"), Feedback())


def test_further_rasters_lie_beside_it(job, tmp_path):
    recipe = Recipe({}, "m", "0" * 64, ("mask", "quality"))
    run_job(job, tmp_path / "out", recipe, removal, Feedback())
    assert names(tmp_path / "out") == ["a", "a/a.json", "a/a.tif", "a/a_mask.tif", "a/a_quality.tif"]


@pytest.mark.parametrize("change", ["input", "option", "raster"])
def test_what_changed_is_done_again(job, tmp_path, change):
    out, recipe = tmp_path / "out", RECIPE
    run_job(job, out, recipe, removal, Feedback())
    if change == "input":
        write_raster(job.optical, optical_dn(32, 32, seed=1), names=S2)
    elif change == "option":
        recipe = Recipe({"feather": 20.0}, "m", "0" * 64)
    else:
        (out / "a" / "a.tif").write_bytes(b"cut short")
    assert not is_done(out, job, recipe.digest(job))
    assert run_job(job, out, recipe, removal, Feedback())


def test_a_scene_that_fails_leaves_nothing_and_the_old_result_where_there_is_one(job, tmp_path):
    def failing(*_):
        raise UnveilError("The scene is all nodata.")

    out = tmp_path / "out"
    with pytest.raises(UnveilError, match="all nodata"):
        run_job(job, out, RECIPE, failing, Feedback())
    assert names(out) == []
    run_job(job, out, RECIPE, removal, Feedback())
    before = names(out)
    with pytest.raises(UnveilError, match="all nodata"):
        run_job(job, out, Recipe({}, "m", "1" * 64), failing, Feedback())
    assert names(out) == before and is_done(out, job, RECIPE.digest(job))


def test_what_a_killed_run_left_is_removed_by_the_next(job, tmp_path):
    place = tmp_path / "out" / "a"
    place.mkdir(parents=True)
    (place / ".work-999999999").mkdir()
    (place / ".a.tif.999999999.cog.part").write_text("half")
    run_job(job, tmp_path / "out", RECIPE, removal, Feedback())
    assert names(tmp_path / "out") == ["a", "a/a.json", "a/a.tif"]


def test_a_scene_without_a_date_is_refused(tmp_path):
    job = Job("a", str(tmp_path / "s2.tif"), "s1.tif")
    with pytest.raises(UnveilError, match="Nothing tells when the scene a was taken"):
        run_job(job, tmp_path / "out", RECIPE, removal, Feedback())
