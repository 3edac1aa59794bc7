"""`python -m tools.fuzz.kills --moments N`: kill commands at random moments, start them again, see what is left.

SIGKILL takes a process in the midst of anything; SIGTERM asks it to stop. After either, what stood at the output before
is as it was or the new file is whole, no child goes on, and after the next start nothing of the killed one is left.
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
from unveil.tools.fuzz.install import are_whole, write_packages

KINDS = ("import", "mask", "prepare-s1", "prepare-s2", "remove", "remove-product", "train", "install", "batch")
_OLD = b"what stood there before"
_RUNTIME = "py3"
_PATIENCE = 20.0
"""Seconds in which the children of a process that was killed have ended."""


def main(arguments: list[str] | None = None) -> int:
    """Kill so many times; return 1 where something was lost or left."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz.kills", description=__doc__)
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", nargs="+", choices=KINDS, default=KINDS, help="of these only (default: all in turn)")
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
            kind = options.kind[index % len(options.kind)]
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
    _write_patches(base)
    scenes = "".join(f"{name},{base / 's2.tif'},{base / 's1.tif'},{base / 'mask.tif'}\n" for name in "ab")
    (base / "jobs.csv").write_text(f"id,optical,radar,mask\n{scenes}")
    train = [
        "train",
        str(base / "patches"),
        "--name",
        "made",
        "--architecture",
        "ib-hfn",
        "--work",
        str(place / "work"),
    ]
    commands = {
        "import": ["import", str(base / "weights.safetensors"), "--name", "made", "--tile", "64"],
        "mask": ["mask", str(base / "large.tif"), out, "--method", "spectral"],
        "prepare-s1": ["prepare-s1", str(base / "large1.tif"), str(base / "large.tif"), out],
        "prepare-s2": ["prepare-s2", safe, out],
        "remove": ["remove", *[str(base / name) for name in ("large.tif", "large1.tif")], out, "--model", "identity"],
        "remove-product": ["remove", safe, scene[1], out, "--model", "identity"],
        "train": [*train, "--steps", "2", "--crop", "64", "--batch", "2", "--device", "cpu"],
        "batch": ["batch", str(base / "jobs.csv"), str(place / "out" / "all"), "--model", "identity"],
    }
    program = [sys.executable, "-m", "tools.fuzz.command"]
    made = {kind: [*program, *arguments] for kind, arguments in commands.items()}
    return {**made, "install": [sys.executable, "-m", "tools.fuzz.install", str(place / "runtime" / _RUNTIME)]}


def _write_patches(base: Path) -> None:
    """Write two places to train on."""
    rasters = fixtures("rasters")
    for name in "ab":
        folder = base / "patches" / name
        folder.mkdir(parents=True)
        ground = rasters.optical_dn(96, 96, ord(name))
        cloudy = ground.copy()
        cloudy[:, :40] = 6000
        rasters.write_raster(folder / "s2_clear.tif", ground, names=rasters.S2)
        rasters.write_raster(folder / "s2_cloudy.tif", cloudy, names=rasters.S2)
        rasters.write_raster(folder / "s1.tif", rasters.radar_db(96, 96, ord(name)), names=["VV", "VH"])


def _start(place: Path, arguments: list[str]) -> subprocess.Popen:
    environment = {**os.environ, "TMPDIR": str(place / "tmp"), "UNVEIL_MODELS": str(place / "models")}
    environment.update(UNVEIL_THREADS="1", OMP_NUM_THREADS="1", PYTHONDONTWRITEBYTECODE="1")
    environment.update(QT_QPA_PLATFORM="offscreen", QGIS_CUSTOM_CONFIG_PATH=str(place / "profile"))
    return subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _fresh(place: Path) -> None:
    for name in ("tmp", "out", "models", "runtime", "work"):
        shutil.rmtree(place / name, ignore_errors=True)
        (place / name).mkdir()
    write_packages(place / "runtime" / _RUNTIME, "old")
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
    if going := _children(place):
        return f"process {going} goes on"
    if _inputs(place) != before:
        return "an input was changed"
    output = (place / "out" / "out.tif").read_bytes()
    if output != _OLD and not _is_whole(place / "out" / "out.tif"):
        return "the output is neither the old one nor whole"
    if number == signal.SIGTERM and arguments[2] == "tools.fuzz.command" and _left(place):
        return f"left {_left(place)} though it could remove it"
    if (place / "models" / "made").exists():
        shutil.rmtree(place / "models" / "made")
    status = _start(place, arguments).wait()
    left = _left(place)
    if not left and not are_whole(place / "runtime" / _RUNTIME):
        return "the installed packages are not whole"
    return f"the next start left {left}" if left else "" if status in (0, 1) else f"the next start ended with {status}"


def _is_whole(path: Path) -> bool:
    from osgeo import gdal

    dataset = gdal.Open(str(path))
    return dataset is not None and dataset.GetRasterBand(dataset.RasterCount).Checksum() >= 0


def _children(place: Path) -> int | None:
    """Return the id of a process of the killed command that goes on, None where all have ended in time."""
    sign = f"TMPDIR={place / 'tmp'}".encode()
    end = time.monotonic() + _PATIENCE
    while going := [process for process in Path("/proc").glob("[0-9]*") if sign in _environment(process)]:
        if time.monotonic() > end:
            return int(going[0].name)
        time.sleep(0.1)
    return None


def _environment(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _inputs(place: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted((place / "base").rglob("*")):
        digest.update(str(path).encode())
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _left(place: Path) -> str:
    """Return the names of what is there besides outputs, models and packages."""
    known = ("out.tif", "out.qml", "out.tif.qml", "identity", "made", "all", _RUNTIME)
    found = [path.name for name in ("tmp", "out", "models", "runtime") for path in (place / name).iterdir()]
    found += [path.name for path in (place / "out").glob("all/**/.*")]
    found += [path.name for path in (place / "out").glob("all/*/*.tif") if not _is_whole(path)]
    # PyTorch and Qt keep files of their own.
    foreign = ("torchinductor_", "qt_temp", "runtime-")
    return ", ".join(name for name in found if name not in known and not name.startswith(foreign))


if __name__ == "__main__":
    sys.exit(main())
