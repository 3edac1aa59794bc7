"""A scene with its radar and other dates out of a catalogue on this machine."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import datetime, timezone

import numpy as np
import pytest
from fixtures.log import Log
from osgeo import gdal

from unveil.engine.batch.sources import read_jobs
from unveil.engine.catalogue.copying import copy_window, remote_grid
from unveil.engine.catalogue.fetch import fetch_scene
from unveil.engine.catalogue.profiles import find_profile
from unveil.engine.catalogue.request import FetchRequest
from unveil.engine.catalogue.transport import read_json
from unveil.engine.errors import PassingFault, UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe

STATIC = replace(find_profile("static"), optical=("sentinel-2-l2a",), radar="sentinel-1-rtc")


@pytest.fixture
def filled(server):
    """A scene, two passes of radar, and three other dates."""
    server.add_optical("S2_scene", "2021-06-30", **{"eo:cloud_cover": 40})
    server.add_optical("S2_cloudy", "2021-06-25", **{"eo:cloud_cover": 95})
    server.add_optical("S2_clear", "2021-07-10", **{"eo:cloud_cover": 2})
    server.add_radar("S1_near", "2021-07-01", orbit=59)
    server.add_radar("S1_far", "2021-06-25", orbit=88)
    server.add_radar("S1_then", "2021-07-13", orbit=59)
    return server


def request(server, **changes):
    address = f"{server.address}/api"
    base = FetchRequest(
        STATIC, STATIC, item=f"{server.address}/S2_scene.json", references=1, optical_address=address,
        radar_address=address,
    )  # fmt: skip
    return replace(base, **changes)


def test_a_scene_comes_with_the_nearest_radar_and_the_clearest_other_date(filled, tmp_path):
    log = Log()
    fetched = fetch_scene(request(filled), tmp_path / "out", read_json, log)
    assert set(fetched.rasters) == {"optical", "scl", "radar", "reference-1", "reference-radar-1"}
    optical, radar = (describe(str(fetched.rasters[key])) for key in ("optical", "radar"))
    assert optical.names == ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B11", "B12")
    assert optical.grid == radar.grid and radar.names == ("VV", "VH")
    assert any("S2_scene of 2021-06-30" in line for line in log.lines)
    assert any("2021-07-01 (+1.0 days), relative orbit 59" in line for line in log.lines)
    item = json.loads(fetched.item.read_text())
    sources = {link["href"].rpartition("/")[2] for link in item["links"]}
    assert sources == {"S2_scene.json", "S2_clear.json", "S1_near.json"}
    (job,) = read_jobs(str(fetched.item))
    assert job.id == "S2_scene" and len(job.references) == len(job.reference_radar) == 1
    assert not (tmp_path / "out" / "S2_scene" / ".fetch").exists()


def test_values_are_those_of_the_files_and_radar_is_in_decibels(filled, tmp_path):
    fetched = fetch_scene(request(filled, references=0), tmp_path / "out", read_json, Feedback())
    served = gdal.Open(str(filled.folder / "S2_scene_B04.tif")).ReadAsArray()
    optical = gdal.Open(str(fetched.rasters["optical"])).ReadAsArray()[4 - 1]
    assert np.array_equal(optical, served)
    power = gdal.Open(str(filled.folder / "S1_near_vv.tif")).ReadAsArray()[40:-40, 40:-40]
    decibels = gdal.Open(str(fetched.rasters["radar"])).ReadAsArray()[1 - 1]
    assert np.allclose(decibels, 10 * np.log10(power), atol=0.01)


def test_only_the_window_is_read(filled, tmp_path):
    box = (4.272, 45.142, 4.278, 45.146)
    fetched = fetch_scene(request(filled, references=0, box=box), tmp_path / "out", read_json, Feedback())
    grid = describe(str(fetched.rasters["optical"])).grid
    assert 40 <= grid.width < 80 and 40 <= grid.height < 80
    whole = gdal.Open(str(filled.folder / "S2_scene_B04.tif")).ReadAsArray()
    column, row = round((grid.transform[0] - 600000) / 10), round((5000040 - grid.transform[3]) / 10)
    part = gdal.Open(str(fetched.rasters["optical"])).ReadAsArray()[4 - 1]
    assert np.array_equal(part, whole[row : row + grid.height, column : column + grid.width])
    assert row % 6 == column % 6 == 0


@pytest.mark.parametrize(
    ("offset", "properties", "expected", "warned"),
    [
        (1000, {"s2:processing_baseline": "05.09"}, "1000", False),
        (0, {"s2:processing_baseline": "05.09"}, "0", True),
        (1000, {"earthsearch:boa_offset_applied": True}, "1000", True),
        (0, {"earthsearch:boa_offset_applied": True}, "0", False),
        (0, {}, "0", False),
    ],
)
def test_the_offset_is_what_the_values_say(server, tmp_path, offset, properties, expected, warned):
    server.add_optical("S2_scene", "2021-06-30", offset=offset, **properties)
    log = Log()
    fetched = fetch_scene(request(server, references=0), tmp_path / "out", read_json, log)
    metadata = gdal.Open(str(fetched.rasters["optical"])).GetMetadata()
    assert metadata["UNVEIL_OFFSET_REMOVED"] == expected
    assert any("The catalogue states" in line for line in log.lines) == warned


def test_the_scene_nearest_to_a_date_is_found(filled, tmp_path):
    box, moment = (4.272, 45.142, 4.278, 45.146), datetime(2021, 7, 8, tzinfo=timezone.utc)
    given = request(filled, item="", box=box, moment=moment, references=0)
    assert fetch_scene(given, tmp_path / "out", read_json, Feedback()).item.name == "S2_clear.json"


def test_what_is_there_is_not_read_again(filled, tmp_path):
    fetch_scene(request(filled, references=0), tmp_path / "out", read_json, Feedback())
    filled.requests.clear()
    fetch_scene(request(filled, references=0), tmp_path / "out", read_json, Feedback())
    assert not [path for _, path, _ in filled.requests if path.endswith(".tif")]


def test_passing_faults_of_a_server_are_waited_out(filled, tmp_path):
    filled.failures = [503, 429]
    assert fetch_scene(request(filled, references=0), tmp_path / "out", read_json, Feedback()).item.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"item": "{}/nothing.json"}, "answers 404"),
        ({"box": (10.0, 45.1, 10.1, 45.2)}, "does not touch the Sentinel-2 scene"),
        ({"item": ""}, "Give the address of a Sentinel-2 item"),
    ],
)
def test_what_cannot_be_fetched_is_said_in_one_sentence(filled, tmp_path, changes, sentence):
    changes = {name: value.format(filled.address) if name == "item" else value for name, value in changes.items()}
    with pytest.raises(UnveilError, match=sentence):
        fetch_scene(request(filled, references=0, **changes), tmp_path / "out", read_json, Feedback())


def test_an_account_that_is_missing_is_said(filled, tmp_path):
    filled.failures = [403]
    with pytest.raises(UnveilError, match="needs an account or a key"):
        fetch_scene(request(filled, references=0), tmp_path / "out", read_json, Feedback())


def test_a_catalogue_without_radar_gives_the_rest_and_says_so(filled, tmp_path):
    log = Log()
    given = request(filled, radar=find_profile("earth-search"), radar_address="", references=0)
    fetched = fetch_scene(given, tmp_path / "out", read_json, log)
    assert "radar" not in fetched.rasters
    assert any("has no terrain-corrected radar" in line for line in log.lines)


@pytest.fixture
def bucket(server, monkeypatch):
    """The server as an object store: its files are objects of a bucket, whose addresses the item has."""
    server.add_optical("S2_scene", "2021-06-30")
    (server.folder / "bucket").mkdir()
    item = json.loads((server.folder / "S2_scene.json").read_text())
    for asset in item["assets"].values():
        name = asset["href"].rpartition("/")[2]
        (server.folder / name).rename(server.folder / "bucket" / name)
        asset["href"] = f"s3://bucket/{name}"
    (server.folder / "S2_scene.json").write_text(json.dumps(item))
    place = {"AWS_S3_ENDPOINT": server.address[7:], "AWS_HTTPS": "NO", "AWS_VIRTUAL_HOSTING": "FALSE"}
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key-of-mine")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("CPL_AWS_CREDENTIALS_FILE", "/nowhere")
    return replace(STATIC, gdal={**STATIC.gdal, **place}, account="its files need keys")


def test_objects_of_a_store_are_read_with_the_keys_of_the_environment(server, bucket, tmp_path):
    given = request(server, optical=bucket, references=0, radar=find_profile("earth-search"), radar_address="")
    fetched = fetch_scene(given, tmp_path / "out", read_json, Feedback())
    stored = gdal.Open(str(server.folder / "bucket" / "S2_scene_B04.tif")).ReadAsArray()
    assert np.array_equal(gdal.Open(str(fetched.rasters["optical"])).ReadAsArray()[3], stored)
    signed = [text for (_, path, _), text in zip(server.requests, server.signatures) if path.startswith("/bucket/")]
    assert signed and all("AWS4-HMAC-SHA256 Credential=key-of-mine/" in text for text in signed)
    assert all(wanted for method, path, wanted in server.requests if method == "GET" and path.startswith("/bucket/"))


def test_objects_that_are_refused_say_what_they_need(server, bucket, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    place = {**bucket.gdal, "CPL_AWS_AUTODETECT_EC2": "NO"}
    given = request(server, optical=replace(bucket, gdal=place), references=0)
    with pytest.raises(UnveilError, match="cannot be read .*static catalogue: its files need keys"):
        fetch_scene(given, tmp_path / "out", read_json, Feedback())


def test_files_that_a_server_fails_to_give_are_a_fault_that_may_pass(filled, tmp_path):
    hasty = replace(STATIC, gdal={**STATIC.gdal, "GDAL_HTTP_MAX_RETRY": "0"})
    filled.failures = [503] * 9

    def read(address, body=None):
        return json.loads((filled.folder / "S2_scene.json").read_text()) if "S2_scene" in address else {"features": []}

    given = request(filled, optical=hasty, references=0, radar=find_profile("earth-search"), radar_address="")
    with pytest.raises(PassingFault, match="S2_scene_B04.tif cannot be read .*503"):
        fetch_scene(given, tmp_path / "out", read, Feedback())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have names on Unix")
def test_a_pipe_in_the_place_of_a_band_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "B04.tif")
    with pytest.raises(UnveilError, match="is not a regular file"):
        copy_window(str(tmp_path / "B04.tif"), tmp_path / "out.tif", None, Feedback())


def test_a_band_that_is_only_a_list_of_other_files_is_refused(tmp_path, raster_file):
    secret = raster_file("secret.tif", np.ones((1, 8, 8), np.uint8))
    (tmp_path / "B04.tif").write_text(
        '<VRTDataset rasterXSize="8" rasterYSize="8"><SRS>EPSG:32631</SRS><GeoTransform>600000,10,0,5000000,0,-10'
        '</GeoTransform><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
        f"<SourceFilename>{secret}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    with pytest.raises(UnveilError, match="cannot be"):
        copy_window(str(tmp_path / "B04.tif"), tmp_path / "out.tif", None, Feedback())
    with pytest.raises(UnveilError, match="cannot be"):
        remote_grid(str(tmp_path / "B04.tif"))
    assert not (tmp_path / "out.tif").exists()
