"""Memory and speed of whole Sentinel-2 tiles through qgis_process: a scene four times as high must not need more."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from fixtures.rasters import identity, save_model
from fixtures.strips import measured, mirrored
from osgeo import gdal

WIDTH = 10980
HEIGHTS = (2745, 10980)
MOST_BYTES = 1.5e9


def command_line(inputs, models):
    """Start `unveil remove` in a process of its own."""
    program = [
        sys.executable,
        "-m",
        "unveil.engine.commands.cli",
        "remove",
        inputs["OPTICAL"],
        inputs["RADAR"],
        inputs["OUTPUT"],
    ]
    return subprocess.Popen(
        [*program, "--model", inputs["MODEL"], "--replace-clear"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "UNVEIL_MODELS": str(models)},
    )


def test_memory_is_bounded_by_the_tile_and_the_width(root, tmp_path, qgis_process, user_model, capsys):
    card = save_model(tmp_path / "zoo" / "identity256", identity, tile=256, overlap=64)
    name = user_model(card)
    sample = root / "resources" / "sample"
    peaks = {}
    for height in HEIGHTS:
        inputs = {
            "OPTICAL": mirrored(sample / "s2_cloudy.tif", tmp_path / "s2.tif", height, WIDTH),
            "RADAR": mirrored(sample / "s1.tif", tmp_path / "s1.tif", height, WIDTH),
            "MODEL": name,
            "KEEP_CLEAR": False,
            "OUTPUT": str(tmp_path / "out.tif"),
        }
        start = time.monotonic()
        gdal.Translate(str(tmp_path / "copy.tif"), inputs["OPTICAL"], creationOptions=["TILED=YES", "COMPRESS=DEFLATE"])
        copying = time.monotonic() - start
        for way in ("unveil", "qgis_process"):
            started = command_line(inputs, card.folder.parent) if way == "unveil" else None
            code, text, cpu, seconds, peak = measured(started or qgis_process.start("unveil:removeclouds", inputs))
            assert code == 0, text
            with capsys.disabled():
                print(
                    f"\n{way}, {WIDTH} x {height} x 13 through an identity network: peak {peak / 1e9:.2f} GB, "
                    f"{seconds:.0f} s ({cpu:.0f} s of CPU), {seconds / copying:.1f} times gdal_translate to DEFLATE"
                )
            before, after = gdal.Open(inputs["OPTICAL"]), gdal.Open(inputs["OUTPUT"])
            for index in (1, 11, 13):
                one, other = (each.GetRasterBand(index).Checksum() for each in (before, after))
                assert one == other
            peaks[way, height] = peak
            os.remove(inputs["OUTPUT"])
    assert max(peaks.values()) < MOST_BYTES
    low, high = (peaks["unveil", height] for height in HEIGHTS)
    # In qgis_process QGIS's own statistics of the layers come on top, which fill GDAL's cache with the file's size.
    assert high == pytest.approx(low, rel=0.05)
