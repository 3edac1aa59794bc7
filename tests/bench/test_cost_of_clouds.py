"""CPU time and memory of a removal by the scene's size and by how much of it is cloudy; ratios in one run."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from fixtures.rasters import write_raster
from fixtures.strips import measured, mirrored, scattered, whiten
from osgeo import gdal

WIDTH = int(os.environ.get("UNVEIL_BENCH_WIDTH", "10980"))
HEIGHTS = (1024, 2048, 4096)
MOST_BYTES = 1.05e9
GROWTH, FEW, THICK = 0.1, 0.75, 3.0


@pytest.fixture(scope="module")
def removal(root, tmp_path_factory):
    """A function that removes the clouds of a strip with one thread; (seconds of CPU, peak bytes)."""
    folder = tmp_path_factory.mktemp("strips")
    sample = root / "resources" / "sample"

    def remove(height, cover, opaque=False):
        optical = mirrored(sample / "s2_clear.tif", folder / "s2.tif", height, WIDTH)
        radar = mirrored(sample / "s1.tif", folder / "s1.tif", height, WIDTH)
        grid = gdal.Open(optical)
        codes = scattered((height, WIDTH), cover)
        mask = write_raster(folder / "mask.tif", codes[None], transform=grid.GetGeoTransform(), nodata=255)
        grid = None
        if opaque:
            whiten(optical, codes == 1)
        command = [sys.executable, "-m", "unveil.engine.commands.cli", "remove", optical, radar, str(folder / "o.tif")]
        command += ["--mask", mask, "--model", "mmcanet", "--threads", "1"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        code, text, cpu, _, peak = measured(process)
        assert code == 0, text
        assert ("0 to predict" in text) is not opaque, text
        return cpu, peak

    return remove


def test_time_grows_with_the_rows_and_memory_does_not(removal, capsys):
    found = [removal(height, 0.34) for height in HEIGHTS]
    with capsys.disabled():
        for height, (cpu, peak) in zip(HEIGHTS, found):
            print(f"\n{WIDTH} x {height}, 34 % cloud: {cpu:.0f} s of CPU, peak {peak / 1e9:.2f} GB")
    (first, low), (second, _), (third, high) = found
    # What is the same for every scene drops out of the differences.
    assert third - second == pytest.approx(2 * (second - first), rel=GROWTH)
    assert high < MOST_BYTES
    # Sums of its cells grow with the scene.
    assert high == pytest.approx(low, rel=0.25)


def test_a_scene_with_few_clouds_costs_a_part_of_a_cloudy_one(removal, capsys):
    (few, _), (many, _), (thick, _) = (removal(HEIGHTS[0], *each) for each in ((0.05,), (0.34,), (0.34, True)))
    with capsys.disabled():
        print(
            f"\n{WIDTH} x {HEIGHTS[0]}: 5 % cloud {few:.0f} s of CPU, 34 % {many:.0f} s, {few / many:.2f} of it; 34 % "
            f"thick cloud {thick:.0f} s, {thick / many:.2f} of it"
        )
    assert few < FEW * many
    assert thick < THICK * many
