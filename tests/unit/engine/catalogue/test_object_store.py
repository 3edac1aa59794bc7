"""Reading from moto, which answers as S3 does; skipped without `moto_server`, which `make test-s3` brings."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.catalogue.fetch import fetch_scene
from unveil.engine.catalogue.profiles import find_profile
from unveil.engine.catalogue.request import FetchRequest
from unveil.engine.catalogue.transport import read_json
from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback

MOTO = os.environ.get("UNVEIL_MOTO") or shutil.which("moto_server")
pytestmark = pytest.mark.skipif(not MOTO, reason="no moto_server")


@pytest.fixture
def store(tmp_path):
    """The address, host and port, of a store that runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with open(tmp_path / "moto.log", "wb") as log:
        process = subprocess.Popen([MOTO, "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log)
    address = f"127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                ask("PUT", f"http://{address}/scenes")
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.kill()
        process.wait()


def ask(method: str, address: str, data: bytes = b"") -> None:
    """Change the store, which looks at no signature but wants one."""
    signed = "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
    headers = {"Content-Type": "application/octet-stream", "Authorization": signed}
    with urllib.request.urlopen(urllib.request.Request(address, data, headers, method=method), timeout=10):
        pass


@pytest.fixture
def given(server, store, monkeypatch):
    """A request for a scene whose files are objects of the store."""
    server.add_optical("S2_scene", "2021-06-30")
    item = json.loads((server.folder / "S2_scene.json").read_text())
    for asset in item["assets"].values():
        name = asset["href"].rpartition("/")[2]
        ask("PUT", f"http://{store}/scenes/{name}", (server.folder / name).read_bytes())
        (server.folder / name).rename(server.folder / f"kept_{name}")
        asset["href"] = f"s3://scenes/{name}"
    (server.folder / "S2_scene.json").write_text(json.dumps(item))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    monkeypatch.setenv("CPL_AWS_CREDENTIALS_FILE", "/nowhere")
    static = replace(find_profile("static"), optical=("sentinel-2-l2a",), radar="sentinel-1-rtc")
    place = {"AWS_S3_ENDPOINT": store, "AWS_HTTPS": "NO", "AWS_VIRTUAL_HOSTING": "FALSE"}
    return replace(static, gdal={**static.gdal, **place})


def fetched(server, profile, folder):
    asked = FetchRequest(
        profile,
        find_profile("earth-search"),
        item=f"{server.address}/S2_scene.json",
        references=0,
        optical_address=f"{server.address}/api",
        radar_address="",
    )
    return fetch_scene(asked, folder, read_json, Feedback())


def test_a_scene_is_read_from_a_store(server, given, tmp_path):
    found = fetched(server, given, tmp_path / "out")
    stored = gdal.Open(str(server.folder / "kept_S2_scene_B04.tif")).ReadAsArray()
    assert np.array_equal(gdal.Open(str(found.rasters["optical"])).ReadAsArray()[3], stored)


def test_an_object_that_is_not_there_is_named(server, given, store, tmp_path):
    ask("DELETE", f"http://{store}/scenes/S2_scene_B04.tif")
    with pytest.raises(UnveilError, match="S2_scene_B04.tif cannot be read"):
        fetched(server, given, tmp_path / "out")
