"""What two other dates cost wide scenes: memory that does not grow with the rows, and time beside that without."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from fixtures.rasters import write_raster
from fixtures.strips import measured, mirrored, scattered, whiten
from osgeo import gdal

WIDTH = int(os.environ.get("UNVEIL_BENCH_WIDTH", "10980"))
HEIGHTS = (1024, 2048)
WHOLE_TILE = 10980**2
MOST_BYTES, GROWTH, MOST_TIMES = 1.8e9, 0.1, 1.6
COVER = 0.34


def darker(path):
    """Make another date of a raster: darker, with noise of its own."""
    dataset, random = gdal.Open(path, gdal.GA_Update), np.random.default_rng(0)
    for index in range(1, dataset.RasterCount + 1):
        for row in range(0, dataset.RasterYSize, 512):
            band = dataset.GetRasterBand(index)
            dn = band.ReadAsArray(0, row, dataset.RasterXSize, min(512, dataset.RasterYSize - row))
            dn = dn * 0.9 + random.normal(60, 40, dn.shape).astype(np.float32)
            band.WriteArray(np.maximum(dn, 1).astype(np.uint16), 0, row)
    return path


def costs(sample, folder, height):
    """Return (seconds of CPU, peak bytes) of a removal without other dates and with two of them."""

    def made(name, source):
        return mirrored(sample / f"{source}.tif", folder / f"{name}.tif", height, WIDTH)

    optical, radar = made("scene", "s2_clear"), made("s1", "s1")
    codes = scattered((height, WIDTH), COVER)
    whiten(optical, codes == 1)
    transform = gdal.Open(optical).GetGeoTransform()
    mask, clear = (
        write_raster(folder / f"{name}.tif", data[None], transform=transform, nodata=255)
        for name, data in (("mask", codes), ("clear", np.zeros_like(codes)))
    )
    earlier, radar_then = made("earlier", "s2_earlier"), made("s1_earlier", "s1_earlier")
    dates = []
    for path in (earlier, darker(made("darker", "s2_earlier"))):
        dates += ["--reference", path, "--reference-radar", radar_then, "--reference-mask", clear]
    found = []
    for given in ([], dates):
        command = [sys.executable, "-m", "unveil.engine.commands.cli", "remove", optical, radar, str(folder / "o.tif")]
        command += ["--mask", mask, "--model", "mmcanet", *given]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        code, text, cpu, _, peak = measured(process)
        assert code == 0 and ("Other dates show" in text) is bool(given), text
        found.append((cpu, peak))
    return found


def test_two_other_dates_take_memory_of_the_width_and_little_more_time(root, tmp_path, capsys):
    found = [costs(root / "resources" / "sample", tmp_path, height) for height in HEIGHTS]
    with capsys.disabled():
        for height, each in zip(HEIGHTS, found):
            for name, (cpu, peak) in zip(("no other date", "two other dates"), each):
                print(f"\n{WIDTH} x {height}, {name}: {cpu:.0f} s of CPU, peak {peak / 1e9:.2f} GB")
    (_, low), (_, high) = (each[1] for each in found)
    assert high < MOST_BYTES and high == pytest.approx(low, rel=GROWTH)
    # What is the same for every scene counts little in a whole tile.
    pixels = [WIDTH * height for height in HEIGHTS]
    without, with_dates = (
        np.polyval(np.polyfit(pixels, cpu, 1), WHOLE_TILE) for cpu in zip(*([cpu for cpu, _ in each] for each in found))
    )
    with capsys.disabled():
        print(f"\na whole tile by these: {with_dates / without:.2f} times the CPU without other dates")
    assert with_dates < MOST_TIMES * without
