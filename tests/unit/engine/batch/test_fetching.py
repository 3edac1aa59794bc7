"""Jobs that are items of a catalogue: their files, found and copied by the process that cleans the scene."""

from __future__ import annotations

from pathlib import Path

import pytest

from unveil.engine.batch.fetching import fetched, profile_of
from unveil.engine.batch.job import Catalogues, Job
from unveil.engine.errors import PassingFault, UnveilError
from unveil.engine.feedback import Feedback


@pytest.fixture
def job(server):
    server.add_optical("S2_scene", "2021-06-30")
    server.add_optical("S2_other", "2021-07-05")
    return Job("mine", item=f"{server.address}/S2_scene.json")


def catalogues(server, **changes):
    api = f"{server.address}/api"
    return Catalogues("", "static", references=1, optical_address=api, radar_address=api, **changes)


def test_the_files_of_an_item_become_those_of_the_job(server, job, tmp_path):
    server.add_radar("S1", "2021-07-01")
    found = fetched(job, catalogues(server), tmp_path / "out", Feedback())
    assert found.id == "mine" and found.datetime == "2021-06-30T10:50:31Z" and not found.item
    assert all(Path(path).is_file() for path in (found.optical, found.radar, *found.references))
    assert len(found.references) == 1 and f"{server.address}/S2_scene.json" in found.sources


def test_a_scene_without_radar_is_refused_in_one_sentence(server, job, tmp_path):
    with pytest.raises(UnveilError, match="has no radar for the scene mine"):
        fetched(job, catalogues(server), tmp_path / "out", Feedback())


def test_a_server_that_fails_is_a_fault_that_may_pass(server, job, tmp_path, monkeypatch):
    monkeypatch.setattr("unveil.engine.catalogue.transport.time.sleep", lambda _: None)
    server.failures = [503] * 4
    with pytest.raises(PassingFault, match="answers 503"):
        fetched(job, catalogues(server), tmp_path / "out", Feedback())


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://earth-search.aws.element84.com/v1/collections/a/items/b", "earth-search"),
        ("https://planetarycomputer.microsoft.com/api/stac/v1/collections/a/items/b", "planetary-computer"),
        ("https://example.org/a.json", "static"),
        ("/data/a.json", "static"),
    ],
)
def test_an_item_belongs_to_the_catalogue_of_its_host(address, name):
    assert profile_of(address).name == name
