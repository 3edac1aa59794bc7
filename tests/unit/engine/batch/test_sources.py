"""Jobs out of STAC documents and folders."""

from __future__ import annotations

import json

import pytest
from fixtures.rasters import S2, optical_dn, radar_db, write_raster

from unveil.engine.batch.job import Job
from unveil.engine.batch.sources import job_of_item, read_jobs
from unveil.engine.errors import UnveilError

ITEM = {
    "type": "Feature",
    "id": "S2A_31TDH",
    "properties": {"datetime": "2021-06-30T10:50:31Z"},
    "links": [{"rel": "derived_from", "href": "https://a/s2.json"}],
    "assets": {
        "optical": {"href": "./s2.tif"},
        "radar": {"href": "https://b/s1.tif"},
        "reference-2": {"href": "s3://bucket/r2.tif"},
        "reference-1": {"href": "/data/r1.tif"},
    },
}


def test_an_item_gives_a_job():
    assert job_of_item(ITEM, "/items") == Job(
        "S2A_31TDH",
        "/items/s2.tif",
        "/vsicurl/https://b/s1.tif",
        references=("/data/r1.tif", "/vsis3/bucket/r2.tif"),
        datetime="2021-06-30T10:50:31Z",
        sources=("https://a/s2.json",),
    )


def test_the_item_of_an_address_has_its_files_there():
    job = job_of_item(ITEM, "https://host/items")
    assert job.optical == "/vsicurl/https://host/items/s2.tif"


def test_a_collection_of_items_gives_their_jobs(tmp_path):
    path = tmp_path / "items.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [ITEM, {**ITEM, "id": "second"}]}))
    assert [job.id for job in read_jobs(str(path))] == ["S2A_31TDH", "second"]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.json", "{", "is not JSON"),
        ("a.json", '{"type": "Collection"}', "neither a STAC item nor an item collection"),
        ("a.json", '{"type": "FeatureCollection", "features": []}', "holds no item"),
        ("a.json", json.dumps({**ITEM, "assets": {"optical": {"href": "x"}}}), "no asset radar"),
        ("a.txt", "", "no table"),
        ("a.csv", "id,optical,radar\n", "holds no scene"),
    ],
)
def test_what_holds_no_jobs_is_refused_in_one_sentence(tmp_path, name, text, sentence):
    (tmp_path / name).write_text(text)
    with pytest.raises(UnveilError, match=sentence):
        read_jobs(str(tmp_path / name))


def test_a_folder_of_scenes_pairs_each_with_the_radar_beside_it(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_raster(tmp_path / name / "s2.tif", optical_dn(8, 8), names=S2)
        write_raster(tmp_path / name / "s1.tif", radar_db(8, 8), names=["VV", "VH"])
    jobs = read_jobs(str(tmp_path))
    assert [(job.id, job.radar) for job in jobs] == [(name, str(tmp_path / name / "s1.tif")) for name in ("a", "b")]


def test_of_several_radar_rasters_the_nearest_in_time_is_taken(tmp_path):
    write_raster(tmp_path / "S2_20210630T105031.tif", optical_dn(8, 8), names=S2)
    for day in ("20210601", "20210628", "20210720"):
        write_raster(tmp_path / f"S1_{day}T054232.tif", radar_db(8, 8), names=["VV", "VH"])
    (job,) = read_jobs(str(tmp_path))
    assert job.radar.endswith("S1_20210628T054232.tif") and job.datetime == "2021-06-30T10:50:31Z"


def test_radar_rasters_that_cannot_be_told_apart_are_refused(tmp_path):
    write_raster(tmp_path / "s2.tif", optical_dn(8, 8), names=S2)
    for name in ("x", "y"):
        write_raster(tmp_path / f"{name}.tif", radar_db(8, 8), names=["VV", "VH"])
    with pytest.raises(UnveilError, match="their names do not tell which is nearest"):
        read_jobs(str(tmp_path))
