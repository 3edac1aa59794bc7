"""What the estimate before a run says, against what the run takes: seconds and memory, on three sizes of scene, and
beside another date.

Seconds only on a machine that nothing else uses: the model is timed before the run, and both would have to be slowed
down alike.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from fixtures.rasters import write_raster
from fixtures.strips import mirrored, scattered, whiten
from osgeo import gdal

WIDTH = int(os.environ.get("UNVEIL_BENCH_WIDTH", "10980"))
SIZES = ((512, WIDTH // 4), (1024, WIDTH // 2), (2048, WIDTH))
WITHIN = 0.25
BUSY = os.getloadavg()[0] > 0.5 * len(os.sched_getaffinity(0))

PROGRAM = """
import json, sys, time
from pathlib import Path
from unveil.engine.feedback import Feedback
from unveil.engine.masking.codings import MaskCoding
from unveil.engine.raster.ground import pixels
from unveil.engine.raster.source import describe
from unveil.engine.references.reference import GivenReference
from unveil.engine.removal.estimate import Work, cover_of, estimate
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.models.predictor import load_predictor
from unveil.models.registry import find_model
from unveil.models.speed import measure_speed

def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.startswith(("VmRSS", "VmHWM"))}

optical, radar, mask, output, *dates = sys.argv[1:]
files = SceneFiles(*map(describe, (optical, radar, mask)))
references = tuple(GivenReference(*map(describe, date.split(","))) for date in dates)
held = resident()["VmRSS"]
card = find_model("mmcanet")
speed = measure_speed(card, "cpu")
settings = RemovalSettings(mask_dilation=0.0, speed=speed, references=references)
grid = files.optical.grid
work = Work((13, grid.height, grid.width), 2, card.tile, card.overlap, pixels(settings.feather, grid), card)
found = estimate(work, cover_of(files.mask, MaskCoding(), Feedback()), speed, len(references))
start = time.monotonic()
remove_clouds(files, Restorer(load_predictor(card, "cpu"), settings), output, Feedback())
seconds = time.monotonic() - start
print(json.dumps([found.seconds, seconds, found.memory, resident()["VmHWM"] - held]))
"""


@pytest.fixture(scope="module")
def told(root, tmp_path_factory):
    """A function that gives seconds estimated and taken, bytes estimated and taken of a scene below thick cloud, with
    or without another date; what it gave once it gives again.
    """
    folder, sample = tmp_path_factory.mktemp("estimates"), root / "resources" / "sample"

    @cache
    def run(height, width, dated=False):
        optical, radar, other, other_radar = (
            mirrored(sample / f"{name}.tif", folder / f"{name}.tif", height, width)
            for name in ("s2_clear", "s1", "s2_earlier", "s1_earlier")
        )
        codes = scattered((height, width), 0.34)
        transform = gdal.Open(optical).GetGeoTransform()
        mask, clear = (
            write_raster(folder / f"{name}.tif", values[None], transform=transform, nodata=255)
            for name, values in (("mask", codes), ("clear", np.zeros_like(codes)))
        )
        whiten(optical, codes == 1)
        dates = [f"{other},{other_radar},{clear}"] if dated else []
        command = [sys.executable, "-c", PROGRAM, optical, radar, str(mask), str(folder / "o.tif"), *dates]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=root).stdout)

    return run


def measured_runs(told):
    return np.array([*(told(*size) for size in SIZES), told(*SIZES[1], dated=True)])


def said_of(told):
    names = [f"{width} x {height}" for height, width in SIZES]
    return list(zip([*names, f"{names[1]}, another date"], measured_runs(told)))


def test_memory_is_as_estimated(told, capsys):
    with capsys.disabled():
        for name, (_, _, memory, taken) in said_of(told):
            print(f"\n{name}: {memory / 1e9:.2f} GB estimated, {taken / 1e9:.2f} GB taken")
    found = measured_runs(told)
    assert found[:, 2] == pytest.approx(found[:, 3], rel=WITHIN)


def test_seconds_are_as_estimated(told, capsys):
    with capsys.disabled():
        for name, (said, seconds, _, _) in said_of(told):
            print(f"\n{name}: {said:.0f} s estimated, {seconds:.0f} s taken")
    if BUSY:
        pytest.skip("the machine was in use before the measurement began")
    found = measured_runs(told)
    assert found[:, 0] == pytest.approx(found[:, 1], rel=WITHIN)
