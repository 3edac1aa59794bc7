"""Jobs out of tables, and what tells one result from another."""

from __future__ import annotations

import json
import os

import pytest

from unveil.engine.batch.digest import job_digest
from unveil.engine.batch.job import Job, job_of, read_csv
from unveil.engine.batch.sources import read_jobs
from unveil.engine.errors import UnveilError


def table(folder, text):
    path = folder / "jobs.csv"
    path.write_text(text)
    return path


def test_a_table_gives_jobs_with_paths_from_its_own_folder(tmp_path):
    path = table(
        tmp_path,
        "id,optical,radar,mask,references,datetime\n"
        "a,s2.tif,/data/s1.tif,,b.tif; sub/c.tif,2021-06-30\n"
        "b,/vsicurl/https://x/s2.tif,SENTINEL2_L2A:m.xml:10m:EPSG_32631,m.tif,,\n",
    )
    first, second = read_csv(path)
    assert first == Job(
        "a",
        str(tmp_path / "s2.tif"),
        "/data/s1.tif",
        references=(str(tmp_path / "b.tif"), str(tmp_path / "sub" / "c.tif")),
        datetime="2021-06-30",
    )
    assert second.optical == "/vsicurl/https://x/s2.tif" and second.radar == "SENTINEL2_L2A:m.xml:10m:EPSG_32631"
    assert second.mask == str(tmp_path / "m.tif")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,optical\na,b\n", "lacks radar"),
        ("id,optical,radar,colour\na,b,c,d\n", "unknown column colour"),
        ("id;optical;radar\na;b;c\n", "parted by semicolons; save it with commas"),
        ("id\toptical\tradar\na\tb\tc\n", "parted by tabulators; save it with commas"),
        ("id,optical,radar\na,b,c\nA,d,e\n", "Two scenes are called A"),
        ("id,optical,radar\n../a,b,c\n", "cannot name a scene's folder"),
        ("id,optical,radar\na,b\n", "not as many fields"),
        ("id,optical,radar\na,b,\n", "has no radar raster"),
        ("id,item,optical\na,b,c\n", "has files and the item of a catalogue"),
        ("id,item\na,\n", "has no optical raster"),
        ("id,optical,radar\na,b\0,c\n", "NUL character"),
        ("id,optical,radar\na,/b\0,c\n", "NUL character"),
        ("id,item\na,https://x/\0\n", "NUL character"),
    ],
)
def test_a_wrong_table_is_refused_in_one_sentence(tmp_path, text, sentence):
    with pytest.raises(UnveilError, match=sentence):
        read_csv(table(tmp_path, text))


def test_a_table_may_give_items_of_catalogues(tmp_path):
    path = table(tmp_path, "id,item\na,https://host/items/a\nb,b.json\n")
    assert [job.item for job in read_csv(path)] == ["https://host/items/a", str(tmp_path / "b.json")]


def test_a_job_survives_its_way_as_json():
    job = Job("a", "o.tif", "r.tif", references=("x", "y"), sources=("https://a/b.json",))
    assert job_of(json.loads(job.as_json())) == job


@pytest.mark.parametrize(
    "wrong",
    [{"references": 5}, {"references": "a.tif"}, {"references": [1, None]}, {"optical": 5}, {"optical": ["a.tif"]}],
)
def test_a_job_of_other_types_is_refused_in_one_sentence(wrong):
    with pytest.raises(UnveilError, match="of a job is a (list of texts|text)"):
        job_of({"id": "a", "optical": "s2.tif", "radar": "s1.tif"} | wrong)


def test_the_digest_changes_with_inputs_options_and_model_and_with_nothing_else(tmp_path):
    optical = tmp_path / "o.tif"
    optical.write_bytes(b"1")
    product = tmp_path / "p.SAFE"
    product.mkdir()
    (product / "MTD.xml").write_text("x")
    job = Job("a", str(optical), str(product))
    first = job_digest(job, {"feather": 80}, "model")
    assert job_digest(job, {"feather": 80}, "model") == first
    assert job_digest(job, {"feather": 60}, "model") != first
    assert job_digest(job, {"feather": 80}, "other") != first
    (product / "MTD.xml").write_text("xy")
    changed = job_digest(job, {"feather": 80}, "model")
    assert changed != first
    os.utime(optical, (1, 1))
    assert job_digest(job, {"feather": 80}, "model") != changed


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names on Unix")
@pytest.mark.parametrize("name", ["jobs.csv", "jobs.json"])
def test_a_pipe_in_the_place_of_jobs_is_refused_and_not_waited_for(tmp_path, name):
    os.mkfifo(tmp_path / name)
    with pytest.raises(UnveilError, match="is not a regular file"):
        read_jobs(str(tmp_path / name))
