"""Memory and speed of whole Sentinel-2 tiles through qgis_process: a scene four times as high must not need more."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from fixtures.rasters import identity, save_model
from osgeo import gdal

WIDTH = 10980
HEIGHTS = (2745, 10980)
MOST_BYTES = 1.5e9


def mirrored(source, target, height, width=WIDTH):
    """Write the patch `source`, mirrored over and over to `width` x `height` pixels."""
    dataset = gdal.Open(str(source))
    patch = dataset.ReadAsArray()
    size = patch.shape[1]
    options = [
        "TILED=YES",
        "COMPRESS=DEFLATE",
        "ZLEVEL=1",
        "INTERLEAVE=BAND",
        "BIGTIFF=IF_SAFER",
        "NUM_THREADS=ALL_CPUS",
    ]
    options.append("PREDICTOR=2" if patch.dtype == np.uint16 else "PREDICTOR=3")
    kind = dataset.GetRasterBand(1).DataType
    made = gdal.GetDriverByName("GTiff").Create(str(target), width, height, len(patch), kind, options)
    made.SetGeoTransform(dataset.GetGeoTransform())
    made.SetProjection(dataset.GetProjection())
    columns = np.arange(width) % (2 * size)
    columns = np.where(columns < size, columns, 2 * size - 1 - columns)
    for row in range(0, height, size):
        rows = patch[:, :: 1 if row // size % 2 == 0 else -1][:, : height - row]
        for index, plane in enumerate(rows, 1):
            made.GetRasterBand(index).WriteArray(np.ascontiguousarray(plane[:, columns]), 0, row)
            made.GetRasterBand(index).SetDescription(dataset.GetRasterBand(index).GetDescription())
        made.FlushCache()
    return str(target)


def measured(process):
    """Wait for a child; return (exit code, what it said, seconds of its CPU, seconds, peak bytes).

    The peak is the child's own: what the kernel reports at its end counts the memory of the parent that it came from.
    """
    start = time.monotonic()
    peak = 0
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        peak = max(peak, peak_of(process.pid))
        time.sleep(0.05)
    seconds = time.monotonic() - start
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    text = process.stdout.read() + process.stderr.read()
    return process.returncode, text, usage.ru_utime + usage.ru_stime, seconds, peak


def peak_of(number):
    """Return the most memory that a running process has had, in bytes; 0 where it is just ending."""
    for line in Path(f"/proc/{number}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return 0


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
            "OPTICAL": mirrored(sample / "s2_cloudy.tif", tmp_path / "s2.tif", height),
            "RADAR": mirrored(sample / "s1.tif", tmp_path / "s1.tif", height),
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
