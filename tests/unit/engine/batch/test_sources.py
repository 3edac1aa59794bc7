"""Jobs out of STAC documents and folders."""

from __future__ import annotations

import json

import pytest
from fixtures.rasters import S2, optical_dn, radar_db, write_raster

from unveil.engine.batch.job import Job
from unveil.engine.batch.sources import job_of_item, read_jobs
from unveil.engine.catalogue.search import absolute
from unveil.engine.errors import UnveilError

DATE = "2021-06-30T10:50:31Z"
ITEM = {
    "type": "Feature",
    "id": "S2A_31TDH",
    "properties": {"datetime": DATE},
    "links": [{"rel": "derived_from", "href": "https://a/s2.json"}],
    "assets": {
        "optical": {"href": "./s2.tif"},
        "radar": {"href": "https://b/s1.tif"},
        "reference-2": {"href": "s3://bucket/r2.tif"},
        "reference-1": {"href": "/data/r1.tif"},
    },
}


BANDS = {"type": "Feature", "id": "S2", "properties": {"datetime": DATE}, "assets": {"red": {"href": "./r.tif"}}}


def test_an_item_gives_a_job():
    assert job_of_item(absolute(ITEM, "/items/item.json")) == Job(
        "S2A_31TDH",
        "/items/s2.tif",
        "/vsicurl/https://b/s1.tif",
        references=("/data/r1.tif", "/vsis3/bucket/r2.tif"),
        datetime="2021-06-30T10:50:31Z",
        sources=("https://a/s2.json",),
    )


def test_the_item_of_an_address_has_its_files_there():
    job = job_of_item(absolute(ITEM, "https://host/items/item.json"))
    assert job.optical == "/vsicurl/https://host/items/s2.tif"


def test_a_collection_of_items_gives_their_jobs(tmp_path):
    path = tmp_path / "items.json"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [ITEM, {**ITEM, "id": "second"}]}))
    assert [job.id for job in read_jobs(str(path))] == ["S2A_31TDH", "second"]


def test_a_job_of_a_file_is_itself(tmp_path):
    job = Job("a", "/o.tif", "/r.tif", references=("/x.tif",), datetime=DATE, sources=("https://a/b.json",))
    (tmp_path / "a.json").write_text(job.as_json())
    assert read_jobs(str(tmp_path / "a.json")) == (job,)


def test_an_item_of_a_catalogue_gives_a_job_that_is_to_be_fetched(tmp_path):
    (tmp_path / "S2.json").write_text(json.dumps(BANDS))
    assert read_jobs(str(tmp_path / "S2.json")) == (Job("S2", datetime=DATE, item=str(tmp_path / "S2.json")),)


def test_a_static_catalogue_gives_the_jobs_of_its_items(tmp_path):
    (tmp_path / "S2.json").write_text(
        json.dumps({**BANDS, "links": [{"rel": "self", "href": str(tmp_path / "S2.json")}]})
    )
    link = {"rel": "item", "href": "./S2.json"}
    (tmp_path / "catalog.json").write_text(json.dumps({"type": "Catalog", "links": [link]}))
    assert [job.item for job in read_jobs(str(tmp_path / "catalog.json"))] == [str(tmp_path / "S2.json")]


def test_a_search_gives_the_jobs_of_all_its_pages(server, tmp_path):
    for name, day in (("S2_a", "2021-06-30"), ("S2_b", "2021-07-05"), ("S2_c", "2021-07-10")):
        server.add_optical(name, day)
    server.add_radar("S1", "2021-07-01")
    expected = [Job(f"S2_{x}", datetime=f"2021-{day}T10:50:31Z", item=f"{server.address}/S2_{x}.json")
                for x, day in (("a", "06-30"), ("b", "07-05"), ("c", "07-10"))]  # fmt: skip
    assert list(read_jobs(f"{server.address}/search?collections=sentinel-2-l2a")) == expected
    saved = {"search": f"{server.address}/search", "collections": ["sentinel-2-l2a"], "bbox": [4, 45, 5, 46]}
    (tmp_path / "search.json").write_text(json.dumps(saved))
    assert list(read_jobs(str(tmp_path / "search.json"))) == expected
    assert server.requests[-1] == ("POST", "/search", {"collections": ["sentinel-2-l2a"], "bbox": [4, 45, 5, 46]})


def test_pages_that_come_round_again_end():
    page = {"type": "FeatureCollection", "features": [{**ITEM, "id": "x"}], "links": [{"rel": "next", "href": "a"}]}
    with pytest.raises(UnveilError, match="Two scenes are called x"):
        read_jobs("https://host/search", lambda address, body: page)
    page["links"][0]["href"] = "https://host/search"
    assert len(read_jobs("https://host/search", lambda address, body: page)) == 1


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.json", "{", "is not JSON"),
        ("a.json", '{"type": "Nothing"}', "no STAC item, item collection, catalogue or saved search"),
        ("a.json", "[1]", "no STAC item, item collection, catalogue or saved search"),
        ("a.json", '{"type": "Collection"}', "holds no scene"),
        ("a.json", '{"type": "FeatureCollection", "features": []}', "holds no scene"),
        ("a.json", '{"type": "FeatureCollection", "features": 3}', "gives no item collection"),
        ("a.json", '{"type": "Catalog", "links": [{"rel": "search", "href": "x"}]}', "give a search of it"),
        ("a.json", '{"id": "a", "colour": "red"}', "A job has an id"),
        ("a.json", json.dumps({"type": "FeatureCollection", "features": [BANDS]}), "no link to itself"),
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


def test_fetched_scenes_of_a_folder_are_known_by_their_items(tmp_path):
    place = tmp_path / "S2A_31TDH"
    place.mkdir()
    for name in ("s2.tif", "reference-1.tif"):
        write_raster(place / name, optical_dn(8, 8), names=S2)
    item = {**ITEM, "assets": {"optical": {"href": "./s2.tif"}, "radar": {"href": "./s1.tif"},
                               "reference-1": {"href": "./reference-1.tif"}}}  # fmt: skip
    (place / "S2A_31TDH.json").write_text(json.dumps(item))
    (job,) = read_jobs(str(tmp_path))
    assert (job.id, job.optical, job.references) == (
        "S2A_31TDH", str(place / "s2.tif"), (str(place / "reference-1.tif"),),
    )  # fmt: skip


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
