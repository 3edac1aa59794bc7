"""`python -m tools.fuzz.kills --moments N`: kill commands at random moments, start them again, see what is left.

SIGKILL takes a process in the midst of anything; SIGTERM asks it to stop. After either, what stood at the output before
is as it was or the new file is whole, and after the next start nothing of the killed one is left.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from unveil.tools.fuzz import ROOT, fixtures
from unveil.tools.fuzz.base import write_base

_OLD = b"what stood there before"


def main(arguments: list[str] | None = None) -> int:
    """Kill so many times; return 1 where something was lost or left."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz.kills", description=__doc__)
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    generator = random.Random(options.seed)
    faults = 0
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        place = Path(name)
        (place / "base").mkdir()
        write_base(place / "base")
        commands = _commands(place)
        lengths: dict[str, float] = {}
        for index in range(options.moments):
            kind = sorted(commands)[index % len(commands)]
            if kind not in lengths:
                lengths[kind] = _whole(place, commands[kind])
            moment = generator.uniform(0, lengths[kind])
            number = generator.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM))
            if fault := _killed(place, commands[kind], moment, number):
                faults += 1
                sys.stdout.write(f"FAULT {kind} after {moment:.2f} s by {signal.Signals(number).name}: {fault}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{options.moments} kills, {faults} left or lost something.\n")
    return 1 if faults else 0


def _commands(place: Path) -> dict[str, list[str]]:
    """Return command lines by name, each of which writes out/out.tif or a model."""
    base, out = place / "base", str(place / "out" / "out.tif")
    scene = [str(base / "s2.tif"), str(base / "s1.tif")]
    safe = str(next((base / "L1C").iterdir()))
    large = fixtures("rasters")
    data = large.optical_dn(700, 700)
    large.write_raster(base / "large.tif", data, names=large.S2)
    large.write_raster(base / "large1.tif", large.radar_db(700, 700), names=["VV", "VH"])
    return {
        "import": ["import", str(base / "weights.safetensors"), "--name", "made", "--tile", "64"],
        "mask": ["mask", str(base / "large.tif"), out, "--method", "spectral"],
        "prepare-s1": ["prepare-s1", str(base / "large1.tif"), str(base / "large.tif"), out],
        "prepare-s2": ["prepare-s2", safe, out],
        "remove": ["remove", *[str(base / name) for name in ("large.tif", "large1.tif")], out, "--model", "identity"],
        "remove-product": ["remove", safe, scene[1], out, "--model", "identity"],
    }


def _start(place: Path, arguments: list[str]) -> subprocess.Popen:
    environment = {**os.environ, "TMPDIR": str(place / "tmp"), "UNVEIL_MODELS": str(place / "models")}
    environment.update(UNVEIL_THREADS="1", OMP_NUM_THREADS="1", PYTHONDONTWRITEBYTECODE="1")
    return subprocess.Popen(
        [sys.executable, "-m", "tools.fuzz.command", *arguments], cwd=ROOT, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _fresh(place: Path) -> None:
    for name in ("tmp", "out", "models"):
        shutil.rmtree(place / name, ignore_errors=True)
        (place / name).mkdir()
    shutil.copytree(place / "base" / "models", place / "models", dirs_exist_ok=True)
    (place / "out" / "out.tif").write_bytes(_OLD)


def _whole(place: Path, arguments: list[str]) -> float:
    _fresh(place)
    start = time.monotonic()
    _start(place, arguments).wait()
    return time.monotonic() - start


def _killed(place: Path, arguments: list[str], moment: float, number: int) -> str:
    """Return what was wrong after a kill and the next start, or ""."""
    _fresh(place)
    before = _inputs(place)
    process = _start(place, arguments)
    time.sleep(moment)
    process.send_signal(number)
    process.wait()
    if _inputs(place) != before:
        return "an input was changed"
    output = (place / "out" / "out.tif").read_bytes()
    if output != _OLD and not _is_whole(place / "out" / "out.tif"):
        return "the output is neither the old one nor whole"
    if number == signal.SIGTERM and _left(place):
        return f"left {_left(place)} though it could remove it"
    if (place / "models" / "made").exists():
        shutil.rmtree(place / "models" / "made")
    status = _start(place, arguments).wait()
    left = _left(place)
    return f"the next start left {left}" if left else "" if status in (0, 1) else f"the next start ended with {status}"


def _is_whole(path: Path) -> bool:
    from osgeo import gdal

    dataset = gdal.Open(str(path))
    return dataset is not None and dataset.GetRasterBand(dataset.RasterCount).Checksum() >= 0


def _inputs(place: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted((place / "base").rglob("*")):
        digest.update(str(path).encode())
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _left(place: Path) -> str:
    """Return the names of what is there besides outputs and models."""
    known = ("out.tif", "out.qml", "out.tif.qml", "identity", "made")
    found = [path.name for name in ("tmp", "out", "models") for path in (place / name).iterdir()]
    return ", ".join(name for name in found if name not in known and not name.startswith("torchinductor_"))


if __name__ == "__main__":
    sys.exit(main())
