"""A catalogue on this machine: an API with search, and rasters behind a server that knows ranges."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from fixtures.rasters import write_raster

BANDS = {"B01": 60, "B02": 10, "B03": 10, "B04": 10, "B05": 20, "B06": 20, "B07": 20, "B08": 10, "B8A": 20, "B09": 60,
         "B11": 20, "B12": 20}  # fmt: skip
SIDE = 1920
"""Metres."""
LEFT, TOP = 600000, 5000040
BOX = [4.26, 45.13, 4.30, 45.16]
FOOTPRINT = {"type": "Polygon", "coordinates": [[[4.2, 45.1], [4.4, 45.1], [4.4, 45.2], [4.2, 45.2], [4.2, 45.1]]]}


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        """Keep quiet."""

    def do_HEAD(self):  # noqa: N802
        self._answer(False)

    def do_GET(self):  # noqa: N802
        self._answer(True)

    def do_POST(self):  # noqa: N802
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(("POST", self.path, body))
        self._send(200, json.dumps(self.server.search(body)).encode())

    def _answer(self, with_body):
        self.server.requests.append((self.command, self.path, self.headers.get("Range")))
        if self.server.failures:
            self._send(self.server.failures.pop(), b"{}")
            return
        if self.path == "/api":
            link = {"rel": "search", "href": f"{self.server.address}/search", "method": "POST"}
            self._send(200, json.dumps({"type": "Catalog", "id": "api", "links": [link]}).encode())
            return
        path = self.server.folder / self.path.lstrip("/")
        if not path.is_file():
            self._send(404, b"")
            return
        data = path.read_bytes()
        given = self.headers.get("Range")
        if given and with_body:
            first, last = given.removeprefix("bytes=").split("-")
            stop = min(int(last) + 1 if last else len(data), len(data))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{stop - 1}/{len(data)}")
            data = data[int(first) : stop]
        else:
            self.send_response(200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if with_body:
            self.wfile.write(data)

    def _send(self, status, data):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


class Server(ThreadingHTTPServer):
    """The catalogue; `items` are what a search finds, `failures` are statuses of the next answers."""

    daemon_threads = True

    def __init__(self, folder: Path):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.items: list[dict] = []
        self.requests: list[tuple] = []
        self.failures: list[int] = []
        self.address = f"http://127.0.0.1:{self.server_port}"

    def search(self, body):
        found = [item for item in self.items if item["collection"] in body.get("collections", [item["collection"]])]
        return {"type": "FeatureCollection", "features": found, "links": []}

    def add_optical(self, name, day, level=1000.0, offset=0, **properties):
        """Add a Sentinel-2 item with files of its own; `level` DN of ground, plus what is left of an offset."""
        assets = {}
        for band, metres in BANDS.items():
            size = SIDE // metres
            generator = np.random.default_rng(len(band))
            data = (level * generator.uniform(0.3, 1.5, (1, size, size)) + offset).astype(np.uint16)
            assets[band] = self._file(f"{name}_{band}.tif", data, metres, nodata=0)
        scl = np.full((1, SIDE // 20, SIDE // 20), 4, np.uint8)
        assets["SCL"] = self._file(f"{name}_SCL.tif", scl, 20, nodata=0)
        self._item(name, "sentinel-2-l2a", day, assets, properties)

    def add_radar(self, name, day, orbit=59, **properties):
        """Add a terrain-corrected Sentinel-1 item, gamma0 in linear power."""
        size = SIDE // 10 + 80
        power = np.random.default_rng(1).gamma(4, 0.02, (1, size, size)).astype(np.float32)
        assets = {}
        for key, factor in (("vv", 1.0), ("vh", 0.2)):
            assets[key] = self._file(f"{name}_{key}.tif", power * factor, 10, nodata=-32768, shift=400)
        polarisations = {"sar:polarizations": ["VV", "VH"], "sat:relative_orbit": orbit}
        self._item(name, "sentinel-1-rtc", day, assets, {**polarisations, **properties})

    def _file(self, name, data, metres, nodata, shift=0):
        place = (LEFT - shift, metres, 0, TOP + shift, 0, -metres)
        write_raster(self.folder / name, data, transform=place, nodata=nodata)
        return {"href": f"{self.address}/{name}", "roles": ["data"]}

    def _item(self, name, collection, day, assets, properties):
        item = {
            "type": "Feature", "stac_version": "1.0.0", "id": name, "collection": collection, "geometry": FOOTPRINT,
            "bbox": [4.2, 45.1, 4.4, 45.2], "properties": {"datetime": f"{day}T10:50:31Z", **properties},
            "links": [{"rel": "self", "href": f"{self.address}/{name}.json"}], "assets": assets,
        }  # fmt: skip
        (self.folder / f"{name}.json").write_text(json.dumps(item))
        self.items.append(item)


@pytest.fixture
def server(tmp_path):
    """A catalogue that serves a folder of its own."""
    folder = tmp_path / "served"
    folder.mkdir()
    server = Server(folder)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
